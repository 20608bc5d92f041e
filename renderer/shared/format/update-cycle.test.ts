import { expect, test } from "vitest";
import { dayOfCivil } from "#ledger-core/contract/schema/civil-date.ts";
import { lateness, nextDueDay, parseUpdateCycle } from "./update-cycle.ts";

/** Noon in the city. */
function noon(year: number, month: number, day: number): number {
  return dayOfCivil({ year, month, day }) * 86_400 + 4 * 3_600;
}

test("durations and repeating intervals of one unit are read, a source's own words are not", () => {
  expect(parseUpdateCycle("P1M")).toEqual({ unit: "month", count: 1 });
  expect(parseUpdateCycle("R/P1Y")).toEqual({ unit: "year", count: 1 });
  expect(parseUpdateCycle("R/PT1H")).toEqual({ unit: "hour", count: 1 });
  expect(parseUpdateCycle("P7D")).toEqual({ unit: "day", count: 7 });
  for (const words of ["irregular", "", "P1Y2M", "R/P3.5D", "PT0H", "每周"])
    expect(parseUpdateCycle(words)).toBeUndefined();
});

test("the next day due is a calendar step, at most the last day of a shorter month", () => {
  expect(nextDueDay(noon(2026, 11, 20), { unit: "month", count: 1 })).toBe(
    dayOfCivil({ year: 2026, month: 12, day: 20 }),
  );
  expect(nextDueDay(noon(2027, 1, 31), { unit: "month", count: 1 })).toBe(
    dayOfCivil({ year: 2027, month: 2, day: 28 }),
  );
  expect(nextDueDay(noon(2028, 2, 29), { unit: "year", count: 1 })).toBe(dayOfCivil({ year: 2029, month: 2, day: 28 }));
  expect(nextDueDay(noon(2026, 12, 30), { unit: "week", count: 1 })).toBe(dayOfCivil({ year: 2027, month: 1, day: 6 }));
});

test("a late upload is overdue once a quarter of its cycle has passed", () => {
  const given = { uploaded: noon(2026, 11, 1), cycle: { unit: "month", count: 1 } as const };
  expect(lateness({ ...given, now: noon(2026, 12, 1) })).toBe("inTime");
  expect(lateness({ ...given, now: noon(2026, 12, 8) })).toBe("due");
  expect(lateness({ ...given, now: noon(2026, 12, 9) })).toBe("overdue");
});
