/** The state's tables in a ledger's file: made from the rule set, and only ever widened. */
import { assert } from "#ledger-core/kernel/assert.ts";
import type { Ruleset } from "#ledger-core/kernel/ruleset.ts";
import { CborReader } from "#ledger-core/contract/schema/cbor.ts";
import { parseChange, parseChangeHead } from "#ledger-core/proof/change.ts";
import { plainBytes } from "./database.ts";
import type { Connection } from "./database.ts";
import { unpack } from "./packed.ts";
import { columnDefinition, layoutOf, quote } from "./state-layout.ts";
import type { StateLayout } from "./state-layout.ts";
import { StoreError } from "./store-error.ts";

/**
 * Makes tables, appends columns and makes indexes until the file has what the rule set declares, all or nothing. Throws `LEDGER_NEWER`, and
 * `LEDGER_DAMAGED` where something is gone that was there.
 */
export function createStateTables(connection: Connection, ruleset: Ruleset, folder: string): void {
  connection
    .transaction(() => {
      checkKnown(connection, ruleset, folder);
      refuseLost(connection, lackingOf(connection, ruleset));
      for (const layout of stateLayouts(ruleset)) {
        const present = columnNames(connection, layout.sqlName);
        if (present.length === 0) createTable(connection, layout);
        else appendColumns(connection, layout, present.length - 2);
        createIndexes(connection, layout);
      }
    })
    .immediate();
}

/** Throws `LEDGER_NEWER`, `LEDGER_OLDER` or `LEDGER_DAMAGED` unless the file has exactly the tables and columns of the rule set. */
export function checkStateTables(connection: Connection, ruleset: Ruleset, folder: string): void {
  checkKnown(connection, ruleset, folder);
  const lacking = lackingOf(connection, ruleset);
  refuseLost(connection, lacking);
  const [table] = lacking.keys();
  if (table !== undefined) throw new StoreError("LEDGER_OLDER", { folder, table });
}

function stateLayouts(ruleset: Ruleset): readonly StateLayout[] {
  const all = [...ruleset.tables.values()].map(layoutOf);
  assert(new Set(all.map((layout) => layout.sqlName.toLowerCase())).size === all.length, "tables differ in SQL too");
  return all;
}

/** A table or column that this program does not know, or knows under another name, was written by another version of it. */
function checkKnown(connection: Connection, ruleset: Ruleset, folder: string): void {
  const known = new Map(stateLayouts(ruleset).map((layout) => [layout.sqlName, layout]));
  const names = connection
    .prepare<unknown[], string>(
      "SELECT name FROM sqlite_schema WHERE type = 'table' AND name NOT LIKE 'log\\_%' ESCAPE '\\' AND name NOT LIKE 'sqlite\\_%' ESCAPE '\\'",
    )
    .pluck()
    .all();
  for (const name of names) {
    const layout = known.get(name);
    if (layout === undefined) throw new StoreError("LEDGER_NEWER", { folder, table: name });
    const columns = columnNames(connection, name).slice(2);
    const unknown = columns.find((column, i) => layout.columns[i]?.name !== column);
    if (unknown !== undefined)
      throw new StoreError("LEDGER_NEWER", { folder, table: layout.table.name, column: unknown });
  }
}

/**
 * A row takes the place of the one with its key; where something else had to differ too, it would take that of others. For who writes rows.
 * Throws LEDGER_DAMAGED.
 */
export function refuseExclusive(connection: Connection, ruleset: Ruleset): void {
  for (const { table, sqlName } of stateLayouts(ruleset))
    if (!isKeyedAlone(connection, sqlName))
      throw new StoreError("LEDGER_DAMAGED", { table: table.name, detail: "rows that exclude one another" });
}

function isKeyedAlone(connection: Connection, sqlName: string): boolean {
  const unique = connection
    .prepare<[string], string>(`SELECT name FROM pragma_index_list(?) WHERE "unique" LIMIT 1`)
    .pluck();
  const keys = connection.prepare<[string], string>("SELECT name FROM pragma_table_info(?) WHERE pk > 0").pluck();
  return unique.get(sqlName) === undefined && keys.all(sqlName).join() === "key";
}

