/** Many rows as one string of bytes: made by SQLite and compared at once, for a value that crosses over by itself costs more than reading it. */
import { quote } from "#ledger-core/store/state-layout.ts";

/** How many rows, the key of the last, and all of them; null where there is none. */
export type JoinedRows = readonly [count: number, last: number | null, rows: Uint8Array | null];

export type JoinedColumn = { readonly name: string; readonly type: string };

/**
 * Reads rows of a table with these columns beside their key, from a key on and so many at most: `JoinedRows`. No two lists of rows give
 * the same bytes: of each row come numbers and texts as JSON, which tells them apart, and the types of byte strings and how long they are;
 * behind it those themselves. Bytes where a number or a text should stand make SQLite fail with SQLITE_ERROR.
 */
export function joinedRowsSql(table: string, columns: readonly JoinedColumn[], keyName = "key"): string {
  const key = quote(keyName);
  const plain = columns.filter(({ type }) => type !== "BLOB").map(({ name }) => quote(name));
  const bytes = columns.filter(({ type }) => type === "BLOB").map(({ name }) => quote(name));
  const outlines = bytes.flatMap((name) => [`typeof(${name})`, `octet_length(${name})`]);
  // One call that says everything of fixed form takes far less time than joining it piece by piece.
  const list = [key, ...plain, ...outlines].join(", ");
  const part = [`json_array(${list})`, ...bytes.map((name) => `ifnull(${name}, '')`)].join(" || ");
  return `SELECT count(*), max(key), CAST(group_concat(part, '') AS BLOB) FROM
    (SELECT ${key} AS key, ${part} AS part FROM ${table} WHERE ${key} >= ? ORDER BY ${key} LIMIT ?)`;
}
