/** Days as people type them, in either language, whatever the window's language is. */
import { dayOfCivil, formatDay, isCivilDate } from "#ledger-core/contract/schema/civil-date.ts";
import { dayOf, endOfDay } from "#renderer/shared/format/times.ts";

const monthNames = ["jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec"];

/**
 * The day of `2026-11-25`, `2026/11/25`, `20261125`, `2026年11月25日`, `25 Nov 2026`, `Nov 25, 2026` or `25/11/2026`, as `2026-11-25`;
 * without a year it is a day of `year`. Undefined for what is no day, or not yet one.
 */
export function readTypedDay(typed: string, year: number): string | undefined {
  const text = typed.trim().toLowerCase();
  const numbers = (pattern: RegExp, order: readonly ("year" | "month" | "day")[]): string | undefined => {
    const found = pattern.exec(text);
    if (found === null) return undefined;
    const part = (name: "year" | "month" | "day"): number =>
      order.includes(name) ? Number(found[order.indexOf(name) + 1]) : year;
    return written(part("year"), part("month"), part("day"));
  };
  return (
    numbers(/^(\d{4})\s*[-/.年]\s*(\d{1,2})\s*[-/.月]\s*(\d{1,2})\s*[日号]?$/u, ["year", "month", "day"]) ??
    numbers(/^(\d{4})(\d{2})(\d{2})$/u, ["year", "month", "day"]) ??
    numbers(/^(\d{1,2})\s*月\s*(\d{1,2})\s*[日号]?$/u, ["month", "day"]) ??
    numbers(/^(\d{1,2})-(\d{1,2})$/u, ["month", "day"]) ??
    numbers(/^(\d{1,2})[/.](\d{1,2})[/.](\d{4})$/u, ["day", "month", "year"]) ??
    named(text, year)
  );
}

/** With the month by its English name, before or after the day. */
function named(text: string, year: number): string | undefined {
  const dayFirst = /^(\d{1,2})(?:st|nd|rd|th)?\s+([a-z]{3,9})\.?,?(?:\s+(\d{4}))?$/u.exec(text);
  const monthFirst = /^([a-z]{3,9})\.?\s+(\d{1,2})(?:st|nd|rd|th)?,?(?:\s+(\d{4}))?$/u.exec(text);
  const [day, name, years] = dayFirst?.slice(1) ?? [monthFirst?.[2], monthFirst?.[1], monthFirst?.[3]];
  const month = monthNames.indexOf(name?.slice(0, 3) ?? "") + 1;
  return month === 0 ? undefined : written(Number(years ?? year), month, Number(day));
}

function written(year: number, month: number, day: number): string | undefined {
  const date = { year, month, day };
  return year >= 1 && year <= 9_999 && isCivilDate(date) ? formatDay(dayOfCivil(date)) : undefined;
}

/** Days since 1970-01-01 of `2026-11-25`; undefined for anything else. */
export function dayOfText(text: string): number | undefined {
  const found = /^(\d{4})-(\d{2})-(\d{2})$/u.exec(text);
  if (found === null) return undefined;
  const date = { year: Number(found[1]), month: Number(found[2]), day: Number(found[3]) };
  return isCivilDate(date) ? dayOfCivil(date) : undefined;
}

/** Unix seconds at which the city's day `2026-11-25` begins; 0 for an empty date. */
export function startOfDate(date: string): number {
  const day = dayOfText(date);
  return day === undefined ? 0 : endOfDay(day - 1);
}

/** Unix seconds at which the city's day `2026-11-25` is over; 0 for an empty date, which means no end. */
export function endOfDate(date: string): number {
  const day = dayOfText(date);
  return day === undefined ? 0 : endOfDay(day);
}

/** The city's day of a time in unix seconds as `2026-11-25`; empty for 0, which means none. */
export function dateOfTime(unixSeconds: number): string {
  return unixSeconds === 0 ? "" : formatDay(dayOf(unixSeconds));
}
