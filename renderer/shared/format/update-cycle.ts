import { civilOfDay, dayOfCivil, dayOfTime } from "#ledger-core/contract/schema/civil-date.ts";
import { cityOffsetSeconds } from "#renderer/shared/format/times.ts";

/** How often a dataset is renewed: every `count` of a unit. */
export type UpdateCycle = { readonly unit: "hour" | "day" | "week" | "month" | "year"; readonly count: number };

const form = /^(?:R\d*\/)?P(?:(\d+)Y)?(?:(\d+)M)?(?:(\d+)W)?(?:(\d+)D)?(?:T(\d+)H)?$/;
const units = ["year", "month", "week", "day", "hour"] as const;

/** Reads an ISO 8601 duration or repeating interval of one unit; undefined for a source's own words, which are shown as they are. */
export function parseUpdateCycle(text: string): UpdateCycle | undefined {
  const counts = form.exec(text.trim())?.slice(1);
  const named = units.flatMap((unit, i) => {
    const count = Number(counts?.[i] ?? 0);
    return count > 0 ? [{ unit, count }] : [];
  });
  return named.length === 1 ? named[0] : undefined;
}

/** The civil day on which the next version is due after one that came at `uploaded`, unix seconds. A month later is its last day at most. */
export function nextDueDay(uploaded: number, { unit, count }: UpdateCycle): number {
  const { day } = dayOfTime(uploaded, cityOffsetSeconds);
  switch (unit) {
    case "hour":
      return dayOfTime(uploaded + count * 3_600, cityOffsetSeconds).day;
    case "day":
      return day + count;
    case "week":
      return day + 7 * count;
    case "month":
      return addMonths(day, count);
    case "year":
      return addMonths(day, 12 * count);
  }
}

function addMonths(from: number, count: number): number {
  const { year, month, day } = civilOfDay(from);
  const months = year * 12 + (month - 1) + count;
  const first = { year: Math.floor(months / 12), month: (months % 12) + 1, day: 1 };
  const next = { year: Math.floor((months + 1) / 12), month: ((months + 1) % 12) + 1, day: 1 };
  const length = dayOfCivil(next) - dayOfCivil(first);
  return dayOfCivil({ ...first, day: Math.min(day, length) });
}

/** Whether the next version is still to come, due, or so late that a quarter of the cycle has passed since. */
export function lateness(given: {
  readonly uploaded: number;
  readonly cycle: UpdateCycle;
  readonly now: number;
}): "inTime" | "due" | "overdue" {
  const due = nextDueDay(given.uploaded, given.cycle);
  const uploadedDay = dayOfTime(given.uploaded, cityOffsetSeconds).day;
  const today = dayOfTime(given.now, cityOffsetSeconds).day;
  if (today <= due) return "inTime";
  return (today - uploadedDay) * 4 > (due - uploadedDay) * 5 ? "overdue" : "due";
}
