import { expect, test } from "vitest";
import { versionChoices } from "./version-choices.ts";

test("the newest are offered, without the one on the other side", () => {
  expect(versionChoices({ newest: 4, typed: "", other: 3 })).toEqual([4, 2, 1]);
  const many = versionChoices({ newest: 4_000, typed: "", other: 1 });
  expect([many[0], many.length]).toEqual([4_000, 50]);
});

test("every version is found by its number, however many there are and whatever words stand around it", () => {
  for (const number of [1, 7, 12, 999, 4_000])
    for (const typed of [String(number), `第 ${number} 版`, `Version ${number}`])
      expect(versionChoices({ newest: 4_000, typed, other: 2 })[0]).toBe(number);
  expect(versionChoices({ newest: 130, typed: "12", other: 125 })).toEqual([
    12, 129, 128, 127, 126, 124, 123, 122, 121, 120,
  ]);
  expect(versionChoices({ newest: 130, typed: "131", other: 1 })).toEqual([]);
  expect(versionChoices({ newest: 130, typed: "5", other: 5 })).not.toContain(5);
});
