/** Two tables with every kind of column, blocks of arbitrary writes to them, and folders that are gone after a test. */
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import fc from "fast-check";
import { onTestFinished } from "vitest";
import { encode } from "#ledger-core/contract/schema/codec.ts";
import { KEY_MAX } from "#ledger-core/contract/schema/limits.ts";
import { bytes, choice, integer, list, optional, record, text, union } from "#ledger-core/contract/schema/schema.ts";
import type { Value } from "#ledger-core/contract/schema/schema.ts";
import { sealEntry } from "#ledger-core/kernel/block.ts";
import type { Block } from "#ledger-core/kernel/block.ts";
import type { Module } from "#ledger-core/kernel/module.ts";
import { Overlay } from "#ledger-core/kernel/overlay.ts";
import type { IndexRange, RowSource } from "#ledger-core/kernel/rows.ts";
import { createRuleset } from "#ledger-core/kernel/ruleset.ts";
import { table } from "#ledger-core/kernel/table.ts";
import type { AnyTable, RowValue } from "#ledger-core/kernel/table.ts";
import { FORM_SYSTEM } from "#ledger-core/proof/entry.ts";
import { testSuite } from "#ledger-core/proof/suite.testing.ts";
import { encodeSystemEntry } from "#ledger-core/proof/system-entry.ts";
import { openReader, openWriter } from "./store.ts";
import type { Head, Reader, StoreOptions, Writer } from "./store-types.ts";

const pointSchema = record({ x: integer(-100, 100), name: text(20) });

const bookRow = record({
  owner: integer(-Number.MAX_SAFE_INTEGER, Number.MAX_SAFE_INTEGER),
  state: choice(["open", "lent", "gone"]),
  title: text(64),
  mark: bytes(4, 0),
  from: optional(integer(0, Number.MAX_SAFE_INTEGER)),
  note: optional(text(64)),
  seal: optional(bytes(4, 0)),
  mood: optional(choice(["calm", "loud"])),
  tags: list(text(64), 3),
  size: record({ width: integer(0, 9), inner: pointSchema }),
  place: union({ nowhere: record({}), point: pointSchema, list: record({ all: list(pointSchema, 2) }) }),
  extra: optional(list(integer(0, 9), 3)),
});
const wordRow = record({ word: text(64), count: integer(0, KEY_MAX) });

export const bookTable = table({
  name: "shelf.book",
  number: 910,
  row: bookRow,
  indexes: { title: ["title"], mark: ["mark"], place: ["state", "owner"], mixed: ["owner", "title", "mark"] },
}) as AnyTable;
export const wordTable = table({ name: "shelf.word", number: 911, row: wordRow, indexes: { word: ["word"] } }) as AnyTable;

export const shelfModule: Module = {
  name: "shelf",
  tables: [bookTable, wordTable],
  actions: [],
  due: [],
  projections: [],
  invariants: [],
};
export const shelfRuleset = createRuleset([shelfModule]);

/** A row to write, or to remove where `row` is undefined. */
export type Operation = { readonly table: AnyTable; readonly key: number; readonly row: RowValue | undefined };

// Few and close together, so that equal values, neighbours and prefixes come up often; beyond the BMP, and with NUL.
const texts = fc.constantFrom("", "a", "ab", "b", "a\0b", "é", "中", "\uffff", "\u{10000}", "\u{10ffff}", "中\u{1f600}");
const shortBytes = fc.constantFrom([], [0], [0, 0], [0, 255], [127], [128], [255, 1]).map((values) => new Uint8Array(values));
const numbers = fc.constantFrom(0, 1, -1, 2, 2 ** 31, -(2 ** 31) - 1, 2 ** 32 + 5, Number.MAX_SAFE_INTEGER, -Number.MAX_SAFE_INTEGER);
const keys = fc.oneof({ weight: 20, arbitrary: fc.integer({ min: 1, max: 12 }) }, { weight: 1, arbitrary: fc.constant(KEY_MAX) });
const point = fc.record({ x: fc.integer({ min: -100, max: 100 }), name: texts });
const maybe = <T>(values: fc.Arbitrary<T>): fc.Arbitrary<T | undefined> => fc.option(values, { nil: undefined });

const books: fc.Arbitrary<Value<typeof bookRow>> = fc.record({
  owner: numbers,
  state: fc.constantFrom("open", "lent", "gone"),
  title: texts,
  mark: shortBytes,
  from: maybe(fc.constantFrom(0, 7, Number.MAX_SAFE_INTEGER)),
  note: maybe(texts),
  seal: maybe(shortBytes),
  mood: maybe(fc.constantFrom("calm", "loud")),
  tags: fc.array(texts, { maxLength: 3 }),
  size: fc.record({ width: fc.integer({ min: 0, max: 9 }), inner: point }),
  place: fc.oneof(
    fc.constant({ kind: "nowhere" as const }),
    point.map((value) => ({ kind: "point" as const, ...value })),
    fc.array(point, { maxLength: 2 }).map((all) => ({ kind: "list" as const, all })),
  ),
  extra: maybe(fc.array(fc.integer({ min: 0, max: 9 }), { maxLength: 3 })),
});
const words = fc.record({ word: texts, count: fc.integer({ min: 0, max: 5 }) });

