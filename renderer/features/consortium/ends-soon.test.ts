import { expect, test } from "vitest";
import { endsSoon } from "./ends-soon.ts";

test("a term is running out in its last thirty days, and neither before nor after nor ever without an end", () => {
  const until = 100 * 86_400;
  const days = (count: number): boolean => endsSoon(until, until - count * 86_400);
  expect([31, 30, 1, 0, -1].map(days)).toEqual([false, true, true, false, false]);
  expect(endsSoon(0, until)).toBe(false);
});
