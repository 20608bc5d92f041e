/** Many rows as one string of bytes: made by SQLite and compared at once, for a value that crosses over by itself costs more than reading it. */
import { quote } from "#ledger-core/store/state-layout.ts";

/** How many rows, the key of the last, and all of them; null where there is none. */
export type JoinedRows = readonly [count: number, last: number | null, rows: Uint8Array | null];

type JoinedColumn = { readonly name: string; readonly type: string };

/**
 * Reads rows of a table with the columns `key` and these, from a key on and so many at most: `JoinedRows`. No two lists of rows give
 * the same bytes: of each row come the types of its values, the numbers, and how long texts and bytes are; behind them those themselves.
 */
export function joinedRowsSql(table: string, columns: readonly JoinedColumn[]): string {
  const outlines = columns.map(({ type }) => (type === "INTEGER" ? "%s%s," : "%s%s:"));
  const lengths = columns.map(({ name, type }) => (type === "INTEGER" ? quote(name) : `octet_length(${quote(name)})`));
  const told = columns.map(({ name }, i) => `typeof(${quote(name)}), ${lengths[i]}`);
  const values = columns.filter(({ type }) => type !== "INTEGER").map(({ name }) => `ifnull(${quote(name)}, '')`);
  // One call that says everything of fixed form takes half the time of joining it piece by piece.
  const part = [`format('%s,${outlines.join("")}', ${["key", ...told].join(", ")})`, ...values].join(" || ");
  return `SELECT count(*), max(key), CAST(group_concat(part, '') AS BLOB) FROM
    (SELECT key, ${part} AS part FROM ${table} WHERE key >= ? ORDER BY key LIMIT ?)`;
}
