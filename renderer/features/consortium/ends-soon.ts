import type { PersonDetail } from "#ledger-core/contract/api/consortium.ts";

/** A term that ends within so many days is pointed out: long enough for the next appointment to be signed. */
const soonSeconds = 30 * 86_400;

/** True if a term is running out; `until` 0 never does. */
export function endsSoon(until: number, time: number): boolean {
  return until > time && until - time <= soonSeconds;
}

/** True if somebody in office holds a role of their own whose term is running out. */
export function hasTermEndingSoon({ state, terms }: PersonDetail, time: number): boolean {
  return state === "active" && terms.some(({ from, until }) => from <= time && endsSoon(until, time));
}
