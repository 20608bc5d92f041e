import { expect, test } from "vitest";
import { entryNamed, parseLedgerView, readForwards } from "./ledger-view.ts";

test("a view that is not understood shows all entries but those that close a block", () => {
  const all = { tab: "entries", kind: "", department: 0, closing: false };
  expect(parseLedgerView({})).toEqual(all);
  expect(parseLedgerView({ tab: "x", kind: 3, department: "5", closing: "yes" })).toEqual(all);
  const view = { tab: "blocks", kind: "member.admit", department: 5, closing: true };
  expect(parseLedgerView(view)).toEqual(view);
});

test("an entry is named by its place or by its id", () => {
  expect(entryNamed("2665")).toEqual({ index: 2_665 });
  expect(entryNamed("AB".repeat(32))).toEqual({ id: "ab".repeat(32) });
});

/** Rows 0 to `count`, read forwards as the node gives them. */
function reader(count: number) {
  const asked: (number | undefined)[] = [];
  const read = readForwards<number>(async (after, limit) => {
    asked.push(after);
    const first = after === undefined ? 0 : after + 1;
    return Array.from({ length: Math.max(0, Math.min(limit, count - first)) }, (_unused, place) => first + place);
  });
  return { read, asked };
}

test("windows follow one another, and the total grows until the last one", async () => {
  const { read } = reader(25);
  expect(await read({ first: 0, end: 10 })).toEqual({ rows: [0, 1, 2, 3, 4, 5, 6, 7, 8, 9], total: 11 });
  expect((await read({ first: 10, end: 20 })).total).toBe(21);
  expect(await read({ first: 20, end: 30 })).toEqual({ rows: [20, 21, 22, 23, 24], total: 25 });
});

test("a window far ahead is reached through those before it; one that does not exist is empty", async () => {
  const { read, asked } = reader(25);
  expect((await read({ first: 20, end: 30 })).rows).toEqual([20, 21, 22, 23, 24]);
  expect(asked).toEqual([undefined, 9, 19]);
  expect(await read({ first: 40, end: 50 })).toEqual({ rows: [], total: 25 });
  expect(await reader(0).read({ first: 0, end: 10 })).toEqual({ rows: [], total: 0 });
});
