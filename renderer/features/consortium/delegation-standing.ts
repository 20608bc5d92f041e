import type { Delegation } from "#ledger-core/contract/api/consortium.ts";

/** Whether a delegation holds at a time: what the node said, but for a term that has begun or ended since. */
export function standingAt({ standing, from, until }: Delegation, time: number): Delegation["standing"] {
  if (standing === "ended") return standing;
  if (time >= until) return "over";
  return standing === "later" && time >= from ? "in-force" : standing;
}

const day = 86_400;

/** Longest term of a delegation, as the ledger has it. */
export const delegationDaysMax = 366;

/** What is wrong with a term in whole days; `from` 0 for the moment it is sealed. */
export function flawOfTerm(
  term: { readonly from: number; readonly until: number },
  now: number,
): "order" | "length" | undefined {
  const from = Math.max(term.from, now);
  if (term.until <= from) return "order";
  return term.until - from > delegationDaysMax * day ? "length" : undefined;
}
