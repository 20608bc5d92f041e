/** Civil days and clock times by whole numbers alone, in the proleptic Gregorian calendar. Source of the method: era arithmetic over 400 years. */
import type { DayNumber } from "./units.ts";

/** A day of the calendar: `month` 1 to 12, `day` 1 to 31. */
export type CivilDate = { readonly year: number; readonly month: number; readonly day: number };

const DAY_SECONDS = 86_400;
const ERA_DAYS = 146_097;
/** Days from 0000-03-01, where an era begins, to 1970-01-01. */
const EPOCH_DAYS = 719_468;

/** Days since 1970-01-01 of a day of the calendar. The date must exist: `isCivilDate` says so. */
export function dayOfCivil({ year, month, day }: CivilDate): DayNumber {
  const marchYear = month <= 2 ? year - 1 : year;
  const era = divide(marchYear, 400);
  const yearOfEra = marchYear - era * 400;
  const marchMonth = month > 2 ? month - 3 : month + 9;
  const dayOfYear = divide(153 * marchMonth + 2, 5) + day - 1;
  const dayOfEra = yearOfEra * 365 + divide(yearOfEra, 4) - divide(yearOfEra, 100) + dayOfYear;
  return era * ERA_DAYS + dayOfEra - EPOCH_DAYS;
}

/** The day of the calendar that lies so many days after 1970-01-01. */
export function civilOfDay(dayNumber: DayNumber): CivilDate {
  const shifted = dayNumber + EPOCH_DAYS;
  const era = divide(shifted, ERA_DAYS);
  const dayOfEra = shifted - era * ERA_DAYS;
  const leapDays = divide(dayOfEra, 1_460) - divide(dayOfEra, 36_524) + divide(dayOfEra, ERA_DAYS - 1);
  const yearOfEra = divide(dayOfEra - leapDays, 365);
  const dayOfYear = dayOfEra - (365 * yearOfEra + divide(yearOfEra, 4) - divide(yearOfEra, 100));
  const marchMonth = divide(5 * dayOfYear + 2, 153);
  const day = dayOfYear - divide(153 * marchMonth + 2, 5) + 1;
  const month = marchMonth < 10 ? marchMonth + 3 : marchMonth - 9;
  return { year: yearOfEra + era * 400 + (month <= 2 ? 1 : 0), month, day };
}

/** True if the calendar has such a day. */
export function isCivilDate(date: CivilDate): boolean {
  const { year, month, day } = date;
  if (![year, month, day].every(Number.isSafeInteger) || month < 1 || month > 12 || day < 1 || day > 31) return false;
  const again = civilOfDay(dayOfCivil(date));
  return again.month === month && again.day === day;
}

/** The civil day of a time, in days since 1970-01-01, and the seconds since its midnight. `offset` is in seconds east of UTC. */
export function dayOfTime(unixSeconds: number, offset: number): { readonly day: DayNumber; readonly seconds: number } {
  const shifted = unixSeconds + offset;
  const day = divide(shifted, DAY_SECONDS);
  return { day, seconds: shifted - day * DAY_SECONDS };
}

/** `2026-11-20` of days since 1970-01-01, for the years 1 to 9999. */
export function formatDay(dayNumber: DayNumber): string {
  const { year, month, day } = civilOfDay(dayNumber);
  return `${digits(year, 4)}-${digits(month, 2)}-${digits(day, 2)}`;
}

/** `14:48` of seconds since midnight, `14:48:07` where the seconds are not 0. */
export function formatClock(secondsOfDay: number): string {
  const hours = divide(secondsOfDay, 3_600);
  const minutes = divide(secondsOfDay - hours * 3_600, 60);
  const seconds = secondsOfDay - hours * 3_600 - minutes * 60;
  const clock = `${digits(hours, 2)}:${digits(minutes, 2)}`;
  return seconds === 0 ? clock : `${clock}:${digits(seconds, 2)}`;
}

function digits(value: number, length: number): string {
  return String(value).padStart(length, "0");
}

/** Whole quotient, rounded down, without a fraction on the way. */
function divide(dividend: number, divisor: number): number {
  const rest = dividend % divisor;
  return (dividend - (rest < 0 ? rest + divisor : rest)) / divisor;
}
