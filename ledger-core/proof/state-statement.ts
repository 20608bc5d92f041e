/**
 * A state statement: the RFC 6962 root over every row of the state at a height. Its first leaf says of which network, height and log it is
 * and how many rows each table has; one leaf per row follows, in the order of `state-order.ts`. Because all rows of all tables stand
 * in one order, two neighbours show that nothing is between them.
 */
import { CborReader, CborWriter, MalformedBytes } from "#ledger-core/contract/schema/cbor.ts";
import { KEY_MAX } from "#ledger-core/contract/schema/limits.ts";
import { NESTING_MAX, TABLE_BYTES_MAX } from "./change.ts";
import { placeOf } from "./state-order.ts";
import { HASH_BYTES } from "./suite.ts";

/** First items of a leaf; never changed, for every root depends on them. */
const FORM_HEAD = 0;
const FORM_ROW = 1;
/** Tables of a rule set, many times over. */
const TABLES_MAX = 4_096;
/** Columns that a table may be ordered by. */
export const ORDER_COLUMNS_MAX = 8;
const TABLE_NUMBER_MAX = 0xffff_ffff;

/** A table that has rows; `rows` counts them. */
export type StatementTable = { readonly number: number; readonly name: string; readonly rows: number };

/** What the first leaf says. `size` and `logRoot` are those of the log with the block of that height. */
export type StatementHead = {
  readonly network: Uint8Array;
  readonly height: number;
  readonly size: number;
  readonly logRoot: Uint8Array;
  /** By number; none without rows. */
  readonly tables: readonly StatementTable[];
};

/** A row as a statement has it. `order` are the values it is ordered by and `row` is the row, all in CBOR. */
export type StateRow = {
  readonly number: number;
  readonly order: readonly Uint8Array[];
  readonly key: number;
  readonly row: Uint8Array;
};

/** Rows of all tables together. The tree has one leaf more. */
export function rowsOf(head: StatementHead): number {
  return head.tables.reduce((sum, { rows }) => sum + rows, 0);
}

/** The bytes of the first leaf: `[0, network, height, size, logRoot, [[number, name, rows]...]]`. */
export function encodeStatementHead(head: StatementHead): Uint8Array {
  const writer = new CborWriter();
  writer.array(6);
  writer.integer(FORM_HEAD);
  writer.bytes(head.network);
  writer.integer(head.height);
  writer.integer(head.size);
  writer.bytes(head.logRoot);
  writer.array(head.tables.length);
  for (const { number, name, rows } of head.tables) {
    writer.array(3);
    writer.integer(number);
    writer.text(name);
    writer.integer(rows);
  }
  return writer.finish();
}

/** The first leaf of bytes that may come from anybody; undefined if they are none. Never throws. */
export function parseStatementHead(bytes: Uint8Array): StatementHead | undefined {
  return parsed(bytes, (reader) => {
    if (reader.array() !== 6 || reader.integer() !== FORM_HEAD) return undefined;
    const network = reader.bytes();
    const height = reader.integer();
    const size = reader.integer();
    const logRoot = reader.bytes();
    const count = reader.array();
    if (network.length !== HASH_BYTES || logRoot.length !== HASH_BYTES || count > TABLES_MAX) return undefined;
    if (!isCount(height) || !isCount(size)) return undefined;
    const tables: StatementTable[] = [];
    for (let i = 0; i < count; i++) {
      if (reader.array() !== 3) return undefined;
      const table = { number: reader.integer(), name: reader.text(), rows: reader.integer() };
      if (!isNumber(table.number) || table.number <= (tables.at(-1)?.number ?? 0)) return undefined;
      if (table.name.length < 1 || table.name.length > TABLE_BYTES_MAX) return undefined;
      if (!isCount(table.rows) || table.rows === 0) return undefined;
      tables.push(table);
    }
    const head = { network, height, size, logRoot, tables };
    const isOnce = new Set(tables.map(({ name }) => name)).size === tables.length;
    return isOnce && isCount(rowsOf(head)) ? head : undefined;
  });
}

/** The bytes of a row's leaf: `[1, table's number, [order values...], key, row]`. */
export function encodeStateRow(row: StateRow): Uint8Array {
  const writer = new CborWriter();
  writeStateRow(writer, row);
  return writer.finish();
}

/** The same behind what a writer holds: who hashes millions of rows has one writer for them all. */
export function writeStateRow(writer: CborWriter, { number, order, key, row }: StateRow): void {
  writer.array(5);
  writer.integer(FORM_ROW);
  writer.integer(number);
  writer.array(order.length);
  for (const value of order) writer.raw(value);
  writer.integer(key);
  writer.raw(row);
}

/** The row of bytes that may come from anybody, with its place; undefined if they are no row's leaf. Never throws. */
export function parseStateRow(bytes: Uint8Array): (StateRow & { readonly place: Uint8Array }) | undefined {
  return parsed(bytes, (reader) => {
    if (reader.array() !== 5 || reader.integer() !== FORM_ROW) return undefined;
    const number = reader.integer();
    const count = reader.array();
    if (!isNumber(number) || count > ORDER_COLUMNS_MAX) return undefined;
    const order = Array.from({ length: count }, () => reader.skip(NESTING_MAX).slice());
    const key = reader.integer();
    const row = reader.skip(NESTING_MAX).slice();
    return isCount(key) ? { number, order, key, row, place: placeOf(number, order, key) } : undefined;
  });
}

/**
 * The values of a row's columns at those positions, in CBOR; `neutral` gives what a column holds that the row does not write. `positions`
 * are from 0, in the order wanted. Throws `MalformedBytes` if the bytes are no record.
 */
export function orderValues(
  row: Uint8Array,
  positions: readonly number[],
  neutral: (position: number) => Uint8Array,
): readonly Uint8Array[] {
  if (positions.length === 0) return [];
  const reader = new CborReader(row);
  const count = reader.array();
  const last = Math.min(count, Math.max(...positions) + 1);
  const fields: Uint8Array[] = [];
  for (let i = 0; i < last; i++) fields.push(reader.skip(NESTING_MAX));
  return positions.map((position) => fields[position] ?? neutral(position));
}

function parsed<T>(bytes: Uint8Array, read: (reader: CborReader) => T | undefined): T | undefined {
  const reader = new CborReader(bytes);
  try {
    const value = read(reader);
    if (value !== undefined) reader.end();
    return value;
  } catch (error) {
    if (error instanceof MalformedBytes) return undefined;
    throw error;
  }
}

function isCount(value: number): boolean {
  return value >= 0 && value <= KEY_MAX;
}

function isNumber(value: number): boolean {
  return value >= 1 && value <= TABLE_NUMBER_MAX;
}
