/** Arbitrary rows of the shelf, blocks of writes of them, and scans along its indexes. */
import fc from "fast-check";
import { KEY_MAX } from "#ledger-core/contract/schema/limits.ts";
import type { Value } from "#ledger-core/contract/schema/schema.ts";
import type { IndexRange, IndexValue } from "#ledger-core/kernel/rows.ts";
import type { AnyTable } from "#ledger-core/kernel/table.ts";
import { bookTable, wordTable } from "./shelf.testing.ts";
import type { bookRow, Operation } from "./shelf.testing.ts";

// Few and close together, so that equal values, neighbours and prefixes come up often; beyond the BMP, and with NUL.
const texts = fc.constantFrom(
  "",
  "a",
  "ab",
  "b",
  "a\0b",
  "é",
  "中",
  "\uffff",
  "\u{10000}",
  "\u{10ffff}",
  "中\u{1f600}",
);
const shortBytes = fc
  .constantFrom([], [0], [0, 0], [0, 255], [127], [128], [255, 1])
  .map((values) => new Uint8Array(values));
const numbers = fc.constantFrom(
  0,
  1,
  -1,
  2,
  2 ** 31,
  -(2 ** 31) - 1,
  2 ** 32 + 5,
  Number.MAX_SAFE_INTEGER,
  -Number.MAX_SAFE_INTEGER,
);
const keys = fc.oneof(
  { weight: 20, arbitrary: fc.integer({ min: 1, max: 12 }) },
  { weight: 1, arbitrary: fc.constant(KEY_MAX) },
);
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
export const blocksOfWrites = fc.array(
  fc.array(fc.array(operations, { maxLength: 6 }), { minLength: 1, maxLength: 4 }),
  {
    minLength: 1,
    maxLength: 8,
  },
);

export type Scan = { readonly table: AnyTable; readonly index: string; readonly range: IndexRange };

type Indexed = Pick<Scan, "table" | "index"> & { readonly columns: readonly fc.Arbitrary<IndexValue>[] };

/** Ranges of every index, with bounds on the column after the fixed ones, or on the key where none is left. */
export const scans: fc.Arbitrary<Scan> = fc
  .constantFrom<Indexed[]>(
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
          from: maybe<IndexValue>(columns[fixed] ?? keys),
          below: maybe<IndexValue>(columns[fixed] ?? keys),
          limit: fc.constantFrom(0, 1, 3, 1_000, KEY_MAX),
        })
        .map(({ equal, from, below, limit }) => ({
          table: of,
          index,
          range: { equal, limit, ...(from === undefined ? {} : { from }), ...(below === undefined ? {} : { below }) },
        })),
    ),
  );
