import { useMemo } from "react";
import type { Fact, Party, PolicyCase, Selector } from "#ledger-core/contract/schema/policy.ts";
import { conditionWords } from "#ledger-core/contract/text/policy-conditions.ts";
import { policyNeedSentence, policySentence } from "#ledger-core/contract/text/policy-sentence.ts";
import { choiceText, columnLabel, findText, kindName } from "#ledger-core/contract/text/texts.ts";
import { usePreferences } from "#renderer/shared/preferences/preferences.ts";
import type { SentencePart } from "#renderer/shared/ui/sentence.ts";

/**
 * The contract's words about departments, people and policies in the person's language. Only for pages that are loaded when they are
 * opened, because it brings the texts of the core.
 */
export function useConsortiumWords() {
  const language = usePreferences((preferences) => preferences.language);
  return useMemo(() => {
    const found = (key: string, fallback: string): string => findText(language, key) ?? fallback;
    const party = (kind: string, name: Party): string =>
      findText(language, `party.${domainOf(kind)}.${name}`) ?? found(`party.${name}`, name);
    return {
      language,
      role: (role: string): string => capitalised(found(`role.${role}`, role)),
      functionName: (name: string): string => capitalised(found(`function.${name}`, name)),
      state: (table: string, state: string): string =>
        capitalised(choiceText(language, table, "state", state) ?? state),
      column: (table: string, column: string): string => columnLabel(language, table, column),
      /** The values of a column of a row, such as a department's functions, in words. */
      value: (table: string, column: string, values: readonly string[]): string =>
        values
          .map((value) => choiceText(language, table, column, value) ?? value)
          .join(language === "zh" ? "、" : ", "),
      kind: (kind: string): string => kindName(language, kind),
      party: (kind: string, name: Party): string => capitalised(party(kind, name)),
      fact: (fact: Fact): string => capitalised(found(`fact.${fact}`, fact)),
      factAnswer: (kind: string, fact: Fact, answer: "yes" | "no"): string =>
        findText(language, `fact.${domainOf(kind)}.${fact}.${answer}`) ?? found(`fact.${fact}.${answer}`, answer),
      sharing: (value: string): string => capitalised(found(`sharing.${value}`, value)),
      selector: (kind: string, of: Selector): string =>
        capitalised(selectorWords(of, found, (name) => party(kind, name), language)),
      /** When a case applies, as plain words; `always` where it asks for nothing. */
      caseConditions: (kind: string, { when }: PolicyCase, always: string): string => {
        const { founding, parts } = conditionWords(language, kind, when);
        const period = founding === undefined ? [] : [found(`fact.founding.${founding ? "yes" : "no"}`, "")];
        const others = parts.length === 0 ? [] : [parts.map((part) => part.text).join("")];
        const said = [...period, ...others].join(language === "zh" ? "，" : ", ");
        return said === "" ? always : capitalised(said);
      },
      caseNeed: (kind: string, policyCase: PolicyCase): readonly SentencePart[] =>
        policyNeedSentence(language, kind, policyCase),
      policy: (kind: string, cases: readonly PolicyCase[]): readonly SentencePart[] =>
        policySentence(language, { kind, cases }),
    };
  }, [language]);
}

function selectorWords(
  of: Selector,
  found: (key: string, fallback: string) => string,
  party: (name: Party) => string,
  language: "zh" | "en",
): string {
  switch (of.kind) {
    case "function":
      return found(`function.${of.name}.one`, of.name);
    case "party":
      return party(of.name);
    case "own":
      return found("selector.own", "own");
    case "any":
      return found("selector.any", "any");
    case "other":
      return findText(language, "selector.other", { party: party(of.than) }) ?? of.than;
  }
}

function capitalised(word: string): string {
  return word.slice(0, 1).toUpperCase() + word.slice(1);
}

/** The first word of a kind, by which some words are its domain's own. */
function domainOf(kind: string): string {
  return kind.split(".")[0] ?? "";
}
