/** How rows of the state lie in SQLite: one table per table of the rule set, one column per field. */
import { decode, encode } from "#ledger-core/contract/schema/codec.ts";
import { encodeHex } from "#ledger-core/contract/schema/bytes.ts";
import { neutralValue } from "#ledger-core/contract/schema/schema.ts";
import type { Shape } from "#ledger-core/contract/schema/schema.ts";
import { assert, assertNever } from "#ledger-core/kernel/assert.ts";
import type { DatabaseValue } from "#ledger-core/kernel/ports.ts";
import type { StoredRow } from "#ledger-core/kernel/rows.ts";
import type { AnyTable, RowValue } from "#ledger-core/kernel/table.ts";
import { plainBytes } from "./database.ts";
import { StoreError } from "./store-error.ts";

type SqlType = "INTEGER" | "TEXT" | "BLOB";

export type Column = {
  readonly name: string;
  readonly type: SqlType;
  readonly nullable: boolean;
  readonly shape: Shape;
  save(value: unknown): DatabaseValue;
  load(value: DatabaseValue): unknown;
};

/** A table of the state as SQLite has it. */
export type StateLayout = {
  readonly table: AnyTable;
  readonly sqlName: string;
  readonly columns: readonly Column[];
  /** `key, changed_at` and the columns, quoted, for a SELECT. */
  readonly columnList: string;
  readonly getSql: string;
  /** As far as `VALUES`. */
  readonly putInto: string;
  readonly removeSql: string;
};

const layouts = new WeakMap<AnyTable, StateLayout>();

/** The layout of a table, worked out once. Integers, choices, texts and bytes are columns of their own type; all else is CBOR. */
export function layoutOf(table: AnyTable): StateLayout {
  const known = layouts.get(table);
  if (known !== undefined) return known;
  const columns = table.row.fields.map(([name, shape]) => columnOf(name, shape));
  const taken = new Set(["key", "changed_at"]);
  for (const { name } of columns) {
    // SQLite does not tell upper from lower case in names.
    assert(/^[A-Za-z][A-Za-z0-9_]*$/.test(name) && !taken.has(name.toLowerCase()), `${table.name}.${name} is a column`);
    taken.add(name.toLowerCase());
  }
  const sqlName = sqlNameOf(table);
  const columnList = ["key", "changed_at", ...columns.map((column) => column.name)].map(quote).join(", ");
  const layout: StateLayout = {
    table,
    sqlName,
    columns,
    columnList,
    getSql: `SELECT ${columnList} FROM ${quote(sqlName)} WHERE "key" = ?`,
    putInto: `INSERT OR REPLACE INTO ${quote(sqlName)} (${columnList})`,
    removeSql: `DELETE FROM ${quote(sqlName)} WHERE "key" = ?`,
  };
  layouts.set(table, layout);
  return layout;
}

/** `domain.thing` is `domain_thing` in SQL. */
export function sqlNameOf(table: AnyTable): string {
  assert(/^[A-Za-z]\w*(\.\w+)+$/.test(table.name) && !table.name.startsWith("log."), `${table.name} names a table`);
  return table.name.replaceAll(".", "_");
}

export function quote(name: string): string {
  return `"${name}"`;
}

/** The columns of a row, for the layout's `columnList`. */
export function saveRow(layout: StateLayout, stored: StoredRow): readonly DatabaseValue[] {
  const values: DatabaseValue[] = [stored.key, stored.changedAt];
  for (const column of layout.columns) values.push(column.save(stored.row[column.name]));
  return values;
}

/** The row of the layout's `columnList`. */
export function loadRow(layout: StateLayout, values: readonly DatabaseValue[]): StoredRow {
  const row: Record<string, unknown> = {};
  layout.columns.forEach((column, i) => {
    row[column.name] = column.load(values[i + 2] ?? null);
  });
  return { key: values[0] as number, changedAt: values[1] as number, row };
}

/** The row of bytes that the log holds. A column appended since they were written has its neutral value. */
export function decodeRow(table: AnyTable, bytes: Uint8Array): RowValue {
  const decoded = decode<unknown>(table.row as Shape, bytes);
  if (!decoded.ok)
    throw new StoreError("LEDGER_DAMAGED", { table: table.name, detail: `${decoded.path}: ${decoded.reason}` });
  return decoded.value as RowValue;
}

/** A column's definition for CREATE TABLE, or with its neutral value for ALTER TABLE. */
export function columnDefinition(column: Column, isAppended = false): string {
  const definition = `${quote(column.name)} ${column.type}`;
  if (column.nullable) return definition;
  if (!isAppended) return `${definition} NOT NULL`;
  const value = column.save(neutralValue(column.shape));
  return `${definition} NOT NULL DEFAULT ${literal(value)}`;
}

function literal(value: DatabaseValue): string {
  if (value instanceof Uint8Array) return `x'${encodeHex(value)}'`;
  return typeof value === "string" ? `'${value.replaceAll("'", "''")}'` : String(value);
}

function columnOf(name: string, shape: Shape): Column {
  const inner = shape.kind === "optional" ? shape.of : shape;
  const type = plainType(inner);
  if (type === undefined) return cborColumn(name, shape);
  const nullable = shape.kind === "optional";
  const load = (value: DatabaseValue): unknown => {
    if (value === null) return undefined;
    return value instanceof Uint8Array ? plainBytes(value) : value;
  };
  const save = (value: unknown): DatabaseValue => (value === undefined ? null : (value as DatabaseValue));
  return { name, type, nullable, shape, save, load };
}

function cborColumn(name: string, shape: Shape): Column {
  const load = (value: DatabaseValue): unknown => {
    const decoded = value instanceof Uint8Array ? decode<unknown>(shape, plainBytes(value)) : undefined;
    if (decoded?.ok !== true)
      throw new StoreError("LEDGER_DAMAGED", { column: name, detail: decoded?.reason ?? "no bytes" });
    return decoded.value;
  };
  return { name, type: "BLOB", nullable: false, shape, save: (value) => encode<unknown>(shape, value), load };
}

function plainType(shape: Shape): SqlType | undefined {
  switch (shape.kind) {
    case "integer":
      return "INTEGER";
    case "choice":
    case "text":
      return "TEXT";
    case "bytes":
      return "BLOB";
    case "list":
    case "optional":
    case "record":
    case "union":
      return undefined;
    default:
      return assertNever(shape);
  }
}
