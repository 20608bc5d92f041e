/** A version that was followed by another is never called current. */
import { expect, test } from "vitest";
import { saidStanding } from "./lineage-standing.ts";

test.each([
  ["current", 7, 7, "current"],
  ["current", 7, 9, "superseded"],
  ["outdated", 7, 9, "outdated"],
  ["withdrawn", 7, 9, "withdrawn"],
] as const)("%s, version %i of %i, is said to be %s", (standing, number, newest, said) => {
  expect(saidStanding({ standing, number, newest })).toBe(said);
});
