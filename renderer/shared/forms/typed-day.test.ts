import { expect, test } from "vitest";
import { dateOfTime, dayOfText, endOfDate, readTypedDay, startOfDate } from "./typed-day.ts";

test.each([
  "2026-11-25",
  "2026/11/25",
  "2026.11.25",
  "20261125",
  "2026年11月25日",
  "2026 年 11 月 25 号",
  "25 Nov 2026",
  "25 november, 2026",
  "Nov 25, 2026",
  "November 25th 2026",
  "25/11/2026",
  " 25.11.2026 ",
  "11月25日",
  "11-25",
  "25 Nov",
  "nov 25",
])("%s is the 25th of November", (typed) => {
  expect(readTypedDay(typed, 2026)).toBe("2026-11-25");
});

test.each([
  "",
  "2026",
  "2026-11",
  "2026-02-30",
  "31/11/2026",
  "2026-13-01",
  "20261131",
  "25 Foo 2026",
  "tomorrow",
  "0000-01-01",
  "25",
  "-",
])("%s is no day", (typed) => {
  expect(readTypedDay(typed, 2026)).toBeUndefined();
});

test("a leap day is a day of leap years only", () => {
  expect(readTypedDay("29 Feb", 2028)).toBe("2028-02-29");
  expect(readTypedDay("29 Feb", 2026)).toBeUndefined();
});

test("a day's number is that of the calendar", () => {
  expect(dayOfText("1970-01-02")).toBe(1);
  expect([dayOfText("2026-02-30"), dayOfText(""), dayOfText("25 Nov 2026")]).toEqual([undefined, undefined, undefined]);
});

test("a day is the city's, and its first second comes back as the same day", () => {
  expect(dateOfTime(1_795_921_500)).toBe("2026-11-29");
  expect(dateOfTime(startOfDate("2026-11-29"))).toBe("2026-11-29");
  expect(dateOfTime(startOfDate("2026-11-29") - 1)).toBe("2026-11-28");
  expect(endOfDate("2026-11-28")).toBe(startOfDate("2026-11-29"));
  expect([dateOfTime(0), startOfDate(""), endOfDate("")]).toEqual(["", 0, 0]);
});
