/** A year's calendar while it is being put together: which days are turned, and what is different from the signed one. */
import { civilOfDay, dayOfCivil } from "#ledger-core/contract/schema/civil-date.ts";
import { isWeekend, isWorkingDay, weekdayOf } from "#ledger-core/contract/schema/working-days.ts";
import type { YearCalendar } from "#ledger-core/contract/schema/working-days.ts";

/** What a day is in a calendar: as the week says, or turned by it. */
export type DayKind = "workday" | "weekend" | "off" | "worked";

export function kindOfDay(calendar: YearCalendar, day: number): DayKind {
  if (isWeekend(day)) return calendar.daysWorked.includes(day) ? "worked" : "weekend";
  return calendar.daysOff.includes(day) ? "off" : "workday";
}

/** The calendar with one day turned: a working day off, a weekend worked, or either back to what the week says. */
export function turnDay({ daysOff, daysWorked }: YearCalendar, day: number): YearCalendar {
  return isWeekend(day)
    ? { daysOff, daysWorked: turned(daysWorked, day) }
    : { daysOff: turned(daysOff, day), daysWorked };
}

/** The calendar with the days of another beside its own. */
export function withDays(calendar: YearCalendar, more: YearCalendar): YearCalendar {
  return {
    daysOff: union(calendar.daysOff, more.daysOff),
    daysWorked: union(calendar.daysWorked, more.daysWorked),
  };
}

function union(left: readonly number[], right: readonly number[]): readonly number[] {
  return [...new Set([...left, ...right])].toSorted(ascending);
}

function turned(days: readonly number[], day: number): readonly number[] {
  return days.includes(day) ? days.filter((one) => one !== day) : [...days, day].toSorted(ascending);
}

/** Days of `next` that `before` has otherwise, ascending. */
export function changedDays(before: YearCalendar, next: YearCalendar): readonly number[] {
  const all = [...before.daysOff, ...before.daysWorked, ...next.daysOff, ...next.daysWorked];
  return [...new Set(all)].filter((day) => kindOfDay(before, day) !== kindOfDay(next, day)).toSorted(ascending);
}

const monthNumbers = [1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12] as const;

export type MonthOfYear = {
  readonly month: (typeof monthNumbers)[number];
  readonly days: readonly number[];
  /** Cells before the first day, in weeks that begin on Monday. */
  readonly blanks: number;
  readonly working: number;
};

/** The months of a year as a calendar on a wall draws them. */
export function monthsOfYear(calendar: YearCalendar, year: number): readonly MonthOfYear[] {
  return monthNumbers.map((month) => {
    const first = dayOfCivil({ year, month, day: 1 });
    const days = Array.from({ length: 31 }, (_, day) => first + day).filter((day) => civilOfDay(day).month === month);
    return {
      month,
      days,
      blanks: weekdayOf(first),
      working: days.filter((day) => isWorkingDay(() => calendar, day)).length,
    };
  });
}

/** The day that a key leads to from another, within one year; undefined for a key that leads nowhere. */
export function dayByKey(day: number, key: string): number | undefined {
  const { year, month, day: date } = civilOfDay(day);
  const inMonth = (ofMonth: number, wanted: number): number => {
    const first = dayOfCivil({ year, month: ofMonth, day: 1 });
    const last =
      ofMonth === 12 ? dayOfCivil({ year, month: 12, day: 31 }) : dayOfCivil({ year, month: ofMonth + 1, day: 1 }) - 1;
    return Math.min(first + wanted - 1, last);
  };
  const ways: Readonly<Record<string, () => number>> = {
    ArrowLeft: () => day - 1,
    ArrowRight: () => day + 1,
    ArrowUp: () => day - 7,
    ArrowDown: () => day + 7,
    Home: () => inMonth(month, 1),
    End: () => inMonth(month, 31),
    PageUp: () => inMonth(Math.max(1, month - 1), date),
    PageDown: () => inMonth(Math.min(12, month + 1), date),
  };
  const to = ways[key]?.();
  return to === undefined || civilOfDay(to).year !== year ? undefined : to;
}

function ascending(left: number, right: number): number {
  return left - right;
}
