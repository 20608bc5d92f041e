/** Many rows as one string of bytes: made by SQLite and compared at once, for a value that crosses over by itself costs more than reading it. */
import { quote } from "#ledger-core/store/state-layout.ts";

/** How many rows, the key of the last, and all of them; null where there is none. */
export type JoinedRows = readonly [count: number, last: number | null, rows: Uint8Array | null];

type JoinedColumn = { readonly name: string; readonly type: string };

/**
 * Reads rows of a table with the columns `key` and these, from a key on and so many at most: `JoinedRows`. No two lists of rows give the same bytes: each value stands with its
 * type, and with its length where it could hold anything.
 */
export function joinedRowsSql(table: string, columns: readonly JoinedColumn[]): string {
  const part = ["key || ','", ...columns.map(valueSql)].join(" || ");
  return `SELECT count(*), max(key), CAST(group_concat(part, '') AS BLOB) FROM
    (SELECT key, ${part} AS part FROM ${table} WHERE key >= ? ORDER BY key LIMIT ?)`;
}

/** A value as a text that begins with the letter of its type. */
function valueSql({ name, type }: JoinedColumn): string {
  const column = quote(name);
  const letter = `substr(typeof(${column}), 1, 1)`;
  if (type === "INTEGER") return `${letter} || ifnull(${column}, '') || ','`;
  return `${letter} || ifnull(length(CAST(${column} AS BLOB)), '') || ':' || ifnull(${column}, '')`;
}
