/**
 * `NAME.state.json`: rows of the state with all that proves them against a statement. Everything for reading follows from the evidence, so
 * the file has one form for one proof: who checks it writes it once more and compares every letter.
 */
import { decodeUtf8, encodeHex, encodeUtf8 } from "#ledger-core/contract/schema/bytes.ts";
import { CborReader, CborWriter, MalformedBytes } from "#ledger-core/contract/schema/cbor.ts";
import { decode } from "#ledger-core/contract/schema/codec.ts";
import { toJsonAsWritten } from "#ledger-core/contract/schema/json.ts";
import type { Json } from "#ledger-core/contract/schema/json.ts";
import { HANDOVERS_MAX } from "#ledger-core/contract/schema/limits.ts";
import { listOf, parseBounded, readBytes, readCount, readHandover, readHash, readKeys } from "./evidence.ts";
import type { Forms } from "./forms.ts";
import { NOTE_LENGTH_MAX } from "./note.ts";
import { STATE_FILE_BYTES_MAX } from "./proof-parts.ts";
import { ORDER_COLUMNS_MAX, parseStateRow, parseStatementHead, rowsOf } from "./state-statement.ts";
import type { StatementHead } from "./state-statement.ts";
import type { Suite } from "./suite.ts";
import { PROOF_HASHES_MAX } from "./tree.ts";
import { isObject } from "#ledger-core/contract/schema/json.ts";

/** Rows that one proof may hold; more are for a program that replays the log. */
export const STATE_PROOF_ROWS_MAX = 50_000;
const FORMAT = "tcc-state@1";
const TEXT_LENGTH_MAX = 128;
/** Rows that are also written for reading. */
const READABLE_ROWS_MAX = 1_000;

/**
 * What is claimed. `row`: that the row of that key is as shown. `range`: that the rows shown are all of the table whose values, by
 * which it is ordered and the last of which is the key, are at least `from` and less than `below`; without `below`, all whose first
 * values are `from`. Values are in CBOR.
 */
export type StateClaim =
  | { readonly kind: "row"; readonly table: string; readonly number: number; readonly key: number }
  | RangeClaim;

export type RangeClaim = {
  readonly kind: "range";
  readonly table: string;
  readonly number: number;
  readonly from: readonly Uint8Array[];
  readonly below: readonly Uint8Array[] | undefined;
  /** Of a range that is the whole table: a key that no row of it has. */
  readonly without?: number | undefined;
};

export type StateEvidence = {
  readonly claim: StateClaim;
  readonly root: Uint8Array;
  /** The statement's first leaf and the hashes from it to the root. */
  readonly head: Uint8Array;
  readonly headHashes: readonly Uint8Array[];
  /** Leaves from `first` on: the row; or the rows between their neighbours, which are left out only at the end of the tree. */
  readonly first: number;
  readonly leaves: readonly Uint8Array[];
  readonly hashes: readonly Uint8Array[];
  /** The signed note of the statement's height, or a later one. */
  readonly checkpoint: string;
  /** That the later log begins with that of the statement: the RFC 6962 consistency proof. Empty where both are the same. */
  readonly grown: readonly Uint8Array[];
  readonly keys: readonly string[];
  readonly handovers: readonly string[];
  /** The act by which the statement was signed, if it was: its proof lies beside this file. */
  readonly declared: string | undefined;
};

/** The text of the file; undefined if the evidence is malformed. Nothing is verified. */
export function writeStateJson(forms: Forms, suite: Suite, evidence: StateEvidence): string | undefined {
  const head = parseStatementHead(evidence.head);
  const claim = claimJson(evidence.claim);
  if (head === undefined || claim === undefined) return undefined;
  const content = {
    format: FORMAT,
    claim,
    statement: statementJson(head, evidence.root),
    declared: evidence.declared ?? null,
    rows: readableRows(forms, head, evidence),
    first: evidence.first,
    leaves: evidence.leaves.map(encodeHex),
    hashes: evidence.hashes.map(encodeHex),
    head: encodeHex(evidence.head),
    headHashes: evidence.headHashes.map(encodeHex),
    checkpoint: evidence.checkpoint,
    ...(evidence.grown.length > 0 && { grown: evidence.grown.map(encodeHex) }),
    keys: evidence.keys,
    handovers: evidence.handovers,
  };
  const bytes = encodeUtf8(JSON.stringify(content));
  if (bytes === undefined) return undefined;
  // A claim may be true in other words, too; the digest makes any other letter another file all the same.
  return `${JSON.stringify({ ...content, digest: encodeHex(suite.sha256(bytes)) }, null, 1)}\n`;
}

