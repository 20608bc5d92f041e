import { expect, test } from "vitest";
import { dayOfCivil, formatDay } from "#ledger-core/contract/schema/civil-date.ts";
import { changedDays, dayByKey, kindOfDay, monthsOfYear, turnDay, withDays } from "./calendar-draft.ts";

const thursday = dayOfCivil({ year: 2026, month: 10, day: 1 });
const saturday = dayOfCivil({ year: 2026, month: 10, day: 10 });
const plain = { daysOff: [], daysWorked: [] };

test("a day is turned and turned back, each on its own list and in order", () => {
  const off = turnDay(turnDay(plain, thursday + 1), thursday);
  expect(off).toEqual({ daysOff: [thursday, thursday + 1], daysWorked: [] });
  expect(kindOfDay(off, thursday)).toBe("off");
  const worked = turnDay(off, saturday);
  expect(worked.daysWorked).toEqual([saturday]);
  expect([kindOfDay(plain, saturday), kindOfDay(worked, saturday)]).toEqual(["weekend", "worked"]);
  expect(changedDays(plain, worked)).toEqual([thursday, thursday + 1, saturday]);
  expect(changedDays(worked, turnDay(worked, saturday))).toEqual([saturday]);
  expect(turnDay(turnDay(plain, thursday), thursday)).toEqual(plain);
});

test("a short notice adds its days and takes none away", () => {
  const year = { daysOff: [thursday, thursday + 1], daysWorked: [] };
  const read = { daysOff: [thursday + 1, thursday + 4], daysWorked: [saturday] };
  expect(withDays(year, read)).toEqual({ daysOff: [thursday, thursday + 1, thursday + 4], daysWorked: [saturday] });
});

test("the months of a year hold every day once, under its day of the week", () => {
  const months = monthsOfYear(plain, 2024);
  expect(months.map(({ days }) => days.length)).toEqual([31, 29, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31]);
  expect(months[0]?.blanks).toBe(0);
  expect(months[1]?.blanks).toBe(3);
  expect(months.reduce((sum, { working }) => sum + working, 0)).toBe(262);
});

test.each([
  ["ArrowRight", "2026-10-02"],
  ["ArrowUp", "2026-09-24"],
  ["End", "2026-10-31"],
  ["PageUp", "2026-09-01"],
])("%s leads from the first of October to %s", (key, wanted) => {
  expect(formatDay(dayByKey(thursday, key) ?? 0)).toBe(wanted);
});

test("no key leads out of the year, and a short month ends early", () => {
  const last = dayOfCivil({ year: 2026, month: 12, day: 31 });
  expect([dayByKey(last, "ArrowRight"), dayByKey(last, "ArrowDown"), dayByKey(last, "a")]).toEqual([
    undefined,
    undefined,
    undefined,
  ]);
  expect(formatDay(dayByKey(dayOfCivil({ year: 2026, month: 1, day: 31 }), "PageDown") ?? 0)).toBe("2026-02-28");
});
