import type { PersonBrief } from "#ledger-core/contract/api/shared.ts";
import type { PolicyCase, Seat, Selector } from "#ledger-core/contract/schema/policy.ts";

type Beginner = Pick<PersonBrief, "roles"> & {
  readonly department: { readonly key: number; readonly functions: readonly string[] };
};

/**
 * Whether a person can begin an act: fill any seat of a case that may apply. `subject` is the department that the act is about.
 * Conditions other than founding are not weighed, so this only decides what a page offers; the ledger decides when it is signed.
 */
export function mayBegin(
  cases: readonly PolicyCase[],
  person: Beginner | undefined,
  about: { readonly subject?: number | undefined; readonly isFounding: boolean },
): boolean {
  if (person === undefined) return false;
  return cases.some((one) => {
    const asksFounding = one.when.some(({ fact, value }) => fact === "founding" && value === 1);
    if (asksFounding && !about.isFounding) return false;
    return one.alternatives.some(({ seats }) => seats.some((seat) => mayFill(seat, person, about.subject)));
  });
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
