/** What a change of a policy would do to people: who could sign that could not, who no longer could, and how few are then enough. */
import type { PersonDetail } from "#ledger-core/contract/api/consortium.ts";
import type { PolicyCase } from "#ledger-core/contract/schema/policy.ts";
import { mayBegin } from "./may-begin.ts";
import { signaturesOf } from "./permission-matrix.ts";

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
  const alternatives = cases.flatMap((one) => one.alternatives);
  const counted = alternatives.map(({ seats }) => signaturesOf(seats)).filter((count) => count !== undefined);
  return counted.length === 0 ? undefined : Math.min(...counted);
}
