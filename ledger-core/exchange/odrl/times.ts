/** Times of XML Schema and the whole seconds of the ledger. */
import { civilOfDay, dayOfCivil, dayOfTime, isCivilDate } from "#ledger-core/contract/schema/civil-date.ts";

const DAY_SECONDS = 86_400;
/** Beyond it a time is most likely a slip of the pen. */
const YEAR_PLAUSIBLE_MAX = 2199;
const DATE = "(-?[0-9]{4,9})-([0-9]{2})-([0-9]{2})";
const CLOCK = "T([0-9]{2}):([0-9]{2})(?::([0-9]{2})([.][0-9]+)?)?";
const ZONE = "(Z|[+-][0-9]{2}:[0-9]{2})?";
const TIME = new RegExp(`^${DATE}(?:${CLOCK})?${ZONE}$`);

/**
 * A moment, or a whole day from `seconds` up to, but not with, `end`. `zoned`: the text says in which zone; `rounded`: a fraction of a
 * second was cut; `implausible`: of a year after 2199.
 */
export type SpanOfTime = {
  readonly seconds: number;
  readonly end?: number;
  readonly zoned: boolean;
  readonly rounded: boolean;
  readonly implausible: boolean;
};

/** Reads `xsd:dateTime` and `xsd:date`; `offset` is that of texts without a zone, in seconds east of UTC. Undefined for anything else, and before 1970. */
export function parseTime(text: string, offset: number): SpanOfTime | undefined {
  const parts = TIME.exec(text);
  if (parts === null) return undefined;
  const [year = 0, month = 0, day = 0] = parts.slice(1, 4).map(Number);
  const [hours = 0, minutes = 0, whole = 0] = parts.slice(4, 7).map((part) => Number(part ?? 0));
  const isMidnight = hours === 24 && minutes === 0 && whole === 0;
  if (!isCivilDate({ year, month, day }) || (hours > 23 && !isMidnight) || minutes > 59 || whole > 59) return undefined;
  const east = offsetOf(parts[8], offset);
  if (east === undefined) return undefined;
  const seconds = dayOfCivil({ year, month, day }) * DAY_SECONDS + hours * 3_600 + minutes * 60 + whole - east;
  if (seconds < 0 || !Number.isSafeInteger(seconds + DAY_SECONDS)) return undefined;
  const about = {
    zoned: parts[8] !== undefined,
    rounded: /[1-9]/.test(parts[7] ?? ""),
    implausible: year > YEAR_PLAUSIBLE_MAX,
  };
  return parts[4] === undefined ? { seconds, end: seconds + DAY_SECONDS, ...about } : { seconds, ...about };
}

/** `2026-12-31T16:00:00Z` of unix seconds; `parseTime` reads it back. */
export function formatTime(unixSeconds: number): string {
  const { day, seconds } = dayOfTime(unixSeconds, 0);
  const { year, month, day: ofMonth } = civilOfDay(day);
  const rest = seconds % 3_600;
  const clock = [(seconds - rest) / 3_600, (rest - (rest % 60)) / 60, rest % 60];
  const date = [digits(year, 4), digits(month, 2), digits(ofMonth, 2)].join("-");
  return `${date}T${clock.map((part) => digits(part, 2)).join(":")}Z`;
}

/** Days of an `xsd:duration` of whole days or weeks; undefined for any other: how long a month lasts is not said. */
export function parseDays(text: string): number | undefined {
  const parts = /^P(?:([0-9]{1,6})D|([0-9]{1,5})W)$/.exec(text);
  if (parts === null) return undefined;
  return parts[1] === undefined ? Number(parts[2]) * 7 : Number(parts[1]);
}

function offsetOf(zone: string | undefined, offset: number): number | undefined {
  if (zone === undefined) return offset;
  if (zone === "Z") return 0;
  const hours = Number(zone.slice(1, 3));
  const minutes = Number(zone.slice(4));
  if (hours > 14 || minutes > 59) return undefined;
  return (zone.startsWith("-") ? -1 : 1) * (hours * 3_600 + minutes * 60);
}

function digits(value: number, length: number): string {
  return String(value).padStart(length, "0");
}
