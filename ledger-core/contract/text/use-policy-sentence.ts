/** Terms of use as sentences: who may do what with the data, for what, how often, until when, and what is owed for it. */
import type { Constraint, UsePolicy, UseRule } from "#ledger-core/contract/schema/catalog.ts";
import { joinList } from "./list-words.ts";
import { endText, momentText } from "./moments.ts";
import { endSentences, spanText } from "./policy-sentence.ts";
import { groupDigits, joinParts, plain, strong } from "./template.ts";
import type { Language, SentencePart, TemplateValues } from "./template.ts";
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

type Scope = { readonly language: Language; readonly names: UsePolicyNames };

const DAY_SECONDS = 86_400;
const NAMES_MAX_DEFAULT = 3;

/** All that the terms permit, forbid and ask for; what they do not permit is not permitted, and the last sentence says so. */
export function usePolicySentence(
  language: Language,
  policy: UsePolicy,
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

function permissionWords(scope: Scope, rule: UseRule): readonly SentencePart[] {
  const { language, names } = scope;
  const { who, rest } = recipientWords(scope, rule.constraints);
  const holder = names.user === undefined ? [plain(text(language, "use.holder"))] : [strong(names.user)];
  const duties = rule.duties.map(({ duty, withinDays }) =>
    textParts(language, `use.duty.${duty}`, {
      span: withinDays === 0 ? undefined : spanText(language, withinDays * DAY_SECONDS),
    }),
  );
  return textParts(language, "use.permit", {
    who: who ?? holder,
    ...ruleWords(scope, rule, rest, { zhWord: "and", prefix: "use" }),
    duties: language === "zh" ? joinClauses(language, duties) : joinList(language, duties, "and"),
  });
}

function prohibitionWords(scope: Scope, rule: UseRule): readonly SentencePart[] {
  const { who, rest } = recipientWords(scope, rule.constraints);
  const words = ruleWords(scope, rule, rest, { zhWord: "or", prefix: "use.forbidden" });
  return who === undefined
    ? textParts(scope.language, "use.forbidAll", words)
    : textParts(scope.language, "use.forbid", { who, ...words });
}

/** Actions, purpose and the other limits of a rule. Chinese permits this 和 that, and forbids this 或 that. */
function ruleWords(
  scope: Scope,
  rule: UseRule,
  constraints: readonly Constraint[],
  said: { readonly zhWord: "and" | "or"; readonly prefix: "use" | "use.forbidden" },
): TemplateValues {
  const { language } = scope;
  const purpose = constraints.find((constraint) => constraint.left === "purpose" && isNamed(constraint));
  const others = constraints.filter((constraint) => constraint !== purpose);
  const actions = rule.actions.map((action) => [strong(text(language, `use.action.${action}`))]);
  return {
    actions: joinList(language, actions, language === "zh" ? said.zhWord : "or"),
    purpose: purpose === undefined ? undefined : constraintWords(scope, purpose, said.prefix),
    terms: joinClauses(
      language,
      others.map((constraint) => constraintWords(scope, constraint)),
    ),
  };
}

function joinClauses(language: Language, clauses: readonly (readonly SentencePart[])[]): readonly SentencePart[] {
  const between = plain(language === "zh" ? "，" : ", ");
  return joinParts(
    language,
    clauses.flatMap((clause, place) => (place === 0 ? clause : [between, ...clause])),
  );
}

/** Who may, if the rule names departments, and the constraints that this does not say. */
function recipientWords(
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

function constraintWords(
  scope: Scope,
  constraint: Constraint,
  prefix: "use" | "use.forbidden" = "use",
): readonly SentencePart[] {
  const { language } = scope;
  const { left, operator, right } = constraint;
  const values = right.map((operand) => [strong(operandText(scope, constraint, operand.value))]);
  const number = right[0]?.value;
  const key = `${prefix}.${left}.${operator}`;
  const filled = { values: joinList(language, values, "or"), number };
  if (isUseKey(language, key)) return textParts(language, key, filled);
  const compared = right.map((operand) => compare(scope, constraint, operand.value));
  return textParts(language, "use.other", {
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
