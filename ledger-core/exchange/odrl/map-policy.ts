/** A policy of a document as terms of use of the ledger, one for each dataset that it is about, with what was left out on the way. */
import { PURPOSES } from "#ledger-core/contract/schema/catalog.ts";
import type { Constraint, Purpose, UsePolicy, UseRule } from "#ledger-core/contract/schema/catalog.ts";
import { POLICY_SEATS_MAX } from "#ledger-core/contract/schema/limits.ts";
import type { DeclaredActions } from "./actions.ts";
import { flaw } from "./findings.ts";
import type { Flaw } from "./findings.ts";
import { readLimit } from "./limits-of-use.ts";
import { mapPermission, mapProhibition } from "./map-rules.ts";
import type { RuleMapping } from "./map-rules.ts";
import type { Reading } from "./names.ts";
import type { Expression, Named, OdrlPolicy, OdrlRule, PolicyKind } from "./policy-model.ts";

/** Terms of one dataset. They never permit what their document does not. */
export type ReadTerms = {
  readonly uid: string;
  readonly kind: PolicyKind;
  /** Address of the dataset; undefined where the document names none and so means any. */
  readonly target: string | undefined;
  /** Unified Social Credit Code of who grants; undefined where none is named that the ledger knows. */
  readonly assigner: string | undefined;
  /** Code of the department to which alone the terms are addressed: whoever takes them in must hold to it. Undefined where it is nobody alone. */
  readonly assignee: string | undefined;
  /** What an agreement says of itself as a whole: terms of its own on the ledger, which are not in `policy`. */
  readonly agreement: AgreementTerms;
  readonly policy: UsePolicy;
};

export type AgreementTerms = { readonly purpose?: Purpose; readonly expires?: number; readonly useLimit?: number };

export type MappedPolicy = {
  /** Empty if the policy is refused. */
  readonly terms: readonly ReadTerms[];
  /** Why it is refused; empty if it is not. */
  readonly refused: readonly Flaw[];
  /** What was left out of it or taken further. Empty: the terms say exactly what the document says. */
  readonly lost: readonly Flaw[];
  /** What was read in a way that could surprise. */
  readonly warnings: readonly Flaw[];
};

const TARGETS_MAX = 1_000;
const RULES_MAX = 1_000;

/** Maps a policy, never throwing for what it says. */
export function mapPolicy(policy: OdrlPolicy, reading: Reading, declared: DeclaredActions): MappedPolicy {
  const lost = new Map<string, Flaw>();
  const warnings = new Map<string, Flaw>();
  const note = (notes: Map<string, Flaw>) => (found: Flaw) => void notes.set(JSON.stringify(found), found);
  const refused = [...policy.flaws];
  policy.warnings.forEach(note(warnings));

  const addressee = addresseeOf(policy);
  const assignee = addressee === undefined ? undefined : reading.department(addressee.id);
  if (addressee !== undefined && (assignee === undefined || addressee.refined))
    refused.push(flaw("PARTY_UNKNOWN", addressee.path, addressee.id));
  const assigner = policy.assigners.length === 1 ? policy.assigners[0] : undefined;
  const whole =
    policy.kind === "Agreement" ? agreementTerms(policy.constraints, reading) : { rest: policy.constraints, terms: {} };
  const mapping: RuleMapping = {
    reading,
    declared,
    shared: whole.rest,
    lose: note(lost),
    warn: note(warnings),
    ...(addressee === undefined ? {} : { addressee: addressee.id }),
  };
  if (policy.rules.length > RULES_MAX)
    refused.push(flaw("TOO_MANY_RULES", "", `${policy.rules.length} > ${RULES_MAX}`));
  const targets = targetsOf(policy.rules);
  if (targets.length > TARGETS_MAX)
    refused.push(flaw("TOO_MANY_TARGETS", "target", `${targets.length} > ${TARGETS_MAX}`));
  const common = {
    uid: policy.uid,
    kind: policy.kind,
    assigner: assigner === undefined ? undefined : reading.department(assigner.id),
    assignee,
    agreement: whole.terms,
  };
  const policies = refused.length > 0 ? [] : policiesOf(policy.rules, targets, mapping);
  const terms = policies.map(({ target, policy: mapped }): ReadTerms => ({ ...common, target, policy: mapped }));
  for (const { policy: mapped } of policies) {
    if (mapped.permissions.length === 0) refused.push(flaw("NOTHING_PERMITTED", ""));
    const most = Math.max(mapped.permissions.length, mapped.prohibitions.length);
    if (most > POLICY_SEATS_MAX) refused.push(flaw("TOO_MANY_RULES", "", `${most} > ${POLICY_SEATS_MAX}`));
    if (refused.length > 0) break;
  }
  return {
    terms: refused.length > 0 ? [] : terms,
    refused,
    lost: [...lost.values()],
    warnings: [...warnings.values()],
  };
}

