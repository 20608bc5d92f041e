/**
 * Rules of a document as rules of the ledger, never permitting more: a permission with a term that the ledger does not know is left out, a
 * prohibition with one is taken further than it says. Every such place is a finding.
 */
import { DUTIES, USE_ACTIONS } from "#ledger-core/contract/schema/catalog.ts";
import type { UseAction, UseRule } from "#ledger-core/contract/schema/catalog.ts";
import { includesAction, iriOfAction, isKnownAction, ledgerActionsOf } from "./actions.ts";
import type { DeclaredActions } from "./actions.ts";
import { flaw } from "./findings.ts";
import type { Flaw } from "./findings.ts";
import { OPERANDS_MAX, readLimit } from "./limits-of-use.ts";
import type { Limit } from "./limits-of-use.ts";
import type { Reading } from "./names.ts";
import { ODRL, XSD } from "./namespaces.ts";
import { normalForm } from "./normal-form.ts";
import type { Alternative } from "./normal-form.ts";
import type { Expression, Named, OdrlDuty, OdrlRule } from "./policy-model.ts";
import { parseDays } from "./times.ts";

export type RuleMapping = {
  readonly reading: Reading;
  readonly declared: DeclaredActions;
  /** Limits of the policy as a whole. */
  readonly shared: readonly Expression[];
  /** Whose name is not a limit, because the whole policy is addressed to it. */
  readonly addressee?: string;
  /** What was left out, or taken further. */
  lose(found: Flaw): void;
  /** What was read in a way that could surprise. */
  warn(found: Flaw): void;
};

const CONSTRAINTS_MAX = 16;
const GROUPS_MAX = 8;
const DUTIES_MAX = 8;
const WITHIN_DAYS_MAX = 36_500;

/** A permission as one rule or several; none if anything in it is not understood. */
export function mapPermission(rule: OdrlRule, mapping: RuleMapping): readonly UseRule[] {
  const actions = withRoom(permittedActions(rule, mapping));
  const duties = rule.duties.map((duty) => mapDuty(duty));
  const who = limitsOfParty(rule, mapping);
  const limits = limitsOf(rule, mapping);
  const form = normalForm([...who.limits, ...limits], rule.path);
  const flaws = [
    ...rule.flaws,
    ...refinedTargets(rule),
    ...who.flaws,
    ...duties.flatMap((duty) => ("code" in duty ? [duty] : [])),
    ...form.flaws,
  ];
  if (duties.length > DUTIES_MAX) flaws.push(flaw("CONSTRAINTS_TOO_MANY", `${rule.path}.duty`));
  flaws.forEach((found) => mapping.lose(found));
  if (flaws.length > 0 || actions.length === 0) return [];
  const owed = duties.flatMap((duty) => ("code" in duty ? [] : [duty]));
  return form.alternatives.flatMap((alternative) => {
    const fitted = fit(alternative);
    if (fitted === undefined) mapping.lose(flaw("CONSTRAINTS_TOO_MANY", rule.path));
    return fitted === undefined ? [] : [{ actions, ...fitted, duties: owed }];
  });
}

/** A prohibition as one rule or several, without the limits that are not understood; none if it is about nothing that the ledger does. */
export function mapProhibition(rule: OdrlRule, mapping: RuleMapping): readonly UseRule[] {
  const actions = withRoom(forbiddenActions(rule, mapping));
  const who = limitsOfParty(rule, mapping);
  const form = normalForm([...who.limits, ...limitsOf(rule, mapping)], rule.path);
  if (actions.length === 0) return [];
  [...rule.flaws, ...refinedTargets(rule), ...who.flaws, ...form.flaws].forEach((found) => mapping.lose(found));
  return form.alternatives.map((alternative) => {
    const fitted = fit(alternative);
    if (fitted === undefined) mapping.lose(flaw("CONSTRAINTS_TOO_MANY", rule.path));
    return { actions, ...(fitted ?? { constraints: [], groups: [] }), duties: [] };
  });
}

/** Actions as they are listed, and each once where the ledger has no room for a repetition. */
function withRoom(actions: readonly UseAction[]): readonly UseAction[] {
  return actions.length > USE_ACTIONS.length ? [...new Set(actions)] : actions;
}

function permittedActions(rule: OdrlRule, { declared, lose }: RuleMapping): readonly UseAction[] {
  if (rule.actions.length === 0) lose(flaw("ACTION_MISSING", rule.path));
  return rule.actions.flatMap(({ iri, path, refined }) => {
    const covered = ledgerActionsOf(iri, declared);
    if (refined) lose(flaw("ACTION_REFINED", path, iri));
    else if (covered.length === 0)
      lose(flaw(isKnownAction(iri) ? "ACTION_BEYOND_LEDGER" : "ACTION_UNKNOWN", path, iri));
    return refined ? [] : covered;
  });
}

