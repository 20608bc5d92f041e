/** Days off and worked weekends out of lines as notices and lists write them, in either language. */
import { civilOfDay } from "#ledger-core/contract/schema/civil-date.ts";
import { isWeekend } from "#ledger-core/contract/schema/working-days.ts";
import { hasStrayNumber, readDates } from "./calendar-dates.ts";
import type { Span } from "./calendar-dates.ts";

/** Why a line was not taken, or only in part. */
export type LineFlaw =
  | "noVerb"
  | "otherYear"
  | "workedWeekday"
  | "offWeekend"
  | "range"
  | "unclear"
  | "number"
  | "nothing";

export type ReadLines = {
  /** Monday to Friday, on which nobody works; ascending. */
  readonly daysOff: readonly number[];
  /** Saturdays and Sundays on which people work; ascending. */
  readonly daysWorked: readonly number[];
  /** By the number of the line, 1 first. */
  readonly flaws: readonly { readonly line: number; readonly text: string; readonly flaw: LineFlaw }[];
};

type Verb = "off" | "worked";
/** A verb that leads goes for the dates behind it, as in `放假：10月1日`. */
type VerbPiece = { readonly kind: "verb"; readonly at: number; readonly verb: Verb; readonly leads: boolean };
type Piece = VerbPiece | (Span & { readonly kind: "days" });
type Clause = { readonly pieces: readonly Piece[]; readonly rest: string; readonly isUnclear: boolean };
type Into = { readonly heading: Verb | undefined; readonly year: number; readonly days: Record<Verb, Set<number>> };

/** Longest break that a notice has; a longer span is a slip. */
const rangeDaysMax = 60;
const flawTextCharacters = 60;

const notPattern = "不(?:用|需要?|必|再|予)?|无[需须]|\\bnot?\\s+(?:an?\\s+)?|\\bnon-?\\s?";
const worksWords = "上班|补班|\\bwork(?:ed|ing|s)?(?:[\\s-]?days?)?\\b|(?<=non)work(?:ing)?[\\s-]?days?\\b";
const offWords = "放假|休假|休息|调休|\\b(?:off|holidays?|closed)\\b|休(?!市)";
/** Words that deny come first: `不上班` is off. `不调休` says that no other day is worked for it, and nothing of the day itself. */
const verbPattern = new RegExp(`(不调休)|(${notPattern})?(?:(${worksWords})|(?:${offWords}))(\\s*:)?`, "giu");
const anyVerb = new RegExp(verbPattern.source, "iu");

/**
 * Reads a notice or a list: dates or spans of dates, each with whether one works on them (`放假`, `上班`, `off`, `worked`) behind it or before
 * it; a line that says only that goes for the lines after it. Days without a year are of `year`. Weekends within a break are passed over;
 * whatever else has no effect, or is a number of no date, is a flaw of its line.
 */
export function readCalendarLines(content: string, year: number): ReadLines {
  const days: Record<Verb, Set<number>> = { off: new Set(), worked: new Set() };
  const flaws: ReadLines["flaws"][number][] = [];
  let heading: Verb | undefined;
  for (const [place, text] of content.split(/\r?\n/u).entries()) {
    const found = new Set<LineFlaw>();
    const { plain, dropped } = withoutBrackets(
      text.normalize("NFKC").replace(/^\s*\d{1,2}\s*[.、)](?!\d(?!\d?\s*月))/u, " "),
    );
    const clauses = plain.split(/[。;]/u).map((clause) => readClause(clause, year));
    const alone = clauses.flatMap(({ pieces }) => pieces);
    const verb = alone.findLast((piece) => piece.kind === "verb");
    if (verb?.kind === "verb" && alone.every(({ kind }) => kind === "verb")) heading = verb.verb;
    for (const { pieces } of clauses) for (const flaw of take(pieces, { heading, year, days })) found.add(flaw);
    if (clauses.some(({ isUnclear }) => isUnclear)) found.add("unclear");
    const hasDates = alone.some(({ kind }) => kind === "days");
    if ([...clauses.map(({ rest }) => rest), ...dropped].some((rest) => hasStrayNumber(rest, year)))
      found.add(hasDates ? "number" : "nothing");
    for (const flaw of found) flaws.push({ line: place + 1, text: text.trim().slice(0, flawTextCharacters), flaw });
  }
  return { daysOff: [...days.off].toSorted(ascending), daysWorked: [...days.worked].toSorted(ascending), flaws };
}

