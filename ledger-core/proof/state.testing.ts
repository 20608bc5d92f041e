/** A little state of three tables with its statement, and proofs of it as an honest maker would write them. */
import { compareBytes, encodeUtf8 } from "#ledger-core/contract/schema/bytes.ts";
import { encode } from "#ledger-core/contract/schema/codec.ts";
import { integer, optional, record, text } from "#ledger-core/contract/schema/schema.ts";
import type { Value } from "#ledger-core/contract/schema/schema.ts";
import { nodeSuite } from "#ledger-core/node/crypto-suite.ts";
import { parseSignedCheckpoint } from "./checkpoint-check.ts";
import { createForms } from "./forms.ts";
import { checkpointOf, entries, leafHashes as logHashes, logVkey, witnessVkey } from "./proof.testing.ts";
import { boundsOf, verifyStateFile } from "./state-checks.ts";
import type { StateRules } from "./state-checks.ts";
import { writeStateJson } from "./state-json.ts";
import type { StateClaim, StateEvidence } from "./state-json.ts";
import { placeOf } from "./state-order.ts";
import { rangeProofFrom } from "./state-range.ts";
import { encodeStateRow, encodeStatementHead, parseStateRow } from "./state-statement.ts";
import { testSuite } from "./suite.testing.ts";
import { consistencyProof, inclusionProof, leafHash, treeRoot } from "./tree.ts";

const lampRow = record({ owner: integer(0, 99), label: text(20) }, { since: integer(0, 99), note: optional(text(20)) });

/** The tables: by owner and label, by key, and by a column that was appended. */
const TABLES = [
  { name: "city.lamp", number: 5, columns: ["owner", "label"] },
  { name: "city.post", number: 7, columns: [] },
  { name: "city.sign", number: 300, columns: ["since"] },
] as const;

export type TestRow = Value<typeof lampRow> & { readonly table: number; readonly key: number };
export type PlacedLeaf = { readonly place: Uint8Array; readonly bytes: Uint8Array };

export const forms = createForms({
  actions: [],
  system: [],
  rows: TABLES.map(({ name, number, columns }) => ({ table: name, number, order: columns, row: lampRow })),
});

/** Of a doubter who trusts no key: to anybody else, what nobody signed is nothing. */
export const stateRules: StateRules = {
  forms,
  suite: nodeSuite,
  keys: [],
  declaration: () => undefined,
};

/** The leaf of a row under some table's order. */
export function leafOf({ table, key, ...row }: TestRow): PlacedLeaf {
  const { columns } = TABLES[table] ?? TABLES[0];
  const { number } = TABLES[table] ?? TABLES[0];
  const order = columns.map((column) =>
    column === "label" ? encode(lampRow.fields[1]?.[1] ?? text(20), row.label) : encode(integer(0, 99), row[column]),
  );
  return {
    place: placeOf(number, order, key),
    bytes: encodeStateRow({ number, order, key, row: encode(lampRow, row) }),
  };
}

export class TestState {
  readonly head: Uint8Array;
  readonly leaves: readonly PlacedLeaf[];
  readonly hashes: readonly Uint8Array[];
  readonly root: Uint8Array;

  readonly #logSize: number;

  /** `leaves` must be in order, unless the state is to be a dishonest one; it is that of the log's first `logSize` entries. */
  constructor(leaves: readonly PlacedLeaf[], counts: readonly number[], logSize = entries.length) {
    this.#logSize = logSize;
    const signed = parseSignedCheckpoint(checkpointOf(logSize));
    if (signed === undefined) throw new Error("a checkpoint");
    const network = testSuite.sha256(entries[0]?.bytes ?? new Uint8Array(0));
    const { size, root: logRoot } = signed.checkpoint;
    const tables = TABLES.map(({ number, name }, i) => ({ number, name, rows: counts[i] ?? 0 }));
    this.head = encodeStatementHead({
      network,
      height: 3,
      size,
      logRoot,
      tables: tables.filter(({ rows }) => rows > 0),
    });
    this.leaves = [{ place: new Uint8Array(0), bytes: this.head }, ...leaves];
    this.hashes = this.leaves.map(({ bytes }) => leafHash(testSuite, bytes));
    this.root = treeRoot(testSuite, this.hashes);
  }

  static of(rows: readonly TestRow[], logSize?: number): TestState {
    const leaves = rows.map(leafOf).toSorted((left, right) => compareBytes(left.place, right.place));
    return new TestState(
      leaves,
      TABLES.map((_, i) => rows.filter(({ table }) => table === i).length),
      logSize,
    );
  }

  /** Evidence with the leaves from `first` up to and without `end`. */
  evidence(claim: StateClaim, first: number, end: number): StateEvidence {
    const size = this.leaves.length;
    const readHash = (level: number, index: number): Uint8Array =>
      treeRoot(testSuite, this.hashes.slice(index * 2 ** level, (index + 1) * 2 ** level));
    return {
      claim,
      root: this.root,
      head: this.head,
      headHashes: inclusionProof(testSuite, this.hashes, 0),
      first,
      leaves: this.leaves.slice(first, end).map(({ bytes }) => bytes),
      hashes: rangeProofFrom(testSuite, { size, begin: first, end }, readHash),
      checkpoint: checkpointOf(entries.length),
      grown: consistencyProof(testSuite, logHashes, this.#logSize),
      keys: [logVkey, witnessVkey],
      handovers: [],
      declared: undefined,
    };
  }

  /** An honest proof of a claim: the row, or the range with its neighbours. */
  prove(claim: StateClaim): StateEvidence {
    if (claim.kind === "row") {
      const at = this.leaves.findIndex(({ bytes }) => isRowOf(bytes, claim.number, claim.key));
      return this.evidence(claim, at, at + 1);
    }
    const { from, below } = boundsOf(claim);
    const begin = this.leaves.filter(({ place }) => compareBytes(place, from) < 0).length;
    const end = this.leaves.filter(({ place }) => compareBytes(place, below) < 0).length;
    return this.evidence(claim, begin - 1, Math.min(Math.max(begin, end) + 1, this.leaves.length));
  }
}

function isRowOf(bytes: Uint8Array, number: number, key: number): boolean {
  const row = parseStateRow(bytes);
  return row?.number === number && row.key === key;
}

/** What checking the file says: the code of the first check that is not ok, or of the check of the rows. */
export function verdict(evidence: StateEvidence, rules: StateRules = stateRules): string {
  const text = writeStateJson(forms, testSuite, evidence);
  return text === undefined ? "UNWRITABLE" : textVerdict(text, rules);
}

export function textVerdict(file: string, rules: StateRules = stateRules): string {
  const checks = verifyStateFile(rules, "a.state.json", encodeUtf8(file) ?? new Uint8Array(0));
  const failed = checks.find((check) => !check.ok);
  return failed?.code ?? checks.find(({ name }) => name === "rows")?.code ?? "";
}
