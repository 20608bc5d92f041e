import { join } from "node:path";
import Database from "better-sqlite3";
import { expect, it, onTestFinished } from "vitest";
import type { Connection } from "./database.ts";
import { MIGRATIONS, checkVersion, migrate, readVersion } from "./migrations.ts";
import { openReader, openWriter } from "./store.ts";
import { shelfOptions, temporaryFolder } from "./temporary.testing.ts";

function emptyFile(): Connection {
  const connection = new Database(join(temporaryFolder(), "some.sqlite"));
  onTestFinished(() => void connection.close());
  return connection;
}

it("numbers its steps from 1 without gaps", () => {
  expect(MIGRATIONS.map((migration) => migration.version)).toEqual(MIGRATIONS.map((_, i) => i + 1));
});

it("takes each step once, and again does nothing", () => {
  const connection = emptyFile();
  const steps = [
    { version: 1, statements: ["CREATE TABLE log_first (key INTEGER PRIMARY KEY)"] },
    { version: 2, statements: ["ALTER TABLE log_first ADD COLUMN second TEXT"] },
  ];
  migrate(connection, "folder", steps.slice(0, 1));
  expect(readVersion(connection, "folder")).toBe(1);
  for (let i = 0; i < 2; i++) migrate(connection, "folder", steps);
  expect(readVersion(connection, "folder")).toBe(2);
  connection.exec("INSERT INTO log_first (second) VALUES ('two')");
});

it("takes a step whole or not at all", () => {
  const connection = emptyFile();
  const steps = [
    { version: 1, statements: ["CREATE TABLE log_first (key INTEGER PRIMARY KEY)"] },
    { version: 2, statements: ["CREATE TABLE log_second (key INTEGER PRIMARY KEY)", "this is not SQL"] },
  ];
  expect(() => migrate(connection, "folder", steps)).toThrow("syntax error");
  expect(readVersion(connection, "folder")).toBe(1);
  expect(connection.pragma("table_info(log_second)")).toEqual([]);
});

it("refuses another program's database, and one of a newer or an older program", () => {
  const foreign = emptyFile();
  foreign.exec("CREATE TABLE bookmark (url TEXT)");
  expect(() => migrate(foreign, "folder")).toThrow("NOT_A_LEDGER");
  expect(() => checkVersion(foreign, "folder")).toThrow("NOT_A_LEDGER");
  expect(() => checkVersion(emptyFile(), "folder")).toThrow("NOT_A_LEDGER");
  const newer = emptyFile();
  migrate(newer, "folder", [...MIGRATIONS, { version: MIGRATIONS.length + 1, statements: [] }]);
  expect(() => migrate(newer, "folder")).toThrow("LEDGER_NEWER");
  expect(() => checkVersion(newer, "folder")).toThrow("LEDGER_NEWER");
  const older = emptyFile();
  migrate(older, "folder");
  checkVersion(older, "folder");
  const next = { version: MIGRATIONS.length + 1, statements: [] };
  expect(() => checkVersion(older, "folder", [...MIGRATIONS, next])).toThrow("LEDGER_OLDER");
});

it("turns writer and reader away from a ledger of a newer program, without touching it", () => {
  const options = shelfOptions(temporaryFolder());
  openWriter(options).close();
  const file = join(options.folder, "ledger.sqlite");
  const connection = new Database(file);
  connection.pragma(`user_version = ${MIGRATIONS.length + 1}`);
  connection.close();
  expect(() => openWriter(options)).toThrow("LEDGER_NEWER");
  expect(() => openReader(options)).toThrow("LEDGER_NEWER");
  const after = new Database(file, { readonly: true });
  expect(after.pragma("user_version", { simple: true })).toBe(MIGRATIONS.length + 1);
  after.close();
});
