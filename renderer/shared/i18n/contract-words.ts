import { useMemo } from "react";
import type { UsePolicy } from "#ledger-core/contract/schema/catalog.ts";
import { choiceText, columnLabel, kindName } from "#ledger-core/contract/text/texts.ts";
import { usePolicySentence } from "#ledger-core/contract/text/use-policy-sentence.ts";
import type { UsePolicyNames } from "#ledger-core/contract/text/use-policy-sentence.ts";
import { usePreferences } from "#renderer/shared/preferences/preferences.ts";
import type { SentencePart } from "#renderer/shared/ui/sentence.ts";

/**
 * The contract's own words in the person's language: names of columns, choices and kinds, and terms of use as a sentence. Only for
 * pages that are loaded when they are opened, because it brings the texts of the core.
 */
export function useContractWords() {
  const language = usePreferences((preferences) => preferences.language);
  return useMemo(
    () => ({
      /** A choice in words, such as a purpose or a state; the value itself where there are none. */
      choice: (table: string, column: string, value: string): string =>
        choiceText(language, table, column, value) ?? value,
      /** The same as the first word of a cell or a label; what has no words of its own stays as it is. */
      choiceAlone: (table: string, column: string, value: string): string => {
        const found = choiceText(language, table, column, value);
        return found === undefined ? value : capitalised(found);
      },
      column: (table: string, column: string): string => columnLabel(language, table, column),
      kind: (kind: string): string => kindName(language, kind),
      usePolicy: (policy: UsePolicy, names: UsePolicyNames): readonly SentencePart[] =>
        usePolicySentence(language, policy, names),
    }),
    [language],
  );
}

/** A phrase as the first words of a cell or a label. Chinese stays as it is. */
export function capitalised(word: string): string {
  return word.slice(0, 1).toUpperCase() + word.slice(1);
}
