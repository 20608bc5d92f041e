/** Where a stretch of time lies in a picture of one year: parts of a hundred from its left edge. */
const daySeconds = 86_400;
const daysBefore = 335;
const daysShown = 366;

export type Place = { readonly left: number; readonly width: number };

/** The year that is shown around a time, which itself lies near its end. */
function edges(time: number): { readonly from: number; readonly until: number } {
  const from = time - daysBefore * daySeconds;
  return { from, until: from + daysShown * daySeconds };
}

/** The part of a stretch that lies within the year around `time`; undefined where none does. */
export function placeOfSpan(span: { readonly from: number; readonly until: number }, time: number): Place | undefined {
  const shown = edges(time);
  const from = Math.max(span.from, shown.from);
  const until = Math.min(span.until, shown.until);
  if (until <= from) return undefined;
  return { left: partOf(from - shown.from), width: partOf(until - from) };
}

/** Where the time itself lies. */
export const placeOfTime = partOf(daysBefore * daySeconds);

function partOf(seconds: number): number {
  return Math.round((seconds * 1_000) / (daysShown * daySeconds)) / 10;
}
