import { describe, expect, it } from "vitest";
import type { IndexValue } from "#ledger-core/kernel/rows.ts";
import type { AnyTable } from "#ledger-core/kernel/table.ts";
import { AbsentRows } from "./absent-rows.ts";
import type { AllRows } from "./absent-rows.ts";
import { bookTable, wordTable } from "./shelf.testing.ts";

/** Words under the keys from 1 on, which counts how often all of them are read. */
class Words implements AllRows {
  fills = 0;
  readonly words: string[];

  constructor(count: number) {
    this.words = Array.from({ length: count }, (_, i) => `word ${i + 1}`);
  }

  keyMax(): number {
    return this.words.length;
  }

  *valuesAlong(_: AnyTable, columns: readonly string[]): Generator<readonly (IndexValue | null)[]> {
    this.fills++;
    if (columns.join() !== "word") throw new Error("only words are looked up");
    for (const word of this.words) yield [word];
  }
}

const asked = (word: string) => ({ equal: [word], limit: 1 });
const lacks = (absent: AbsentRows, word: string): boolean => absent.lacks(wordTable, "word", asked(word));
const miss = (absent: AbsentRows, count: number): void => {
  for (let i = 0; i < count; i++) absent.missed(wordTable, "word", asked(`none ${i}`));
};

describe("rows that are not there", () => {
  it("are known once as many were asked for as make it worth to read all, and no row is among them", () => {
    const source = new Words(1_600);
    const absent = new AbsentRows(source);
    miss(absent, 99);
    expect(source.fills).toBe(0);
    expect(lacks(absent, "other")).toBe(false);
    miss(absent, 2);
    expect(source.fills).toBe(1);
    expect(source.words.filter((word) => lacks(absent, word))).toEqual([]);
    const others = Array.from({ length: 1_000 }, (_, i) => lacks(absent, `other ${i}`));
    expect(others.filter((isKnown) => !isKnown).length).toBeLessThan(10);
  });

  it("are those above the largest key", () => {
    const absent = new AbsentRows(new Words(3));
    expect([3, 4, 5].map((key) => absent.lacksKey(wordTable, key))).toEqual([false, true, true]);
    absent.wrote(wordTable, 4, { word: "four", count: 0 });
    expect([4, 5].map((key) => absent.lacksKey(wordTable, key))).toEqual([false, true]);
  });

  it("are no longer those that a commit has written, whatever another table has", () => {
    const absent = new AbsentRows(new Words(0));
    miss(absent, 1);
    expect(lacks(absent, "new")).toBe(true);
    absent.wrote(bookTable, 1, { title: "new" });
    expect(lacks(absent, "new")).toBe(true);
    absent.wrote(wordTable, 1, undefined);
    expect(lacks(absent, "new")).toBe(true);
    absent.wrote(wordTable, 1, { word: "new", count: 0 });
    expect(lacks(absent, "new")).toBe(false);
    absent.forgetAll();
    expect(lacks(absent, "newer")).toBe(false);
  });

  it("are nothing that is asked for with bounds, by a part of an index or along the key", () => {
    const absent = new AbsentRows(new Words(0));
    miss(absent, 1);
    expect(absent.lacks(wordTable, "word", { limit: 1 })).toBe(false);
    expect(absent.lacks(wordTable, "word", { equal: ["a"], from: 1, limit: 1 })).toBe(false);
    expect(absent.lacks(wordTable, "word", { equal: ["a"], below: 1, limit: 1 })).toBe(false);
    expect(absent.lacks(wordTable, "key", { limit: 1 })).toBe(false);
    absent.missed(bookTable, "mixed", { equal: [1], limit: 1 });
    expect(absent.lacks(bookTable, "mixed", { equal: [1], limit: 1 })).toBe(false);
  });

  it("are read anew when there are more rows than were reckoned with, and not at all where there are very many", () => {
    const source = new Words(0);
    const absent = new AbsentRows(source);
    miss(absent, 1);
    for (let key = 1; key <= 65_537; key++) absent.wrote(wordTable, key, { word: `word ${key}`, count: 0 });
    expect(lacks(absent, "other")).toBe(false);
    miss(absent, 65_536 / 16 + 1);
    expect(source.fills).toBe(2);
    for (let key = 65_538; key <= 300_000; key++) absent.wrote(wordTable, key, { word: `word ${key}`, count: 0 });
    miss(absent, 300_000 / 16 + 1);
    expect(source.fills).toBe(2);
    expect(lacks(absent, "other")).toBe(false);
  });
});