/** The evidence in a text that may come from anybody; undefined if it is none. What is only for reading is not parsed. Never throws. */
export function parseStateJson(text: string): StateEvidence | undefined {
  const json = text.length > STATE_FILE_BYTES_MAX ? undefined : parseBounded(text);
  if (!isObject(json) || json["format"] !== FORMAT || !isObject(json["statement"])) return undefined;
  const claim = readClaim(json["claim"]);
  const root = readHash(json["statement"]["root"]);
  const head = readBytes(json["head"]);
  const headHashes = listOf(json["headHashes"], PROOF_HASHES_MAX, readHash);
  const first = readCount(json["first"]);
  const leaves = listOf(json["leaves"], STATE_PROOF_ROWS_MAX + 2, readBytes);
  const hashes = listOf(json["hashes"], 2 * PROOF_HASHES_MAX, readHash);
  const keys = readKeys(json["keys"]);
  const handovers = listOf(json["handovers"], HANDOVERS_MAX, readHandover);
  const grown = "grown" in json ? listOf(json["grown"], 2 * PROOF_HASHES_MAX, readHash) : [];
  const { checkpoint, declared } = json;
  if (claim === undefined || root === undefined || head === undefined || headHashes === undefined) return undefined;
  if (first === undefined || leaves === undefined || hashes === undefined) return undefined;
  if (keys === undefined || handovers === undefined || grown === undefined) return undefined;
  if (typeof checkpoint !== "string" || checkpoint.length > NOTE_LENGTH_MAX) return undefined;
  if (declared !== null && (typeof declared !== "string" || !/^[0-9a-f]{64}$/.test(declared))) return undefined;
  const evidence = { claim, root, head, headHashes, first, leaves, hashes, checkpoint, grown, keys, handovers };
  return { ...evidence, declared: declared ?? undefined };
}

/** The act that a file says to have signed its statement; undefined where it names none, or is no such file. Never throws. */
export function declarationIn(bytes: Uint8Array): string | undefined {
  const text = decodeUtf8(bytes);
  return text === undefined ? undefined : parseStateJson(text)?.declared;
}

/** A statement as JSON: what its first leaf says, where each table begins, and the root. */
export function statementJson(head: StatementHead, root: Uint8Array): { readonly [name: string]: Json } {
  let next = 1;
  const tables = head.tables.map(({ number, name, rows }) => {
    next += rows;
    return { number, name, rows, first: next - rows };
  });
  return {
    network: encodeHex(head.network),
    height: head.height,
    size: head.size,
    logRoot: encodeHex(head.logRoot),
    rows: rowsOf(head),
    root: encodeHex(root),
    tables,
  };
}

/** The values at which a range lies, or from which on and before which, as JSON lists. */
export function rangeText({ from, below }: RangeClaim): string {
  const text = (values: readonly Uint8Array[]): string =>
    JSON.stringify(values.map((value) => valueJson(value) ?? null));
  return below === undefined ? text(from) : `${text(from)} ≤ … < ${text(below)}`;
}

