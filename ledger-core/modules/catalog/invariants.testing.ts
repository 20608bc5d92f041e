/** The catalogue's invariants, and those of all other modules, over the rows of a ledger in memory. */
import Database from "better-sqlite3";
import type { Invariant } from "#ledger-core/kernel/module.ts";
import type { TestLedger } from "#ledger-core/kernel/testing/test-ledger.testing.ts";
import { Statements } from "#ledger-core/store/database.ts";
import { migrate } from "#ledger-core/store/migrations.ts";
import { SqlReadPort } from "#ledger-core/store/sql-port.ts";
import { StateRows } from "#ledger-core/store/state-rows.ts";
import { createStateTables } from "#ledger-core/store/state-schema.ts";

/** What does not hold of a ledger's tables. */
export function brokenInvariants({ ruleset, rows }: TestLedger): readonly string[] {
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
