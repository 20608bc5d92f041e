/** How rows are read: by key, or along an index in its order. */
import { bytesName, compareBytes, compareText } from "#ledger-core/contract/schema/bytes.ts";
import type { AnyTable, RowValue, Table } from "./table.ts";

/** A value of an index column. */
export type IndexValue = number | string | Uint8Array;

/** A row with its key and the index of the entry that changed it last. */
export type StoredRow<Row = RowValue> = { readonly key: number; readonly row: Row; readonly changedAt: number };

/**
 * Part of an index: rows whose first columns equal `equal`, whose next column (or the key, where no column is left) is at least
 * `from` and less than `below`; at most `limit`, in the order of the columns and then the key. The index `key` is the key alone.
 */
export type IndexRange = {
  readonly equal?: readonly IndexValue[];
  readonly from?: IndexValue;
  readonly below?: IndexValue;
  readonly limit: number;
};

/** Where rows come from: the store, memory, or an overlay on either. */
export type RowSource = {
  get(table: AnyTable, key: number): StoredRow | undefined;
  scan(table: AnyTable, index: string, range: IndexRange): readonly StoredRow[];
};

/** Typed reading from a source. */
export class Rows {
  readonly source: RowSource;

  constructor(source: RowSource) {
    this.source = source;
  }

  get<Row>(table: Table<Row>, key: number): Row | undefined {
    return this.source.get(table as AnyTable, key)?.row as Row | undefined;
  }

  /** Index of the entry that changed the row last, plus one; 0 where there is no such row. */
  revision(table: AnyTable, key: number): number {
    const stored = this.source.get(table, key);
    return stored === undefined ? 0 : stored.changedAt + 1;
  }

  scan<Row>(table: Table<Row>, index: string, range: IndexRange): readonly StoredRow<Row>[] {
    return this.source.scan(table as AnyTable, index, range) as readonly StoredRow<Row>[];
  }

  /** The first row whose index columns equal the values. */
  find<Row>(table: Table<Row>, index: string, ...equal: readonly IndexValue[]): StoredRow<Row> | undefined {
    return this.scan(table, index, { equal, limit: 1 })[0];
  }
}

/** The columns of an index; the index `key` has none. */
export function indexColumns(table: AnyTable, index: string): readonly string[] {
  if (index === "key") return [];
  const columns = table.indexes[index];
  if (columns === undefined) throw new Error(`${table.name} has no index ${index}`);
  return columns;
}

/** Order of two values of one index column. */
export function compareIndexValues(left: IndexValue, right: IndexValue): number {
  if (typeof left === "number" && typeof right === "number") return left - right;
  if (typeof left === "string" && typeof right === "string") return compareText(left, right);
  if (left instanceof Uint8Array && right instanceof Uint8Array) return compareBytes(left, right);
  throw new Error("an index column holds two kinds of values");
}

/** A name of values of index columns that differs wherever they do: numbers bare, texts and bytes behind their length. */
export function valuesName(values: readonly IndexValue[]): string {
  let name = "";
  for (const value of values) name += `${valueName(value)},`;
  return name;
}

function valueName(value: IndexValue): string {
  if (typeof value === "number") return String(value);
  return value instanceof Uint8Array ? `x${bytesName(value)}` : `t${value.length}:${value}`;
}

/** True if a row lies within a range of an index. */
export function isInRange(columns: readonly string[], stored: StoredRow, range: IndexRange): boolean {
  const equal = range.equal ?? [];
  for (let i = 0; i < equal.length; i++) {
    const wanted = equal[i];
    if (wanted === undefined || compareIndexValues(columnOf(columns, stored, i), wanted) !== 0) return false;
  }
  const next = columnOf(columns, stored, equal.length);
  if (range.from !== undefined && compareIndexValues(next, range.from) < 0) return false;
  return range.below === undefined || compareIndexValues(next, range.below) < 0;
}

/** Order of two rows along an index. */
export function compareAlong(columns: readonly string[], left: StoredRow, right: StoredRow): number {
  for (let i = 0; i < columns.length; i++) {
    const order = compareIndexValues(columnOf(columns, left, i), columnOf(columns, right, i));
    if (order !== 0) return order;
  }
  return left.key - right.key;
}

function columnOf(columns: readonly string[], stored: StoredRow, place: number): IndexValue {
  const column = columns[place];
  return column === undefined ? stored.key : (stored.row[column] as IndexValue);
}
