/** Days off and worked weekends out of lines as notices and lists write them, in either language. */
import { civilOfDay, dayOfCivil, isCivilDate } from "#ledger-core/contract/schema/civil-date.ts";
import { isWeekend } from "#ledger-core/contract/schema/working-days.ts";

/** Why a line was not taken, or only in part. */
export type LineFlaw = "noVerb" | "otherYear" | "workedWeekday" | "range" | "nothing";

export type ReadLines = {
  /** Monday to Friday, on which nobody works; ascending. */
  readonly daysOff: readonly number[];
  /** Saturdays and Sundays on which people work; ascending. */
  readonly daysWorked: readonly number[];
  /** By the number of the line, 1 first. */
  readonly flaws: readonly { readonly line: number; readonly text: string; readonly flaw: LineFlaw }[];
};

type Verb = "off" | "worked";
type Piece =
  | { readonly kind: "verb"; readonly verb: Verb }
  | { readonly kind: "days"; readonly from: number; readonly to: number };

const monthNames = "jan feb mar apr may jun jul aug sep oct nov dec".split(" ");
const monthPattern = `(?:${monthNames.join("|")})[a-z]*\\.?`;
/** Longest break that a notice has; a longer span is a slip. */
const rangeDaysMax = 60;
const flawTextCharacters = 60;

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
const verbPattern = /上班|补班|\bwork(?:ed|ing)?\b|放假|休假|休息|调休|\b(?:off|holidays?|closed)\b|休(?![市])/giu;
const worksPattern = /上班|补班|work/iu;
const betweenPattern = /^\s*(?:至|到|~|～|–|—|--?|to|until|through)\s*$/iu;

type Written = { readonly year: number | undefined; readonly month: number; readonly day: number };

function written(day = "", month = "", year?: string): Partial<Written> {
  return { day: Number(day), month: Number(month), year: year === undefined ? undefined : Number(year) };
}

function monthOf(name = ""): string {
  return String(monthNames.indexOf(name.slice(0, 3).toLowerCase()) + 1);
}

/**
 * Reads a notice or a list: dates or spans of dates, each with whether one works on them (`放假`, `上班`, `off`, `worked`) behind it or before
 * it; a line that says only that goes for the lines after it. Days without a year are of `year`. Weekends within a break are passed over.
 */
export function readCalendarLines(content: string, year: number): ReadLines {
  const days: Record<Verb, Set<number>> = { off: new Set(), worked: new Set() };
  const flaws: ReadLines["flaws"][number][] = [];
  let heading: Verb | undefined;
  for (const [place, text] of content.split(/\r?\n/u).entries()) {
    const found = new Set<LineFlaw>();
    // What stands in brackets says the day of the week, or where a day off was moved from.
    const plain = text.replaceAll(/[（(][^）)]*[）)]/gu, " ");
    const clauses = plain.split(/[。；;]/u).map((clause) => piecesOf(clause, year));
    const alone = clauses.flat();
    if (alone.length > 0 && alone.every(({ kind }) => kind === "verb")) heading = verbOf(alone);
    for (const pieces of clauses) for (const flaw of take(pieces, { heading, year, days })) found.add(flaw);
    if (alone.length === 0 && /\d/u.test(plain)) found.add("nothing");
    for (const flaw of found) flaws.push({ line: place + 1, text: text.trim().slice(0, flawTextCharacters), flaw });
  }
  return { daysOff: [...days.off].toSorted(ascending), daysWorked: [...days.worked].toSorted(ascending), flaws };
}

function verbOf(pieces: readonly Piece[]): Verb | undefined {
  const first = pieces.find((piece) => piece.kind === "verb");
  return first?.kind === "verb" ? first.verb : undefined;
}

/** Dates go with the verb behind them, and those behind the last verb with that one. */
function take(
  pieces: readonly Piece[],
  into: { readonly heading: Verb | undefined; readonly year: number; readonly days: Record<Verb, Set<number>> },
): readonly LineFlaw[] {
  const flaws: LineFlaw[] = [];
  let last = into.heading;
  let waiting: Extract<Piece, { kind: "days" }>[] = [];
  const settle = (verb: Verb | undefined): void => {
    for (const span of waiting) flaws.push(...takeSpan(span, verb, into));
    waiting = [];
  };
  for (const piece of pieces) {
    if (piece.kind === "days") waiting.push(piece);
    else {
      settle(piece.verb);
      last = piece.verb;
    }
  }
  settle(last);
  return flaws;
}

function takeSpan(
  { from, to }: Extract<Piece, { kind: "days" }>,
  verb: Verb | undefined,
  into: { readonly year: number; readonly days: Record<Verb, Set<number>> },
): readonly LineFlaw[] {
  if (verb === undefined) return ["noVerb"];
  if (to < from || to - from >= rangeDaysMax) return ["range"];
  const span = Array.from({ length: to - from + 1 }, (_, place) => from + place);
  const flaws: LineFlaw[] = [];
  for (const day of span) {
    if (civilOfDay(day).year !== into.year) flaws.push("otherYear");
    else if (isWeekend(day) === (verb === "worked")) into.days[verb].add(day);
    else if (verb === "worked") flaws.push("workedWeekday");
  }
  return flaws;
}

/** The dates, spans and verbs of a clause, in their order. */
function piecesOf(clause: string, year: number): readonly Piece[] {
  const verbs = [...clause.matchAll(verbPattern)].map((found): { at: number; piece: Piece } => ({
    at: found.index,
    piece: { kind: "verb", verb: worksPattern.test(found[0]) ? "worked" : "off" },
  }));
  return [...verbs, ...spansOf(clause, year)].toSorted((left, right) => left.at - right.at).map(({ piece }) => piece);
}

function spansOf(clause: string, year: number): readonly { readonly at: number; readonly piece: Piece }[] {
  const spans: { at: number; end: number; piece: Extract<Piece, { kind: "days" }> }[] = [];
  for (const { at, end, day } of datesOf(withSpansSpelt(clause), year)) {
    const before = spans.at(-1);
    const isSpan =
      before !== undefined &&
      before.piece.from === before.piece.to &&
      betweenPattern.test(withSpansSpelt(clause).slice(before.end, at));
    if (isSpan) spans[spans.length - 1] = { ...before, end, piece: { kind: "days", from: before.piece.from, to: day } };
    else spans.push({ at, end, piece: { kind: "days", from: day, to: day } });
  }
  return spans;
}

/** `1-7 October` as `1 October - 7 October`, so that each date stands whole. */
function withSpansSpelt(clause: string): string {
  const pattern = new RegExp(
    `(?<![\\d-])(\\d{1,2})\\s*(?:-|–|—|to)\\s*(\\d{1,2})\\s+(${monthPattern}(?:,?\\s+\\d{4})?)`,
    "giu",
  );
  return clause.replace(pattern, "$1 $3 - $2 $3");
}

function datesOf(
  clause: string,
  year: number,
): readonly { readonly at: number; readonly end: number; readonly day: number }[] {
  const dates: { at: number; end: number; day: number }[] = [];
  let month = 0;
  let ofYear = year;
  for (let at = 0; at < clause.length; at++) {
    // A date begins where a number or a word does.
    if (/[\da-z]/iu.test(clause[at - 1] ?? " ") && /[\da-z]/iu.test(clause[at] ?? " ")) continue;
    for (const [pattern, read] of datePatterns) {
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

function ascending(left: number, right: number): number {
  return left - right;
}
