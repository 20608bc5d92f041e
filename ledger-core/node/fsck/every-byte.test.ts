import { expect, it } from "vitest";
import type Database from "better-sqlite3";
import { check, copyOf, makeLittleLedger, tamper } from "./little-ledger.testing.ts";

const isLong = process.env["LONG"] !== undefined;
/** Bytes of a column that are altered in the short run: the first, and then one of so many. */
const STRIDE = isLong ? 1 : 131;

const little = await makeLittleLedger();

type Column = { readonly name: string; readonly type: string };
/** A statement that alters one byte of a column of the newest row. */
type Damage = { readonly what: string; readonly sql: string; readonly value: unknown };

it(
  "is found wherever a byte of one row of each table is another",
  async () => {
    let count = 0;
    for (const file of ["ledger.sqlite", "projections.sqlite"]) {
      const damages: Damage[] = [];
      tamper(
        little.folder,
        (connection) => damages.push(...tablesOf(connection).flatMap((table) => damagesOf(connection, table))),
        file,
      );
      for (const { what, sql, value } of damages) {
        const copy = copyOf(little.folder);
        if (!alter(copy, file, sql, value)) continue;
        const { problems } = await check(copy);
        expect(problems.length, what).toBeGreaterThan(0);
        expect(problems.length, what).toBeLessThan(100);
        count++;
      }
    }
    expect(count).toBeGreaterThan(isLong ? 2_000 : 150);
  },
  isLong ? 3_600_000 : 300_000,
);

/** False where SQLite itself refuses, because another row has that key. */
function alter(folder: string, file: string, sql: string, value: unknown): boolean {
  try {
    tamper(folder, (connection) => connection.prepare(sql).run(value), file);
    return true;
  } catch (error) {
    if (error instanceof Error && /UNIQUE constraint/.test(error.message)) return false;
    throw error;
  }
}

/** A full-text index keeps its own tables, of which only what they answer counts: random flips are the test for those. */
function tablesOf(connection: Database.Database): readonly string[] {
  const sql = `SELECT name FROM pragma_table_list WHERE schema = 'main' AND type = 'table' AND name NOT LIKE 'sqlite%'`;
  return connection.prepare<unknown[], string>(sql).pluck().all();
}

function damagesOf(connection: Database.Database, table: string): readonly Damage[] {
  const columns = connection.prepare<unknown[], Column>(`SELECT name, type FROM pragma_table_info('${table}')`).all();
  const order = columns.map(({ name }) => `"${name}"`).join(", ");
  const row = connection.prepare(`SELECT ${order} FROM "${table}" ORDER BY ${order} LIMIT 1`).get() as
    | Record<string, unknown>
    | undefined;
  if (row === undefined) return [];
  const where = columns.map(({ name }) => `"${name}" IS (SELECT "${name}" FROM "${table}" ORDER BY ${order} LIMIT 1)`);
  return columns.flatMap(({ name, type }) => {
    const place = type === "TEXT" ? "CAST(? AS TEXT)" : "?";
    const sql = `UPDATE "${table}" SET "${name}" = ${place} WHERE ${where.join(" AND ")}`;
    return alteredValues(row[name], type).map((value) => ({ what: `${table}.${name}`, sql, value }));
  });
}

function alteredValues(value: unknown, type: string): readonly unknown[] {
  if (value === null) return [type === "INTEGER" ? 1n : Buffer.from("1")];
  if (typeof value === "number") {
    const bytes = isLong ? 6 : 1;
    return Array.from({ length: bytes }, (_, i) => BigInt(value) ^ (1n << BigInt(8 * i)));
  }
  const bytes = Buffer.from(value as string | Uint8Array);
  if (bytes.length === 0) return [Buffer.from("1")];
  const places = Array.from({ length: bytes.length }, (_, i) => i).filter((i) => i % STRIDE === 0);
  return places.map((i) => {
    const altered = Buffer.from(bytes);
    altered[i] = (bytes[i] ?? 0) ^ 1;
    return altered;
  });
}
