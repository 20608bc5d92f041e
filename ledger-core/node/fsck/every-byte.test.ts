import { expect, it } from "vitest";
import type Database from "better-sqlite3";
import { cityRuleset } from "#ledger-core/node/rules.ts";
import { layoutOf } from "#ledger-core/store/state-layout.ts";
import { check, makeLittleLedger, tamper, withCopyOf } from "./little-ledger.testing.ts";

const isLong = process.env["LONG"] !== undefined;
/** The row with the fewest bytes of each table; in the long run the longest one, too. */
const ORDERS = isLong ? ["ASC", "DESC"] : ["ASC"];
const TIMEOUT_MS = isLong ? 3_600_000 : 900_000;
/** Of a whole number that a row holds: JavaScript's reach to there. */
const INTEGER_BYTES = 6;
/** Tables of the state that are damaged at once: a row that is wrong in each of them is named for each, and the list is not yet full. */
const TABLES_AT_ONCE = 12;

const little = await makeLittleLedger();
/** With enough entries for a full tile and a full part of the index of ids, which the other has none of. */
const tiled = await makeLittleLedger({ datasets: 260 });
const TILED = ["log_tile", "log_id_part"];
/** Of a row of 8 KB, each byte of which is compared at once with all others. */
const TILED_STEP = isLong ? 17 : 131;
const stateTables = new Map([...cityRuleset.tables.values()].map((table) => [layoutOf(table).sqlName, table.name]));

const FILES = ["ledger.sqlite", "projections.sqlite"];

type Column = { readonly name: string; readonly type: string };
/** A statement that alters one byte of a row. */
type Damage = { readonly table: string; readonly what: string; readonly sql: string; readonly value: unknown };

it.each(ORDERS)("is found wherever a byte of one row of a table of the state is another (%s)", ofState, TIMEOUT_MS);
it.each(ORDERS)("is found wherever a byte of one row of any other table is another (%s)", ofOthers, TIMEOUT_MS);

it("is found wherever a byte of a full tile or of a full part of the index of ids is another", ofTiles, TIMEOUT_MS);
it("of all tables has a row to be altered", () => {
  const empty = FILES.flatMap((file) => damagesOf(little.folder, file, "ASC"))
    .filter(([, damages]) => damages.length === 0)
    .map(([table]) => table);
  expect(empty.toSorted()).toEqual(TILED.toSorted());
});

async function ofState(order: string): Promise<void> {
  const ofTables = damagesOf(little.folder, "ledger.sqlite", order).filter(([table]) => stateTables.has(table));
  let bytes = 0;
  for (let first = 0; first < ofTables.length; first += TABLES_AT_ONCE) {
    const group = ofTables.slice(first, first + TABLES_AT_ONCE).map(([, damages]) => damages);
    for (let at = 0; at < Math.max(...group.map((damages) => damages.length)); at++) {
      await withCopyOf(little.folder, async (copy) => {
        const done = group.flatMap((damages) => damages.slice(at, at + 1)).filter((damage) => alter(copy, damage));
        const { problems } = await check(copy);
        for (const { table, what } of done) {
          const name = `${stateTables.get(table)} `;
          expect(problems.filter(({ where }) => where.startsWith(name)).length, what).toBeGreaterThan(0);
        }
        expect(problems.length).toBeLessThan(100);
        bytes += done.length;
      });
    }
  }
  expect(bytes).toBeGreaterThan(2_000);
}

async function ofOthers(order: string): Promise<void> {
  const inLog = damagesOf(little.folder, "ledger.sqlite", order).filter(([table]) => !stateTables.has(table));
  const derived = damagesOf(little.folder, "projections.sqlite", order);
  let bytes = 0;
  for (const [file, tables] of [
    ["ledger.sqlite", inLog],
    ["projections.sqlite", derived],
  ] as const) {
    for (const damage of tables.flatMap(([, damages]) => damages)) {
      await withCopyOf(little.folder, async (copy) => {
        if (!alter(copy, damage, file)) return;
        const { problems } = await check(copy);
        expect(problems.length, damage.what).toBeGreaterThan(0);
        expect(problems.length, damage.what).toBeLessThan(100);
        bytes++;
      });
    }
  }
  expect(bytes).toBeGreaterThan(1_000);
}

async function ofTiles(): Promise<void> {
  for (const [table, damages] of damagesOf(tiled.folder, "ledger.sqlite", "ASC")) {
    if (!TILED.includes(table)) continue;
    const some = damages.filter((_, at) => at % TILED_STEP === 0);
    expect(some.length, table).toBeGreaterThan(10);
    for (const damage of some)
      await withCopyOf(tiled.folder, async (copy) => {
        expect(alter(copy, damage), damage.what).toBe(true);
        const { problems } = await check(copy);
        expect(problems.length, damage.what).toBeGreaterThan(0);
      });
  }
}

/** False where SQLite itself refuses, because another row has that key. */
function alter(folder: string, { sql, value }: Damage, file = "ledger.sqlite"): boolean {
  try {
    tamper(folder, (connection) => connection.prepare(sql).run(value), file);
    return true;
  } catch (error) {
    if (error instanceof Error && /UNIQUE constraint/.test(error.message)) return false;
    throw error;
  }
}

/** What can be altered in a row of each table, table by table. */
function damagesOf(folder: string, file: string, order: string): readonly (readonly [string, readonly Damage[]])[] {
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
