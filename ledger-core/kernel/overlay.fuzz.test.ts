/** Rows through any pile of overlays read as if everything had been written to one place. */
import fc from "fast-check";
import { expect, test } from "vitest";
import { compareText } from "#ledger-core/contract/schema/bytes.ts";
import { MemoryRows } from "./testing/memory-rows.testing.ts";
import { Overlay } from "./overlay.ts";
import type { IndexRange, IndexValue, RowSource, StoredRow } from "./rows.ts";
import type { AnyTable } from "./table.ts";
import { lampTable } from "./testing/lamp-module.testing.ts";

const runs = { numRuns: process.env["LONG"] === undefined ? 3_000 : 100_000 };
const table = lampTable as AnyTable;

const key = fc.integer({ min: 1, max: 6 });
const owner = fc.integer({ min: 1, max: 3 });
const label = fc.constantFrom("", "a", "b", "ab", "南", "😀", "\uffff");
const row = fc.record({ owner, state: fc.constantFrom("off", "on"), label, watts: fc.nat(3) });
const put = fc.record({ key, row: fc.option(row, { nil: undefined, freq: 4 }) });
const layers = fc.array(fc.array(put, { maxLength: 6 }), { minLength: 1, maxLength: 4 });

type Query = { readonly index: "key" | "owner" | "label"; readonly range: IndexRange };

function rangesOver(
  index: Query["index"],
  equal: fc.Arbitrary<readonly IndexValue[]>,
  next: fc.Arbitrary<IndexValue>,
): fc.Arbitrary<Query> {
  return fc
    .record({ equal, from: next, below: next, limit: fc.integer({ min: 0, max: 8 }) }, { requiredKeys: ["limit"] })
    .map((range) => ({ index, range }));
}

const query = fc.oneof(
  rangesOver("key", fc.constant([]), key),
  rangesOver("owner", fc.constant([]), owner),
  rangesOver("owner", fc.tuple(owner), key).filter(({ range }) => range.equal !== undefined),
  rangesOver("label", fc.constant([]), label),
);

/** The definition of a scan, over all rows there are. */
function scanned(rows: ReadonlyMap<number, StoredRow>, { index, range }: Query): readonly StoredRow[] {
  const valueOf = (stored: StoredRow): IndexValue => (index === "key" ? stored.key : (stored.row[index] as IndexValue));
  const order = (left: IndexValue, right: IndexValue): number =>
    typeof left === "string" || typeof right === "string"
      ? compareText(String(left), String(right))
      : Number(left) - Number(right);
  const [equal] = range.equal ?? [];
  const isIn = (stored: StoredRow): boolean => {
    if (equal !== undefined && order(valueOf(stored), equal) !== 0) return false;
    const next = equal === undefined ? valueOf(stored) : stored.key;
    return (
      (range.from === undefined || order(next, range.from) >= 0) &&
      (range.below === undefined || order(next, range.below) < 0)
    );
  };
  const found = [...rows.values()].filter(isIn);
  return found
    .sort((left, right) => order(valueOf(left), valueOf(right)) || left.key - right.key)
    .slice(0, range.limit);
}

test("a pile of overlays reads, and is absorbed, like one set of rows", () => {
  fc.assert(
    fc.property(layers, fc.array(query, { minLength: 1, maxLength: 4 }), (piled, queries) => {
      const base = new MemoryRows();
      const pile: Overlay[] = [];
      const all = new Map<number, StoredRow>();
      for (const [height, puts] of piled.entries()) {
        const overlay = new Overlay(pile.at(-1) ?? base, height);
        pile.push(overlay);
        for (const one of puts) {
          if (one.row === undefined) overlay.remove(table, one.key);
          else overlay.put(table, one.key, one.row);
          if (one.row === undefined) all.delete(one.key);
          else all.set(one.key, { key: one.key, row: one.row, changedAt: height });
        }
      }
      const expectSame = (source: RowSource): void => {
        for (const asked of queries) expect(source.scan(table, asked.index, asked.range)).toEqual(scanned(all, asked));
        for (let at = 1; at <= 6; at++) expect(source.get(table, at)).toEqual(all.get(at));
      };
      expectSame(pile.at(-1) ?? base);
      while (pile.length > 1) {
        const top = pile.pop();
        if (top !== undefined) pile.at(-1)?.absorb(top);
        expectSame(pile.at(-1) ?? base);
      }
      expect(pile[0]?.count).toBe(new Set(piled.flat().map((one) => one.key)).size);
      base.apply(pile[0]?.writes() ?? []);
      expectSame(base);
    }),
    runs,
  );
});
