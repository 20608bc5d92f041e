import { noValue } from "#renderer/shared/format/amounts.ts";
import { parseUpdateCycle } from "#renderer/shared/format/update-cycle.ts";
import { useSharedText } from "./shared-texts.ts";

/** How often a dataset is renewed, in words: the code list of DCAT-US, or a source's own words where it has them. */
function cycleWords(text: ReturnType<typeof useSharedText>, cycle: string): string {
  if (cycle === "irregular") return text("cycle.irregular");
  if (cycle === "R/PT1S") return text("cycle.continuous");
  const read = parseUpdateCycle(cycle);
  if (read === undefined) return cycle === "" ? noValue : cycle;
  if (read.unit === "day" && read.count === 7) return text("cycle.week");
  return read.count === 1 ? text(`cycle.${read.unit}`) : text(`cycle.${read.unit}s`, { count: read.count });
}

/** The same as a function, for lists and sentences. */
export function useCycleWords(): (cycle: string) => string {
  const text = useSharedText();
  return (cycle) => cycleWords(text, cycle);
}

export function CycleWords({ cycle }: { readonly cycle: string }) {
  return cycleWords(useSharedText(), cycle);
}
