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
