import { execFileSync } from "node:child_process";
import {
  closeSync,
  copyFileSync,
  mkdirSync,
  openSync,
  readFileSync,
  renameSync,
  rmSync,
  statSync,
  symlinkSync,
  writeFileSync,
  writeSync,
} from "node:fs";
import { join } from "node:path";
import Database from "better-sqlite3";
import { expect, it } from "vitest";
import { copyLedgerFile } from "./copy-ledger.ts";
import { countedRuleset } from "./counted.testing.ts";
import { projectionsFile } from "./ledger-file.ts";
import { fill, word } from "./shelf.testing.ts";
import { Statements } from "./database.ts";
import { connect } from "./reader.ts";
import { SqlReadPort } from "./sql-port.ts";
import { openReader, openWriter } from "./store.ts";
import type { Reader } from "./store-types.ts";
import { shelfOptions, temporaryFolder, temporaryReader } from "./temporary.testing.ts";

/** A ledger of some blocks, in which SQL then alters something behind the store's back. */
function tampered(sql: string): () => unknown {
  const options = shelfOptions(temporaryFolder());
  const writer = openWriter(options);
  fill(writer, [[[word(1, "one")]], [[word(2, "two")], []]]);
  writer.close();
  const connection = new Database(join(options.folder, "ledger.sqlite"));
  connection.exec(sql);
  connection.close();
  return () => openWriter(options);
}

it("does not open a log whose root is not the one that was signed", () => {
  expect(tampered("UPDATE log_entry SET leaf = x'00' WHERE place = 1")).toThrow("LEDGER_DAMAGED");
  expect(tampered("UPDATE log_block SET root = zeroblob(32) WHERE height = 1")).toThrow("LEDGER_DAMAGED");
});

it("does not open a log in which entries or blocks are missing", () => {
  expect(tampered("DELETE FROM log_entry WHERE place = 2")).toThrow("LEDGER_DAMAGED");
  expect(tampered("DELETE FROM log_entry WHERE place = 1")).toThrow("LEDGER_DAMAGED");
  expect(tampered("DELETE FROM log_block WHERE height = 1")).toThrow("LEDGER_DAMAGED");
});

it("does not open a file that has other tables or columns than it should", () => {
  expect(tampered("ALTER TABLE log_block RENAME COLUMN root TO soot")).toThrow("LEDGER_DAMAGED");
  expect(tampered("ALTER TABLE log_entry RENAME TO log_centry")).toThrow("LEDGER_DAMAGED");
});

it("says that the file is damaged when SQLite finds it so, and lets go of the folder", () => {
  const options = shelfOptions(temporaryFolder());
  const writer = openWriter(options);
  fill(writer, [Array.from({ length: 500 }, (_, i) => [word(1 + i, `entry ${i}`)])]);
  writer.close();
  const file = join(options.folder, "ledger.sqlite");
  const whole = readFileSync(file);
  const descriptor = openSync(file, "r+");
  writeSync(descriptor, Buffer.alloc(statSync(file).size - 4_096, 0xa5), 0, undefined, 4_096);
  for (let i = 0; i < 2; i++) expect(() => openWriter(options)).toThrow("LEDGER_DAMAGED");
  writeSync(descriptor, whole, 0, whole.length, 0);
  closeSync(descriptor);
  const again = openWriter(options);
  expect(again.head()?.size).toBe(500);
  again.close();
});

it("has a reader say in the store's words that what it is asked for cannot be read", () => {
  const options = shelfOptions(temporaryFolder());
  const writer = openWriter(options);
  fill(writer, [Array.from({ length: 500 }, (_, i) => [word(1 + i, `entry ${i}`)])]);
  writer.close();
  const reader = temporaryReader(options);
  const file = join(options.folder, "ledger.sqlite");
  const descriptor = openSync(file, "r+");
  writeSync(descriptor, Buffer.alloc(statSync(file).size - 4_096, 0xa5), 0, undefined, 4_096);
  closeSync(descriptor);
  expect(() => reader.entries({ limit: 500 })).toThrow("LEDGER_DAMAGED");
  expect(() => reader.sql.all("SELECT * FROM shelf_word")).toThrow("LEDGER_DAMAGED");
  const alone = connect(options, { isLogAlone: true });
  expect(() => new SqlReadPort(new Statements(alone)).all("SELECT * FROM shelf_word")).toThrow("LEDGER_DAMAGED");
  alone.close();
});

it.skipIf(process.platform === "win32")(
  "opens no pipe, link or folder in the place of a file, nor copies one",
  async () => {
    const options = shelfOptions(temporaryFolder());
    const { folder } = options;
    const writer = openWriter(options);
    fill(writer, [[[word(1, "one")]]]);
    writer.close();
    const file = join(folder, "ledger.sqlite");
    renameSync(file, `${file}.sound`);
    const copying = { folder, file: join(folder, "copy"), progress: () => {}, signal: new AbortController().signal };
    for (const path of [file, `${file}-journal`]) {
      for (const place of [
        () => execFileSync("mkfifo", [path]),
        () => symlinkSync(`${file}.sound`, path),
        () => mkdirSync(path),
      ]) {
        place();
        for (const open of [openReader, openWriter]) expect(() => open(options)).toThrow("NOT_A_LEDGER");
        await expect(copyLedgerFile(copying)).rejects.toMatchObject({ code: "NOT_A_LEDGER", data: { file: path } });
        rmSync(path, { recursive: true });
      }
      copyFileSync(`${file}.sound`, file);
    }
    rmSync(join(folder, "writer.lock"));
    symlinkSync(file, join(folder, "writer.lock"));
    expect(() => openWriter(options)).toThrow("NOT_A_LEDGER");
    temporaryReader(options);
  },
);

it.each<readonly [string, string, (reader: Reader) => unknown]>([
  ["a derived table", "written", ({ sql }) => sql.all("SELECT * FROM written")],
  [
    "a full-text index",
    "searched_data",
    ({ sql }) => sql.all("SELECT rowid FROM searched WHERE searched MATCH ?", "one"),
  ],
  ["how far derived tables are", "projection_progress", (reader) => reader.projectedSize()],
])("names the derived tables, and not the ledger, where a page of %s is damaged", (_, table, ask) => {
  const options = { ...shelfOptions(temporaryFolder()), ruleset: countedRuleset };
  const writer = openWriter(options);
  fill(writer, [[[word(1, "one")]]]);
  writer.close();
  const file = projectionsFile(options.folder);
  const connection = new Database(file);
  const page = connection.prepare("SELECT rootpage FROM sqlite_schema WHERE name = ?").pluck().get(table) as number;
  const pageBytes = connection.pragma("page_size", { simple: true }) as number;
  connection.close();
  const bytes = readFileSync(file);
  writeFileSync(file, bytes.fill(0xa5, (page - 1) * pageBytes, page * pageBytes));
  const reader = openReader(options);
  expect(reader.head()?.size).toBe(1);
  expect(() => ask(reader)).toThrow("DERIVED_UNREADABLE");
  reader.close();
});
