/** Rows of a statement with all that proves them to somebody who has nothing else. */
import { equalBytes } from "#ledger-core/contract/schema/bytes.ts";
import { encode } from "#ledger-core/contract/schema/codec.ts";
import { fromJson } from "#ledger-core/contract/schema/json.ts";
import { integer } from "#ledger-core/contract/schema/schema.ts";
import { KEY_MAX } from "#ledger-core/contract/schema/limits.ts";
import type { Ruleset } from "#ledger-core/kernel/ruleset.ts";
import type { AnyTable } from "#ledger-core/kernel/table.ts";
import { formsOf } from "#ledger-core/judge/forms-of.ts";
import { createForms } from "#ledger-core/proof/forms.ts";
import { areRowsProven, boundsOf, isBackwards } from "#ledger-core/proof/state-checks.ts";
import type { StateRows } from "#ledger-core/proof/state-checks.ts";
import { STATE_FILE_BYTES_MAX } from "#ledger-core/proof/proof-parts.ts";
import { STATE_PROOF_ROWS_MAX } from "#ledger-core/proof/state-json.ts";
import type { StateClaim } from "#ledger-core/proof/state-json.ts";
import { placeOf } from "#ledger-core/proof/state-order.ts";
import { rangeProofFrom } from "#ledger-core/proof/state-range.ts";
import { encodeStatementHead } from "#ledger-core/proof/state-statement.ts";
import type { Suite } from "#ledger-core/proof/suite.ts";
import { inclusionProofFrom, leafHash } from "#ledger-core/proof/tree.ts";
import { LeafFileDamaged } from "./leaf-file.ts";
import type { LeafFile, LeafRecord } from "./leaf-file.ts";
import { rowLeaves } from "./row-leaves.ts";
import type { RowSource } from "./row-source.ts";

/**
 * What is to be shown: the row of a key, or that there is none; or the rows whose values by which the table is ordered, with the key last,
 * are at least `from` and less than `below`; without `below`, all whose first values are `from`. Values as in a row's JSON.
 */
export type RowsWanted =
  | { readonly table: string; readonly key: number }
  | { readonly table: string; readonly from: readonly unknown[]; readonly below?: readonly unknown[] | undefined };

export type RowsOptions = {
  readonly ruleset: Ruleset;
  readonly suite: Suite;
  readonly source: RowSource;
  readonly file: LeafFile;
};

/**
 * Why rows cannot be shown: no such table; more values than it is ordered by; a value that is none of its column; a range that ends before it
 * begins; too many rows.
 */
export type NotProvable =
  | { readonly reason: "table"; readonly table: string; readonly tables: readonly string[] }
  | { readonly reason: "values"; readonly columns: readonly string[] }
  | { readonly reason: "value"; readonly column: string; readonly need: string }
  | { readonly reason: "backwards" }
  | { readonly reason: "many"; readonly rows: number };

export class RowsNotProvable extends Error {
  readonly why: NotProvable;
  constructor(why: NotProvable) {
    super(`rows that cannot be proven: ${why.reason}`);
    this.why = why;
  }
}

/** Throws `RowsNotProvable` for what no statement under these rules could show. */
export function checkWanted(ruleset: Ruleset, wanted: RowsWanted): void {
  claimOf(tableOf(ruleset, wanted.table), wanted, undefined);
}

function tableOf(ruleset: Ruleset, name: string): AnyTable {
  const table = ruleset.tables.get(name);
  if (table === undefined)
    throw new RowsNotProvable({ reason: "table", table: name, tables: [...ruleset.tables.keys()] });
  return table;
}

/** Bytes of leaves: in hexadecimal twice as many letters, and half of a file again for reading. */
const LEAVES_BYTES_MAX = STATE_FILE_BYTES_MAX / 4;

/**
 * The rows that are wanted, as the statement in `file` has them. Throws `RowsNotProvable`, and `LeafFileDamaged` where
 * the file is not as it was written: nothing is handed out that does not hold.
 */
