/** How rows become leaves: which columns a table is ordered by, and the leaf of a row. */
import { CborWriter } from "#ledger-core/contract/schema/cbor.ts";
import type { AnyTable } from "#ledger-core/kernel/table.ts";
import { neutralOf } from "#ledger-core/proof/state-checks.ts";
import { placeOf, PlaceWriter, writePlace } from "#ledger-core/proof/state-order.ts";
import { encodeStateRow, orderValues, writeStateRow } from "#ledger-core/proof/state-statement.ts";
import type { Suite } from "#ledger-core/proof/suite.ts";
import { LEAF_PREFIX } from "#ledger-core/proof/tree.ts";
import type { Ruleset } from "#ledger-core/kernel/ruleset.ts";
import type { LeafRecord } from "./leaf-file.ts";
import type { KeyedRow } from "./row-source.ts";

/** A table's rows as leaves. */
export type RowLeaves = {
  /** The values that a row is ordered by, in CBOR. */
  readonly order: (row: Uint8Array) => readonly Uint8Array[];
  readonly place: (row: KeyedRow) => Uint8Array;
  readonly bytes: (row: KeyedRow) => Uint8Array;
  readonly record: (row: KeyedRow) => LeafRecord;
};

/** The leaves of a table. */
export function rowLeaves(suite: Suite, table: AnyTable): RowLeaves {
  const { number } = table;
  const positions = (table.proofOrder ?? []).map((column) => table.row.fields.findIndex(([name]) => name === column));
  const order = (row: Uint8Array): readonly Uint8Array[] =>
    orderValues(row, positions, (position) => neutralOf(table.row, position));
  const writer = new CborWriter();
  const places = new PlaceWriter();
  return {
    order,
    place: ({ key, row }) => placeOf(number, order(row), key),
    bytes: ({ key, row }) => encodeStateRow({ number, order: order(row), key, row }),
    record: ({ key, row }) => {
      const values = order(row);
      writer.restart();
      writer.raw(LEAF_PREFIX);
      writeStateRow(writer, { number, order: values, key, row });
      return { place: writePlace(places, number, values, key), table: number, key, hash: suite.sha256(writer.view()) };
    },
  };
}

/** The tables of a rule set in the order of their numbers, which is the order of their rows in a statement. */
export function tablesInOrder(ruleset: Ruleset): readonly AnyTable[] {
  return [...ruleset.tables.values()].toSorted((left, right) => left.number - right.number);
}