const operations: fc.Arbitrary<Operation> = fc.oneof(
  fc.record({ table: fc.constant(bookTable), key: keys, row: fc.option(books, { nil: undefined, freq: 4 }) }),
  fc.record({ table: fc.constant(wordTable), key: keys, row: fc.option(words, { nil: undefined, freq: 4 }) }),
);

/** Blocks of entries of writes. */
export const blocksOfWrites = fc.array(fc.array(fc.array(operations, { maxLength: 6 }), { minLength: 1, maxLength: 4 }), {
  minLength: 1,
  maxLength: 8,
});

export type Scan = { readonly table: AnyTable; readonly index: string; readonly range: IndexRange };

/** Ranges of every index, with bounds on the column after the fixed ones, or on the key where none is left. */
export const scans: fc.Arbitrary<Scan> = fc
  .constantFrom(
    { table: bookTable, index: "key", columns: [] },
    { table: bookTable, index: "title", columns: [texts] },
    { table: bookTable, index: "mark", columns: [shortBytes] },
    { table: bookTable, index: "place", columns: [fc.constantFrom("open", "lent"), numbers] },
    { table: bookTable, index: "mixed", columns: [numbers, texts, shortBytes] },
    { table: wordTable, index: "word", columns: [texts] },
    { table: wordTable, index: "key", columns: [] },
  )
  .chain(({ table: of, index, columns }) =>
    fc.integer({ min: 0, max: columns.length }).chain((fixed) =>
      fc
        .record({
          equal: fc.tuple(...columns.slice(0, fixed)),
          from: maybe<number | string | Uint8Array>(columns[fixed] ?? keys),
          below: maybe<number | string | Uint8Array>(columns[fixed] ?? keys),
          limit: fc.constantFrom(0, 1, 3, 1_000, KEY_MAX),
        })
        .map(({ equal, from, below, limit }) => ({
          table: of,
          index,
          range: { equal, limit, ...(from === undefined ? {} : { from }), ...(below === undefined ? {} : { below }) },
        })),
    ),
  );

/** A block right after `head`, with one entry per list of writes. */
export function blockOf(base: RowSource, head: Head | undefined, entries: readonly (readonly Operation[])[]): Block {
  const height = head === undefined ? 0 : head.height + 1;
  const time = 1_790_000_000 + height;
  const firstIndex = head?.size ?? 0;
  const sealed = entries.map((operationsOfEntry, i) => {
    const index = firstIndex + i;
    const overlay = new Overlay(base, index);
    for (const { table: of, key, row } of operationsOfEntry) {
      if (row === undefined) overlay.remove(of, key);
      else overlay.put(of, key, row);
    }
    const wire = encodeSystemEntry({ name: "shelf", body: encode(integer(0, KEY_MAX), index) });
    const kind = index % 3 === 0 ? "shelf.tidy" : "shelf.fill";
    return sealEntry(
      { suite: testSuite, height, index, overlay },
      {
        form: FORM_SYSTEM,
        id: testSuite.sha256(wire),
        bytes: wire,
        kind,
        code: "",
        data: {},
        state: "system",
        proposal: undefined,
        actor: { person: 1, department: 1 + (index % 2) },
      },
    );
  });
  return { height, time, firstIndex, entries: sealed, results: [], idsAdded: new Uint8Array(0), idsDropped: [] };
}

/** The note of a head, without a signature: the store only keeps it. */
export const signNothing = (size: number): string => `checkpoint of ${size}`;

/** Seals blocks of writes one after another. */
export function fill(writer: Writer, blocks: readonly (readonly (readonly Operation[])[])[]): Block[] {
  return blocks.map((entries) => {
    const block = blockOf(writer.rows, writer.head(), entries);
    writer.commit(block, signNothing);
    return block;
  });
}

/** A word under a key. */
export function word(key: number, text_: string, count = 0): Operation {
  return { table: wordTable, key, row: { word: text_, count } };
}

/** A folder that is removed after the test. */
export function temporaryFolder(): string {
  const folder = mkdtempSync(join(tmpdir(), "store-test-"));
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
  return folder;
}

export function shelfOptions(folder: string): StoreOptions {
  return { folder, ruleset: shelfRuleset, suite: testSuite };
}

/** A writer that is closed after the test. */
export function temporaryWriter(options: StoreOptions = shelfOptions(temporaryFolder())): Writer {
  const writer = openWriter(options);
  onTestFinished(() => writer.close());
  return writer;
}

/** A reader that is closed after the test. */
export function temporaryReader(options: StoreOptions): Reader {
  const reader = openReader(options);
  onTestFinished(() => reader.close());
  return reader;
}
