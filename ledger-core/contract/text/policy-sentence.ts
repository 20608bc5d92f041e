/** A policy as sentences that a person can hold it to. */
import type { PolicyCase } from "#ledger-core/contract/schema/policy.ts";
import { capitalize, joinList } from "./list-words.ts";
import { conditionWords } from "./policy-conditions.ts";
import type { ConditionWords } from "./policy-conditions.ts";
import { isOneSignature, partyText, whoMustSign } from "./policy-seats.ts";
import { joinParts, plain, plainText, strong } from "./template.ts";
import type { Language, SentencePart } from "./template.ts";
import { text, textParts } from "./texts.ts";

/** A policy as the ledger holds it: the kind that it is about, and its cases. */
export type PolicyOfKind = { readonly kind: string; readonly cases: readonly PolicyCase[] };

/**
 * All that a policy says: who must sign in which case, in what order, within what time, who may not, and that nobody may where no
 * case applies. Cases that can never apply are left out.
 */
export function policySentence(language: Language, policy: PolicyOfKind): readonly SentencePart[] {
  const { kind } = policy;
  const sentences: (readonly SentencePart[])[] = [];
  let isCovered = false;
  let isAfterFounding = false;
  for (const one of withoutIdleFounding(language, policy)) {
    const words = conditionWords(language, kind, one.when);
    if (words.holds === "never" || isCovered) continue;
    isCovered = words.holds === "always";
    const opening = openingWords(language, words, { isFirst: sentences.length === 0, isAfterFounding });
    sentences.push([...opening, ...needWords({ language, kind }, one, words.founding === true)]);
    isAfterFounding = words.founding === true && words.parts.length === 0;
  }
  if (sentences.length === 0) sentences.push(textParts(language, "policy.nobody"));
  else if (!isCovered) sentences.push(textParts(language, "policy.default"));
  return endSentences(language, sentences);
}

/** What one case asks for, without its conditions: for a page that shows the case which applies. */
export function policyNeedSentence(language: Language, kind: string, policyCase: PolicyCase): readonly SentencePart[] {
  const isFounding = conditionWords(language, kind, policyCase.when).founding === true;
  return endSentences(language, [needWords({ language, kind }, policyCase, isFounding)]);
}

/** Without a founding case that asks for what its successor asks for anyway. */
function withoutIdleFounding(language: Language, { kind, cases }: PolicyOfKind): readonly PolicyCase[] {
  const [founding, next] = cases;
  if (founding === undefined || next === undefined) return cases;
  const words = conditionWords(language, kind, founding.when);
  const isFoundingOnly = words.founding === true && words.parts.length === 0;
  const need = (one: PolicyCase): string => plainText(needWords({ language, kind }, one, false));
  const isIdle =
    isFoundingOnly && conditionWords(language, kind, next.when).holds === "always" && need(founding) === need(next);
  return isIdle ? cases.slice(1) : cases;
}

function openingWords(
  language: Language,
  words: ConditionWords,
  place: { readonly isFirst: boolean; readonly isAfterFounding: boolean },
): readonly SentencePart[] {
  if (words.holds === "always") {
    if (place.isFirst) return [];
    return textParts(language, place.isAfterFounding ? "policy.after" : "policy.otherwise");
  }
  const period = periodWords(language, words.founding, place.isAfterFounding);
  return words.parts.length === 0
    ? period
    : [...period, ...textParts(language, "policy.when", { conditions: words.parts })];
}

function periodWords(
  language: Language,
  founding: boolean | undefined,
  isAfterFounding: boolean,
): readonly SentencePart[] {
  if (founding === undefined) return isAfterFounding ? textParts(language, "policy.after") : [];
  return textParts(language, "policy.during", {
    period: [strong(text(language, founding ? "fact.founding.yes" : "fact.founding.no"))],
  });
}

function needWords(
  scope: { readonly language: Language; readonly kind: string },
  policyCase: PolicyCase,
  isFounding: boolean,
): readonly SentencePart[] {
  const { language } = scope;
  const { alternatives, excludeProposer, excludeParties, deadlineSeconds } = policyCase;
  if (alternatives.length === 0) return textParts(language, "policy.nobody");
  const who = whoMustSign(scope, alternatives);
  const isAlone = isOneSignature(policyCase) && excludeProposer === "no";
  const isInTurn =
    language === "zh" && alternatives.every(({ order, seats }) => order === "in-turn" && seats.length > 1);
  const need =
    isFounding && isAlone
      ? textParts(language, "policy.enough", { who })
      : textParts(language, isInTurn ? "policy.needInTurn" : "policy.need", {
          who,
          span: isAlone ? undefined : [strong(spanText(language, deadlineSeconds))],
        });
  const parties = excludeParties.map((party) => [strong(partyText(scope, party))]);
  return [
    ...need,
    ...(parties.length === 0
      ? []
      : textParts(language, "policy.excludeParties", { parties: joinList(language, parties, "or") })),
    ...(excludeProposer === "yes" ? textParts(language, "policy.excludeProposer") : []),
  ];
}

const SPAN_UNITS = [
  ["span.days", 86_400],
  ["span.hours", 3_600],
  ["span.minutes", 60],
  ["span.seconds", 1],
] as const;

/** A span of time in its largest unit that leaves nothing over. */
export function spanText(language: Language, seconds: number): string {
  const [key, size] = SPAN_UNITS.find(([, unit]) => seconds % unit === 0) ?? SPAN_UNITS[3];
  return text(language, key, { count: seconds / size });
}

/** Sentences with their stops, as one text. */
export function endSentences(
  language: Language,
  sentences: readonly (readonly SentencePart[])[],
): readonly SentencePart[] {
  const end = language === "zh" ? "。" : ". ";
  const parts = sentences.flatMap((sentence) => {
    const joined = joinParts(language, sentence);
    return [...(language === "en" ? capitalize(joined) : joined), plain(end)];
  });
  const last = parts.at(-1);
  return joinParts(language, last === undefined ? parts : [...parts.slice(0, -1), plain(last.text.trimEnd())]);
}
