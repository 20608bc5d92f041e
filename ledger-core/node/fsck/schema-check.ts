/** Tables and indexes of a file beside those that the program makes. */
import type { Statements } from "#ledger-core/store/database.ts";
import type { Problems } from "./problems.ts";

const SCHEMA_SQL = "SELECT name, type, tbl_name, sql FROM sqlite_schema";
/** A column that was appended to a table has a value for the rows before it; in a table made with it there is no need for one. */
const DEFAULT_VALUE = / DEFAULT (?:x?'(?:[^']|'')*'|-?\d+)/g;

type SchemaRow = readonly [name: string, type: string, table: string, sql: string | null];

/** Compares the schema of a ledger's file with that of an empty ledger of this program, to the letter. */
export function compareSchema(problems: Problems, stored: Statements, empty: Statements): void {
  const [left, right] = [linesOf(stored), linesOf(empty)];
  const names = [...left, ...right].filter(([line]) => left.has(line) !== right.has(line)).map(([, name]) => name);
  for (const object of [...new Set(names)].sort()) problems.add("ledger.sqlite", "SCHEMA_DIFFERS", { object });
}

/** Each object as a text, with its name. */
function linesOf(statements: Statements): ReadonlyMap<string, string> {
  const rows = statements.rows<SchemaRow>(SCHEMA_SQL);
  return new Map(
    rows.map(([name, type, table, sql]) => [
      JSON.stringify([name, type, table, sql?.replace(DEFAULT_VALUE, "")]),
      name,
    ]),
  );
}
