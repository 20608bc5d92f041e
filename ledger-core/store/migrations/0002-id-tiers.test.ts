import { join } from "node:path";
import Database from "better-sqlite3";
import { expect, it } from "vitest";
import { readVersion } from "#ledger-core/store/migrations.ts";
import { makeFirstForm } from "#ledger-core/store/older.testing.ts";
import { blockOf, fill, signNothing, word } from "#ledger-core/store/shelf.testing.ts";
import { openReader, openWriter } from "#ledger-core/store/store.ts";
import type { StoreOptions } from "#ledger-core/store/store-types.ts";
import { shelfOptions, temporaryFolder } from "#ledger-core/store/temporary.testing.ts";

type SchemaRow = { readonly name: string; readonly sql: string };

const SCHEMA = "SELECT name, sql FROM sqlite_schema WHERE sql IS NOT NULL ORDER BY name";

function change(folder: string, work: (connection: Database.Database) => void): void {
  const connection = new Database(join(folder, "ledger.sqlite"));
  work(connection);
  connection.close();
}

function schemaOf(folder: string): readonly SchemaRow[] {
  let rows: readonly SchemaRow[] = [];
  change(folder, (connection) => (rows = connection.prepare<[], SchemaRow>(SCHEMA).all()));
  return rows;
}

/** A ledger as it was before: found by an index of its own. */
function oldLedger(entries: number): { readonly options: StoreOptions; readonly ids: readonly Uint8Array[] } {
  const options = shelfOptions(temporaryFolder());
  const writer = openWriter(options);
  const none = Array.from({ length: entries }, () => []);
  const block = blockOf(writer.rows, undefined, none);
  writer.commit(block, signNothing);
  writer.close();
  makeFirstForm(options.folder);
  return { options, ids: block.entries.map(({ id }) => id) };
}

it.each([1, 255, 256, 1_500])("turns the index of an old ledger of %i entries into tiers", (entries) => {
  const { options, ids } = oldLedger(entries);
  expect(() => openReader(options)).toThrow("LEDGER_OLDER");
  const writer = openWriter(options);
  fill(writer, [Array.from({ length: 300 }, (_, i) => [word(1 + i, `later ${i}`)])]);
  const reader = writer.reader();
  for (const [index, id] of ids.entries()) expect(reader.findEntry(id)?.index).toBe(index);
  const later = reader.entry(entries + 299);
  expect(reader.findEntry(later?.id ?? new Uint8Array(0))).toEqual(later);
  reader.close();
  writer.close();
  const fresh = shelfOptions(temporaryFolder());
  openWriter(fresh).close();
  expect(schemaOf(options.folder)).toEqual(schemaOf(fresh.folder));
});

it("opens a ledger that lacks an entry, for a check to name it", () => {
  const { options } = oldLedger(600);
  change(options.folder, (connection) => connection.exec("DELETE FROM log_entry WHERE place = 5"));
  openWriter(options).close();
  change(options.folder, (connection) => expect(readVersion(connection, "")).toBe(2));
});
