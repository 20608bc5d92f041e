/** Whether the rules can still be changed: what no single act may take away from a network, for nobody could ever undo it. */
import { meets } from "#ledger-core/contract/schema/policy.ts";
import type { Alternative, Condition, PolicyCase } from "#ledger-core/contract/schema/policy.ts";
import type { Refusal } from "#ledger-core/contract/schema/errors.ts";
import { activeMembers, activePeople, liveKeys, ownRolesAt } from "#ledger-core/kernel/directory.ts";
import { refuse } from "#ledger-core/kernel/module.ts";
import type { Context } from "#ledger-core/kernel/module.ts";
import { isDepartmentNamed, isSatisfied } from "#ledger-core/kernel/policy.ts";
import type { Signatory } from "#ledger-core/kernel/policy.ts";
import { networkTable, policyTable } from "./tables.ts";

/** True if the people there are could together satisfy the case that decides about changes of policies once founding is over. */
export function isReachable(context: Pick<Context, "rows" | "time" | "actor">, cases: readonly PolicyCase[]): boolean {
  // The first that holds decides, as it will then: a sound case behind one that always holds is never asked.
  const deciding = cases.find((one) => one.when.every(holdsAfterFounding));
  if (deciding === undefined) return false;
  const { rows, time, actor } = context;
  const scope = { rows, subject: { parties: {}, facts: {} }, proposer: actor };
  // Whoever is in a department that no seat selects reaches nothing: in a large network those are nearly all.
  const departments = activeMembers(rows).filter((member) => isDepartmentNamed(scope, deciding, member.key));
  const people = departments.flatMap((member) => activePeople(rows, member.key));
  const signers = people.filter((person) => liveKeys(rows, person.key).length > 0);
  // What is lent ends by itself, so it reaches nothing for good.
  const signatories = signers.map(({ key, row }): Signatory => ({
    person: key,
    department: row.department,
    roles: ownRolesAt(rows, key, time),
  }));
  return isSatisfied(scope, inAnyOrder(deciding), signatories);
}

/** Changing a policy knows no other fact, so a condition on any other is never met. */
function holdsAfterFounding(condition: Condition): boolean {
  return condition.fact === "founding" && meets(0, condition);
}

/** The case without turns: the people are asked in no order that they would sign in. */
function inAnyOrder(policyCase: PolicyCase): PolicyCase {
  const alternatives = policyCase.alternatives.map(({ distinct, seats }): Alternative => ({
    order: "any",
    distinct,
    seats,
  }));
  return { ...policyCase, alternatives };
}

/** Refuses what `write` would do if nobody could change a policy after it, although they could before. */
export function keepRulesChangeable(context: Context, write: () => Refusal | undefined): Refusal | undefined {
  const wereChangeable = areRulesChangeable(context);
  const refused = write();
  if (refused !== undefined) return refused;
  return wereChangeable && !areRulesChangeable(context) ? refuse("POLICY_UNREACHABLE") : undefined;
}

/** While a network is being founded one person suffices, and that founding cannot end too early is seen to where it ends. */
function areRulesChangeable(context: Context): boolean {
  if (context.rows.get(networkTable, 1)?.founding === "yes") return true;
  return isReachable(context, context.rows.find(policyTable, "kind", "policy.set")?.row.cases ?? []);
}
