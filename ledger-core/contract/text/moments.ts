/** Times and days in sentences, on the city's clock. */
import { civilOfDay, dayOfTime, formatClock, formatDay } from "#ledger-core/contract/schema/civil-date.ts";
import { joinWords } from "./list-words.ts";
import type { Language } from "./template.ts";

/** UTC+8 all year; implied wherever a person reads a time. */
export const CITY_OFFSET_SECONDS = 28_800;

const MONTHS = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"];

/** `2026-11-20`, `20 Nov 2026`. */
export function dayText(language: Language, dayNumber: number): string {
  if (language === "zh") return formatDay(dayNumber);
  const { year, month, day } = civilOfDay(dayNumber);
  return `${day} ${MONTHS[month - 1] ?? ""} ${year}`;
}

/** `2026-11-20 14:48`, `14:48 on 20 Nov 2026`. */
export function momentText(language: Language, unixSeconds: number): string {
  const { day, seconds } = dayOfTime(unixSeconds, CITY_OFFSET_SECONDS);
  const clock = formatClock(seconds);
  return language === "zh" ? `${dayText(language, day)} ${clock}` : `${clock} on ${dayText(language, day)}`;
}

/** A time from which something is over. At midnight it names the day that ends, so that nobody takes the next day for included. */
export function endText(language: Language, unixSeconds: number): string {
  const { day, seconds } = dayOfTime(unixSeconds, CITY_OFFSET_SECONDS);
  if (seconds !== 0) return momentText(language, unixSeconds);
  const last = dayText(language, day - 1);
  return language === "zh" ? `${last} 24:00` : `the end of ${last}`;
}

/**
 * Days of a year, neighbours as one span: `1 to 2 Jan and 16 Feb`, `1 月 1 日至 2 日和 2 月 16 日`. A day of another year says its year.
 * The order is kept as given.
 */
export function daysText(language: Language, days: readonly number[], year: number): string {
  const spans: { readonly first: number; last: number }[] = [];
  for (const day of days) {
    const open = spans.at(-1);
    if (open !== undefined && day === open.last + 1) open.last = day;
    else spans.push({ first: day, last: day });
  }
  return joinWords(
    language,
    spans.map((span) => spanOfDays(language, span, year)),
    "and",
  );
}

function spanOfDays(
  language: Language,
  { first, last }: { readonly first: number; readonly last: number },
  year: number,
): string {
  const [from, to] = [civilOfDay(first), civilOfDay(last)];
  const isInYear = from.year === year && to.year === year;
  const isInMonth = isInYear && from.month === to.month;
  const name = (day: number): string => (isInYear ? dayOfYearText(language, day) : dayText(language, day));
  if (first === last) return name(first);
  if (language === "zh")
    return isInMonth ? `${name(first)}至 ${to.day} 日` : `${name(first)}${isInYear ? "至 " : " 至 "}${name(last)}`;
  return isInMonth ? `${from.day} to ${name(last)}` : `${name(first)} to ${name(last)}`;
}

function dayOfYearText(language: Language, dayNumber: number): string {
  const { month, day } = civilOfDay(dayNumber);
  return language === "zh" ? `${month} 月 ${day} 日` : `${day} ${MONTHS[month - 1] ?? ""}`;
}
