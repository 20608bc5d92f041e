/** Working days by the calendar of China for 2025. Source: General Office of the State Council, notice on holidays in 2025. */
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { dayOfCivil, formatDay } from "./civil-date.ts";
import type { DayNumber } from "./units.ts";
import { addWorkingDays, isWeekend, isWorkingDay, weekdayOf } from "./working-days.ts";
import type { Calendars, YearCalendar } from "./working-days.ts";

function day(month: number, date: number, year = 2025): DayNumber {
  return dayOfCivil({ year, month, day: date });
}

/** Days from one to another, both included. */
function span(from: DayNumber, to: DayNumber): readonly DayNumber[] {
  return Array.from({ length: to - from + 1 }, (_, i) => from + i);
}

const HOLIDAYS = [
  [day(1, 1)],
  span(day(1, 28), day(2, 4)),
  span(day(4, 4), day(4, 6)),
  span(day(5, 1), day(5, 5)),
  span(day(5, 31), day(6, 2)),
  span(day(10, 1), day(10, 8)),
].flat();
const daysWorked = [day(1, 26), day(2, 8), day(4, 27), day(9, 28), day(10, 11)];
const YEAR_2025: YearCalendar = { daysOff: HOLIDAYS.filter((one) => !isWeekend(one)), daysWorked };
const signed: Calendars = (year) => (year === 2025 ? YEAR_2025 : undefined);
const unsigned: Calendars = () => undefined;

describe("the week", () => {
  it("is that of the calendar", () => {
    expect(weekdayOf(0)).toBe(3);
    expect([day(11, 24), day(11, 29), day(11, 30), day(2, 29, 2024)].map(weekdayOf)).toEqual([0, 5, 6, 3]);
    // Before 1970 and in the year 1, by the proleptic calendar.
    expect([dayOfCivil({ year: 1969, month: 7, day: 20 }), -719_162].map(weekdayOf)).toEqual([6, 0]);
  });

  it("has five working days where no calendar was signed", () => {
    const week = span(day(11, 24), day(11, 30));
    expect(week.map((one) => isWorkingDay(unsigned, one))).toEqual([true, true, true, true, true, false, false]);
    expect(isWorkingDay(signed, day(1, 1, 2026))).toBe(true);
  });
});

describe("2025", () => {
  it("has 248 working days", () => {
    const working = span(day(1, 1), day(12, 31)).filter((one) => isWorkingDay(signed, one));
    expect(working).toHaveLength(248);
  });

  it("has no work on its holidays, and work on the weekends that make up for them", () => {
    expect(HOLIDAYS.filter((one) => isWorkingDay(signed, one))).toEqual([]);
    expect(daysWorked.filter((one) => isWorkingDay(signed, one))).toEqual(daysWorked);
    expect(daysWorked.every(isWeekend)).toBe(true);
    for (const edge of [day(1, 2), day(1, 27), day(2, 5), day(4, 3), day(4, 7), day(4, 30), day(5, 6), day(9, 30)])
      expect(isWorkingDay(signed, edge), formatDay(edge)).toBe(true);
    for (const rest of [day(1, 25), day(2, 9), day(4, 26), day(10, 12)])
      expect(isWorkingDay(signed, rest), formatDay(rest)).toBe(false);
  });

  it.each([
    [day(1, 24), 0, day(1, 24)],
    [day(1, 24), 1, day(1, 26)],
    [day(1, 24), 2, day(1, 27)],
    [day(1, 24), 3, day(2, 5)],
    [day(1, 29), 1, day(2, 5)],
    [day(2, 5), 3, day(2, 8)],
    [day(2, 8), 1, day(2, 10)],
    [day(9, 26), 1, day(9, 28)],
    [day(9, 30), 1, day(10, 9)],
    [day(9, 30), 3, day(10, 11)],
    [day(10, 11), 5, day(10, 17)],
    // Over the end of the year, where the next calendar was not signed.
    [day(12, 31), 1, day(1, 1, 2026)],
    [day(12, 31, 2024), 1, day(1, 2)],
  ])("day %i and %i working days is day %i", (from, count, to) => {
    expect(formatDay(addWorkingDays(signed, from, count))).toBe(formatDay(to));
  });
});

describe("working days", () => {
  const from = fc.integer({ min: day(12, 1, 2024), max: day(1, 31, 2026) });

  it("add up: as many lie after the first day up to the last as were added, and the last is one", () => {
    fc.assert(
      fc.property(from, fc.integer({ min: 1, max: 300 }), (start, count) => {
        const end = addWorkingDays(signed, start, count);
        expect(isWorkingDay(signed, end)).toBe(true);
        expect(span(start + 1, end).filter((one) => isWorkingDay(signed, one))).toHaveLength(count);
      }),
    );
  });

  it("end, whatever a calendar says: a year without any is passed over, and nobody counts beyond ten thousand", () => {
    const never: Calendars = (year) =>
      year < 2100 ? { daysOff: span(day(1, 1, year), day(12, 31, year)), daysWorked: [] } : undefined;
    expect(formatDay(addWorkingDays(never, day(1, 1, 2099), 1))).toBe("2100-01-01");
    expect(addWorkingDays(unsigned, day(1, 1), 1_000_000)).toBe(addWorkingDays(unsigned, day(1, 1), 10_000));
    expect(addWorkingDays(unsigned, day(1, 1), -3)).toBe(day(1, 1));
  });
});
