/** Working days: Monday to Friday, but for the days that a signed calendar says are off or worked. */
import type { DayNumber } from "./units.ts";
import { civilOfDay } from "./civil-date.ts";

/** What a year's calendar says beyond Monday to Friday. */
export type YearCalendar = { readonly daysOff: readonly DayNumber[]; readonly daysWorked: readonly DayNumber[] };
/** The calendar of a year; undefined where none was signed, and then only the week counts. */
export type Calendars = (year: number) => YearCalendar | undefined;

/** 0 for Monday to 6 for Sunday. 1970-01-01 was a Thursday. */
export function weekdayOf(day: DayNumber): number {
  return (((day + 3) % 7) + 7) % 7;
}

export function isWeekend(day: DayNumber): boolean {
  return weekdayOf(day) >= 5;
}

export function isWorkingDay(calendars: Calendars, day: DayNumber): boolean {
  const calendar = calendars(civilOfDay(day).year);
  if (isWeekend(day)) return calendar?.daysWorked.includes(day) ?? false;
  return !(calendar?.daysOff.includes(day) ?? false);
}

/** The day that lies so many working days after another, 0 for the day itself; `count` is at most 10,000. */
export function addWorkingDays(calendars: Calendars, from: DayNumber, count: number): DayNumber {
  let day = from;
  for (let left = Math.min(count, 10_000); left > 0;) {
    day++;
    if (isWorkingDay(calendars, day)) left--;
  }
  return day;
}
