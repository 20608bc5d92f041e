/**
 * Random lives of a catalogue: nothing throws, what must hold of the tables holds after each, and a replay comes to the same root. The
 * seed is printed where a property fails.
 */
import Database from "better-sqlite3";
import fc from "fast-check";
import { expect, test } from "vitest";
import type { Invariant } from "#ledger-core/kernel/module.ts";
import type { TestLedger } from "#ledger-core/kernel/testing/test-ledger.testing.ts";
import { replayOrdered } from "#ledger-core/kernel/testing/test-ledger.testing.ts";
import { Statements } from "#ledger-core/store/database.ts";
import { migrate } from "#ledger-core/store/migrations.ts";
import { SqlReadPort } from "#ledger-core/store/sql-port.ts";
import { StateRows } from "#ledger-core/store/state-rows.ts";
import { createStateTables } from "#ledger-core/store/state-schema.ts";
import { catalogLife, liveCatalog, startedCity } from "./random-lives.testing.ts";

const numRuns = process.env["LONG"] === undefined ? 15 : 600;

/** What does not hold of a ledger's tables. */
function broken({ ruleset, rows }: TestLedger): readonly string[] {
  const connection = new Database(":memory:");
  try {
    migrate(connection, ":memory:");
    createStateTables(connection, ruleset, ":memory:");
    const statements = new Statements(connection);
    const state = new StateRows(statements);
    for (const table of ruleset.tables.values())
      state.save(rows.source.scan(table, "key", { limit: 100_000 }).map((stored) => ({ ...stored, table })));
    const port = new SqlReadPort(statements);
    return ruleset.modules
      .flatMap<Invariant>((module) => module.invariants)
      .flatMap((one) => one.check(port).map((key) => `${one.name}: ${key}`));
  } finally {
    connection.close();
  }
}

test("whatever people do with a catalogue, nothing throws, its tables agree, and a replay comes to the same root", () => {
  const outcomes = new Map<string, number>();
  fc.assert(
    fc.property(catalogLife({ min: 60, max: 120 }), (acts) => {
      const city = startedCity();
      const done = liveCatalog(city, acts);
      expect(done).toBeGreaterThan(0);
      for (const { kind, state } of city.ledger.entries) {
        const name = `${kind} ${state}`;
        outcomes.set(name, (outcomes.get(name) ?? 0) + 1);
      }
      expect(broken(city.ledger)).toEqual([]);
      const again = replayOrdered(city.ledger.ruleset, city.ledger.genesis, city.ledger.ordered);
      expect(again.root).toEqual(city.ledger.root());
    }),
    { numRuns },
  );
  // The lives were not all refusals: what others must sign came to pass too.
  for (const wanted of [
    "catalog.use executed",
    "catalog.upload executed",
    "proposal.vote executed",
    "proposal.vote voted",
  ])
    expect(outcomes.get(wanted) ?? 0, wanted).toBeGreaterThan(0);
}, 600_000);
