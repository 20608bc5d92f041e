import type { Language } from "#renderer/shared/preferences/preferences.ts";

/** The city's clock: UTC+8 all year. It is implied on screen and written out only in exports. */
export const cityOffsetSeconds = 28_800;

const monthNames = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"];

type CityTime = {
  readonly year: number;
  readonly month: number;
  readonly day: number;
  readonly clock: string;
  readonly second: string;
};

function two(value: number): string {
  return String(value).padStart(2, "0");
}

function cityTime(unixSeconds: number): CityTime {
  const shifted = new Date((unixSeconds + cityOffsetSeconds) * 1_000);
  if (Number.isNaN(shifted.getTime())) throw new RangeError(`not a time: ${unixSeconds}`);
  return {
    year: shifted.getUTCFullYear(),
    month: shifted.getUTCMonth() + 1,
    day: shifted.getUTCDate(),
    clock: `${two(shifted.getUTCHours())}:${two(shifted.getUTCMinutes())}`,
    second: two(shifted.getUTCSeconds()),
  };
}

function dateText(time: CityTime, language: Language, withYear: boolean): string {
  if (language === "zh") return `${withYear ? `${time.year}-` : ""}${two(time.month)}-${two(time.day)}`;
  return `${time.day} ${monthNames[time.month - 1] ?? ""}${withYear ? ` ${time.year}` : ""}`;
}

/** What a time is drawn for: in a list (`short`), as a fact (`exact`), or only its day (`date`, in a narrow column `day`). */
export type TimeStyle = "short" | "exact" | "date" | "day";

/**
 * A time in unix seconds on the city's clock. `short` drops what is the same as now: the clock alone today, no year
 * this year. `exact` has the second. `date` has the year and no clock, `day` drops the year if it is this one.
 */
export function formatTime(
  unixSeconds: number,
  options: { readonly language: Language; readonly nowSeconds: number; readonly style: TimeStyle },
): string {
  const { language, nowSeconds, style } = options;
  const time = cityTime(unixSeconds);
  if (style === "date") return dateText(time, language, true);
  const between = language === "zh" ? " " : ", ";
  if (style === "exact") return `${dateText(time, language, true)}${between}${time.clock}:${time.second}`;
  const now = cityTime(nowSeconds);
  const isThisYear = time.year === now.year;
  if (style === "day") return dateText(time, language, !isThisYear);
  if (isThisYear && time.month === now.month && time.day === now.day) return time.clock;
  return `${dateText(time, language, !isThisYear)}${between}${time.clock}`;
}

/** A civil day as days since 1970-01-01: `2026-11-20` or `20 Nov 2026`. */
export function formatDay(day: number, language: Language): string {
  return formatTime(day * 86_400 - cityOffsetSeconds, { language, nowSeconds: 0, style: "date" });
}

/** The same written out, with its day as it stands in a calendar: `2026 年 11 月 1 日`, `1 Nov 2026`. */
export function formatDayInFull(day: number, language: Language): string {
  if (language === "en") return formatDay(day, language);
  const { year, month, day: date } = cityTime(day * 86_400 - cityOffsetSeconds);
  return `${year} 年 ${month} 月 ${date} 日`;
}

/** Unix seconds at which a civil day of the city is over: what lasts until that day ends then. */
export function endOfDay(day: number): number {
  return (day + 1) * 86_400 - cityOffsetSeconds;
}

/** The civil day of a time, as days since 1970-01-01; rows of one day share a heading. */
export function dayOf(unixSeconds: number): number {
  return Math.floor((unixSeconds + cityOffsetSeconds) / 86_400);
}

const spanUnits: readonly { readonly seconds: number; readonly zh: string; readonly en: (count: number) => string }[] =
  [
    { seconds: 86_400, zh: "天", en: (count) => (count === 1 ? "day" : "days") },
    { seconds: 3_600, zh: "小时", en: () => "h" },
    { seconds: 60, zh: "分", en: () => "min" },
    { seconds: 1, zh: "秒", en: () => "s" },
  ];

/** A span in its two largest units, the rest cut: `3 小时 12 分`, `2 days 5 h`. Below a second it is `0 秒`, `0 s`. */
export function formatSpan(spanSeconds: number, language: Language): string {
  let rest = Math.max(0, Math.floor(spanSeconds));
  const first = spanUnits.findIndex((unit) => rest >= unit.seconds);
  const start = first === -1 ? spanUnits.length - 1 : first;
  const parts: string[] = [];
  for (const unit of spanUnits.slice(start, start + 2)) {
    const count = Math.floor(rest / unit.seconds);
    rest -= count * unit.seconds;
    if (count > 0 || parts.length === 0) parts.push(`${count} ${language === "zh" ? unit.zh : unit.en(count)}`);
  }
  return parts.join(" ");
}

/** What is left until a deadline, or how far it is past: `剩 3 小时 12 分`, `2 days 5 h left`, `overdue by 1 day`. */
export function formatSpanLeft(
  deadlineSeconds: number,
  options: { readonly language: Language; readonly nowSeconds: number },
): string {
  const { language, nowSeconds } = options;
  const span = formatSpan(Math.abs(deadlineSeconds - nowSeconds), language);
  if (deadlineSeconds >= nowSeconds) return language === "zh" ? `剩 ${span}` : `${span} left`;
  return language === "zh" ? `超 ${span}` : `overdue by ${span}`;
}
