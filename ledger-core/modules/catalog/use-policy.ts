/** The ODRL subset: whether a policy is one that the ledger can enforce, and whether a use is permitted by it. */
import { PURPOSES } from "#ledger-core/contract/schema/catalog.ts";
import type {
  Constraint,
  ConstraintGroup,
  Purpose,
  UseAction,
  UsePolicy,
  UseRule,
} from "#ledger-core/contract/schema/catalog.ts";
import { assertNever } from "#ledger-core/kernel/assert.ts";

/** A use as a policy sees it. */
export type UseRequest = {
  readonly action: UseAction;
  readonly purpose: Purpose;
  /** Block time, unix seconds. */
  readonly time: number;
  /** Unified Social Credit Code of the department that uses. */
  readonly recipient: string;
  /** Which use of the agreement this is, from 1. */
  readonly count: number;
  /** Code of the place that the use says it is about; empty where it says none, and then nobody knows what a `spatial` constraint says. */
  readonly spatial: string;
};

/** Why a use is not permitted: no permission covers its action; those that do fail at a term; a prohibition forbids it. */
export type UseVerdict =
  | { readonly permitted: true }
  | {
      readonly permitted: false;
      readonly because: "no-permission" | "constraint" | "prohibition";
      readonly term: string;
    };

/** Whether something holds; `unknown` where the use does not say what it is about. */
type Truth = "yes" | "no" | "unknown";

/**
 * Evaluates a use: a prohibition that holds wins over any permission, and what nothing permits is prohibited. What is not known
 * permits nothing and lifts no prohibition: nobody gets round a term by keeping silent.
 */
export function evaluateUse(policy: UsePolicy, request: UseRequest): UseVerdict {
  const prohibition = policy.prohibitions.find(
    (rule) => covers(rule, request) && termNot(rule, request, (truth) => truth === "no") === undefined,
  );
  if (prohibition !== undefined) return { permitted: false, because: "prohibition", term: request.action };
  const candidates = policy.permissions.filter((rule) => covers(rule, request));
  if (candidates.length === 0) return { permitted: false, because: "no-permission", term: request.action };
  const failures = candidates.map((rule) => termNot(rule, request, (truth) => truth !== "yes"));
  if (failures.includes(undefined)) return { permitted: true };
  return { permitted: false, because: "constraint", term: failures[0] ?? "" };
}

/** What keeps a policy from being enforced, as a word that the texts explain; undefined if nothing does. */
export function flawOfUsePolicy(policy: UsePolicy): string | undefined {
  if (policy.permissions.length === 0) return "no-permission";
  const rules = [...policy.permissions, ...policy.prohibitions];
  if (rules.some((rule) => rule.actions.length === 0)) return "no-action";
  if (rules.some((rule) => rule.groups.some((group) => group.constraints.length === 0))) return "group-empty";
  return rules
    .flatMap((rule) => [...rule.constraints, ...rule.groups.flatMap((group) => group.constraints)])
    .map(flawOfConstraint)
    .find((flaw) => flaw !== undefined);
}

function covers(rule: UseRule, request: UseRequest): boolean {
  return rule.actions.includes(request.action);
}

/** The first term of a rule of which that is true. */
function termNot(rule: UseRule, request: UseRequest, isSo: (truth: Truth) => boolean): string | undefined {
  const single = rule.constraints.find((constraint) => isSo(holds(constraint, request)));
  return single?.left ?? rule.groups.find((group) => isSo(groupHolds(group, request)))?.operator;
}

function groupHolds({ operator, constraints }: ConstraintGroup, request: UseRequest): Truth {
  const truths = constraints.map((constraint) => holds(constraint, request));
  const count = (wanted: Truth): number => truths.filter((truth) => truth === wanted).length;
  switch (operator) {
    case "and":
      return count("no") > 0 ? "no" : count("unknown") > 0 ? "unknown" : "yes";
    case "or":
      return count("yes") > 0 ? "yes" : count("unknown") > 0 ? "unknown" : "no";
    case "xone":
      if (count("yes") > 1) return "no";
      return count("unknown") > 0 ? "unknown" : count("yes") === 1 ? "yes" : "no";
    default:
      return assertNever(operator);
  }
}

function flawOfConstraint(constraint: Constraint): string | undefined {
  const isSet = constraint.operator === "isAnyOf" || constraint.operator === "isNoneOf";
  const isEquality = constraint.operator === "eq" || constraint.operator === "neq";
  if (constraint.right.length === 0 || (!isSet && constraint.right.length !== 1)) return "operand-count";
  const isNumeric = constraint.left === "dateTime" || constraint.left === "count";
  if (constraint.right.some((operand) => (operand.kind === "number") !== isNumeric)) return "operand-type";
  if (!isNumeric && !isSet && !isEquality) return "operator";
  const words = constraint.right.flatMap((operand) => (operand.kind === "word" ? [operand.value] : []));
  const purposes: readonly string[] = PURPOSES;
  if (constraint.left === "purpose" && words.some((word) => !purposes.includes(word))) return "purpose-unknown";
  return undefined;
}

function holds(constraint: Constraint, request: UseRequest): Truth {
  const asked = operandOf(constraint.left, request);
  if (asked === undefined) return "unknown";
  return isMet(constraint, asked) ? "yes" : "no";
}

function isMet(constraint: Constraint, asked: string | number): boolean {
  const rights = constraint.right.map((operand) => operand.value);
  const first = rights[0];
  switch (constraint.operator) {
    case "eq":
      return asked === first;
    case "neq":
      return asked !== first;
    case "isAnyOf":
      return rights.includes(asked);
    case "isNoneOf":
      return !rights.includes(asked);
    case "lt":
      return typeof asked === "number" && typeof first === "number" && asked < first;
    case "lteq":
      return typeof asked === "number" && typeof first === "number" && asked <= first;
    case "gt":
      return typeof asked === "number" && typeof first === "number" && asked > first;
    case "gteq":
      return typeof asked === "number" && typeof first === "number" && asked >= first;
    default:
      return assertNever(constraint.operator);
  }
}

function operandOf(left: Constraint["left"], request: UseRequest): string | number | undefined {
  switch (left) {
    case "dateTime":
      return request.time;
    case "purpose":
      return request.purpose;
    case "recipient":
      return request.recipient;
    case "count":
      return request.count;
    case "spatial":
      return request.spatial === "" ? undefined : request.spatial;
    default:
      return assertNever(left);
  }
}
