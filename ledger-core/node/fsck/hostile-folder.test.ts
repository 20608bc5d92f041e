/** Folders that somebody has prepared who may write into them, and has no key: what a check must not be fooled or kept busy by. */
import { copyFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import Database from "better-sqlite3";
import { describe, expect, it } from "vitest";
import { memberTable } from "#ledger-core/kernel/governance/tables.ts";
import { nodeSuite } from "#ledger-core/node/crypto-suite.ts";
import { cityRuleset } from "#ledger-core/node/rules.ts";
import { encodeChange } from "#ledger-core/proof/change.ts";
import { HASH_BYTES } from "#ledger-core/proof/suite.ts";
import { openWriter } from "#ledger-core/store/store.ts";
import { temporaryFolder } from "#ledger-core/store/temporary.testing.ts";
import { commitAll, copyOf, findings, makeLittleLedger, tamper } from "./little-ledger.testing.ts";

const little = await makeLittleLedger();

/** Lays a journal beside a file, which is left as it is: the next writer makes of it what SQL makes of the file. */
function leaveJournal(folder: string, file: string, sql: string): void {
  const draft = join(temporaryFolder(), "draft");
  copyFileSync(join(folder, file), draft);
  const connection = new Database(draft);
  connection.pragma("journal_mode = DELETE");
  connection.exec(sql);
  connection.pragma("cache_size = 1");
  // Everything is written over, so that all pages as they were are in the journal.
  connection.exec("BEGIN; CREATE TABLE filling (bytes BLOB)");
  const tables = connection.prepare("SELECT name FROM pragma_table_list WHERE schema = 'main' AND type = 'table'");
  for (const name of tables.pluck().all() as string[])
    if (!/^sqlite_|^filling$/.test(name)) connection.exec(`DELETE FROM "${name}"`);
  connection.exec(
    "INSERT INTO filling WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n LIMIT 999) SELECT zeroblob(4096) FROM n",
  );
  copyFileSync(`${draft}-journal`, join(folder, `${file}-journal`));
  connection.close();
}

describe("a journal that the next writer would play back", () => {
  it.each([
    ["ledger.sqlite", "UPDATE kernel_person SET handle = 'mallory' WHERE key = 1", "handle", "kernel_person"],
    ["projections.sqlite", "UPDATE catalog_usage SET row_count = 9", "row_count", "catalog_usage"],
  ])("is found beside %s", async (file, sql, column, table) => {
    const copy = copyOf(little.folder);
    leaveJournal(copy, file, sql);
    expect(await findings(copy)).not.toEqual([]);
    // What the test is about: so it would have been.
    const connection = new Database(join(copy, file));
    const values = connection.prepare(`SELECT DISTINCT "${column}" FROM ${table}`).pluck().all();
    connection.close();
    expect(values).toContain(file === "ledger.sqlite" ? "mallory" : 9);
  });
});

it("derived tables behind a journal that says they were empty, and undoes nothing, are found", async () => {
  const copy = copyOf(little.folder);
  const sql = "UPDATE catalog_usage SET row_count = 9";
  tamper(copy, (connection) => connection.exec(sql), "projections.sqlite");
  const head = Buffer.alloc(28);
  head.write("d9d505f920a163d7", "hex");
  writeFileSync(join(copy, "projections.sqlite-journal"), head);
  expect(await findings(copy)).not.toEqual([]);
});

it("what leads to the words of the full-text index is looked at as well, where SQLite sees nothing wrong with it", async () => {
  const copy = copyOf(little.folder);
  // As a text, not as bytes.
  const sql = "UPDATE catalog_search_words_idx SET term = ''";
  const file = "projections.sqlite";
  tamper(copy, (connection) => expect(connection.unsafeMode(true).prepare(sql).run().changes).toBeGreaterThan(0), file);
  tamper(copy, (connection) => expect(connection.pragma("integrity_check", { simple: true })).toBe("ok"), file);
  expect(await findings(copy)).toEqual(["catalog_search PROJECTION_DIFFERS"]);
});

it("a row of the index of changes that is of what an act holds, and reads as a change, is found", async () => {
  const copy = copyOf(little.folder);
  const writer = openWriter({ folder: copy, ruleset: cityRuleset, suite: nodeSuite });
  const { city } = little;
  const dataset = city.publish("crafted");
  // What is signed is any 32 bytes: here the removal of a department's row, and what is left of them.
  const removal = encodeChange({ table: memberTable.name, key: 1, row: undefined });
  const contentHash = new Uint8Array(HASH_BYTES).fill(7);
  contentHash.set(removal);
  const content = { contentHash, sizeBytes: 9, rowCount: 3, items: [], previousHash: new Uint8Array(HASH_BYTES) };
  city.ledger.must(city.steward, "catalog.upload", { dataset: { kind: "key", key: dataset }, ...content });
  commitAll(writer, city.ledger);
  writer.close();
  expect(await findings(copy)).toEqual([]);
  tamper(copy, (connection) => {
    const upload = "SELECT place, changes FROM log_entry WHERE kind = 'catalog.upload' ORDER BY place DESC LIMIT 1";
    const [place, changes] = connection.prepare(upload).raw().get() as [number, Buffer];
    const begin = changes.indexOf(Buffer.from(removal));
    expect(begin).toBeGreaterThan(0);
    connection
      .prepare("INSERT INTO log_history VALUES (?, ?, ?, ?, ?)")
      .run(memberTable.number, 1, place, begin, removal.length);
  });
  expect((await findings(copy)).map((finding) => finding.split(" ").at(-1))).toEqual(["HISTORY_UNFOUNDED"]);
});

describe("what is worked out as a file is read or checked", () => {
  /** Takes as long as somebody likes, once for each row. */
  const work = (column: string): string => `iif(length(hex(zeroblob(9))) > 1, ${column}, ${column})`;

  it.each([
    [
      "ledger.sqlite",
      "LEDGER_DAMAGED",
      "ALTER TABLE log_block RENAME COLUMN checkpoint TO kept",
      `ALTER TABLE log_block ADD COLUMN checkpoint TEXT AS (${work("kept")})`,
    ],
    ["ledger.sqlite", "LEDGER_DAMAGED", `CREATE INDEX planted ON kernel_person (${work("handle")})`],
    [
      "ledger.sqlite",
      "LEDGER_DAMAGED",
      "DROP TABLE log_id_part",
      "CREATE TABLE log_id_part (number INTEGER PRIMARY KEY, entries BLOB NOT NULL, more TEXT DEFAULT (hex(zeroblob(9)))) STRICT",
    ],
    [
      "projections.sqlite",
      "DERIVED_UNREADABLE",
      `CREATE INDEX projection_x ON projection_progress (name) WHERE ${work("next")} >= 0`,
    ],
    ["projections.sqlite", "DERIVED_UNREADABLE", `CREATE TABLE projection_y (a TEXT CHECK (${work("a")} > 0))`],
  ])("is refused in %s before it is asked for, and by who writes as well", async (file, code, ...sql) => {
    const copy = copyOf(little.folder);
    tamper(copy, (connection) => sql.forEach((statement) => connection.exec(statement)), file);
    expect(await findings(copy)).toEqual([`${file} ${code}`]);
    const open = (): void => openWriter({ folder: copy, ruleset: cityRuleset, suite: nodeSuite }).close();
    if (file === "ledger.sqlite") expect(open).toThrow("LEDGER_DAMAGED");
    else {
      open();
      expect(await findings(copy)).toEqual([]);
    }
  });
});

it("what is in a table of the log that is declared otherwise is not judged", async () => {
  const copy = copyOf(little.folder);
  tamper(copy, (connection) => connection.exec("ALTER TABLE log_block ADD COLUMN more TEXT"));
  tamper(copy, (connection) => connection.exec("UPDATE log_block SET checkpoint = 'none'"));
  expect(await findings(copy)).toEqual(["ledger.sqlite SCHEMA_DIFFERS"]);
});

it("a log that says it is longer than anybody could go through is found", async () => {
  const copy = copyOf(little.folder);
  tamper(copy, (connection) =>
    connection.exec("UPDATE log_block SET first_place = 1 << 61 WHERE height = (SELECT max(height) FROM log_block)"),
  );
  const found = await findings(copy);
  expect(found.some((finding) => finding.startsWith("block "))).toBe(true);
});
