/** One row of each table with each of its bytes altered. */
import type Database from "better-sqlite3";
import { tamper } from "./little-ledger.testing.ts";

/** Of a whole number that a row holds: JavaScript's reach to there. */
const INTEGER_BYTES = 6;

type Column = { readonly name: string; readonly type: string };
/** A statement that alters one byte of a row. */
export type Damage = { readonly table: string; readonly what: string; readonly sql: string; readonly value: unknown };

/** False where SQLite itself refuses, because another row has that key. */
export function alterRow(folder: string, { sql, value }: Damage, file = "ledger.sqlite"): boolean {
  try {
    tamper(folder, (connection) => connection.prepare(sql).run(value), file);
    return true;
  } catch (error) {
    if (error instanceof Error && /UNIQUE constraint/.test(error.message)) return false;
    throw error;
  }
}

/** What can be altered in a row of each table, table by table: in the one with the fewest bytes (`ASC`) or with the most. */
export function damagesOf(
  folder: string,
  file: string,
  order: string,
): readonly (readonly [string, readonly Damage[]])[] {
  const all: [string, readonly Damage[]][] = [];
  tamper(
    folder,
    (connection) => {
      for (const table of tablesOf(connection)) all.push([table, damagesOfRow(connection, table, order)]);
    },
    file,
  );
  return all;
}

/** A full-text index keeps its own tables, of which only what they answer counts: random flips are the test for those. */
function tablesOf(connection: Database.Database): readonly string[] {
  const sql = `SELECT name FROM pragma_table_list WHERE schema = 'main' AND type = 'table' AND name NOT LIKE 'sqlite%'`;
  return connection.prepare<unknown[], string>(sql).pluck().all();
}

function damagesOfRow(connection: Database.Database, table: string, order: string): readonly Damage[] {
  const columns = connection.prepare<unknown[], Column>(`SELECT name, type FROM pragma_table_info('${table}')`).all();
  const list = columns.map(({ name }) => `"${name}"`);
  const size = list.map((name) => `coalesce(length(CAST(${name} AS BLOB)), 0)`).join(" + ");
  const row = connection
    .prepare(`SELECT ${list.join(", ")} FROM "${table}" ORDER BY ${size} ${order}, ${list.join(", ")} LIMIT 1`)
    .get() as Record<string, unknown> | undefined;
  if (row === undefined) return [];
  const where = columns.map(({ name }) => `"${name}" IS ${literal(row[name])}`).join(" AND ");
  return columns.flatMap(({ name, type }) => {
    const place = type === "TEXT" ? "CAST(? AS TEXT)" : "?";
    const sql = `UPDATE "${table}" SET "${name}" = ${place} WHERE ${where}`;
    return alteredValues(row[name], type).map((value, at) => ({ table, what: `${table}.${name} ${at}`, sql, value }));
  });
}

/** A value as SQL has it. */
function literal(value: unknown): string {
  if (value === null) return "NULL";
  if (typeof value === "number") return String(value);
  if (typeof value === "string") return `'${value.replaceAll("'", "''")}'`;
  return `x'${Buffer.from(value as Uint8Array).toString("hex")}'`;
}

/** The value with each of its bytes altered; of nothing, something. */
function alteredValues(value: unknown, type: string): readonly unknown[] {
  if (value === null) return [type === "INTEGER" ? 1n : Buffer.from("1")];
  if (typeof value === "number")
    return Array.from({ length: INTEGER_BYTES }, (_, i) => BigInt(value) ^ (1n << BigInt(8 * i)));
  const bytes = Buffer.from(value as string | Uint8Array);
  if (bytes.length === 0) return [Buffer.from("1")];
  return Array.from(bytes, (byte, at) => Buffer.from(bytes).fill(byte ^ 1, at, at + 1));
}
