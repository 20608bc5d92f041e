/** Tables and indexes of a file beside those that the program makes. */
import type { Ruleset } from "#ledger-core/kernel/ruleset.ts";
import type { Statements } from "#ledger-core/store/database.ts";
import { columnDefinition, layoutOf } from "#ledger-core/store/state-layout.ts";
import type { Problems } from "./problems.ts";

const SCHEMA_SQL = "SELECT name, type, tbl_name, sql FROM sqlite_schema";

/** Tables from which a check takes what it compares. */
const LOG_TABLES: ReadonlySet<string> = new Set(["log_entry", "log_block", "log_history", "log_tile"]);

type SchemaRow = readonly [name: string, type: string, table: string, sql: string | null];

/**
 * Compares the schema of a ledger's file with that of an empty ledger of this program, to the letter. False where a table of the log is
 * another: what its columns hold cannot be judged then.
 */
export function compareSchema(problems: Problems, ruleset: Ruleset, stored: Statements, empty: Statements): boolean {
  const [left, right] = [stored, empty].map((statements) => linesOf(statements, ruleset)) as [Lines, Lines];
  const differing = [...left, ...right].filter(([line]) => left.has(line) !== right.has(line)).map(([, row]) => row);
  const names = new Set(differing.map(([name]) => name));
  // An index that comes with a table is as the table is, and is not made anew by itself.
  const indexes = new Set(
    differing.filter(([, type, , sql]) => type === "index" && sql !== null).map(([name]) => name),
  );
  for (const object of [...names].sort())
    problems.add("ledger.sqlite", "SCHEMA_DIFFERS", { object, index: indexes.has(object) ? object : "" });
  return ![...names].some((name) => LOG_TABLES.has(name));
}

/** Each object as a text, with what the file says of it. */
type Lines = ReadonlyMap<string, SchemaRow>;

function linesOf(statements: Statements, ruleset: Ruleset): Lines {
  const appended = appendedColumns(ruleset);
  const rows = statements.rows<SchemaRow>(SCHEMA_SQL);
  return new Map(
    rows.map((row) => {
      const [name, type, table, sql] = row;
      const columns = type === "table" ? (appended.get(name) ?? []) : [];
      return [JSON.stringify([name, type, table, asMadeAnew(sql, columns)]), row];
    }),
  );
}

/** A column as it stands in a table to which it was appended, and in one that was made with it. */
type Appended = readonly [appended: string, made: string];

/** A column that was appended has its neutral value for the rows before it; in a table made with it there is no need for one. */
function appendedColumns(ruleset: Ruleset): ReadonlyMap<string, readonly Appended[]> {
  return new Map(
    [...ruleset.tables.values()].map((table) => {
      const { sqlName, columns } = layoutOf(table);
      const appended = columns.slice(table.row.written);
      return [sqlName, appended.map((column): Appended => [columnDefinition(column, true), columnDefinition(column)])];
    }),
  );
}

function asMadeAnew(sql: string | null, columns: readonly Appended[]): string | null {
  return columns.reduce((text, [appended, made]) => text?.replace(appended, () => made) ?? null, sql);
}
