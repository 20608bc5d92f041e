/** Checks a `NAME.state.json`, whoever it comes from, in the order in which a doubter asks. */
import { compareBytes, decodeUtf8, encodeHex, equalBytes } from "#ledger-core/contract/schema/bytes.ts";
import { MalformedBytes } from "#ledger-core/contract/schema/cbor.ts";
import { decode, encode } from "#ledger-core/contract/schema/codec.ts";
import { toJson } from "#ledger-core/contract/schema/json.ts";
import { KEY_MAX } from "#ledger-core/contract/schema/limits.ts";
import { stateDeclareBody, voteBody } from "#ledger-core/contract/schema/governance.ts";
import { integer, neutralValue } from "#ledger-core/contract/schema/schema.ts";
import type { RecordShape, Value } from "#ledger-core/contract/schema/schema.ts";
import { cutFigure, failed, recomputed, vouched } from "./check.ts";
import type { Check, CheckCode, CheckName, Finding } from "./check.ts";
import { checkSignatures, parseSignedCheckpoint } from "./checkpoint-check.ts";
import { isOriginOf } from "./checkpoint.ts";
import { parseChange } from "./change.ts";
import { parseEntry } from "./entry.ts";
import { parseEvidence } from "./evidence.ts";
import type { Forms } from "./forms.ts";
import { HandoverChain } from "./handover.ts";
import { checkCarried, checkGrown, checkOffered, shorterFirst, sizeOf, verifyFourFiles } from "./proof-files.ts";
import type { FilesRules } from "./proof-files.ts";
import type { ProofFiles } from "./proof-parts.ts";
import { parseStateJson, rangeText, writeStateJson } from "./state-json.ts";
import type { RangeClaim, StateEvidence } from "./state-json.ts";
import { placeAfter, placeOf } from "./state-order.ts";
import { rangeRootFrom } from "./state-range.ts";
import { orderValues, parseStateRow, parseStatementHead, rowsOf } from "./state-statement.ts";
import type { StateRow, StatementHead } from "./state-statement.ts";
import type { Suite } from "./suite.ts";
import { parseTransaction, singleBodyRoot } from "./transaction.ts";
import type { Transaction } from "./transaction.ts";
import { leafHash, verifyConsistency, verifyInclusion } from "./tree.ts";

/** Of a key, as it is named beside checkpoints. */
const FINGERPRINT_BYTES = 8;

/** Where a statement is kept once its act was carried out, at once or by the last vote that it needed. */
const STATEMENTS = "kernel.statement";

export type StateRules = FilesRules & {
  /** The proof of the act that signed the statement, by its id, if it lies beside the file. */
  readonly declaration: (id: string) => ProofFiles | undefined;
};

/** What a file holds, with its handovers as they are verified. */
type WithChain = StateEvidence & { readonly chain: HandoverChain };

/** Every check of one file; after one that is not ok the later ones say `NOT_RUN`. Never throws, whatever the bytes. */
export function verifyStateFile(rules: StateRules, file: string, bytes: Uint8Array): readonly Check[] {
  const text = decodeUtf8(bytes);
  const parsed = text === undefined ? undefined : parseStateJson(text);
  const evidence = parsed && { ...parsed, chain: new HandoverChain(rules.suite, parsed.handovers) };
  const head = evidence === undefined ? undefined : parseStatementHead(evidence.head);
  if (text === undefined || evidence === undefined || head === undefined)
    return [{ name: "files", ...failed("STATE_FILE_MALFORMED", { file }) }];
  const checks: Check[] = [{ name: "files", ...recomputed("STATE_FILE_READ", { file }) }];
  const then = (name: CheckName, run: () => Finding): void => {
    checks.push({ name, ...(checks.every((check) => check.ok) ? run() : failed("NOT_RUN")) });
  };
  then("statement", () => checkStatement(rules, evidence, head));
  then("rows", () => checkRows(rules, evidence, head));
  then("checkpoint", () => checkCheckpoint(rules, evidence, head));
  then("readable", () =>
    writeStateJson(rules.forms, rules.suite, evidence) === text
      ? recomputed("READABLE_HOLDS", { file })
      : failed("READABLE_DIFFERS", { file }),
  );
  const { since } = rules;
  if (since !== undefined) then("growth", () => checkGrowth(rules, evidence, head, since));
  then("declared", () => checkDeclared(rules, evidence, head));
  return checks;
}

/** The part of a file that says nothing of who signed the statement. */
export type StateRows = Pick<StateEvidence, "claim" | "root" | "head" | "headHashes" | "first" | "leaves" | "hashes">;
type RowsRules = Pick<StateRules, "suite" | "forms">;

