import Database from "better-sqlite3";
import { expect, it } from "vitest";
import { logMigration } from "./0001-log.ts";

it("makes the tables of the log, whose columns are as typed and whose looking up uses indexes", () => {
  const connection = new Database(":memory:");
  for (const statement of logMigration.statements) connection.exec(statement);
  const tables = connection
    .prepare("SELECT name, strict FROM pragma_table_list WHERE name LIKE 'log%' ORDER BY name")
    .all();
  expect(tables).toEqual(["log_block", "log_entry", "log_history", "log_tile"].map((name) => ({ name, strict: 1 })));
  expect(() => connection.exec("INSERT INTO log_tile VALUES (0, 0, 'text', x'00')")).toThrow("cannot store TEXT");
  const plan = (sql: string): string =>
    connection
      .prepare<unknown[], { readonly detail: string }>(`EXPLAIN QUERY PLAN ${sql}`)
      .all()
      .map((step) => step.detail)
      .join("; ");
  const entries = "SELECT place FROM log_entry";
  expect(plan(`${entries} WHERE id_prefix = 1 ORDER BY place`)).toBe(
    "SEARCH log_entry USING COVERING INDEX log_entry_by_id (id_prefix=?)",
  );
  expect(plan(`${entries} WHERE kind = 'k' AND place < 9 ORDER BY place DESC`)).toBe(
    "SEARCH log_entry USING COVERING INDEX log_entry_by_kind (kind=? AND rowid<?)",
  );
  expect(plan(`${entries} WHERE department = 1 AND place < 9 ORDER BY place DESC`)).toBe(
    "SEARCH log_entry USING COVERING INDEX log_entry_by_department (department=? AND rowid<?)",
  );
  expect(
    plan("SELECT place FROM log_history WHERE table_number = 1 AND key = 2 AND place < 9 ORDER BY place DESC"),
  ).toBe("SEARCH log_history USING PRIMARY KEY (table_number=? AND key=? AND place<?)");
  connection.close();
});
