/** Which proposals are votes of departments: those that no department could carry alone. */
import type { Alternative, PolicyCase, Seat } from "#ledger-core/contract/schema/policy.ts";
import type { Decided } from "#ledger-core/kernel/act.ts";
import { departmentSeat, departmentsNeeded, departmentsSelected } from "#ledger-core/kernel/policy.ts";
import type { Scope } from "#ledger-core/kernel/policy.ts";

/** True if every way to sign what is decided needs people of more than one department. */
export function needsDepartments({ scope, policyCase }: Decided): boolean {
  return policyCase.alternatives.every((alternative) => needsSeveral(scope, alternative));
}

function needsSeveral(scope: Scope, alternative: Alternative): boolean {
  const counting = departmentSeat(alternative);
  if (counting !== undefined) return departmentsNeeded(counting, departmentsSelected(scope, counting.of).length) > 1;
  const slots = alternative.seats.reduce((sum, { bar }) => sum + (bar.kind === "persons" ? bar.count : 1), 0);
  if (alternative.distinct === "departments" && slots > 1) return true;
  const [first, ...others] = alternative.seats.map((seat) => new Set(departmentsSelected(scope, seat.of)));
  return first !== undefined && ![...first].some((department) => others.every((other) => other.has(department)));
}

/**
 * Whether a policy may ask for several departments at all, whatever the act is about: it counts departments, or names more than one
 * kind of department in one way to sign. Never false for what `needsDepartments` finds true of an act outside the founding period.
 */
export function mayNeedDepartments(cases: readonly PolicyCase[]): boolean {
  return cases.some(({ alternatives }) =>
    alternatives.some(
      (alternative) =>
        alternative.distinct === "departments" ||
        departmentSeat(alternative) !== undefined ||
        new Set(alternative.seats.map(nameOf)).size > 1,
    ),
  );
}

function nameOf({ of }: Seat): string {
  return JSON.stringify(of);
}
