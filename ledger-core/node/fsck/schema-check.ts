/** Tables, columns and indexes of a file beside those that the program makes. */
import type { Statements } from "#ledger-core/store/database.ts";
import type { Problems } from "./problems.ts";

/**
 * What makes up a ledger's schema. The text of a definition is left out: a column that was appended later reads otherwise there
 * than one that was there from the start.
 */
const LEDGER_PARTS = [
  "SELECT name, type, tbl_name FROM sqlite_schema",
  `SELECT o.name, c.cid, c.name, c.type, c."notnull", c.pk, c.hidden FROM sqlite_schema AS o, pragma_table_xinfo(o.name) AS c
     WHERE o.type = 'table'`,
  "SELECT name, strict, wr, ncol FROM pragma_table_list WHERE schema = 'main' AND name NOT LIKE 'sqlite\\_%' ESCAPE '\\'",
  `SELECT o.name, i.name, i."unique", i.origin, i.partial FROM sqlite_schema AS o, pragma_index_list(o.name) AS i
     WHERE o.type = 'table'`,
  `SELECT o.name, c.seqno, c.cid, c."desc", c.coll, c.key FROM sqlite_schema AS o, pragma_index_xinfo(o.name) AS c
     WHERE o.type = 'index'`,
];

/** Compares the schema of a ledger's file with that of an empty ledger of this program. */
export function compareSchema(problems: Problems, stored: Statements, empty: Statements): void {
  const names = new Set<string>();
  for (const sql of LEDGER_PARTS) {
    const [left, right] = [linesOf(stored, sql), linesOf(empty, sql)];
    for (const [line, name] of [...left, ...right]) if (left.has(line) !== right.has(line)) names.add(name);
  }
  for (const object of [...names].sort()) problems.add("ledger.sqlite", "SCHEMA_DIFFERS", { object });
}

/** Each row as a text, with the name of what it is about. */
function linesOf(statements: Statements, sql: string): ReadonlyMap<string, string> {
  const rows = statements.rows<readonly [string, ...unknown[]]>(sql);
  return new Map(rows.map((row) => [JSON.stringify(row), row[0]]));
}
