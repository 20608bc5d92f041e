import { join } from "node:path";
import Database from "better-sqlite3";
import { expect, it } from "vitest";
import { integer, optional, record, text } from "#ledger-core/contract/schema/schema.ts";
import { createRuleset } from "#ledger-core/kernel/ruleset.ts";
import type { Ruleset } from "#ledger-core/kernel/ruleset.ts";
import { table } from "#ledger-core/kernel/table.ts";
import type { AnyTable } from "#ledger-core/kernel/table.ts";
import { nodeSuite } from "#ledger-core/node/crypto-suite.ts";
import { Statements } from "#ledger-core/store/database.ts";
import { connect } from "#ledger-core/store/reader.ts";
import { openWriter } from "#ledger-core/store/store.ts";
import { temporaryFolder } from "#ledger-core/store/temporary.testing.ts";
import { Problems } from "./problems.ts";
import { compareSchema } from "./schema-check.ts";
import { Scratch } from "./scratch.ts";

const before = { name: text(20), count: integer(0, 9) };
const since = { note: text(20), level: integer(-9, -1), more: optional(integer(0, 9)) };

function rulesetOf(appended: Partial<typeof since>): Ruleset {
  const row = record(before, appended);
  const card = table({ name: "desk.card", number: 920, row, indexes: { name: ["name"] } }) as unknown as AnyTable;
  return createRuleset([{ name: "desk", tables: [card], actions: [], due: [], projections: [], invariants: [] }]);
}

function differences(folder: string, ruleset: Ruleset): readonly string[] {
  const stored = new Statements(connect({ folder, ruleset, suite: nodeSuite }));
  const scratch = new Scratch(ruleset);
  const problems = new Problems("en");
  compareSchema(problems, ruleset, stored, scratch.statements);
  stored.connection.close();
  scratch.close();
  return problems.list.map(({ message }) => message);
}

it("takes a table to which columns were appended for what a new one is", () => {
  const folder = join(temporaryFolder(), "ledger");
  openWriter({ folder, ruleset: rulesetOf({}), suite: nodeSuite }).close();
  expect(differences(folder, rulesetOf({}))).toEqual([]);
  openWriter({ folder, ruleset: rulesetOf(since), suite: nodeSuite }).close();
  expect(differences(folder, rulesetOf(since))).toEqual([]);
});

it("says what makes an index anew that is gone, another or too many, and of a table that nothing does", () => {
  const folder = join(temporaryFolder(), "ledger");
  openWriter({ folder, ruleset: rulesetOf({}), suite: nodeSuite }).close();
  const connection = new Database(join(folder, "ledger.sqlite"));
  connection.exec("DROP INDEX log_entry_by_kind; CREATE INDEX planted ON log_entry (code)");
  connection.exec("DROP INDEX desk_card_by_name; CREATE UNIQUE INDEX desk_card_by_name ON desk_card (name)");
  const indexes = differences(folder, rulesetOf({}));
  expect(indexes).toHaveLength(3);
  for (const name of ["desk_card_by_name", "log_entry_by_kind", "planted"])
    expect(indexes.find((message) => message.includes(name))).toContain("ledger rebuild");
  connection.exec("ALTER TABLE log_tile ADD COLUMN more TEXT");
  connection.close();
  const table = differences(folder, rulesetOf({})).find((message) => message.includes("log_tile"));
  expect(table).not.toContain("ledger rebuild");
});

it("names a table in which a column has a value for rows before it that is not the neutral one", () => {
  const folder = join(temporaryFolder(), "ledger");
  openWriter({ folder, ruleset: rulesetOf({}), suite: nodeSuite }).close();
  openWriter({ folder, ruleset: rulesetOf(since), suite: nodeSuite }).close();
  for (const [from, to] of [
    ['"name" TEXT NOT NULL', "\"name\" TEXT NOT NULL DEFAULT 'evil'"],
    ["\"note\" TEXT NOT NULL DEFAULT ''", "\"note\" TEXT NOT NULL DEFAULT 'evil'"],
  ] as const) {
    const connection = new Database(join(folder, "ledger.sqlite"));
    connection.unsafeMode(true);
    connection.pragma("writable_schema = ON");
    const replace = (before: string, after: string): unknown =>
      connection
        .prepare("UPDATE sqlite_schema SET sql = replace(sql, ?, ?) WHERE name = 'desk_card'")
        .run(before, after);
    replace(from, to);
    expect(differences(folder, rulesetOf(since))).toEqual([expect.stringContaining("desk_card")]);
    replace(to, from);
    connection.close();
    expect(differences(folder, rulesetOf(since))).toEqual([]);
  }
});
