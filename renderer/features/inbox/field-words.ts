import { useMemo } from "react";
import { choiceText, findText, kindName } from "#ledger-core/contract/text/texts.ts";
import { fieldLabel, tableOfField } from "#renderer/shared/changes/body-words.ts";
import { usePreferences } from "#renderer/shared/preferences/preferences.ts";
import { useInboxText } from "./text.ts";

/** Fields of policies and other bodies that no table has a column for, so that the contract has no label. */
const ownFields = [
  "when",
  "alternatives",
  "order",
  "seats",
  "of",
  "bar",
  "roles",
  "count",
  "name",
  "than",
  "numerator",
  "denominator",
  "excludeProposer",
  "excludeParties",
  "deadlineSeconds",
  "fact",
  "operator",
  "value",
  "member",
  "orderNumber",
] as const;

const ownChoices = [
  "any",
  "in-turn",
  "yes",
  "no",
  "function",
  "party",
  "own",
  "other",
  "persons",
  "departments",
  "share",
  "over",
  "key",
  "code",
  "owner",
  "beneficiary",
  "project",
  "provider",
  "recipient",
  "authority",
  "subject",
  "eq",
  "neq",
  "lt",
  "lteq",
  "gt",
  "gteq",
] as const;

/** Groups of the contract's words in which a choice may be found. */
const groups: Readonly<Record<string, readonly string[]>> = {
  roles: ["role"],
  name: ["function", "party"],
  than: ["party"],
  excludeParties: ["party"],
};

/** Labels of a body's fields and words for their choices, from the contract where it has them. */
export function useFieldWords(kind: string): {
  readonly field: (column: string) => string;
  readonly choice: (column: string, value: string) => string;
} {
  const text = useInboxText();
  const language = usePreferences((preferences) => preferences.language);
  return useMemo(
    () => ({
      field: (column) => {
        const own = ownFields.find((one) => one === column);
        return own === undefined ? fieldLabel(language, kind, column) : text(`field.${own}`);
      },
      choice: (column, value) => {
        const found =
          choiceText(language, tableOfField(kind, column), column, value) ??
          (groups[column] ?? []).map((group) => findText(language, `${group}.${value}`)).find((one) => one !== undefined);
        if (found !== undefined) return found;
        const own = ownChoices.find((one) => one === value);
        return own === undefined ? kindName(language, value) : text(`choice.${own}`);
      },
    }),
    [kind, language, text],
  );
}