/** Whether rows lead to the root and show what is claimed, as far as every check of a file looks at them. */
export function areRowsProven(rules: RowsRules, rows: StateRows): boolean {
  const head = parseStatementHead(rows.head);
  return head !== undefined && checkStatement(rules, rows, head).ok && checkRows(rules, rows, head).ok;
}

/** Do the first leaf and the rows lead to the root? */
function checkStatement({ suite }: RowsRules, evidence: StateRows, head: StatementHead): Finding {
  const { root, headHashes, first, leaves, hashes } = evidence;
  const size = rowsOf(head) + 1;
  const claim = { leafHash: leafHash(suite, evidence.head), index: 0, size, proof: headHashes, root };
  const leafHashes = leaves.map((leaf) => leafHash(suite, leaf));
  const computed = rangeRootFrom(suite, { size, begin: first, leafHashes, proof: hashes });
  const log = { logSize: head.size, logRoot: encodeHex(head.logRoot) };
  const data = { root: encodeHex(root), height: head.height, rows: rowsOf(head), ...log };
  const isProven = verifyInclusion(suite, claim) && computed !== undefined && equalBytes(computed, root);
  return isProven ? recomputed("STATEMENT_HOLDS", data) : failed("STATEMENT_FAILS", data);
}

type PlacedRow = StateRow & { readonly place: Uint8Array };

/** Do they show what is claimed? */
function checkRows(rules: RowsRules, evidence: StateRows, head: StatementHead): Finding {
  const { claim, first, leaves } = evidence;
  const data = { table: claim.table };
  const isTable = head.tables.every(({ number, name }) => (number === claim.number) === (name === claim.table));
  const known = rules.forms.order(claim.table);
  if (!isTable || (known !== undefined && known.number !== claim.number)) return failed("STATE_TABLE_DIFFERS", data);
  // Of a name that nobody vouches for everything could be said.
  if (known === undefined && head.tables.every(({ name }) => name !== claim.table))
    return failed("STATE_TABLE_UNKNOWN", data);
  if (claim.kind === "range" && !isOfColumns(rules, claim))
    return failed("STATE_VALUES_DIFFER", { ...data, range: rangeWords(rules.forms, claim) });
  if (claim.kind === "range" && isBackwards(claim))
    return failed("STATE_RANGE_BACKWARDS", { ...data, range: rangeWords(rules.forms, claim) });
  const rows: (PlacedRow | undefined)[] = [];
  for (const [i, leaf] of leaves.entries()) {
    const row = parseStateRow(leaf);
    // Only the first leaf of a tree is no row: it stands before all of them.
    if (row === undefined && (first + i > 0 || !equalBytes(leaf, evidence.head)))
      return failed("STATE_ROWS_FAIL", data);
    if (row !== undefined && !isInPlace(head, row, first + i)) return failed("STATE_ROWS_FAIL", data);
    rows.push(row);
  }
  const places = rows.map((row) => row?.place ?? new Uint8Array(0));
  const isSorted = places.every((place, i) => i === 0 || compareBytes(places[i - 1] ?? place, place) < 0);
  if (!isSorted) return failed("STATE_ROWS_FAIL", data);
  const own = rows.filter((row) => row?.number === claim.number);
  if (!own.every((row) => row !== undefined && isOrdered(rules, claim.table, row)))
    return failed("STATE_ORDER_FAILS", data);
  if (claim.kind === "row") {
    const isShown = rows.length === 1 && own.length === 1 && own[0]?.key === claim.key;
    return isShown ? proven(known, "STATE_ROW_SHOWN", { ...data, key: claim.key }) : failed("STATE_ROWS_FAIL", data);
  }
  const count = countBetween(claim, places, first + places.length === rowsOf(head) + 1);
  if (count === undefined) return failed("STATE_ROWS_FAIL", data);
  if (claim.without !== undefined) {
    const { without: key } = claim;
    const isAbsent = own.every((row) => row?.key !== key);
    return isAbsent ? proven(known, "STATE_KEY_ABSENT", { ...data, key, count }) : failed("STATE_ROWS_FAIL", data);
  }
  const [none, all]: readonly [CheckCode, CheckCode] = isWhole(claim)
    ? ["STATE_TABLE_EMPTY", "STATE_TABLE_COMPLETE"]
    : ["STATE_ROWS_ABSENT", "STATE_ROWS_COMPLETE"];
  const code = count === 0 ? none : all;
  return proven(known, code, { ...data, count, range: rangeWords(rules.forms, claim) });
}

/** Where the program does not know the table, that its rows stand where their values say is the word of who signed the statement. */
function proven(known: unknown, code: CheckCode, data: Finding["data"]): Finding {
  return known === undefined ? vouched(code, data) : recomputed(code, data);
}

