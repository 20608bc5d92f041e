import { PURPOSES, usePolicySchema } from "#ledger-core/contract/schema/catalog.ts";
import type { Purpose, UseRule } from "#ledger-core/contract/schema/catalog.ts";
import { fromJson } from "#ledger-core/contract/schema/json.ts";

/** The purposes that an offer's permissions leave open; all of them if the policy cannot be read, since the ledger decides anyway. */
export function purposesOffered(policy: unknown): readonly Purpose[] {
  const read = fromJson(usePolicySchema, policy);
  if (!read.ok) return PURPOSES;
  const open = PURPOSES.filter((purpose) => read.value.permissions.some((rule) => leavesOpen(rule, purpose)));
  return open.length === 0 ? PURPOSES : open;
}

function leavesOpen(rule: UseRule, purpose: Purpose): boolean {
  return rule.constraints.every(({ left, operator, right }) => {
    if (left !== "purpose") return true;
    const isNamed = right.some((operand) => operand.value === purpose);
    return operator === "eq" || operator === "isAnyOf" ? isNamed : !isNamed;
  });
}
