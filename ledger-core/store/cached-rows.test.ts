import { describe, expect, it } from "vitest";
import type { IndexRange, RowSource, StoredRow } from "#ledger-core/kernel/rows.ts";
import { CachedRows } from "./cached-rows.ts";
import { bookTable, wordTable } from "./shelf.testing.ts";

/** A source that counts how often it is asked, and answers with what it was asked. */
class CountingRows implements RowSource {
  gets = 0;
  scans = 0;
  length = 1;

  get(_: unknown, key: number): StoredRow | undefined {
    this.gets++;
    return key === 0 ? undefined : { key, row: { asked: this.gets }, changedAt: 0 };
  }

  scan(): readonly StoredRow[] {
    this.scans++;
    return Array.from({ length: this.length }, (_, key) => ({ key, row: { asked: this.scans }, changedAt: 0 }));
  }
}

describe("rows held in memory", () => {
  it("are read once, until they are forgotten", () => {
    const source = new CountingRows();
    const rows = new CachedRows(source);
    expect([1, 1, 2, 1].map((key) => rows.get(wordTable, key)?.row["asked"])).toEqual([1, 1, 2, 1]);
    expect(rows.get(bookTable, 1)?.row["asked"]).toBe(3);
    rows.forget(wordTable, 1);
    expect([1, 2].map((key) => rows.get(wordTable, key)?.row["asked"])).toEqual([4, 2]);
    expect(rows.get(bookTable, 1)?.row["asked"]).toBe(3);
    rows.forgetAll();
    expect(rows.get(wordTable, 2)?.row["asked"]).toBe(5);
  });

  it("do not include that there is none", () => {
    const source = new CountingRows();
    const rows = new CachedRows(source);
    for (let i = 0; i < 2; i++) expect(rows.get(wordTable, 0)).toBeUndefined();
    expect(source.gets).toBe(2);
  });

  it("are bounded, and those that are asked for again and again stay", () => {
    const source = new CountingRows();
    const rows = new CachedRows(source);
    for (let key = 2; key <= 12_000; key++) {
      rows.get(wordTable, key);
      expect(rows.get(wordTable, 1)?.row["asked"]).toBe(2);
    }
    expect(source.gets).toBe(12_000);
    rows.get(wordTable, 12_000);
    rows.get(wordTable, 10_000);
    expect(source.gets).toBe(12_000);
    rows.get(wordTable, 7_000);
    expect(source.gets).toBe(12_001);
  });

  it("keep results of scans apart by everything that was asked, and forget a table's when one of its rows changes", () => {
    const source = new CountingRows();
    const rows = new CachedRows(source);
    const ranges: readonly IndexRange[] = [
      { limit: 1 },
      { limit: 2 },
      { from: 1, limit: 1 },
      { below: 1, limit: 1 },
      { from: "1", limit: 1 },
      { from: Uint8Array.of(1), limit: 1 },
      { equal: [1], limit: 1 },
      { equal: ["1"], limit: 1 },
      { equal: [Uint8Array.of(1)], limit: 1 },
      { equal: ["x01"], limit: 1 },
      { equal: ['a"', "b"], limit: 1 },
      { equal: ['a","b'], limit: 1 },
      { equal: ["-", "-"], limit: 1 },
      { equal: ["a -"], limit: 1 },
      { equal: ["a"], below: "b", limit: 1 },
    ];
    const ask = (): unknown[] => ranges.map((range) => rows.scan(wordTable, "word", range)[0]?.row["asked"]);
    const first = ask();
    expect(new Set(first).size).toBe(ranges.length);
    expect(ask()).toEqual(first);
    expect(rows.scan(wordTable, "key", { limit: 1 })[0]?.row["asked"]).toBe(ranges.length + 1);
    rows.forget(bookTable, 1);
    expect(ask()).toEqual(first);
    rows.forget(wordTable, 99);
    expect(ask()).not.toEqual(first);
  });

  it("do not include long results", () => {
    const source = new CountingRows();
    source.length = 9;
    const rows = new CachedRows(source);
    for (let i = 0; i < 2; i++) expect(rows.scan(wordTable, "word", { limit: 9 })).toHaveLength(9);
    expect(source.scans).toBe(2);
  });
});