/** A range with the columns that its values are of, as far as the program knows the table: alone they could be of any. A value may fill the file. */
function rangeWords(forms: Forms, claim: RangeClaim): string {
  const order = forms.order(claim.table)?.order;
  const count = Math.max(claim.from.length, claim.below?.length ?? 0);
  const values = cutFigure(rangeText(claim));
  return order === undefined ? values : `${[...order, "key"].slice(0, count).join(", ")} ${values}`;
}

/** Whether a range is all of its table. */
export function isWhole({ from, below }: RangeClaim): boolean {
  return from.length === 0 && below === undefined;
}

/**
 * Whether the range lies between values that the columns can have, with the key last. Where no row can stand there is never one, so
 * that there is none would say nothing of the rows that a reader has in mind: a text "7" where the table has the number.
 */
function isOfColumns({ forms }: RowsRules, { table, from, below = [] }: RangeClaim): boolean {
  const order = forms.order(table);
  const shape = forms.row(table);
  if (order === undefined || shape?.kind !== "record") return true;
  const columns = order.order.map((column) => shape.fields.find(([name]) => name === column)?.[1]);
  const shapes = [...columns, integer(0, KEY_MAX)];
  return [from, below].every((values) =>
    values.every((value, i) => {
      const of = shapes[i];
      return of !== undefined && decode<unknown>(of, value).ok;
    }),
  );
}

/** Rows within the range where the leaf before it and the one after it are shown; undefined where they are not. */
function countBetween(claim: RangeClaim, places: readonly Uint8Array[], isAtEnd: boolean): number | undefined {
  const { from, below } = boundsOf(claim);
  const inside = places.filter((place) => compareBytes(place, from) >= 0 && compareBytes(place, below) < 0);
  const [before] = places;
  const after = places.at(-1);
  if (before === undefined || after === undefined || compareBytes(before, from) >= 0) return undefined;
  const isClosed = places.length > 1 && compareBytes(after, below) >= 0;
  const neighbours = isClosed ? 2 : 1;
  return (isClosed || isAtEnd) && inside.length + neighbours === places.length ? inside.length : undefined;
}

/** The places from which on and before which a range lies. Throws `MalformedBytes` if its values are not in CBOR. */
export function boundsOf(claim: RangeClaim): {
  readonly from: Uint8Array;
  readonly below: Uint8Array;
} {
  const from = placeOf(claim.number, claim.from);
  return { from, below: claim.below === undefined ? placeAfter(from) : placeOf(claim.number, claim.below) };
}

/** Of nothing between a place and an earlier one, or itself, everything could be said. */
export function isBackwards(claim: RangeClaim): boolean {
  const { from, below } = boundsOf(claim);
  return compareBytes(from, below) >= 0;
}

/** Whether the leaf stands among those that the first leaf counts for its table. */
function isInPlace(head: StatementHead, { number }: StateRow, index: number): boolean {
  let begin = 1;
  for (const table of head.tables) {
    if (table.number === number) return index >= begin && index < begin + table.rows;
    begin += table.rows;
  }
  return false;
}

/** Whether the row has the values that it is ordered by. */
function isOrdered({ forms }: RowsRules, table: string, row: StateRow): boolean {
  const order = forms.order(table);
  const shape = forms.row(table);
  if (order === undefined || shape?.kind !== "record") return true;
  const positions = order.order.map((column) => shape.fields.findIndex(([name]) => name === column));
  try {
    const values = orderValues(row.row, positions, (position) => neutralOf(shape, position));
    return values.length === row.order.length && values.every((value, i) => equalBytes(value, row.order[i] ?? value));
  } catch (error) {
    if (error instanceof MalformedBytes) return false;
    throw error;
  }
}

/** What an appended column holds in a row from before it, in CBOR. Throws `MalformedBytes` for one that every row writes. */
export function neutralOf(shape: RecordShape, position: number): Uint8Array {
  const field = shape.fields[position];
  if (field === undefined || position < shape.written) throw new MalformedBytes("a row without a column", 0);
  return encode<unknown>(field[1], neutralValue(field[1]));
}

/**
 * Who says that this is the state? To somebody who trusts keys, what none of them has in its log is nothing; to somebody who does not,
 * a whole proof is its maker's word. A signed root is the word of whoever signed it: no rule has compared it with the rows.
 */
