/** How often a dataset is due: the length of its update cycle, whatever words its source used. */

const HOUR = 3_600;
const DAY = 86_400;
const WEEK = 7 * DAY;
/** A month and a year as people count them when they say that something is late: 31 and 366 days, never a day too early. */
const MONTH = 31 * DAY;
const QUARTER = 92 * DAY;
const YEAR = 366 * DAY;

/** Words of the national guide and of the common vocabularies, as they are written there. */
const WORDS: ReadonlyMap<string, number> = new Map([
  ["实时", DAY],
  ["每日", DAY],
  ["每天", DAY],
  ["每周", WEEK],
  ["每月", MONTH],
  ["每季度", QUARTER],
  ["每季", QUARTER],
  ["每半年", 184 * DAY],
  ["每年", YEAR],
  ["daily", DAY],
  ["Daily", DAY],
  ["weekly", WEEK],
  ["Weekly", WEEK],
  ["monthly", MONTH],
  ["Monthly", MONTH],
  ["quarterly", QUARTER],
  ["Quarterly", QUARTER],
  ["annual", YEAR],
  ["Annual", YEAR],
  ["annually", YEAR],
  ["Annually", YEAR],
]);

const PARTS: readonly (readonly [RegExp, number])[] = [
  [/(\d{1,4})Y/, YEAR],
  [/(\d{1,4})M/, MONTH],
  [/(\d{1,4})W/, WEEK],
  [/(\d{1,4})D/, DAY],
];
const TIME_PARTS: readonly (readonly [RegExp, number])[] = [
  [/(\d{1,5})H/, HOUR],
  [/(\d{1,5})M/, 60],
  [/(\d{1,6})S/, 1],
];
const DURATION = /^(?:R\d*\/)?P(?=\d|T\d)([0-9YMWD]*)(?:T([0-9HMS]+))?$/;

/**
 * Seconds of one cycle, at least a day; undefined where nothing is promised (irregular, never, or words that are not known). Reads
 * ISO 8601 durations and repeating intervals without a fraction (`P1M`, `R/P1Y`, `PT1S`), and the words of the national guide.
 */
export function cycleSeconds(updateCycle: string): number | undefined {
  const trimmed = updateCycle.trim();
  const word = WORDS.get(trimmed);
  if (word !== undefined) return word;
  const match = DURATION.exec(trimmed);
  if (match === null) return undefined;
  const [, date = "", time = ""] = match;
  const seconds = sumOf(date, PARTS) + sumOf(time, TIME_PARTS);
  return seconds === 0 ? undefined : Math.max(seconds, DAY);
}

function sumOf(text: string, parts: readonly (readonly [RegExp, number])[]): number {
  return parts.reduce((sum, [pattern, seconds]) => sum + Number(pattern.exec(text)?.[1] ?? 0) * seconds, 0);
}
