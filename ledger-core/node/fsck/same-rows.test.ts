import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import Database from "better-sqlite3";
import { expect, it, onTestFinished } from "vitest";
import { beginNameless, openForWriting, openNameless, Statements } from "#ledger-core/store/database.ts";
import { openFile } from "#ledger-core/store/reader.ts";
import { temporaryFolder } from "#ledger-core/store/temporary.testing.ts";
import { SameRows } from "./same-rows.ts";

const TABLE = "CREATE TABLE t (key INTEGER PRIMARY KEY, number INTEGER, text TEXT, bytes BLOB)";
const COMPARED = {
  name: "t",
  keyName: "key",
  columns: ["number INTEGER", "text TEXT", "bytes BLOB"].map((column) => {
    const [name = "", type = ""] = column.split(" ");
    return { name, type };
  }),
};
const ROWS = "(1, 1, 'a', x'0102'), (2, NULL, '', x''), (3, 9007199254740993, 'é', NULL)";
const MOMENT_SQL = "SELECT text FROM SCHEMA.moment";

/** A file with these rows. Columns without types of their own keep what they are given, as a damaged file may hold it. */
function fileWith(rows: string, table = TABLE.replace(" INTEGER, text TEXT, bytes BLOB", ", text, bytes")): string {
  const file = join(temporaryFolder(), "file.sqlite");
  const connection = openForWriting(file, { durable: false });
  connection.exec(
    `${table}; INSERT INTO t VALUES ${rows}; CREATE TABLE moment (text); INSERT INTO moment VALUES ('now')`,
  );
  connection.close();
  return file;
}

/** What is asked of the file beside the table with `ROWS`. `begun` is called between the two looks at the file. */
function sameRows(file: string, begun = (): void => {}): SameRows {
  const stored = new Statements(openFile(file).connection);
  const made = new Statements(openNameless());
  onTestFinished(() => [stored, made].forEach(({ connection }) => connection.close()));
  made.connection.exec(TABLE);
  beginNameless(made);
  made.connection.exec(`INSERT INTO t VALUES ${ROWS}`);
  stored.connection.exec("BEGIN");
  stored.row("SELECT text FROM moment");
  begun();
  return new SameRows(made, file, { statements: stored, schema: "main" }, MOMENT_SQL);
}

it("says that the rows are the same where they are, in whatever order they were written", () => {
  expect(sameRows(fileWith(ROWS, TABLE)).areIn(COMPARED)).toBe(true);
  expect(sameRows(fileWith(ROWS)).areIn(COMPARED)).toBe(true);
  const [first, second, third] = ROWS.split(/, (?=\()/);
  expect(sameRows(fileWith([third, first, second].join(", "))).areIn(COMPARED)).toBe(true);
});

it.each([
  ["a byte is another", "x'0102'", "x'0103'"],
  ["bytes go on", "x'0102'", "x'010200'"],
  ["a text is another", "'é'", "'e'"],
  ["a text is another in its case alone", "'a'", "'A'"],
  ["a text goes on behind a zero", "'a'", "'a' || char(0)"],
  ["a text goes on with a blank", "'a'", "'a '"],
  ["a text is bytes", "'a'", "x'61'"],
  ["bytes are a text", "x'0102'", "CAST(x'0102' AS TEXT)"],
  ["a number is another", "1, 'a'", "2, 'a'"],
  ["a number is another that no float tells from it", "9007199254740993", "9007199254740992"],
  ["a whole number is a float", "1, 'a'", "1.0, 'a'"],
  ["a number is a text", "1, 'a'", "'1', 'a'"],
  ["an empty text is nothing", "NULL, ''", "NULL, NULL"],
  ["nothing is an empty text", "NULL, ''", "'', ''"],
  ["nothing is zero", "NULL, ''", "0, ''"],
  ["empty bytes are nothing", "x'')", "NULL)"],
  ["nothing is empty bytes", "NULL)", "x'')"],
  ["a row has another key", "(3, ", "(4, "],
  ["a row is gone", "(2, NULL, '', x''), ", ""],
  ["a row is too many", "(1, ", "(0, 1, 'a', x'0102'), (1, "],
  ["a row is gone and one that is like another is too many", "(2, NULL, '', x'')", "(0, 1, 'a', x'0102')"],
])("says that they are not where %s", (_, what, instead) => {
  expect(ROWS).toContain(what);
  expect(sameRows(fileWith(ROWS.replace(what, instead))).areIn(COMPARED)).toBe(false);
});

it("does not count a row twice that lies twice under its key, where another is gone", () => {
  const file = fileWith(ROWS.replace("(2, NULL, '', x'')", "(2, 1, 'a', x'0102')"), TABLE);
  const bytes = readFileSync(file);
  // Behind its key, the row as SQLite writes it: the types of its columns, and what they hold.
  const at = bytes.indexOf(Buffer.from("02050009" + "0f1061" + "0102", "hex"));
  expect(at).toBeGreaterThan(0);
  writeFileSync(file, bytes.fill(1, at, at + 1));
  expect(sameRows(file).areIn(COMPARED)).toBe(false);
});

it("counts the rows of the table, and not those of an index that lacks one", () => {
  const file = fileWith(ROWS, TABLE);
  const change = (use: (connection: Database.Database) => void): void => {
    const connection = new Database(file);
    connection.unsafeMode();
    connection.pragma("writable_schema = ON");
    use(connection);
    connection.close();
  };
  const ofIndex = "FROM sqlite_schema WHERE type = 'index'";
  change((connection) => {
    connection.exec(
      `CREATE INDEX t_by_number ON t (number); CREATE TABLE kept AS SELECT * ${ofIndex}; DELETE ${ofIndex}`,
    );
  });
  change((connection) => {
    connection.exec(`INSERT INTO t VALUES (4, 1, 'a', x''); INSERT INTO sqlite_schema SELECT * FROM kept`);
  });
  expect(sameRows(file).areIn(COMPARED)).toBe(false);
});

it("says nothing of a file whose writer has gone on since", () => {
  const file = fileWith(ROWS);
  const same = sameRows(file, () => {
    const writer = openForWriting(file, { durable: false });
    writer.exec("UPDATE moment SET text = 'later'");
    writer.close();
  });
  expect(same.areIn(COMPARED)).toBe(false);
});

it("says nothing of a file that is gone, or lacks the table", () => {
  const file = fileWith(ROWS);
  expect(sameRows(file).areIn({ ...COMPARED, name: "u" })).toBe(false);
  const made = new Statements(openNameless());
  onTestFinished(() => void made.connection.close());
  made.connection.exec(TABLE);
  beginNameless(made);
  const snapshot = { statements: new Statements(openFile(file).connection), schema: "main" };
  onTestFinished(() => void snapshot.statements.connection.close());
  expect(new SameRows(made, `${file}.gone`, snapshot, MOMENT_SQL).areIn(COMPARED)).toBe(false);
});