/** Each rule is mapped once, however many datasets it is about. */
function policiesOf(
  rules: readonly OdrlRule[],
  targets: readonly (string | undefined)[],
  mapping: RuleMapping,
): readonly Pick<ReadTerms, "target" | "policy">[] {
  const permissions = new Map<string | undefined, UseRule[]>(targets.map((target) => [target, []]));
  const prohibitions = new Map<string | undefined, UseRule[]>(targets.map((target) => [target, []]));
  for (const rule of rules) {
    const isPermission = rule.kind === "permission";
    const mapped = isPermission ? mapPermission(rule, mapping) : mapProhibition(rule, mapping);
    const about = rule.targets.length === 0 ? targets : new Set(rule.targets.map(({ id }) => id));
    for (const target of about) (isPermission ? permissions : prohibitions).get(target)?.push(...mapped);
  }
  return targets.map((target) => ({
    target,
    policy: { permissions: permissions.get(target) ?? [], prohibitions: prohibitions.get(target) ?? [] },
  }));
}

/** Every dataset that a rule names; where none does, the policy is about whatever dataset it is taken for. */
function targetsOf(rules: readonly OdrlRule[]): readonly (string | undefined)[] {
  const named = [...new Set(rules.flatMap(({ targets }) => targets.map(({ id }) => id)))];
  return named.length === 0 ? [undefined] : named;
}

/** The only one that an agreement, or an offer as a whole, is made to. A set of rules is made to nobody. */
function addresseeOf({ kind, assignees, rules }: OdrlPolicy): Named | undefined {
  const [first, ...more] = assignees;
  if (kind !== "Set" && first !== undefined) return more.length === 0 ? first : undefined;
  if (kind !== "Agreement") return undefined;
  const [only, ...others] = new Map(
    rules.flatMap((rule) => rule.assignees.map((one) => [one.id, one] as const)),
  ).values();
  return others.length === 0 && rules.every((rule) => rule.assignees.length === 1) ? only : undefined;
}

/** What the ledger keeps of an agreement beside its policy; the rest holds for every rule. */
function agreementTerms(
  constraints: readonly Expression[],
  reading: Reading,
): { readonly rest: readonly Expression[]; readonly terms: AgreementTerms } {
  let terms: AgreementTerms = {};
  const rest = constraints.filter((expression) => {
    const limit = readLimit(expression, reading, () => undefined);
    const term = limit.kind === "leaf" ? agreementTerm(limit.constraint) : undefined;
    const isNew = term !== undefined && Object.keys(term).every((name) => !Object.hasOwn(terms, name));
    if (isNew) terms = { ...terms, ...term };
    return !isNew;
  });
  return { rest, terms };
}

function agreementTerm({ left, operator, right }: Constraint): AgreementTerms | undefined {
  const value = right[0]?.value;
  if (left === "dateTime" && operator === "lt" && typeof value === "number") return { expires: value };
  if (left === "count" && operator === "lteq" && typeof value === "number") return { useLimit: value };
  if (left !== "purpose" || operator !== "eq" || typeof value !== "string") return undefined;
  const purpose = purposeOf(value);
  return purpose === undefined ? undefined : { purpose };
}

function purposeOf(word: string): Purpose | undefined {
  return PURPOSES.find((purpose) => purpose === word);
}
