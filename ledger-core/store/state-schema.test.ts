import { join } from "node:path";
import Database from "better-sqlite3";
import { expect, it, vi } from "vitest";
import { encode } from "#ledger-core/contract/schema/codec.ts";
import { choice, integer, list, optional, record, text } from "#ledger-core/contract/schema/schema.ts";
import type { RecordShape } from "#ledger-core/contract/schema/schema.ts";
import { createRuleset } from "#ledger-core/kernel/ruleset.ts";
import { table } from "#ledger-core/kernel/table.ts";
import type { AnyTable } from "#ledger-core/kernel/table.ts";
import { testSuite } from "#ledger-core/proof/suite.testing.ts";
import { ledgerFile } from "./ledger-file.ts";
import { unpack } from "./packed.ts";
import { blockOf, fill, shelfModule, signNothing } from "./shelf.testing.ts";
import { decodeRow, layoutOf } from "./state-layout.ts";
import { openReader, openWriter } from "./store.ts";
import type { StoreOptions } from "./store-types.ts";
import { temporaryFolder } from "./temporary.testing.ts";

// As it is, but counted.
vi.mock("./packed.ts", { spy: true });

const oldFields = { name: text(20), count: integer(0, 9) };
const newFields = {
  note: optional(text(20)),
  level: integer(5, 9),
  mood: choice(["it's calm", "loud"]),
  tags: list(text(9), 3),
  title: text(20),
};
const NEUTRAL = { note: undefined, level: 5, mood: "it's calm", tags: [], title: "" };

function cardTable(row: RecordShape, indexes: Readonly<Record<string, readonly string[]>> = {}): AnyTable {
  return table({ name: "desk.card", number: 920, row, indexes });
}

function optionsOf(folder: string, ...tables: readonly AnyTable[]): StoreOptions {
  const ruleset = createRuleset([{ ...shelfModule, name: "desk", tables }]);
  return { folder, ruleset, suite: testSuite };
}

it("appends columns to a ledger of an older program; its rows hold their neutral values, now and in the past", () => {
  const folder = temporaryFolder();
  const old = cardTable(record(oldFields));
  const writer = openWriter(optionsOf(folder, old));
  fill(writer, [
    [[{ table: old, key: 1, row: { name: "a", count: 1 } }]],
    [[{ table: old, key: 2, row: { name: "b", count: 2 } }]],
  ]);
  writer.close();
  const current = cardTable(record(oldFields, newFields), { note: ["title", "level"] });
  const options = optionsOf(folder, current);
  expect(() => openReader(options)).toThrow("LEDGER_OLDER");
  const second = openWriter(options);
  const full = { name: "c", count: 3, note: "n", level: 7, mood: "loud", tags: ["t"], title: "T" };
  fill(second, [[[{ table: current, key: 3, row: full }]]]);
  const first = { key: 1, changedAt: 0, row: { name: "a", count: 1, ...NEUTRAL } };
  expect(second.rows.get(current, 1)).toEqual(first);
  expect(second.rows.scan(current, "note", { equal: ["", 5], limit: 9 }).map((stored) => stored.key)).toEqual([1, 2]);
  const reader = second.reader();
  expect(reader.rowsAt(0).get(current, 1)).toEqual(first);
  expect(reader.rowsAt(2).get(current, 3)?.row).toEqual(full);
  expect(reader.history(current, 2, { limit: 1 })[0]?.after).toEqual({ name: "b", count: 2, ...NEUTRAL });
  reader.close();
  second.close();
});

it.each([
  "DROP TABLE desk_card",
  // The index of changes is derived, and may be damaged as well.
  "DELETE FROM log_history; DROP TABLE desk_card",
  "DROP INDEX desk_card_by_note; ALTER TABLE desk_card DROP COLUMN title",
  "DROP INDEX desk_card_by_note; ALTER TABLE desk_card DROP COLUMN title; ALTER TABLE desk_card DROP COLUMN tags",
])("makes nothing anew that was there and is gone, as no older program would have left it: %s", (sql) => {
  const folder = temporaryFolder();
  const card = cardTable(record(oldFields, newFields), { note: ["title", "level"] });
  const options = optionsOf(folder, card);
  const writer = openWriter(options);
  const full = { name: "c", count: 3, note: "n", level: 7, mood: "loud", tags: ["t"], title: "T" };
  const newest = { table: card, key: 4, row: { ...full, tags: [], title: "" } };
  fill(writer, [[[{ table: card, key: 3, row: full }]], [[newest]], [[{ table: card, key: 3, row: undefined }]]]);
  writer.close();
  const connection = new Database(ledgerFile(folder));
  connection.exec(sql);
  const schema = (): unknown => connection.prepare("SELECT sql FROM sqlite_schema ORDER BY name").all();
  const before = schema();
  for (const open of [openReader, openWriter])
    expect(() => open(options)).toThrow(
      expect.objectContaining({ code: "LEDGER_DAMAGED", data: expect.objectContaining({ table: "desk.card" }) }),
    );
  expect(schema()).toEqual(before);
  connection.close();
});

it("unpacks of a ledger of an older program only what names a table that lacks something", () => {
  const folder = temporaryFolder();
  const old = cardTable(record(oldFields));
  const other = table({ name: "desk.other", number: 921, row: record(oldFields) }) as AnyTable;
  const writer = openWriter(optionsOf(folder, old, other));
  const row = { name: "a", count: 1 };
  fill(writer, [
    ...Array.from({ length: 9 }, (_, key) => [[{ table: other, key, row }]]),
    [[{ table: other, key: 9, row }], [{ table: old, key: 1, row }]],
  ]);
  writer.close();
  const added = table({ name: "desk.added", number: 922, row: record(oldFields) }) as AnyTable;
  const unpackedFor = (...tables: readonly AnyTable[]): number => {
    vi.mocked(unpack).mockClear();
    expect(() => openReader(optionsOf(folder, ...tables))).toThrow("LEDGER_OLDER");
    return vi.mocked(unpack).mock.calls.length;
  };
  expect(unpackedFor(old, other, added)).toBe(0);
  expect(unpackedFor(cardTable(record(oldFields, newFields)), other)).toBe(1);
});

