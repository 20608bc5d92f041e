import { join } from "node:path";
import { describe, expect, it } from "vitest";
import {
  asStoreError,
  openForWriting,
  openNameless,
  plainBytes,
  refusePrograms,
  RowInserts,
  Statements,
} from "./database.ts";
import { StoreError } from "./store-error.ts";
import { temporaryFolder } from "./temporary.testing.ts";

describe("a connection that writes", () => {
  it("waits for the disk at every commit if it is to be durable", () => {
    const file = join(temporaryFolder(), "some.sqlite");
    for (const { durable, synchronous } of [
      { durable: true, synchronous: 2 },
      { durable: false, synchronous: 1 },
    ]) {
      const connection = openForWriting(file, { durable });
      expect(connection.pragma("synchronous", { simple: true })).toBe(synchronous);
      expect(connection.pragma("journal_mode", { simple: true })).toBe("wal");
      for (const name of ["fullfsync", "checkpoint_fullfsync"])
        expect(connection.pragma(name, { simple: true })).toBe(durable ? 1 : 0);
      connection.close();
    }
  });

  it("prepares a statement once, however many others come in between", () => {
    const connection = openForWriting(join(temporaryFolder(), "some.sqlite"), { durable: false });
    const statements = new Statements(connection);
    const first = statements.prepare("SELECT 1");
    for (let i = 0; i < 600; i++) {
      statements.prepare(`SELECT ${i + 2}`);
      if (i % 100 === 0) expect(statements.prepare("SELECT 1")).toBe(first);
    }
    expect(statements.prepare("SELECT 1")).toBe(first);
    connection.close();
  });
});

describe("rows that are inserted together", () => {
  it.each([0, 1, 31, 32, 33, 64, 500])("are all there, each as it was given: %i of them", (count) => {
    const connection = openForWriting(join(temporaryFolder(), "some.sqlite"), { durable: false });
    connection.exec("CREATE TABLE some (key INTEGER PRIMARY KEY, name TEXT, bytes BLOB) STRICT");
    const statements = new Statements(connection);
    const given = Array.from({ length: count }, (_, i) => [
      i * 7,
      i % 3 === 0 ? null : `n${i}`,
      Buffer.from([i & 255]),
    ]);
    const inserts = new RowInserts(statements, "INSERT INTO some (key, name, bytes)", 3);
    for (const row of given) inserts.add(row);
    inserts.flush();
    // Nothing waits any more: what was inserted is not inserted again.
    inserts.flush();
    expect(statements.rows("SELECT * FROM some ORDER BY key")).toEqual(given);
    connection.close();
  });

  it("leave the ones before them where one of them cannot be", () => {
    const connection = openForWriting(join(temporaryFolder(), "some.sqlite"), { durable: false });
    connection.exec("CREATE TABLE some (key INTEGER PRIMARY KEY) STRICT");
    const statements = new Statements(connection);
    const twice = connection.transaction(() => {
      const inserts = new RowInserts(statements, "INSERT INTO some (key)", 1);
      for (let key = 0; key < 40; key++) inserts.add([key === 39 ? 3 : key]);
      inserts.flush();
    });
    expect(() => twice.immediate()).toThrow("UNIQUE");
    expect(statements.rows("SELECT * FROM some")).toEqual([]);
    connection.close();
  });
});

