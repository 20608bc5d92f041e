/** Dates and spans of dates in a clause of a notice, in either language, and the numbers that belong to none of them. */
import { dayOfCivil, isCivilDate } from "#ledger-core/contract/schema/civil-date.ts";

export type Span = { readonly at: number; readonly from: number; readonly to: number };

export type ReadDates = {
  /** In the order of the text; a single day has both ends alike. */
  readonly spans: readonly Span[];
  /** The clause as the places count, with each span left blank. */
  readonly rest: string;
  /** Something stands between two dates that neither makes a span nor a list of them. */
  readonly isUnclear: boolean;
};

const monthNames = "jan feb mar apr may jun jul aug sep oct nov dec".split(" ");
const monthPattern = `(?:${monthNames.join("|")})[a-z]*\\.?`;
const dash = "(?:[-~–—‐‑−]|to|through|thru|until|till)";

type Written = { readonly year: number | undefined; readonly month: number; readonly day: number };

/** In this order, the first that fits at a place is taken. */
const datePatterns: readonly (readonly [RegExp, (parts: readonly string[], month: number) => Partial<Written>])[] = [
  [/(\d{4})\s*[-/.年]\s*(\d{1,2})\s*[-/.月]\s*(\d{1,2})\s*[日号]?/uy, ([y, m, d]) => written(d, m, y)],
  [/(\d{4})(\d{2})(\d{2})(?!\d)/uy, ([y, m, d]) => written(d, m, y)],
  [/(\d{1,2})\s*月\s*(\d{1,2})\s*[日号]?/uy, ([m, d]) => written(d, m)],
  [new RegExp(`(\\d{1,2})\\s+(${monthPattern})(?:,?\\s+(\\d{4}))?`, "uiy"), ([d, m, y]) => written(d, monthOf(m), y)],
  [
    new RegExp(`(${monthPattern})\\s+(\\d{1,2})(?!\\d)(?:,?\\s+(\\d{4}))?`, "uiy"),
    ([m, d, y]) => written(d, monthOf(m), y),
  ],
  [/(\d{1,2})\s*[日号]/uy, ([d], month) => written(d, String(month))],
];
/** `10.1` is the first of October in Chinese; elsewhere it may be the tenth of January, and is not taken. */
const pointed: (typeof datePatterns)[number] = [
  /(?<!\d[/.])(\d{1,2})\.(\d{1,2})(?!\s*[\d.年月])\s*[日号]?/uy,
  ([m, d]) => written(d, m),
];
const betweenPattern = /^\s*(?:起?[至到]|\.{2,3}|…|\/|[-~–—‐‑−]{1,2}|to|until|till|through|thru)\s*$/iu;
const unclearPattern = /^[^\p{L}\d,，、&+|]+$/u;
/** Numbers that are no dates: how many days, days of the week, times of day, ordinals. */
const countPattern = /(?<!\d)\d{1,4}\s*(?:天|个|days?\b)|(?:周|星期|礼拜)\s*\d|\d{1,2}:\d{2}|第\s*\d+/giu;
const numberPattern = /\d|[一二三四五六七八九十]\s*月/u;

function written(day = "", month = "", year?: string): Partial<Written> {
  return { day: Number(day), month: Number(month), year: year === undefined ? undefined : Number(year) };
}

function monthOf(name = ""): string {
  return String(monthNames.indexOf(name.slice(0, 3).toLowerCase()) + 1);
}

/** The dates of a clause; those without a year are of the last one named, else of `year`. */
export function readDates(clause: string, year: number): ReadDates {
  const text = withSpansSpelt(clause);
  const spans: (Span & { end: number })[] = [];
  let rest = "";
  let restFrom = 0;
  let isUnclear = false;
  for (const { at, end, day } of datesOf(text, year)) {
    rest += text.slice(restFrom, at) + " ".repeat(end - at);
    restFrom = end;
    const before = spans.at(-1);
    const between = before === undefined ? "" : text.slice(before.end, at);
    if (before !== undefined && before.from === before.to && betweenPattern.test(between)) {
      spans[spans.length - 1] = { ...before, end, to: day };
      continue;
    }
    if (between.trim() !== "" && unclearPattern.test(between)) isUnclear = true;
    spans.push({ at, end, from: day, to: day });
  }
  return { spans: spans.map(({ at, from, to }) => ({ at, from, to })), rest: rest + text.slice(restFrom), isUnclear };
}

/** Whether a number is left over that may have been meant as a date. */
export function hasStrayNumber(rest: string, year: number): boolean {
  const own = new RegExp(`(?<!\\d)${year}(?!\\d)`, "gu");
  return numberPattern.test(rest.replaceAll(countPattern, " ").replaceAll(own, " "));
}

/** `1-7 October` as `1 October - 7 October` and `October 1-7` likewise, so that each date stands whole. */
function withSpansSpelt(clause: string): string {
  const dayFirst = new RegExp(
    `(?<![\\d-]|${monthPattern}\\s{1,4})(\\d{1,2})\\s*${dash}\\s*(\\d{1,2})\\s+(${monthPattern}(?:,?\\s+\\d{4})?)`,
    "giu",
  );
  const monthFirst = new RegExp(
    `(${monthPattern})\\s+(\\d{1,2})\\s*${dash}\\s*(\\d{1,2})(?!\\d|\\s*[-/.:年月]\\s*\\d|\\s+${monthPattern})((?:,?\\s+\\d{4})?)`,
    "giu",
  );
  return clause
    .replaceAll(/(?<=\d)(?:st|nd|rd|th)\b(?:\s+of\b)?/giu, "")
    .replace(dayFirst, "$1 $3 - $2 $3")
    .replace(monthFirst, "$1 $2$4 - $1 $3$4");
}

function datesOf(
  clause: string,
  year: number,
): readonly { readonly at: number; readonly end: number; readonly day: number }[] {
  const patterns = /\p{Script=Han}/u.test(clause) ? [...datePatterns, pointed] : datePatterns;
  const dates: { at: number; end: number; day: number }[] = [];
  let month = 0;
  let ofYear = year;
  for (let at = 0; at < clause.length; at++) {
    // A date begins where a number or a word does.
    if (/[\da-z]/iu.test(clause[at - 1] ?? " ") && /[\da-z]/iu.test(clause[at] ?? " ")) continue;
    for (const [pattern, read] of patterns) {
      pattern.lastIndex = at;
      const found = pattern.exec(clause);
      if (found === null) continue;
      const date = read(found.slice(1), month);
      const civil = { year: date.year ?? ofYear, month: date.month ?? 0, day: date.day ?? 0 };
      if (!isCivilDate(civil) || civil.year < 1_970 || civil.year > 9_999) continue;
      ({ month, year: ofYear } = civil);
      dates.push({ at, end: pattern.lastIndex, day: dayOfCivil(civil) });
      at = pattern.lastIndex - 1;
      break;
    }
  }
  return dates;
}
