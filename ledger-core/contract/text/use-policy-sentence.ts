/** Terms of use as sentences: who may do what with the data, for what, how often, until when, and what is owed for it. */
import type { Constraint, ConstraintGroup, UseRule } from "#ledger-core/contract/schema/catalog.ts";
import { joinList } from "./list-words.ts";
import { endText, momentText } from "./moments.ts";
import { endSentences, spanText } from "./policy-sentence.ts";
import { groupDigits, joinParts, plain, strong } from "./template.ts";
import type { Language, SentencePart } from "./template.ts";
import { findText, text, textParts } from "./texts.ts";
import type { TextKey } from "./texts.ts";

export type UsePolicyNames = {
  /** Name of the department with a Unified Social Credit Code; the code itself where it is not known. */
  departmentByCode(code: string): string;
  /** The department that an agreement is with; left out for an offer. */
  readonly user?: string;
  /** How many departments are named before the rest is counted; all of them where somebody signs. */
  readonly namesMax?: number;
};

/** A rule as a body of any version has it: those of the first had no groups. */
export type SaidRule = Omit<UseRule, "groups"> & { readonly groups?: UseRule["groups"] };
/** Terms of use as a body of any version has them. */
export type SaidUsePolicy = { readonly permissions: readonly SaidRule[]; readonly prohibitions: readonly SaidRule[] };

/** Language and names that the words of a policy are said in. */
export type Scope = { readonly language: Language; readonly names: UsePolicyNames };

const DAY_SECONDS = 86_400;
const NAMES_MAX_DEFAULT = 3;

/** All that the terms permit, forbid and ask for; what they do not permit is not permitted, and the last sentence says so. */
export function usePolicySentence(
  language: Language,
  policy: SaidUsePolicy,
  names: UsePolicyNames,
): readonly SentencePart[] {
  const scope = { language, names };
  if (policy.permissions.length === 0) return endSentences(language, [textParts(language, "use.nothing")]);
  return endSentences(language, [
    ...policy.permissions.map((rule) => permissionWords(scope, rule)),
    ...policy.prohibitions.map((rule) => prohibitionWords(scope, rule)),
    textParts(language, "use.default"),
  ]);
}

function permissionWords(scope: Scope, rule: SaidRule): readonly SentencePart[] {
  const { language, names } = scope;
  const { who, rest } = recipientWords(scope, rule.constraints);
  const holder = names.user === undefined ? [plain(text(language, "use.holder"))] : [strong(names.user)];
  const purpose = rest.find((constraint) => constraint.left === "purpose" && isNamed(constraint));
  const others = rest.filter((constraint) => constraint !== purpose);
  const duties = dutyWords(language, rule);
  return textParts(language, "use.permit", {
    who: who ?? holder,
    actions: actionWords(language, rule, language === "zh" ? "and" : "or"),
    purpose: purpose === undefined ? undefined : constraintWords(scope, purpose),
    terms: joinClauses(language, [
      ...others.map((constraint) => constraintWords(scope, constraint)),
      ...groupsOf(rule).map((group) => groupWords(scope, group)),
    ]),
    duties: language === "zh" ? joinClauses(language, duties) : joinList(language, duties, "and"),
  });
}

/** What is owed for a use, each with its term. */
export function dutyWords(language: Language, rule: SaidRule): readonly (readonly SentencePart[])[] {
  return rule.duties.map(({ duty, withinDays }) =>
    textParts(language, `use.duty.${duty}`, {
      span: withinDays === 0 ? undefined : spanText(language, withinDays * DAY_SECONDS),
    }),
  );
}

/** Here every limit is said as a case: what limits a permission to five times forbids only the first five. */
export function prohibitionWords(scope: Scope, rule: SaidRule): readonly SentencePart[] {
  const { language } = scope;
  const { who, rest } = recipientWords(scope, rule.constraints);
  const cases = [
    ...rest.map((constraint) => caseWords(scope, constraint)),
    ...groupsOf(rule).map((group) => groupAsCase(scope, group)),
  ];
  const conditions = joinWith(language, cases, language === "zh" ? "，且" : ", and ");
  const words = { actions: actionWords(language, rule, "or"), conditions };
  return who === undefined
    ? textParts(language, "use.forbidAll", words)
    : textParts(language, "use.forbid", { who, ...words });
}

/** Chinese permits this 和 that, and forbids this 或 that. */
export function actionWords(language: Language, rule: SaidRule, word: "and" | "or"): readonly SentencePart[] {
  const actions = rule.actions.map((action) => [strong(text(language, `use.action.${action}`))]);
  return joinList(language, actions, word);
}

/** An empty group says nothing; the ledger does not take one. */
export function groupsOf(rule: SaidRule): readonly ConstraintGroup[] {
  return (rule.groups ?? []).filter((group) => group.constraints.length > 0);
}

/** A group as a limit of what is permitted. Of one limit, all, at least one and exactly one are the same. */
export function groupWords(scope: Scope, { operator, constraints }: ConstraintGroup): readonly SentencePart[] {
  const [only, ...others] = constraints;
  if (only !== undefined && others.length === 0) return constraintWords(scope, only);
  return textParts(scope.language, `use.group.${operator}`, { cases: listCases(scope, constraints) });
}