describe("a file", () => {
  const parents = "CREATE TABLE parent (key INTEGER PRIMARY KEY, word TEXT NOT NULL UNIQUE) STRICT";
  const index = "CREATE INDEX parent_by_word ON parent (word DESC)";
  const words = "CREATE VIRTUAL TABLE words USING fts5(word, checked)";

  function refused(...sql: readonly string[]): unknown {
    const connection = openNameless();
    connection.unsafeMode(true);
    try {
      for (const statement of sql) connection.exec(statement);
      refusePrograms(connection, "main");
      return undefined;
    } catch (error) {
      return error;
    } finally {
      connection.close();
    }
  }

  it("is taken with tables, indexes, modules and columns that were appended", () => {
    const appended = [
      "TEXT NOT NULL DEFAULT 'it''s (none)'",
      "TEXT NOT NULL DEFAULT ''",
      "TEXT NOT NULL DEFAULT '''quoted'''",
      "INTEGER NOT NULL DEFAULT -5",
      "BLOB NOT NULL DEFAULT x'80'",
      "BLOB NOT NULL DEFAULT x''",
      `TEXT NOT NULL DEFAULT '${"long".repeat(100_000)}'`,
    ].map((definition, i) => `ALTER TABLE parent ADD COLUMN checkpoint${i} ${definition}`);
    const keyed = "CREATE TABLE keyed (a TEXT, b INTEGER, PRIMARY KEY (a, b)) STRICT, WITHOUT ROWID";
    expect(refused(parents, index, words, ...appended, keyed)).toBeUndefined();
  });

  it.each([
    ["a view", "CREATE VIEW v AS SELECT 1", "v"],
    ["a trigger", "CREATE TRIGGER t AFTER INSERT ON parent BEGIN DELETE FROM parent; END", "t"],
    [
      "a column that is worked out as it is read",
      "ALTER TABLE parent ADD COLUMN x TEXT AS (hex(zeroblob(9)))",
      "parent",
    ],
    ["a column that is worked out as it is written", "CREATE TABLE x (a INTEGER, b AS (a + 1) STORED)", "x"],
    ["an index of what is worked out", "CREATE INDEX x ON parent (key, lower(word))", "x"],
    ["an index of some rows", "CREATE INDEX x ON parent (word) WHERE length(word) > 1", "x"],
    ["a condition", "CREATE TABLE x (a TEXT check(length(a) < 9))", "x"],
    ["a condition of a table", "CREATE TABLE x (a TEXT, CONSTRAINT short/**/CHECK/**/(length(a) < 9))", "x"],
    ["a key of another table", "CREATE TABLE x (a INTEGER REFERENCES parent ON DELETE CASCADE)", "x"],
    ["a default that is worked out", "CREATE TABLE x (a INTEGER, b TEXT DEFAULT (hex(randomblob(9))))", "x"],
    [
      "a default that is worked out without a function",
      "CREATE TABLE x (a INTEGER, b TEXT DEFAULT ('a' LIKE '%b'))",
      "x",
    ],
    ["a default that is worked out of texts", "CREATE TABLE x (a INTEGER, b TEXT DEFAULT ('' || 'a''' || ''''))", "x"],
    ["a default of when a row is written", "CREATE TABLE x (a INTEGER, b TEXT DEFAULT CURRENT_TIMESTAMP)", "x"],
    ["rows that take the place of others", "CREATE TABLE x (a TEXT UNIQUE ON/**/CONFLICT/**/REPLACE)", "x"],
    ["any of them in what a module keeps", "CREATE INDEX x ON words_config (k) WHERE v > 1", "x"],
    [
      "a table that is declared as SQLite would not write it down",
      "PRAGMA writable_schema = ON; UPDATE sqlite_schema SET sql = replace(sql, 'CREATE TABLE', 'CREATE  TABLE') WHERE name = 'parent'",
      "parent",
    ],
  ])("is refused with %s", (_, sql, table) => {
    expect(refused(parents, index, words, sql)).toMatchObject({ code: "LEDGER_DAMAGED", data: { table } });
  });
});

describe("an error of SQLite or of the file system", () => {
  const failure = (code: string): Error => Object.assign(new Error("it failed"), { code });

  it.each([
    ["SQLITE_FULL", "DISK_FULL"],
    ["SQLITE_IOERR_WRITE", "DISK_FULL"],
    ["ENOSPC", "DISK_FULL"],
    ["SQLITE_CORRUPT_VTAB", "LEDGER_DAMAGED"],
    ["SQLITE_NOTADB", "NOT_A_LEDGER"],
    ["SQLITE_BUSY", "LEDGER_LOCKED"],
    ["SQLITE_CANTOPEN", "FOLDER_UNWRITABLE"],
    ["SQLITE_READONLY_DIRECTORY", "FOLDER_UNWRITABLE"],
    ["EROFS", "FOLDER_UNWRITABLE"],
    ["EMFILE", "FOLDER_UNWRITABLE"],
    ["EBUSY", "FOLDER_UNWRITABLE"],
  ])("%s is %s to the store", (code, expected) => {
    const error = asStoreError(failure(code), { folder: "here" });
    expect(error).toBeInstanceOf(StoreError);
    expect(error).toMatchObject({
      code: expected,
      data: { folder: "here", detail: code },
      cause: { message: "it failed" },
    });
  });

  it("of another kind stays what it is", () => {
    for (const error of [
      failure("SQLITE_CONSTRAINT"),
      failure("ENOENT"),
      new Error("other"),
      "text",
      new StoreError("DISK_FULL", {}),
    ])
      expect(asStoreError(error, { folder: "here" })).toBe(error);
  });
});

it("gives bytes as plain ones over the same memory", () => {
  const buffer = Buffer.from([1, 2, 3]).subarray(1);
  expect(plainBytes(buffer)).toEqual(Uint8Array.of(2, 3));
  expect(plainBytes(buffer).constructor).toBe(Uint8Array);
});
