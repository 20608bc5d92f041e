/** What terms of use come to for one purpose, and where they contradict themselves: for whoever writes and reads them. */
import { PURPOSES } from "./catalog.ts";
import type { Constraint, Purpose, UsePolicy, UseRule } from "./catalog.ts";

/** A rule as a body of any version has it: those of the first had no groups. */
type Rule = Omit<UseRule, "groups"> & { readonly groups?: UseRule["groups"] };
type Policy = { readonly permissions: readonly Rule[]; readonly prohibitions: readonly Rule[] };

/** The purposes that the permissions leave open, in the order of the contract's list. */
export function purposesOpen(policy: Policy): readonly Purpose[] {
  return PURPOSES.filter((purpose) => policy.permissions.some((rule) => leavesOpen(rule, purpose)));
}

/**
 * The terms as they hold for one purpose: rules about other purposes left out, the rest saying that purpose alone. A use is evaluated the
 * same by both as long as it is for the purpose, so whoever signs an agreement reads no promise that it does not keep.
 */
export function termsForPurpose<Of extends Rule>(
  policy: { readonly permissions: readonly Of[]; readonly prohibitions: readonly Of[] },
  purpose: Purpose,
): { readonly permissions: readonly Of[]; readonly prohibitions: readonly Of[] } {
  const only: Constraint = { left: "purpose", operator: "eq", right: [{ kind: "word", value: purpose }] };
  const others = (rule: Rule): readonly Constraint[] => rule.constraints.filter(({ left }) => left !== "purpose");
  return {
    permissions: policy.permissions
      .filter((rule) => leavesOpen(rule, purpose))
      .map((rule) => ({ ...rule, constraints: [only, ...others(rule)] })),
    prohibitions: policy.prohibitions
      .filter((rule) => leavesOpen(rule, purpose))
      .map((rule) => ({ ...rule, constraints: others(rule) })),
  };
}

/**
 * Places of the permissions, from 0, that nobody could ever make use of, because prohibitions forbid all that they permit. Only what is
 * certain counts: a prohibition that is bound to a time, a count, a place or a group of limits forbids nothing here.
 */
export function deadPermissions(policy: UsePolicy): readonly number[] {
  return policy.permissions.flatMap((rule, place) => {
    const purposes = PURPOSES.filter((purpose) => leavesOpen(rule, purpose));
    const isForbidden = (action: UseRule["actions"][number], purpose: Purpose): boolean =>
      policy.prohibitions.some(
        (one) => one.actions.includes(action) && leavesOpen(one, purpose) && forbidsAll(one, rule.constraints),
      );
    const isDead = rule.actions.every((action) => purposes.every((purpose) => isForbidden(action, purpose)));
    return isDead && rule.actions.length > 0 ? [place] : [];
  });
}

/** Whether the purpose constraints of a rule admit a purpose. */
function leavesOpen({ constraints }: Rule, purpose: Purpose): boolean {
  return constraints.every(({ left, operator, right }) => {
    if (left !== "purpose") return true;
    const isNamed = right.some((operand) => operand.value === purpose);
    return operator === "eq" || operator === "isAnyOf" ? isNamed : !isNamed;
  });
}

/** Whether a prohibition holds for everyone whom a permission is for, whenever and wherever. */
function forbidsAll(prohibition: Rule, permitted: readonly Constraint[]): boolean {
  if ((prohibition.groups ?? []).length > 0) return false;
  return prohibition.constraints.every(
    (constraint) =>
      constraint.left === "purpose" ||
      (constraint.left === "recipient" && namesOnly(constraint) && permitted.some((one) => isWithin(one, constraint))),
  );
}

function namesOnly({ operator }: Constraint): boolean {
  return operator === "eq" || operator === "isAnyOf";
}

function isWithin(permitted: Constraint, forbidden: Constraint): boolean {
  if (permitted.left !== "recipient" || !namesOnly(permitted)) return false;
  return permitted.right.every(({ value }) => forbidden.right.some((operand) => operand.value === value));
}
