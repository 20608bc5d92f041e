import { expect, test } from "vitest";
import { keptCycle } from "./kept-cycle.ts";

const day = 86_400;
const first = 1_790_000_000;
const after = (days: number) => [{ time: first + days * day }, { time: first }];

test("the newest version is on time within the cycle and its grace, and late after that", () => {
  expect(keptCycle(after(7), "R/P1W")).toBe("onTime");
  expect(keptCycle(after(8), "R/P1W")).toBe("onTime");
  expect(keptCycle(after(9), "R/P1W")).toBe("late");
  expect(keptCycle(after(1), "R/P1M")).toBe("onTime");
});

test("nothing was due before a second version, or without a cycle", () => {
  expect(keptCycle([{ time: first }], "R/P1W")).toBeUndefined();
  expect(keptCycle([], "R/P1W")).toBeUndefined();
  expect(keptCycle(after(900), "irregular")).toBeUndefined();
});
