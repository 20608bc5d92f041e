/** Conditions of a policy's case as words. */
import { SHARING } from "#ledger-core/contract/schema/catalog.ts";
import { meets } from "#ledger-core/contract/schema/policy.ts";
import type { Condition, Fact } from "#ledger-core/contract/schema/policy.ts";
import { joinList, joinWords, moneyText } from "./list-words.ts";
import { groupDigits, joinParts, plain, strong } from "./template.ts";
import type { Language, SentencePart } from "./template.ts";
import { findText, text, textParts } from "./texts.ts";

/** What a case's conditions come to: it applies always, never, or under what the parts say. */
export type ConditionWords = {
  readonly holds: "always" | "never" | "sometimes";
  /** Whether the network must be being founded; undefined where the case does not ask. */
  readonly founding: boolean | undefined;
  /** The other conditions. */
  readonly parts: readonly SentencePart[];
};

/** Conditions of one fact are said together. `kind` is the kind of action: some facts mean something of their own there. */
export function conditionWords(language: Language, kind: string, conditions: readonly Condition[]): ConditionWords {
  const facts = [...Map.groupBy(conditions, (condition) => condition.fact)];
  const said = facts.map(([fact, about]) => factWords(language, kind, fact, about));
  const founding = facts.findIndex(([fact]) => fact === "founding");
  const others = said.flatMap((one, place) => (place === founding || typeof one === "string" ? [] : [one]));
  const isFoundingAsked = founding >= 0 && typeof said[founding] !== "string";
  const holds = said.includes("never") ? "never" : said.every((one) => one === "always") ? "always" : "sometimes";
  return {
    holds,
    founding: isFoundingAsked ? truths(facts[founding]?.[1] ?? [], [0, 1])[1] === true : undefined,
    parts: joinConditions(language, others),
  };
}

/** Facts that are yes (1) or no (0), and counts of which often only the presence matters. */
const YES_OR_NO: readonly Fact[] = ["founding", "narrowing", "order", "unconditional", "authority", "offered"];

type FactWords = "always" | "never" | readonly SentencePart[];

function factWords(language: Language, kind: string, fact: Fact, conditions: readonly Condition[]): FactWords {
  if (YES_OR_NO.includes(fact)) {
    const [no, yes] = truths(conditions, [0, 1]);
    if (no === yes) return no === true ? "always" : "never";
    return [strong(factText(language, kind, fact, yes === true ? "yes" : "no") ?? fact)];
  }
  if (fact === "sharing") return sharingWords(language, conditions);
  const presence = presenceOf(conditions);
  const known = presence === undefined ? undefined : factText(language, kind, fact, presence);
  if (known !== undefined) return [strong(known)];
  const name = findText(language, `fact.${fact}`) ?? fact;
  return textParts(language, "compare.fact", { fact: name, comparison: comparisonWords(language, fact, conditions) });
}

function factText(language: Language, kind: string, fact: Fact, answer: "yes" | "no"): string | undefined {
  const domain = kind.split(".")[0] ?? "";
  return findText(language, `fact.${domain}.${fact}.${answer}`) ?? findText(language, `fact.${fact}.${answer}`);
}

function sharingWords(language: Language, conditions: readonly Condition[]): FactWords {
  const holding = truths(
    conditions,
    SHARING.map((_, place) => place),
  );
  const words = SHARING.filter((_, place) => holding[place] === true).map((one) => text(language, `sharing.${one}`));
  if (words.length === SHARING.length) return "always";
  if (words.length === 0) return "never";
  const comparison = textParts(language, "compare.eq", { value: [strong(joinWords(language, words, "or"))] });
  return textParts(language, "compare.fact", { fact: text(language, "fact.sharing"), comparison });
}

function comparisonWords(language: Language, fact: Fact, conditions: readonly Condition[]): readonly SentencePart[] {
  const value = (number: number): readonly SentencePart[] => [
    strong(fact === "amount" ? moneyText(language, number) : groupDigits(number)),
  ];
  const low = conditions.find((condition) => condition.operator === "gteq");
  const high = conditions.find((condition) => condition.operator === "lteq");
  if (conditions.length === 2 && low !== undefined && high !== undefined) {
    return textParts(language, "compare.between", { low: value(low.value), high: value(high.value) });
  }
  const comparisons = conditions.map((condition) =>
    textParts(language, `compare.${condition.operator}`, { value: value(condition.value) }),
  );
  return joinConditions(language, comparisons);
}

/** What must hold together: in Chinese joined by 且, not as a list. */
function joinConditions(language: Language, said: readonly (readonly SentencePart[])[]): readonly SentencePart[] {
  if (language === "en") return joinList(language, said, "and");
  return joinParts(
    language,
    said.flatMap((one, place) => (place === 0 ? one : [plain("且"), ...one])),
  );
}

/** `yes` if the conditions only ask that there be some, `no` if they ask that there be none. */
function presenceOf(conditions: readonly Condition[]): "yes" | "no" | undefined {
  const [none, one, two] = truths(conditions, [0, 1, 2]);
  const bounded = conditions.some(({ operator, value }) => Math.abs(value) > 1 || (operator === "eq" && value === 1));
  if (bounded) return undefined;
  if (none === false && one === true && two === true) return "yes";
  return none === true && one === false && two === false ? "no" : undefined;
}

function truths(conditions: readonly Condition[], values: readonly number[]): readonly boolean[] {
  return values.map((asked) => conditions.every((condition) => meets(asked, condition)));
}