/** Of the tables that are not there or lack columns, by their names, how many columns each has; less than none where it is not there. */
function lackingOf(connection: Connection, ruleset: Ruleset): ReadonlyMap<string, number> {
  const lacking = new Map<string, number>();
  for (const { table, sqlName, columns } of stateLayouts(ruleset)) {
    const presentCount = columnNames(connection, sqlName).length - 2;
    if (presentCount < columns.length) lacking.set(table.name, presentCount);
  }
  return lacking;
}

/**
 * What an older program did not know it has never written: a table of which the log has changes was there, and is gone, and so is a column
 * where a row was written with it. To make either anew, empty, would seal acts upon a state that never was. Goes through the changes of all
 * entries, as nothing that is derived of them can speak for them, and only where something is lacking, as the first writer of a newer
 * program finds it.
 */
function refuseLost(connection: Connection, lacking: ReadonlyMap<string, number>): void {
  if (lacking.size === 0) return;
  const names = [...lacking.keys()].map((name) => Buffer.from(name, "utf8"));
  // As bytes, whatever a file that somebody has altered holds there.
  const columns = connection.prepare<[], Buffer>("SELECT CAST(changes AS BLOB) FROM log_entry ORDER BY place").pluck();
  for (const column of columns.iterate()) {
    // A change holds its table's name as it is, and to look for it takes far less time than unpacking; SQLite's own search takes more.
    if (!names.some((name) => column.includes(name))) continue;
    for (const change of unpack(plainBytes(column))) {
      const name = parseChangeHead(change)?.table ?? "";
      const presentCount = lacking.get(name);
      if (presentCount === undefined) continue;
      // Of a table nobody has known nobody has removed rows either. Columns at the end are left out of a row where they say nothing.
      if (presentCount < 0 || widthOf(change) > presentCount)
        throw new StoreError("LEDGER_DAMAGED", { table: name, detail: "a table or a column is gone" });
    }
  }
}

/** How many columns a change writes. */
function widthOf(bytes: Uint8Array): number {
  const row = parseChange(bytes)?.row;
  return row === undefined ? 0 : new CborReader(row).array();
}

function columnNames(connection: Connection, sqlName: string): readonly string[] {
  return connection
    .prepare<unknown[], string>("SELECT name FROM pragma_table_info(?) ORDER BY cid")
    .pluck()
    .all(sqlName);
}

function createTable(connection: Connection, layout: StateLayout): void {
  const columns = layout.columns.map((column) => columnDefinition(column));
  const all = [`"key" INTEGER PRIMARY KEY`, `"changed_at" INTEGER NOT NULL`, ...columns];
  connection.exec(`CREATE TABLE ${quote(layout.sqlName)} (${all.join(", ")}) STRICT`);
}

function appendColumns(connection: Connection, layout: StateLayout, presentCount: number): void {
  const { name, row } = layout.table;
  assert(
    presentCount >= row.written,
    `what ${name} has had since is declared as appended, or its old rows could not be read`,
  );
  for (const column of layout.columns.slice(presentCount))
    connection.exec(`ALTER TABLE ${quote(layout.sqlName)} ADD COLUMN ${columnDefinition(column, true)}`);
}

/** SQLite ends every index with the key by itself, so the columns alone give the order of columns and key. */
function createIndexes(connection: Connection, layout: StateLayout): void {
  const find = connection
    .prepare<[string], string>("SELECT sql FROM sqlite_schema WHERE type = 'index' AND name = ?")
    .pluck();
  for (const [name, columns] of Object.entries(layout.table.indexes)) {
    const indexName = quote(`${layout.sqlName}_by_${name}`);
    const sql = `CREATE INDEX ${indexName} ON ${quote(layout.sqlName)} (${columns.map(quote).join(", ")})`;
    if (find.get(`${layout.sqlName}_by_${name}`) === sql) continue;
    connection.exec(`DROP INDEX IF EXISTS ${indexName}`);
    connection.exec(sql);
  }
}
