import type { PersonBrief } from "#ledger-core/contract/api/shared.ts";
import { meets } from "#ledger-core/contract/schema/policy.ts";
import type { Condition, Fact, PolicyCase, Seat, Selector } from "#ledger-core/contract/schema/policy.ts";

type Beginner = Pick<PersonBrief, "roles"> & {
  readonly department: { readonly key: number; readonly functions: readonly string[] };
};

/** What a page knows of the act before it is put together. */
export type About = {
  /** The department that it is about. */
  readonly subject?: number | undefined;
  readonly facts: Readonly<Partial<Record<Fact, number>>>;
};

/**
 * Whether a person can begin an act: fill a seat of the case that decides. Where a condition asks for a fact that the page does not
 * know, its case may or may not apply, so this only decides what is offered; the ledger decides when it is signed.
 */
export function mayBegin(cases: readonly PolicyCase[], person: Beginner | undefined, about: About): boolean {
  if (person === undefined) return false;
  for (const one of cases) {
    const answers = one.when.map((condition) => holds(condition, about.facts));
    if (answers.includes(false)) continue;
    if (one.alternatives.some(({ seats }) => seats.some((seat) => mayFill(seat, person, about.subject)))) return true;
    if (!answers.includes(undefined)) return false;
  }
  return false;
}

/** True for a case that the end of the founding period has silenced for ever. */
export function isFoundingCase(one: PolicyCase): boolean {
  return one.when.some((condition) => condition.fact === "founding" && holds(condition, { founding: 0 }) === false);
}

function holds(condition: Condition, facts: About["facts"]): boolean | undefined {
  const asked = facts[condition.fact];
  return asked === undefined ? undefined : meets(asked, condition);
}

function mayFill(seat: Seat, person: Beginner, subject: number | undefined): boolean {
  return seat.roles.some((role) => person.roles.includes(role)) && isOf(seat.of, person.department, subject);
}

function isOf(of: Selector, department: Beginner["department"], subject: number | undefined): boolean {
  switch (of.kind) {
    case "function":
      return department.functions.includes(of.name);
    case "party":
      return of.name !== "subject" || subject === undefined || subject === department.key;
    case "own":
    case "any":
      return true;
    case "other":
      return of.than !== "subject" || subject !== department.key;
  }
}