export function proveRows(options: RowsOptions, wanted: RowsWanted): StateRows {
  const { ruleset, suite, source, file } = options;
  const table = tableOf(ruleset, wanted.table);
  const claim = claimOf(table, wanted, source.row(table, "key" in wanted ? wanted.key : 0, file.head.size));
  const { begin, end } = rangeOf(options, table, claim);
  if (end - begin > STATE_PROOF_ROWS_MAX + 2) throw new RowsNotProvable({ reason: "many", rows: end - begin });
  const leaves: Uint8Array[] = [];
  let bytes = 0;
  for (let index = begin; index < end; index++) {
    const leaf = index === 0 ? file.headBytes : leafOf(options, file.record(index));
    bytes += leaf.length;
    if (bytes > LEAVES_BYTES_MAX) throw new RowsNotProvable({ reason: "many", rows: end - begin });
    leaves.push(leaf);
  }
  const { size, readHash } = file;
  const rows: StateRows = {
    claim,
    root: file.root,
    head: encodeStatementHead(file.head),
    headHashes: inclusionProofFrom(suite, size, 0, readHash),
    first: begin,
    leaves,
    hashes: rangeProofFrom(suite, { size, begin, end }, readHash),
  };
  if (!areRowsProven({ suite, forms: createForms(formsOf(ruleset)) }, rows)) throw new LeafFileDamaged();
  return rows;
}

/** That there is no row of a key is shown where the rows are in the order of their keys; else by all rows of the table. */
function claimOf(table: AnyTable, wanted: RowsWanted, row: Uint8Array | undefined): StateClaim {
  const { name, number } = table;
  if ("from" in wanted) {
    const below = wanted.below === undefined ? undefined : valuesOf(table, wanted.below);
    const claim = { kind: "range" as const, table: name, number, from: valuesOf(table, wanted.from), below };
    if (isBackwards(claim)) throw new RowsNotProvable({ reason: "backwards" });
    return claim;
  }
  if (row !== undefined) return { kind: "row", table: name, number, key: wanted.key };
  const range = { kind: "range" as const, table: name, number, below: undefined };
  if (table.proofOrder === undefined) return { ...range, from: valuesOf(table, [wanted.key]) };
  return { ...range, from: [], without: wanted.key };
}

/** The columns by which a state statement puts the rows of a table in order. */
export function orderColumns(table: Pick<AnyTable, "proofOrder"> | undefined): readonly string[] {
  return [...(table?.proofOrder ?? []), "key"];
}

function valuesOf(table: AnyTable, values: readonly unknown[]): readonly Uint8Array[] {
  const columns = orderColumns(table);
  if (values.length > columns.length) throw new RowsNotProvable({ reason: "values", columns });
  return values.map((json, i) => {
    const column = columns[i] ?? "key";
    const shape = table.row.fields.find(([name]) => name === column)?.[1];
    const of = i < (table.proofOrder?.length ?? 0) && shape !== undefined ? shape : integer(0, KEY_MAX);
    const value = fromJson<unknown>(of, json);
    if (!value.ok) throw new RowsNotProvable({ reason: "value", column, need: value.need });
    return encode<unknown>(of, value.value);
  });
}

/** Indexes of the leaves to be shown: a row alone; of a range the leaf before it and, unless it ends the tree, the one after it. */
function rangeOf(
  { suite, source, file }: RowsOptions,
  table: AnyTable,
  claim: StateClaim,
): { readonly begin: number; readonly end: number } {
  if (claim.kind === "range") {
    const { from, below } = boundsOf(claim);
    const after = file.indexAt(below);
    const begin = file.indexAt(from);
    return { begin: begin - 1, end: Math.min(after + 1, file.size) };
  }
  const row = source.row(table, claim.key, file.head.size);
  if (row === undefined) throw new LeafFileDamaged();
  const index = file.indexAt(placeOf(table.number, rowLeaves(suite, table).order(row), claim.key));
  return { begin: index, end: index + 1 };
}

/** The bytes of a leaf, from the row as the log has it. */
function leafOf({ ruleset, suite, source, file }: RowsOptions, record: LeafRecord): Uint8Array {
  const table = [...ruleset.tables.values()].find(({ number }) => number === record.table);
  const row = table === undefined ? undefined : source.row(table, record.key, file.head.size);
  if (table === undefined || row === undefined) throw new LeafFileDamaged();
  const bytes = rowLeaves(suite, table).bytes({ key: record.key, row });
  if (!equalBytes(leafHash(suite, bytes), record.hash)) throw new LeafFileDamaged();
  return bytes;
}
