import { expect, test } from "vitest";
import { parseUpdateCycle } from "./update-cycle.ts";

test("durations and repeating intervals of one unit are read, a source's own words are not", () => {
  expect(parseUpdateCycle("P1M")).toEqual({ unit: "month", count: 1 });
  expect(parseUpdateCycle("R/P1Y")).toEqual({ unit: "year", count: 1 });
  expect(parseUpdateCycle("R/PT1H")).toEqual({ unit: "hour", count: 1 });
  expect(parseUpdateCycle("P7D")).toEqual({ unit: "day", count: 7 });
  for (const words of ["irregular", "", "P1Y2M", "R/P3.5D", "PT0H", "每周"])
    expect(parseUpdateCycle(words)).toBeUndefined();
});
