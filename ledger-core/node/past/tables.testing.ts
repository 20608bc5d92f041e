/** Everything that a database holds, to be compared with another. */
import Database from "better-sqlite3";

/** What full text keeps lies in pages that depend on how much was taken in at a time; `fsck` compares the words themselves. */
const PAGES = /^catalog_search_words/;

/** The rows of every table by its name, in one order. */
export function tablesOf(file: string): ReadonlyMap<string, readonly unknown[]> {
  const connection = new Database(file, { readonly: true });
  try {
    const names = connection
      .prepare<[], string>("SELECT name FROM sqlite_schema WHERE type = 'table' ORDER BY name")
      .pluck()
      .all();
    const isCompared = (name: string): boolean => !PAGES.test(name);
    return new Map(names.filter(isCompared).map((name) => [name, rowsOf(connection, name)]));
  } finally {
    connection.close();
  }
}

function rowsOf(connection: Database.Database, name: string): readonly unknown[] {
  const rows = connection.prepare(`SELECT * FROM "${name}"`).raw().all();
  return rows.map((row) => JSON.stringify(row)).toSorted();
}
