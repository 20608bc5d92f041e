/** Why a use is permitted or not, rule by rule: for a person who reads terms, not for the ledger, which asks `evaluateUse` alone. */
import type { Constraint, ConstraintGroup, UsePolicy, UseRule } from "#ledger-core/contract/schema/catalog.ts";
import { evaluateUse } from "./use-policy.ts";
import type { UseRequest, UseVerdict } from "./use-policy.ts";

/** A rule that is about the action asked for, and what of it keeps the rule from applying to this use. */
export type RuleFit = {
  readonly kind: "permission" | "prohibition";
  /** Its place among the rules of its kind, from 0. */
  readonly place: number;
  readonly rule: UseRule;
  readonly applies: boolean;
  readonly failing: {
    readonly constraints: readonly Constraint[];
    readonly groups: readonly ConstraintGroup[];
  };
};

export type UseExplanation = {
  readonly verdict: UseVerdict;
  readonly asked: UseRequest;
  /** Permissions first, each in the order of the policy. */
  readonly rules: readonly RuleFit[];
};

/** Explains a use by the ledger's own evaluation: of the whole policy, and of each limit on its own. */
export function explainUse(policy: UsePolicy, asked: UseRequest): UseExplanation {
  return {
    verdict: evaluateUse(policy, asked),
    asked,
    rules: [
      ...policy.permissions.flatMap((rule, place) => fitOf("permission", { rule, place }, asked)),
      ...policy.prohibitions.flatMap((rule, place) => fitOf("prohibition", { rule, place }, asked)),
    ],
  };
}

function fitOf(
  kind: RuleFit["kind"],
  { rule, place }: { readonly rule: UseRule; readonly place: number },
  asked: UseRequest,
): readonly RuleFit[] {
  if (!rule.actions.includes(asked.action)) return [];
  const holds = (limits: Pick<UseRule, "constraints" | "groups">) => isHeld(kind, { ...rule, ...limits }, asked);
  const constraints = rule.constraints.filter((constraint) => !holds({ constraints: [constraint], groups: [] }));
  const groups = rule.groups.filter((group) => !holds({ constraints: [], groups: [group] }));
  return [{ kind, place, rule, applies: holds(rule), failing: { constraints, groups } }];
}

/** What is not known permits nothing and lifts no prohibition, so the same limit may hold in one and not in the other. */
function isHeld(kind: RuleFit["kind"], rule: UseRule, asked: UseRequest): boolean {
  if (kind === "permission") return evaluateUse({ permissions: [rule], prohibitions: [] }, asked).permitted;
  const all = { actions: [asked.action], constraints: [], groups: [], duties: [] };
  return !evaluateUse({ permissions: [all], prohibitions: [rule] }, asked).permitted;
}