/** A group as a case in which something is forbidden. */
export function groupAsCase(scope: Scope, { operator, constraints }: ConstraintGroup): readonly SentencePart[] {
  const [only, ...others] = constraints;
  if (only !== undefined && others.length === 0) return caseWords(scope, only);
  return textParts(scope.language, `use.case.${operator}`, { cases: listCases(scope, constraints) });
}

function listCases(scope: Scope, constraints: readonly Constraint[]): readonly SentencePart[] {
  const cases = constraints.map((constraint) => caseWords(scope, constraint));
  return joinWith(scope.language, cases, scope.language === "zh" ? "；" : "; ");
}

export function joinClauses(
  language: Language,
  clauses: readonly (readonly SentencePart[])[],
): readonly SentencePart[] {
  return joinWith(language, clauses, language === "zh" ? "，" : ", ");
}

function joinWith(
  language: Language,
  clauses: readonly (readonly SentencePart[])[],
  between: string,
): readonly SentencePart[] {
  return joinParts(
    language,
    clauses.flatMap((clause, place) => (place === 0 ? clause : [plain(between), ...clause])),
  );
}

/** Who may, if the rule names departments, and the constraints that this does not say. */
export function recipientWords(
  scope: Scope,
  constraints: readonly Constraint[],
): { readonly who: readonly SentencePart[] | undefined; readonly rest: readonly Constraint[] } {
  const { language, names } = scope;
  const named = constraints.find((constraint) => constraint.left === "recipient" && isNamed(constraint));
  if (named === undefined) return { who: undefined, rest: constraints };
  const rest = constraints.filter((constraint) => constraint !== named);
  const departments = named.right.map(({ value }) => names.departmentByCode(String(value)));
  const isExcept = named.operator === "neq" || named.operator === "isNoneOf";
  if (!isExcept) return { who: [strong(shortList(scope, departments))], rest };
  const listed = [strong(plainList(language, departments))];
  return { who: textParts(language, "use.holderExcept", { departments: listed }), rest };
}

/** `A, B and 3 others`: in Chinese `A、B 等 5 个部门`. */
function shortList({ language, names }: Scope, departments: readonly string[]): string {
  const most = names.namesMax ?? NAMES_MAX_DEFAULT;
  if (departments.length <= most) return plainList(language, departments);
  const first = departments.slice(0, most - 1);
  const between = language === "zh" ? "、" : ", ";
  const others = departments.length - first.length;
  return text(language, "use.others", { departments: first.join(between), count: departments.length, others });
}

function plainList(language: Language, words: readonly string[]): string {
  return joinList(
    language,
    words.map((word) => [plain(word)]),
    "and",
  )
    .map((part) => part.text)
    .join("");
}

/** True for operators that name the values which hold or do not. */
function isNamed({ operator }: Constraint): boolean {
  return ["eq", "neq", "isAnyOf", "isNoneOf"].includes(operator);
}

/** A limit of what is permitted: `up to 5,000 times`. */
export function constraintWords(scope: Scope, constraint: Constraint): readonly SentencePart[] {
  return filledWords(scope, constraint, "use");
}

/** The same as a case that holds or does not: `it is one of the first 5,000 uses`. */
export function caseWords(scope: Scope, constraint: Constraint): readonly SentencePart[] {
  return filledWords(scope, constraint, "use.case");
}

function filledWords(scope: Scope, constraint: Constraint, prefix: "use" | "use.case"): readonly SentencePart[] {
  const { language } = scope;
  const { left, operator, right } = constraint;
  const values = right.map((operand) => [strong(operandText(scope, constraint, operand.value))]);
  const number = right[0]?.value;
  const key = `${prefix}.${left}.${operator}`;
  const filled = { values: joinList(language, values, "or"), number };
  if (isUseKey(language, key)) return textParts(language, key, filled);
  const compared = right.map((operand) => compare(scope, constraint, operand.value));
  return textParts(language, `${prefix}.other`, {
    left: text(language, `term.${left}`),
    comparison: joinList(language, compared, "or"),
  });
}

type UseKey = Extract<TextKey, `use.${string}`>;

function isUseKey(language: Language, key: string): key is UseKey {
  return findText(language, key) !== undefined;
}

function compare(scope: Scope, constraint: Constraint, value: string | number): readonly SentencePart[] {
  const { operator } = constraint;
  const plainOperator = operator === "isAnyOf" ? "eq" : operator === "isNoneOf" ? "neq" : operator;
  const shown = [strong(operandText(scope, constraint, value))];
  return textParts(scope.language, `compare.${plainOperator}`, { value: shown });
}

function operandText({ language, names }: Scope, { left, operator }: Constraint, value: string | number): string {
  if (left === "dateTime" && typeof value === "number") {
    return operator === "lt" ? endText(language, value) : momentText(language, value);
  }
  if (typeof value === "number") return groupDigits(value);
  if (left === "purpose") return findText(language, `purpose.${value}`) ?? value;
  return left === "recipient" ? names.departmentByCode(value) : value;
}
