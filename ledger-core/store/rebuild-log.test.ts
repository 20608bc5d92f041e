import { createHash } from "node:crypto";
import Database from "better-sqlite3";
import { expect, it } from "vitest";
import { ledgerFile } from "./ledger-file.ts";
import { fill, word } from "./shelf.testing.ts";
import { openWriter } from "./store.ts";
import type { StoreOptions } from "./store-types.ts";
import { shelfOptions, temporaryFolder } from "./temporary.testing.ts";

const NEVER = new AbortController().signal;
/** More than two full tiles. */
const ENTRIES = 600;

const DERIVED = [
  "SELECT name, type, tbl_name, sql FROM sqlite_schema ORDER BY name",
  "SELECT * FROM log_tile ORDER BY level, number",
  "SELECT * FROM log_history ORDER BY table_number, key, place",
  "SELECT * FROM log_id_part ORDER BY number",
];

function withFile<T>({ folder }: StoreOptions, use: (connection: Database.Database) => T): T {
  const connection = new Database(ledgerFile(folder));
  try {
    return use(connection);
  } finally {
    connection.close();
  }
}

/** How many rows there are of each, and a hash over them. */
function derivedIn(options: StoreOptions): unknown {
  return withFile(options, (connection) =>
    DERIVED.map((sql) => {
      const rows = connection.prepare(sql).raw().all();
      return [sql, rows.length, createHash("sha256").update(JSON.stringify(rows)).digest("hex")];
    }),
  );
}

/** Some rows are written more than once, and an entry in five writes none. */
function filledLedger(): StoreOptions {
  const options = shelfOptions(temporaryFolder());
  const writer = openWriter(options);
  const entries = Array.from({ length: ENTRIES }, (_, i) => (i % 5 === 0 ? [] : [word(1 + (i % 90), `word ${i}`)]));
  fill(writer, [entries.slice(0, 1), entries.slice(1, 400), entries.slice(400)]);
  writer.close();
  return options;
}

async function rebuild(options: StoreOptions, signal = NEVER): Promise<void> {
  const writer = openWriter({ ...options, isRebuilding: true });
  try {
    await writer.rebuildDerived(() => undefined, signal);
  } finally {
    writer.close();
  }
}

const INDEX = "shelf_word_by_word";
const DAMAGES = [
  "DELETE FROM log_history; DELETE FROM log_tile; DELETE FROM log_id_part",
  "DELETE FROM log_history WHERE place % 3 = 0; UPDATE log_history SET begin = begin + 1 WHERE place % 3 = 1",
  "INSERT INTO log_history VALUES (911, 5000, 7, 8, 9), (-1, -1, -1, -1, -1)",
  "UPDATE log_tile SET root = zeroblob(32) WHERE number = 0",
  "UPDATE log_tile SET hashes = zeroblob(8192) WHERE number = 1",
  "INSERT INTO log_tile VALUES (0, 7, zeroblob(32), zeroblob(8192)), (9, -1, x'', x'')",
  "DROP INDEX log_entry_by_kind; CREATE INDEX log_entry_by_kind ON log_entry (state)",
  'CREATE INDEX planted ON log_entry (code); CREATE INDEX "an ""odd"" one" ON shelf_word (count)',
  `DROP INDEX ${INDEX}; CREATE INDEX ${INDEX} ON shelf_word (word DESC)`,
  `DROP INDEX ${INDEX}; CREATE UNIQUE INDEX "${INDEX}" ON "shelf_word" ("word")`,
];

it.each(DAMAGES)("makes all that follows from the entries what it was: %s", async (sql) => {
  const options = filledLedger();
  const before = derivedIn(options);
  withFile(options, (connection) => connection.exec(sql));
  expect(derivedIn(options)).not.toEqual(before);
  await rebuild(options);
  expect(derivedIn(options)).toEqual(before);
  withFile(options, (connection) => expect(connection.pragma("integrity_check", { simple: true })).toBe("ok"));
});

it("leaves each part as it was or whole where it is stopped on the way", async () => {
  const options = filledLedger();
  withFile(options, (connection) =>
    connection.exec("UPDATE log_history SET begin = 1; UPDATE log_id_part SET entries = x''"),
  );
  const before = derivedIn(options);
  // Asked first after a step of the tiles, then after each step of the index of changes.
  for (const stopAfter of [1, 2, 5]) {
    let asked = 0;
    const stop = new AbortController();
    const isAborted = (): boolean => ++asked >= stopAfter;
    Object.defineProperty(stop.signal, "aborted", { get: isAborted });
    await rebuild(options, stop.signal);
    expect(asked).toBe(stopAfter);
    expect(derivedIn(options)).toEqual(before);
  }
});

it("throws, and leaves everything as it was, where the entries are not what was signed or their changes cannot be read", async () => {
  for (const sql of [
    "UPDATE log_entry SET leaf = x'00' WHERE place = 300",
    "UPDATE log_entry SET changes = x'ffff' WHERE place = 300",
    "UPDATE log_entry SET changes = x'000000010000000141' WHERE place = 300",
    "DELETE FROM log_entry WHERE place = 300",
    "DELETE FROM log_block WHERE height = 2",
  ]) {
    const options = filledLedger();
    withFile(options, (connection) => connection.exec(`UPDATE log_history SET begin = 1; ${sql}`));
    const before = derivedIn(options);
    await expect(rebuild(options), sql).rejects.toMatchObject({ code: "LEDGER_DAMAGED" });
    expect(derivedIn(options), sql).toEqual(before);
  }
});

it("makes anew what a writer that only goes on does not open", async () => {
  const options = filledLedger();
  withFile(options, (connection) => connection.exec("UPDATE log_tile SET root = zeroblob(32)"));
  expect(() => openWriter(options)).toThrow("LEDGER_DAMAGED");
  await rebuild(options);
  const writer = openWriter(options);
  fill(writer, [[[word(1, "later")]]]);
  expect(writer.head()?.size).toBe(ENTRIES + 1);
  writer.close();
});
