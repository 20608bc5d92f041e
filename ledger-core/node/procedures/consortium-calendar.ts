/** The calendar of working days, year by year, and what lies so many working days away. */
import { civilOfDay, dayOfCivil } from "#ledger-core/contract/schema/civil-date.ts";
import { addWorkingDays, isWorkingDay } from "#ledger-core/contract/schema/working-days.ts";
import type { Calendars } from "#ledger-core/contract/schema/working-days.ts";
import type { Rows } from "#ledger-core/kernel/rows.ts";
import type { AnyTable } from "#ledger-core/kernel/table.ts";
import { calendarTable } from "#ledger-core/modules/consortium/consortium-module.ts";
import { ask, procedures } from "./base.ts";

/** Years that can have a calendar. */
const YEARS_MAX = 10_000;

export const calendar = procedures.consortium.calendar.handler(({ context, input }) => {
  const { rows, height } = ask(context);
  const { reader } = context.host.ledger;
  const stored = rows.source.get(calendarTable as AnyTable, input.year);
  const row = rows.get(calendarTable, input.year);
  const months = monthsOf(calendarsOf(rows), input.year);
  return {
    height,
    year: input.year,
    isSet: row !== undefined,
    source: row?.source ?? "",
    daysOff: [...(row?.daysOff ?? [])],
    daysWorked: [...(row?.daysWorked ?? [])],
    months,
    working: months.reduce((sum, { working }) => sum + working, 0),
    years: rows.scan(calendarTable, "key", { limit: YEARS_MAX }).map(({ key }) => key),
    set: stored === undefined ? null : { entry: stored.changedAt, time: reader.entry(stored.changedAt)?.time ?? 0 },
  };
});

export const workingDays = procedures.consortium.workingDays.handler(({ context, input }) => {
  const { rows, height } = ask(context);
  const { from, count } = input;
  const calendars = calendarsOf(rows);
  const day = addWorkingDays(calendars, from, count);
  const first = civilOfDay(from + 1).year;
  const last = civilOfDay(day).year;
  const years = count === 0 ? [] : Array.from({ length: last - first + 1 }, (_, place) => first + place);
  return {
    height,
    day,
    calendarDays: day - from,
    skipped: day - from - count,
    unset: years.filter((year) => calendars(year) === undefined),
  };
});

/** Each year's calendar, read once for one answer. */
function calendarsOf(rows: Rows): Calendars {
  const known = new Map<number, ReturnType<Calendars>>();
  return (year) => {
    if (!known.has(year)) known.set(year, rows.get(calendarTable, year));
    return known.get(year);
  };
}

function monthsOf(
  calendars: Calendars,
  year: number,
): { readonly month: number; readonly days: number; readonly working: number }[] {
  return Array.from({ length: 12 }, (_, place) => {
    const first = dayOfCivil({ year, month: place + 1, day: 1 });
    const next =
      place === 11 ? dayOfCivil({ year: year + 1, month: 1, day: 1 }) : dayOfCivil({ year, month: place + 2, day: 1 });
    const days = Array.from({ length: next - first }, (_unused, day) => first + day);
    return { month: place + 1, days: days.length, working: days.filter((day) => isWorkingDay(calendars, day)).length };
  });
}
