import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { KEY_MAX } from "#ledger-core/contract/schema/limits.ts";
import { MemoryRows } from "#ledger-core/kernel/testing/memory-rows.testing.ts";
import type { RowSource } from "#ledger-core/kernel/rows.ts";
import type { AnyTable } from "#ledger-core/kernel/table.ts";
import { blocksOfWrites, scans } from "./shelf-arbitraries.testing.ts";
import type { Scan } from "./shelf-arbitraries.testing.ts";
import { bookTable, fill, wordTable } from "./shelf.testing.ts";
import { openWriter } from "./store.ts";
import { shelfOptions, temporaryFolder } from "./temporary.testing.ts";

const TABLES: readonly AnyTable[] = [bookTable, wordTable];
const KEYS = [...Array.from({ length: 13 }, (_, i) => i), KEY_MAX];

function rowsOf(source: RowSource, asked: readonly Scan[]): unknown {
  return {
    gets: TABLES.map((table) => KEYS.map((key) => source.get(table, key))),
    scans: asked.map(({ table, index, range }) => source.scan(table, index, range)),
  };
}

describe("rows in SQLite", () => {
  it("are what rows in memory are, for the writer, after reopening, and for a reader", () => {
    const property = fc.property(blocksOfWrites, fc.array(scans, { minLength: 4, maxLength: 12 }), (blocks, asked) => {
      const options = shelfOptions(temporaryFolder());
      const memory = new MemoryRows();
      const writer = openWriter(options);
      try {
        for (const entries of blocks) {
          // Asked before and after each block, so that what the writer holds in memory must be let go.
          expect(rowsOf(writer.rows, asked)).toEqual(rowsOf(memory, asked));
          for (const block of fill(writer, [entries])) for (const entry of block.entries) memory.apply(entry.writes);
          expect(rowsOf(writer.rows, asked)).toEqual(rowsOf(memory, asked));
        }
        const reader = writer.reader();
        expect(rowsOf(reader.rows(), asked)).toEqual(rowsOf(memory, asked));
        reader.close();
      } finally {
        writer.close();
      }
      const reopened = openWriter(options);
      expect(rowsOf(reopened.rows, asked)).toEqual(rowsOf(memory, asked));
      reopened.close();
    });
    fc.assert(property, { numRuns: 60 });
  });

  it("are, as of any height, what a replay that stopped there gives", () => {
    const property = fc.property(blocksOfWrites, fc.array(scans, { minLength: 6, maxLength: 12 }), (blocks, asked) => {
      const byKey = asked.filter((scan) => scan.index === "key");
      const writer = openWriter(shelfOptions(temporaryFolder()));
      const sealed = fill(writer, blocks);
      const reader = writer.reader();
      const memory = new MemoryRows();
      expect(rowsOf(reader.rowsAt(-1), byKey)).toEqual(rowsOf(memory, byKey));
      for (const block of sealed) {
        for (const entry of block.entries) memory.apply(entry.writes);
        expect(rowsOf(reader.rowsAt(block.height), byKey)).toEqual(rowsOf(memory, byKey));
      }
      reader.close();
      writer.close();
    });
    fc.assert(property, { numRuns: 60 });
  });
});
