import { expect, test } from "vitest";
import { shortestTerms } from "./duty-terms.ts";

function termsOf(...days: readonly number[]) {
  const permissions = days.map((withinDays) => ({
    actions: ["query" as const],
    constraints: [],
    groups: [],
    duties: [
      { duty: "delete" as const, withinDays },
      { duty: "attribute" as const, withinDays: 0 },
    ],
  }));
  return [...shortestTerms({ permissions })];
}

test("of the terms of one duty the shortest holds, whichever comes last, and one without a term loosens none", () => {
  for (const days of [
    [10, 30],
    [30, 10],
    [0, 10],
    [10, 0, 30],
  ])
    expect(termsOf(...days)).toEqual([
      ["delete", 10],
      ["attribute", 0],
    ]);
  expect(termsOf()).toEqual([]);
});