function readableRows(forms: Forms, head: StatementHead, { claim, first, leaves }: StateEvidence): Json {
  if (leaves.length > READABLE_ROWS_MAX) return null;
  const names = new Map(head.tables.map(({ number, name }) => [number, name]));
  const rows: Json[] = [];
  for (const [i, leaf] of leaves.entries()) {
    const row = parseStateRow(leaf);
    // Neighbours are there to show what is not between them.
    if (row?.number !== claim.number) continue;
    const table = names.get(row.number) ?? "";
    const shape = forms.row(table);
    const decoded = shape === undefined ? undefined : decode<unknown>(shape, row.row);
    const isReadable = decoded?.ok === true && shape !== undefined;
    const order = row.order.map((value) => valueJson(value) ?? null);
    rows.push({
      index: first + i,
      table,
      key: row.key,
      order,
      row: isReadable ? toJsonAsWritten<unknown>(shape, decoded.value) : encodeHex(row.row),
    });
  }
  return rows;
}

function claimJson(claim: StateClaim): Json | undefined {
  const { kind, table, number } = claim;
  if (claim.kind === "row") return { kind, table, number, key: claim.key };
  const from = claim.from.map(valueJson);
  const below = claim.below?.map(valueJson);
  if (from.includes(undefined) || below?.includes(undefined) === true) return undefined;
  const range = { kind, table, number, from: from as Json[], below: (below as Json[] | undefined) ?? null };
  return claim.without === undefined ? range : { ...range, without: claim.without };
}

function readClaim(value: unknown): StateClaim | undefined {
  if (!isObject(value)) return undefined;
  const { kind, table } = value;
  const number = readCount(value["number"]);
  if (typeof table !== "string" || table.length > TEXT_LENGTH_MAX || number === undefined) return undefined;
  if (kind === "row") {
    const key = readCount(value["key"]);
    return key === undefined ? undefined : { kind, table, number, key };
  }
  if (kind !== "range") return undefined;
  const from = listOf(value["from"], ORDER_COLUMNS_MAX + 1, readValue);
  const below = value["below"] === null ? undefined : listOf(value["below"], ORDER_COLUMNS_MAX + 1, readValue);
  if (from === undefined || (below === undefined && value["below"] !== null)) return undefined;
  const without = "without" in value ? readCount(value["without"]) : undefined;
  // Of a part of a table that a row is not in it would say nothing.
  const isOfWhole = from.length === 0 && below === undefined && without !== undefined;
  if ("without" in value && !isOfWhole) return undefined;
  return { kind, table, number, from, below, without };
}

/** One value of CBOR as JSON: numbers, texts and lists as they are, bytes as `{"bytes": hex}`. */
function valueJson(cbor: Uint8Array): Json | undefined {
  try {
    const reader = new CborReader(cbor);
    const value = readJson(reader, cbor, VALUE_DEPTH_MAX);
    reader.end();
    return value;
  } catch (error) {
    if (error instanceof MalformedBytes) return undefined;
    throw error;
  }
}

/** Lists within one another in a value that rows are ordered by. */
const VALUE_DEPTH_MAX = 4;

function readJson(reader: CborReader, cbor: Uint8Array, depthLeft: number): Json {
  const major = (cbor[reader.offset] ?? 0) >> 5;
  if (major <= 1) return reader.integer();
  if (major === 2) return { bytes: encodeHex(reader.bytes()) };
  if (major === 3) return reader.text();
  if (depthLeft === 0) throw new MalformedBytes("nested too deep", reader.offset);
  return Array.from({ length: reader.array() }, () => readJson(reader, cbor, depthLeft - 1));
}

function readValue(json: unknown): Uint8Array | undefined {
  const writer = new CborWriter();
  return writeValue(writer, json, VALUE_DEPTH_MAX) ? writer.finish() : undefined;
}

function writeValue(writer: CborWriter, json: unknown, depthLeft: number): boolean {
  if (typeof json === "number" && Number.isSafeInteger(json)) writer.integer(json);
  else if (typeof json === "string" && encodeUtf8(json) !== undefined) writer.text(json);
  else if (Array.isArray(json) && depthLeft > 0) {
    writer.array(json.length);
    return json.every((item: unknown) => writeValue(writer, item, depthLeft - 1));
  } else if (isObject(json)) {
    const bytes = readBytes(json["bytes"]);
    if (bytes === undefined) return false;
    writer.bytes(bytes);
  } else return false;
  return true;
}
