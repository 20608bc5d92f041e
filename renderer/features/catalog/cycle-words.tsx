import { noValue } from "#renderer/shared/format/amounts.ts";
import type { CatalogText } from "./text.ts";
import { useCatalogText } from "./text.ts";
import { parseUpdateCycle } from "./update-cycle.ts";

/** How often a dataset is renewed, in words: the code list of DCAT-US, or a source's own words where it has them. */
export function cycleWords(text: CatalogText, cycle: string): string {
  if (cycle === "irregular") return text("cycle.irregular");
  if (cycle === "R/PT1S") return text("cycle.continuous");
  const read = parseUpdateCycle(cycle);
  if (read === undefined) return cycle === "" ? noValue : cycle;
  if (read.unit === "day" && read.count === 7) return text("cycle.week");
  return read.count === 1 ? text(`cycle.${read.unit}`) : text(`cycle.${read.unit}s`, { count: read.count });
}

export function CycleWords({ cycle }: { readonly cycle: string }) {
  return cycleWords(useCatalogText(), cycle);
}