function forbiddenActions(rule: OdrlRule, { declared, lose, warn }: RuleMapping): readonly UseAction[] {
  if (rule.actions.length === 0) {
    lose(flaw("ACTION_MISSING", rule.path));
    return USE_ACTIONS;
  }
  return rule.actions.flatMap(({ iri, path, refined }) => {
    const covered = ledgerActionsOf(iri, declared);
    // Part of an action cannot be told from all of it, so all of it is forbidden.
    const around = USE_ACTIONS.filter((action) => includesAction(iriOfAction(action), iri, declared));
    if (refined) lose(flaw("ACTION_REFINED", path, iri));
    if (covered.length > 0) return covered;
    if (around.length > 0) lose(flaw("ACTION_PART_UNKNOWN", path, iri));
    else if (isKnownAction(iri)) warn(flaw("ACTION_BEYOND_LEDGER", path, iri));
    else lose(flaw("ACTION_UNKNOWN", path, iri));
    return around.length > 0 || isKnownAction(iri) ? around : USE_ACTIONS;
  });
}

function limitsOf(rule: OdrlRule, { reading, shared, warn }: RuleMapping): readonly Limit[] {
  return [...shared, ...rule.constraints].map((expression) => readLimit(expression, reading, warn));
}

function limitsOfParty(
  rule: OdrlRule,
  { reading, addressee }: RuleMapping,
): { readonly limits: readonly Limit[]; readonly flaws: readonly Flaw[] } {
  const [first] = rule.assignees;
  if (first === undefined || (rule.assignees.length === 1 && first.id === addressee)) return { limits: [], flaws: [] };
  const flaws: Flaw[] = [];
  const codes = rule.assignees.flatMap((party) => {
    const members = membersOf(party, reading).map(reading.department);
    const known = members.filter((code) => code !== undefined);
    if (party.refined) flaws.push(flaw("PARTY_REFINED", party.path, party.id));
    else if (known.length < members.length || known.length === 0)
      flaws.push(flaw("PARTY_UNKNOWN", party.path, party.id));
    return known;
  });
  if (codes.length > OPERANDS_MAX) flaws.push(flaw("CONSTRAINTS_TOO_MANY", `${rule.path}.assignee`));
  if (flaws.length > 0) return { limits: [], flaws };
  const right = codes.map((value) => ({ kind: "word", value }) as const);
  const operator = right.length === 1 ? "eq" : "isAnyOf";
  return { limits: [{ kind: "leaf", constraint: { left: "recipient", operator, right } }], flaws };
}

function membersOf(party: Named, reading: Reading): readonly string[] {
  return (
    reading.membersOf(party.id) ??
    (party.source === undefined ? undefined : reading.membersOf(party.source)) ?? [party.id]
  );
}

function refinedTargets(rule: OdrlRule): readonly Flaw[] {
  return rule.targets.filter(({ refined }) => refined).map(({ id, path }) => flaw("TARGET_REFINED", path, id));
}

function mapDuty(duty: OdrlDuty): UseRule["duties"][number] | Flaw {
  const [stray] = duty.flaws;
  if (stray !== undefined) return stray;
  const [action, another] = duty.actions;
  const known = DUTIES.find((name) => action?.iri === ODRL + name);
  if (known === undefined || another !== undefined) return flaw("DUTY_UNKNOWN", duty.path, another?.iri ?? action?.iri);
  const [limit, more] = duty.constraints;
  if (limit === undefined) return { duty: known, withinDays: 0 };
  const withinDays = more === undefined ? termOf(limit) : undefined;
  return withinDays === undefined
    ? flaw("DUTY_LIMITED", duty.path, limit.kind === "comparison" ? limit.left : undefined)
    : { duty: known, withinDays };
}

/** Days of a limit that says `within so many days`, and nothing else. */
function termOf(limit: Expression): number | undefined {
  if (limit.kind !== "comparison" || limit.flaws.length > 0) return undefined;
  if (limit.left !== `${ODRL}elapsedTime` || limit.operator !== `${ODRL}lteq`) return undefined;
  const [value, more] = limit.right;
  if (value?.kind !== "literal" || more !== undefined || value.datatype !== `${XSD}duration`) return undefined;
  const days = parseDays(value.value);
  return days !== undefined && days >= 1 && days <= WITHIN_DAYS_MAX ? days : undefined;
}

/** What has room in one rule of the ledger. More comparisons than a rule takes go into groups. */
function fit({ constraints, groups }: Alternative): Alternative | undefined {
  const rest: Alternative["groups"][number][] = [];
  for (let start = CONSTRAINTS_MAX; start < constraints.length; start += CONSTRAINTS_MAX)
    rest.push({ operator: "and", constraints: constraints.slice(start, start + CONSTRAINTS_MAX) });
  const all = [...groups, ...rest];
  return all.length > GROUPS_MAX ? undefined : { constraints: constraints.slice(0, CONSTRAINTS_MAX), groups: all };
}
