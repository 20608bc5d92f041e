import { DUTIES, usePolicySchema } from "#ledger-core/contract/schema/catalog.ts";
import type { Constraint, UsePolicy, UseRule } from "#ledger-core/contract/schema/catalog.ts";
import { fromJson, toJson } from "#ledger-core/contract/schema/json.ts";
import type { Json } from "#ledger-core/contract/schema/json.ts";
import { dayOf, endOfDay } from "#renderer/shared/format/times.ts";

export type Duty = (typeof DUTIES)[number];

/** One permission or prohibition as the editor holds it. An empty list or a missing value sets no condition. */
export type RuleDraft = {
  readonly actions: readonly string[];
  readonly purposes: readonly string[];
  /** Unified Social Credit Codes. */
  readonly recipients: readonly string[];
  readonly count: number | undefined;
  /** Last day on which it holds. */
  readonly until: number | undefined;
  /** Days within which each duty is owed; 0 where it has no term. */
  readonly duties: Readonly<Partial<Record<Duty, number>>>;
};

export type PolicyDraft = {
  readonly permissions: readonly RuleDraft[];
  readonly prohibitions: readonly RuleDraft[];
  /** Terms that say what the editor has no field for, taken as they stand; the rules beside them then do not count. */
  readonly asTheyStand?: Json | undefined;
};

export const emptyRule: RuleDraft = {
  actions: [],
  purposes: [],
  recipients: [],
  count: undefined,
  until: undefined,
  duties: {},
};

/** Where an offer begins: queries whose answers are deleted, and nothing is passed on. Conditional sharing asks for the owner's consent. */
export function firstPolicy(sharing: string): PolicyDraft {
  const duties = sharing === "conditional" ? { delete: 30, obtainConsent: 0 } : { attribute: 0 };
  const actions = sharing === "conditional" ? ["query"] : ["read", "query", "aggregate"];
  return {
    permissions: [{ ...emptyRule, actions, duties }],
    prohibitions: [{ ...emptyRule, actions: ["distribute"] }],
  };
}

/** The policy in the contract's JSON. Whether the ledger enforces it is the ledger's to say. */
export function policyJson({ permissions, prohibitions, asTheyStand }: PolicyDraft): Json {
  if (asTheyStand !== undefined) return asTheyStand;
  return { permissions: permissions.map(ruleJson), prohibitions: prohibitions.map(ruleJson) };
}

/** The same as a policy to read aloud. */
export function policyOfDraft(draft: PolicyDraft): UsePolicy {
  const read = draft.asTheyStand === undefined ? undefined : fromJson(usePolicySchema, draft.asTheyStand);
  if (read?.ok === true) return read.value;
  return { permissions: draft.permissions.map(ruleOf), prohibitions: draft.prohibitions.map(ruleOf) };
}

function ruleOf(rule: RuleDraft): UseRule {
  return {
    actions: rule.actions as UseRule["actions"],
    constraints: constraintsOf(rule),
    duties: DUTIES.flatMap((duty) => {
      const withinDays = rule.duties[duty];
      return withinDays === undefined ? [] : [{ duty, withinDays }];
    }),
    groups: [],
  };
}

function constraintsOf({ purposes, recipients, count, until }: RuleDraft): readonly Constraint[] {
  const words = (values: readonly string[]): Constraint["right"] => values.map((value) => ({ kind: "word", value }));
  const number = (value: number): Constraint["right"] => [{ kind: "number", value }];
  return [
    ...(purposes.length === 0 ? [] : [{ left: "purpose", operator: "isAnyOf", right: words(purposes) } as const]),
    ...(recipients.length === 0 ? [] : [{ left: "recipient", operator: "isAnyOf", right: words(recipients) } as const]),
    ...(count === undefined ? [] : [{ left: "count", operator: "lteq", right: number(count) } as const]),
    ...(until === undefined ? [] : [{ left: "dateTime", operator: "lt", right: number(endOfDay(until)) } as const]),
  ];
}

function ruleJson(rule: RuleDraft): Json {
  const { actions, constraints, duties } = ruleOf(rule);
  return {
    actions: [...actions],
    constraints: constraints.map((constraint) => ({
      ...constraint,
      right: constraint.right.map((operand) => ({ ...operand })),
    })),
    duties: duties.map((duty) => ({ ...duty })),
  };
}

/** The draft of a policy that somebody has put forward. One that says what the editor has no field for is taken as it stands. */
export function draftOfPolicy(policy: UsePolicy): PolicyDraft {
  const permitted = policy.permissions.map(draftOfRule);
  const prohibited = policy.prohibitions.map(draftOfRule);
  const isWhole = (rule: RuleDraft | undefined): rule is RuleDraft => rule !== undefined;
  if (permitted.every(isWhole) && prohibited.every(isWhole))
    return { permissions: permitted, prohibitions: prohibited, asTheyStand: undefined };
  return { permissions: [], prohibitions: [], asTheyStand: toJson(usePolicySchema, policy) };
}

/** The same draft with rules of one's own in place of terms taken as they stand. */
export function ownRules(): PolicyDraft {
  return { permissions: [emptyRule], prohibitions: [], asTheyStand: undefined };
}

function draftOfRule(rule: UseRule): RuleDraft | undefined {
  const draft = {
    ...emptyRule,
    actions: rule.actions,
    duties: Object.fromEntries(rule.duties.map(({ duty, withinDays }) => [duty, withinDays])),
  };
  if (rule.groups.length > 0) return undefined;
  return rule.constraints.reduce<RuleDraft | undefined>(
    (made, constraint) => (made === undefined ? undefined : withConstraint(made, constraint)),
    draft,
  );
}

function withConstraint(draft: RuleDraft, { left, operator, right }: Constraint): RuleDraft | undefined {
  const words = right.flatMap((operand) => (operand.kind === "word" ? [operand.value] : []));
  const number = right[0]?.kind === "number" ? right[0].value : undefined;
  const isList = operator === "isAnyOf" || operator === "eq";
  if (left === "purpose" && isList && draft.purposes.length === 0) return { ...draft, purposes: words };
  if (left === "recipient" && isList && draft.recipients.length === 0) return { ...draft, recipients: words };
  if (left === "count" && operator === "lteq" && draft.count === undefined) return { ...draft, count: number };
  if (left === "dateTime" && operator === "lt" && draft.until === undefined && number !== undefined) {
    const day = dayOf(number - 1);
    return endOfDay(day) === number ? { ...draft, until: day } : undefined;
  }
  return undefined;
}
