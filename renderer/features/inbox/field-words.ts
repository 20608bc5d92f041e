import { useMemo } from "react";
import { fieldLabel, findChoiceLabel } from "#renderer/shared/changes/body-words.ts";
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
        const found = findChoiceLabel(language, kind, column, value);
        if (found !== undefined) return found;
        const own = ownChoices.find((one) => one === value);
        return own === undefined ? value : text(`choice.${own}`);
      },
    }),
    [kind, language, text],
  );
}
