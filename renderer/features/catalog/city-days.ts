import { civilOfDay, dayOfCivil, dayOfTime, isCivilDate } from "#ledger-core/contract/schema/civil-date.ts";
import { cityOffsetSeconds } from "#renderer/shared/format/times.ts";

/** The day that a field holds; undefined while it is not whole. */
export function parseDay(value: string): number | undefined {
  const [year = 0, month = 0, day = 0] = value.split("-").map(Number);
  return isCivilDate({ year, month, day }) && year >= 1970 ? dayOfCivil({ year, month, day }) : undefined;
}

/** Unix seconds at which a day of the city is over: what lasts until that day ends then. */
export function endOfDay(day: number): number {
  return (day + 1) * 86_400 - cityOffsetSeconds;
}

/** The day of the city of a time. */
export function dayOfSeconds(unixSeconds: number): number {
  return dayOfTime(unixSeconds, cityOffsetSeconds).day;
}

/** The last day of the year of a day. */
export function lastDayOfYear(day: number): number {
  return dayOfCivil({ year: civilOfDay(day).year, month: 12, day: 31 });
}
