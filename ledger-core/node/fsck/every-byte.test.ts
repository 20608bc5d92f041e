import { join } from "node:path";
import Database from "better-sqlite3";
import { expect, it } from "vitest";
import { keyPairOf } from "#ledger-core/kernel/testing/test-ledger.testing.ts";
import { nodeSuite } from "#ledger-core/node/crypto-suite.ts";
import { cityRuleset } from "#ledger-core/node/rules.ts";
import { Statements } from "#ledger-core/store/database.ts";
import { layoutOf } from "#ledger-core/store/state-layout.ts";
import { IdCheck } from "./id-check.ts";
import { check, makeLittleLedger, withCopyOf } from "./little-ledger.testing.ts";
import { LogKeyCheck } from "./log-key-check.ts";
import { Problems } from "./problems.ts";
import type { LedgerProblem } from "./problems.ts";
import { alterRow, damagesOf } from "./row-damages.testing.ts";
import { Scratch } from "./scratch.ts";
import { TreeCheck } from "./tree-check.ts";

const isLong = process.env["LONG"] !== undefined;
/** The row with the fewest bytes of each table; in the long run the longest one, too. */
const ORDERS = isLong ? ["ASC", "DESC"] : ["ASC"];
const TIMEOUT_MS = isLong ? 3_600_000 : 900_000;
/** Tables of the state that are damaged at once: a row that is wrong in each of them is named for each, and the list is not yet full. */
const TABLES_AT_ONCE = 12;

const little = await makeLittleLedger();
/** With enough entries for a full tile and a full part of the index of ids, which the other has none of. */
const tiled = await makeLittleLedger({ datasets: 260 });
const TILED = ["log_tile", "log_id_part"];
/** Of a row of 8 KB, each byte of which is compared at once with all others. */
const TILE_STEP = isLong ? 1 : 7;
const stateTables = new Map([...cityRuleset.tables.values()].map((table) => [layoutOf(table).sqlName, table.name]));

const FILES = ["ledger.sqlite", "projections.sqlite"];

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
        const done = group.flatMap((damages) => damages.slice(at, at + 1)).filter((damage) => alterRow(copy, damage));
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
        if (!alterRow(copy, damage, file)) return;
        const { problems } = await check(copy);
        expect(problems.length, damage.what).toBeGreaterThan(0);
        expect(problems.length, damage.what).toBeLessThan(100);
        bytes++;
      });
    }
  }
  expect(bytes).toBeGreaterThan(1_000);
}

/** By those parts of the check alone that read these tables, in one transaction each: the whole of it takes a hundred times as long. */
function ofTiles(): void {
  const connection = new Database(join(tiled.folder, "ledger.sqlite"));
  const stored = new Statements(connection);
  const scratch = new Scratch(cityRuleset);
  const leaves = stored.rows<[Uint8Array]>("SELECT leaf FROM log_entry ORDER BY place").map(([leaf]) => leaf);
  const found = { log_tile: () => problemsOfTree(stored, scratch, leaves), log_id_part: () => problemsOfIds(stored) };
  try {
    const damages = new Map(damagesOf(tiled.folder, "ledger.sqlite", "ASC"));
    for (const [table, problemsOf] of Object.entries(found)) {
      const step = table === "log_tile" ? TILE_STEP : 1;
      const some = (damages.get(table) ?? []).filter((_, at) => at % step === 0);
      expect(problemsOf(), table).toEqual([]);
      expect(some.length, table).toBeGreaterThan(1_000);
      for (const { sql, value, what } of some) {
        connection.exec("BEGIN");
        expect(connection.prepare(sql).run(value).changes, what).toBe(1);
        expect(problemsOf().length, what).toBeGreaterThan(0);
        connection.exec("ROLLBACK");
      }
    }
  } finally {
    connection.close();
    scratch.close();
  }
}

function problemsOfIds(stored: Statements): readonly LedgerProblem[] {
  const problems = new Problems("en");
  const ids = new IdCheck(problems, stored);
  while (!ids.advance());
  return problems.list;
}

/** All leaves as one block that has no row, whose checkpoint is not asked for. */
function problemsOfTree(stored: Statements, scratch: Scratch, leaves: readonly Uint8Array[]): readonly LedgerProblem[] {
  const problems = new Problems("en");
  const empty = scratch.statements;
  const first = { network: tiled.city.ledger.network, publicKey: keyPairOf("log").publicKey };
  const logKeys = new LogKeyCheck(problems, nodeSuite, empty, first);
  const signatures = { add: () => {}, settle: async () => {} };
  const tree = new TreeCheck({ suite: nodeSuite, problems, stored, empty, logKeys, signatures, held: undefined });
  for (const key of logKeys.keys) tree.append(0, leaves, undefined, key);
  tree.end();
  return problems.list;
}
