/** Times and days in sentences, on the city's clock. */
import { civilOfDay, dayOfTime, formatClock, formatDay } from "#ledger-core/contract/schema/civil-date.ts";
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
