/** What a change of a policy would do to people: who could sign that could not, who no longer could, and how few are then enough. */
import type { PersonDetail } from "#ledger-core/contract/api/consortium.ts";
import type { PolicyCase } from "#ledger-core/contract/schema/policy.ts";
import { mayBegin } from "./may-begin.ts";

export type PolicyChange = {
  readonly gained: readonly PersonDetail[];
  readonly lost: readonly PersonDetail[];
  /** Fewest signatures that are enough in some case, where they are counted; undefined where departments vote. */
  readonly fewest: number | undefined;
};

/** Compares two policies over everybody who is active. Which records an act is about is not known here, so a party may be anybody's. */
export function changeOfPolicy(
  people: readonly PersonDetail[],
  before: readonly PolicyCase[],
  after: readonly PolicyCase[],
): PolicyChange {
  const could = (person: PersonDetail, cases: readonly PolicyCase[]): boolean =>
    person.state === "active" && mayBegin(cases, person, { facts: {} });
  return {
    gained: people.filter((person) => !could(person, before) && could(person, after)),
    lost: people.filter((person) => could(person, before) && !could(person, after)),
    fewest: fewestSignatures(after),
  };
}

function fewestSignatures(cases: readonly PolicyCase[]): number | undefined {
  const counts = cases
    .flatMap((one) => one.alternatives)
    .map(({ seats }) => {
      const bars = seats.map(({ bar }) =>
        bar.kind === "persons" || bar.kind === "departments" ? bar.count : undefined,
      );
      return bars.reduce<number | undefined>(
        (sum, count) => (sum === undefined || count === undefined ? undefined : sum + count),
        0,
      );
    });
  const known = counts.filter((count) => count !== undefined);
  return known.length === 0 ? undefined : Math.min(...known);
}
