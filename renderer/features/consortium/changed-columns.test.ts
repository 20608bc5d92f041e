import { expect, test } from "vitest";
import { changedColumns } from "./changed-columns.ts";

const row = { uscc: "1", name: "Data Bureau", functions: ["bureau"], state: "active", since: 5 };

test("only what changed is said, and never a bare time or key", () => {
  expect(changedColumns(row, { ...row, state: "suspended", since: 9 })).toEqual([
    { column: "state", before: ["active"], after: ["suspended"] },
  ]);
  expect(changedColumns(row, { ...row, functions: [] })).toEqual([
    { column: "functions", before: ["bureau"], after: [] },
  ]);
  expect(changedColumns(row, row)).toEqual([]);
});

test("a new row says what it holds, but not what every new row holds", () => {
  expect(changedColumns(null, { titleZh: "局长", department: 3, rank: 1 })).toEqual([
    { column: "titleZh", before: [], after: ["局长"] },
  ]);
  expect(changedColumns(row, null)).toEqual([]);
});