function checkDeclared(rules: StateRules, { declared, root }: StateEvidence, head: StatementHead): Finding {
  const unsigned = rules.keys.length === 0 ? vouched : failed;
  if (declared === undefined) return unsigned("STATEMENT_NOT_SIGNED");
  const files = rules.declaration(declared);
  if (files === undefined) return unsigned("STATEMENT_SIGNATURE_ABSENT", { id: declared });
  const checks = verifyFourFiles({ ...rules, since: undefined }, files);
  const data = { id: declared };
  if (!checks.every((check) => check.ok)) return failed("STATEMENT_SIGNATURE_FAILS", data);
  const parsed = parseTransaction(rules.suite, files.transaction, rules.forms.limits);
  if (!parsed.ok || parseEntry(files.entry)?.code !== "") return failed("STATEMENT_SIGNATURE_FAILS", data);
  const { transaction } = parsed;
  const { network, department, actorKey } = transaction.signed;
  const isNamed = encodeHex(transaction.id) === declared && equalBytes(network, head.network);
  const said = { height: head.height, root, rows: rowsOf(head) };
  // What it asked for may only be proposed, and then rejected; and what stands in its changes is the log's word alone.
  const isSaid = isSignersWord(rules.suite, transaction, said) && isInChanges(rules.forms, files, said);
  if (!isNamed || !isSaid) return failed("STATEMENT_SIGNATURE_FAILS", data);
  return vouched("STATEMENT_SIGNED", { ...data, department, key: encodeHex(actorKey.subarray(0, FINGERPRINT_BYTES)) });
}

type Said = Value<typeof stateDeclareBody>;

/** Whether that is what the signer has signed: the statement itself, or the approval of just that one. */
function isSignersWord(suite: Suite, { signed, body }: Transaction, said: Said): boolean {
  const root = singleBodyRoot(suite, encode(stateDeclareBody, said));
  if (signed.kind === "state.declare") return equalBytes(signed.bodyRoot, root);
  const vote = signed.kind === "proposal.vote" ? decode(voteBody, body) : undefined;
  return vote?.ok === true && vote.value.choice === "approve" && equalBytes(vote.value.bodyRoot, root);
}

/** Whether the act put the statement into force, as its changes show. */
function isInChanges(forms: Forms, { json }: ProofFiles, { height, root, rows }: Said): boolean {
  const said = { height, root: encodeHex(root), rows };
  const text = decodeUtf8(json);
  const changes = (text === undefined ? undefined : parseEvidence(text))?.changes ?? [];
  const shape = forms.row(STATEMENTS);
  return changes.map(parseChange).some((change) => {
    if (shape === undefined || change?.table !== STATEMENTS || change.row === undefined) return false;
    const row = decode<unknown>(shape, change.row);
    const shown = row.ok ? (toJson<unknown>(shape, row.value) as Readonly<Record<string, unknown>>) : {};
    return Object.entries(said).every(([name, value]) => shown[name] === value);
  });
}

/**
 * Did its log only grow since the doubter's checkpoint? The file's own may be of an earlier height: then that one must have grown from it.
 * Where this cannot be shown, the proof of the act that signed the statement may show it, of a log that is the statement's by the
 * signer's word.
 */
function checkGrowth(rules: StateRules, evidence: WithChain, { size }: StatementHead, since: string): Finding {
  const { checkpoint, grown, keys, chain, declared } = evidence;
  const ownSize = sizeOf(checkpoint) ?? 0;
  const [older, newer] = shorterFirst(checkpoint, since);
  // From the statement's own height on, the file shows it itself.
  const consistency: StateRules["consistency"] = (oldSize, newSize) =>
    oldSize === size && newSize === ownSize ? grown : rules.consistency?.(oldSize, newSize);
  const own = checkGrown({ ...rules, consistency }, { older, newer, offeredKeys: keys, handovers: chain });
  const files = declared === undefined || own.code !== "GROWTH_NOT_SHOWN" ? undefined : rules.declaration(declared);
  const beside = files === undefined ? undefined : verifyFourFiles(rules, files).find(({ name }) => name === "growth");
  return beside?.ok === true ? vouched(beside.code, beside.data) : own;
}

/** Is it about the log that the doubter knows? */
function checkCheckpoint({ suite, keys }: StateRules, evidence: WithChain, head: StatementHead): Finding {
  const signed = parseSignedCheckpoint(evidence.checkpoint);
  if (signed === undefined) return failed("CHECKPOINT_MALFORMED");
  const { origin, size, root } = signed.checkpoint;
  if (!isOriginOf(origin, head.network)) return failed("ORIGIN_DIFFERS", { origin, expected: encodeHex(head.network) });
  const grown = { oldSize: head.size, oldRoot: head.logRoot, newSize: size, newRoot: root, proof: evidence.grown };
  if (!verifyConsistency(suite, grown)) return failed("STATEMENT_LOG_DIFFERS", { size });
  const { checkpoint, keys: offeredKeys, chain: handovers } = evidence;
  const differs =
    checkOffered(suite, checkpoint, { keys: offeredKeys, handovers }) ?? checkCarried(suite, checkpoint, offeredKeys);
  return differs ?? checkSignatures(suite, signed, { keys, offeredKeys, handovers });
}