it("turns an older program away from columns and tables that it does not know", () => {
  const folder = temporaryFolder();
  const other = table({ name: "desk.other", number: 921, row: record(oldFields) }) as AnyTable;
  openWriter(optionsOf(folder, cardTable(record(oldFields, newFields)), other)).close();
  for (const older of [
    optionsOf(folder, cardTable(record(oldFields)), other),
    optionsOf(folder, cardTable(record(newFields))),
    optionsOf(folder, cardTable(record({ title: text(20), ...oldFields })), other),
  ]) {
    expect(() => openWriter(older)).toThrow("LEDGER_NEWER");
    expect(() => openReader(older)).toThrow("LEDGER_NEWER");
  }
});

it("does not append a column that old rows leave no room for, and leaves the file as it was", () => {
  const folder = temporaryFolder();
  const old = cardTable(record(oldFields));
  openWriter(optionsOf(folder, old)).close();
  const wanting = cardTable(record({ ...oldFields, title: text(20) }));
  expect(() => openWriter(optionsOf(folder, wanting))).toThrow("declared as appended");
  openWriter(optionsOf(folder, old)).close();
});

it("makes indexes that scans use, and makes them anew when they are declared otherwise", () => {
  const folder = temporaryFolder();
  const plan = (order: string): string => {
    const connection = new Database(join(folder, "ledger.sqlite"), { readonly: true });
    const sql = `EXPLAIN QUERY PLAN SELECT * FROM desk_card WHERE ${order} LIMIT 5`;
    const steps = connection.prepare<unknown[], { readonly detail: string }>(sql).all();
    connection.close();
    return steps.map((step) => step.detail).join("; ");
  };
  openWriter(optionsOf(folder, cardTable(record(oldFields), { name: ["name"] }))).close();
  expect(plan("name = 'a' AND key > 3 ORDER BY key")).toBe(
    "SEARCH desk_card USING INDEX desk_card_by_name (name=? AND rowid>?)",
  );
  openWriter(optionsOf(folder, cardTable(record(oldFields), { name: ["name", "count"] }))).close();
  expect(plan("name = 'a' AND count >= 3 ORDER BY count, key")).toBe(
    "SEARCH desk_card USING INDEX desk_card_by_name (name=? AND count>?)",
  );
});

it("refuses names that SQL would confuse", () => {
  const of = (name: string, ...fields: readonly string[]): AnyTable => ({
    ...cardTable({ kind: "record", written: fields.length, fields: fields.map((field) => [field, text(9)] as const) }),
    name,
  });
  expect(() => layoutOf(of("desk.card", "name", "Name"))).toThrow("is a column");
  expect(() => layoutOf(of("desk.card", "key"))).toThrow("is a column");
  expect(() => layoutOf(of("desk.card", 'a"b'))).toThrow("is a column");
  expect(() => layoutOf(of("log.entry", "name"))).toThrow("names a table");
  expect(() => layoutOf(of("desk", "name"))).toThrow("names a table");
});

it("finds out where a stored row is not of its table", () => {
  const row = record(oldFields);
  const bytes = encode(row, { name: "a", count: 1 });
  expect(decodeRow(cardTable(row), bytes)).toEqual({ name: "a", count: 1 });
  expect(() => decodeRow(cardTable(record({ name: integer(0, 1), count: integer(0, 9) })), bytes)).toThrow(
    "LEDGER_DAMAGED",
  );
});

it("keeps a block of one table apart from another's", () => {
  const folder = temporaryFolder();
  const card = cardTable(record(oldFields));
  const other = table({ name: "desk.card_index", number: 922, row: record(oldFields) }) as AnyTable;
  const writer = openWriter(optionsOf(folder, card, other));
  writer.commit(
    blockOf(writer.rows, undefined, [[{ table: other, key: 1, row: { name: "x", count: 1 } }]]),
    signNothing,
  );
  expect(writer.rows.get(card, 1)).toBeUndefined();
  expect(writer.rows.get(other, 1)?.row).toEqual({ name: "x", count: 1 });
  writer.close();
});

it.each([
  ["an index", (sqlName: string) => `CREATE UNIQUE INDEX planted ON "${sqlName}" ("count")`],
  [
    "another key",
    (sqlName: string) => `ALTER TABLE "${sqlName}" RENAME TO "old";
      CREATE TABLE "${sqlName}" ("key" INTEGER, "changed_at" INTEGER NOT NULL, "name" TEXT NOT NULL, "count" INTEGER PRIMARY KEY) STRICT;
      INSERT INTO "${sqlName}" SELECT * FROM "old"; DROP TABLE "old"`,
  ],
])("refuses to write into a table in which %s would have a row take the place of others", (_what, planted) => {
  const folder = temporaryFolder();
  const cards = cardTable(record(oldFields));
  const options = optionsOf(folder, cards);
  const writer = openWriter(options);
  fill(writer, [[[{ table: cards, key: 1, row: { name: "a", count: 1 } }]]]);
  writer.close();
  const connection = new Database(ledgerFile(folder));
  connection.exec(planted(layoutOf(cards).sqlName));
  connection.close();
  expect(() => openWriter(options)).toThrow("LEDGER_DAMAGED");
});