/**
 * What stands in brackets behind a date says its day of the week, or where a day off was moved from, and is left out; what holds the date
 * itself (`周日（9月28日）上班`) or the verb (`10月1日（放假）`) is kept.
 */
function withoutBrackets(text: string): { readonly plain: string; readonly dropped: readonly string[] } {
  const dropped: string[] = [];
  const plain = text.replaceAll(/\(([^()]*)\)/gu, (_, inner: string, at: number) => {
    const before = text
      .slice(Math.max(0, at - 40), at)
      .split(/[,、;。:)]/u)
      .at(-1);
    const hasNumber = /\d/u.test(inner);
    if (hasNumber ? !/\d/u.test(before ?? "") : anyVerb.test(inner)) return ` ${inner} `;
    dropped.push(inner);
    return " ";
  });
  return { plain, dropped };
}

/** Dates go with the verb behind them, and those behind the last verb with that one. */
function take(pieces: readonly Piece[], into: Into): readonly LineFlaw[] {
  const flaws: LineFlaw[] = [];
  let last: Verb | undefined = into.heading;
  let waiting: Span[] = [];
  const settle = (verb: Verb | undefined): void => {
    for (const span of waiting) flaws.push(...takeSpan(span, verb, into));
    waiting = [];
  };
  for (const piece of pieces) {
    if (piece.kind === "days") waiting.push(piece);
    else {
      settle(piece.leads ? last : piece.verb);
      last = piece.verb;
    }
  }
  settle(last);
  return flaws;
}

function takeSpan({ from, to }: Span, verb: Verb | undefined, into: Into): readonly LineFlaw[] {
  if (verb === undefined) return ["noVerb"];
  if (to < from || to - from >= rangeDaysMax) return ["range"];
  const span = Array.from({ length: to - from + 1 }, (_, place) => from + place);
  const flaws: LineFlaw[] = [];
  for (const day of span) {
    if (civilOfDay(day).year !== into.year) flaws.push("otherYear");
    else if (isWeekend(day) === (verb === "worked")) into.days[verb].add(day);
    else if (verb === "worked") flaws.push("workedWeekday");
    else if (from === to) flaws.push("offWeekend");
  }
  return flaws;
}

/** The dates, spans and verbs of a clause, in their order. */
function readClause(clause: string, year: number): Clause {
  const { spans, rest, isUnclear } = readDates(clause, year);
  // Verbs are looked for in what the dates leave, so that the places of both are of one text.
  const verbs = [...rest.matchAll(verbPattern)].flatMap(({ index, 1: neutral, 2: not, 3: works, 4: leads }) =>
    neutral === undefined ? [verbAt(index, { not, works, leads })] : [],
  );
  const pieces = [...verbs, ...spans.map((span): Piece => ({ kind: "days", ...span }))];
  return { pieces: lastVerbs(pieces.toSorted((left, right) => left.at - right.at)), rest, isUnclear };
}

function verbAt(at: number, found: Record<"not" | "works" | "leads", string | undefined>): Piece {
  const isWorked = (found.works !== undefined) !== (found.not !== undefined);
  return { kind: "verb", at, verb: isWorked ? "worked" : "off", leads: found.leads !== undefined };
}

/** Of verbs without a date between, the last is meant: `调休上班` is worked. */
function lastVerbs(pieces: readonly Piece[]): readonly Piece[] {
  return pieces.filter((piece, place) => {
    const next = pieces[place + 1];
    return piece.kind === "days" || next?.kind !== "verb" || next.leads;
  });
}

function ascending(left: number, right: number): number {
  return left - right;
}
