/** A state statement made the plain way, from the rows of a ledger in memory: what the real one must equal. */
import { encode } from "#ledger-core/contract/schema/codec.ts";
import type { Shape } from "#ledger-core/contract/schema/schema.ts";
import type { AnyTable } from "#ledger-core/kernel/table.ts";
import type { TestLedger } from "#ledger-core/kernel/testing/test-ledger.testing.ts";
import { nodeSuite } from "#ledger-core/node/crypto-suite.ts";
import { encodeStateRow, encodeStatementHead } from "#ledger-core/proof/state-statement.ts";
import { leafHash, treeRoot } from "#ledger-core/proof/tree.ts";

const ROWS_MAX = 1_000_000;

/** The body of the act that signs the statement of the newest block. */
export type NaiveStatement = { readonly height: number; readonly root: Uint8Array; readonly rows: number };

export function naiveStatement(ledger: TestLedger): NaiveStatement {
  const { ruleset, rows, network, height, entries } = ledger;
  const tables = [...ruleset.tables.values()].toSorted((left, right) => left.number - right.number);
  const leaves: Uint8Array[] = [];
  const counts: { number: number; name: string; rows: number }[] = [];
  for (const table of tables) {
    const stored = rows.source.scan(table, "key", { limit: ROWS_MAX }).toSorted((left, right) => {
      const columns = (table.proofOrder ?? []).map((name) => compareValues(left.row[name], right.row[name]));
      return columns.find((order) => order !== 0) ?? left.key - right.key;
    });
    if (stored.length > 0) counts.push({ number: table.number, name: table.name, rows: stored.length });
    for (const { key, row } of stored) {
      const order = (table.proofOrder ?? []).map((name) => encode<unknown>(shapeOf(table, name), row[name]));
      const bytes = encode<unknown>(table.row as Shape, row);
      leaves.push(encodeStateRow({ number: table.number, order, key, row: bytes }));
    }
  }
  const head = encodeStatementHead({ network, height, size: entries.length, logRoot: ledger.root(), tables: counts });
  const root = treeRoot(
    nodeSuite,
    [head, ...leaves].map((leaf) => leafHash(nodeSuite, leaf)),
  );
  return { height, root, rows: leaves.length };
}

function shapeOf(table: AnyTable, name: string): Shape {
  const shape = table.row.fields.find(([field]) => field === name)?.[1];
  if (shape === undefined) throw new Error(`${table.name} is ordered by ${name}, which it does not have`);
  return shape;
}

/** Numbers by size, texts by the order of their letters' bytes. */
function compareValues(left: unknown, right: unknown): number {
  if (typeof left === "number" && typeof right === "number") return left - right;
  return Buffer.compare(Buffer.from(String(left)), Buffer.from(String(right)));
}
