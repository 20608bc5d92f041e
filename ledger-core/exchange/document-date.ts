/** Dates as documents write them. A document's day is the day on the paper: no time zone moves it. */

/**
 * What a date text says. `coarse`: only a year or a month. `repeating`: an interval such as `R/P1W`, which stands for "updated all the
 * time". `implausible`: a real day of a year outside 1800 to 2199, so most likely a slip of the pen. `invalid`: no date at all.
 */
export type DocumentDate =
  | { readonly kind: "day"; readonly day: number }
  | { readonly kind: "coarse" | "repeating" | "implausible" | "invalid" };

const YEAR_MIN = 1800;
const YEAR_MAX = 2199;

const TIME =
  "(?:[T ]([01][0-9]|2[0-4])(?::?([0-5][0-9])(?::?([0-5][0-9]|60)(?:[.,][0-9]{1,9})?)?)?(?:Z|[+-][0-9]{2}(?::?[0-9]{2})?)?)?";
const DAY = new RegExp(`^([0-9]{4})(?:-([0-9]{2})-([0-9]{2})|([0-9]{2})([0-9]{2}))${TIME}$`);
const COARSE = /^([0-9]{4})(?:-(0[1-9]|1[0-2]))?$/;
const COUNT = "[0-9]+(?:\\.[0-9]+)?";
const REPEATING = new RegExp(
  `^R[0-9]*/P(?=.)(?:${COUNT}Y)?(?:${COUNT}M)?(?:${COUNT}W)?(?:${COUNT}D)?(?:T(?=[0-9])(?:${COUNT}H)?(?:${COUNT}M)?(?:${COUNT}S)?)?$`,
);

/** Reads ISO 8601 in its usual and its compact form, with or without a time (which is checked and left out). Never throws. */
export function parseDocumentDate(text: string): DocumentDate {
  if (isRepeatingInterval(text)) return { kind: "repeating" };
  const coarse = COARSE.exec(text);
  if (coarse !== null) return { kind: isPlausible(Number(coarse[1])) ? "coarse" : "implausible" };
  const parts = DAY.exec(text);
  if (parts === null) return { kind: "invalid" };
  const year = Number(parts[1]);
  const month = Number(parts[2] ?? parts[4]);
  const dayOfMonth = Number(parts[3] ?? parts[5]);
  if (month < 1 || month > 12 || dayOfMonth < 1 || dayOfMonth > daysInMonth(year, month)) return { kind: "invalid" };
  if (!isPlausible(year)) return { kind: "implausible" };
  return { kind: "day", day: dayNumber(year, month, dayOfMonth) };
}

/** True for an ISO 8601 repeating interval: `R/P1Y`, `R/P3.5D`, `R/PT1S`. */
export function isRepeatingInterval(text: string): boolean {
  return REPEATING.test(text);
}

/** `YYYY-MM-DD` of a day number; the inverse of `parseDocumentDate` for the years it takes. */
export function formatDocumentDay(day: number): string {
  let year = 1970 + Math.floor(day / 366);
  while (dayNumber(year, 1, 1) > day) year--;
  while (dayNumber(year + 1, 1, 1) <= day) year++;
  let month = 1;
  let rest = day - dayNumber(year, 1, 1);
  while (rest >= daysInMonth(year, month)) rest -= daysInMonth(year, month++);
  return `${String(year).padStart(4, "0")}-${String(month).padStart(2, "0")}-${String(rest + 1).padStart(2, "0")}`;
}

function isPlausible(year: number): boolean {
  return year >= YEAR_MIN && year <= YEAR_MAX;
}

function isLeapYear(year: number): boolean {
  return year % 4 === 0 && (year % 100 !== 0 || year % 400 === 0);
}

function daysInMonth(year: number, month: number): number {
  if (month === 2) return isLeapYear(year) ? 29 : 28;
  return month === 4 || month === 6 || month === 9 || month === 11 ? 30 : 31;
}

/** Days from 1970-01-01 to the first of the year, by counting leap days, then month by month. */
function dayNumber(year: number, month: number, dayOfMonth: number): number {
  const before = year - 1;
  const leapDays = Math.floor(before / 4) - Math.floor(before / 100) + Math.floor(before / 400);
  let day = 365 * (year - 1970) + leapDays - 477 + dayOfMonth - 1;
  for (let m = 1; m < month; m++) day += daysInMonth(year, m);
  return day;
}
