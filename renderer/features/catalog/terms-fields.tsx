import { PURPOSES } from "#ledger-core/contract/schema/catalog.ts";
import type { Purpose } from "#ledger-core/contract/schema/catalog.ts";
import { civilOfDay, dayOfCivil } from "#ledger-core/contract/schema/civil-date.ts";
import { useFormat } from "#renderer/shared/format/use-format.ts";
import { useContractWords } from "#renderer/shared/i18n/contract-words.ts";
import { dayOf, endOfDay } from "#renderer/shared/format/times.ts";
import { ChoiceField, CountField, FieldPair } from "#renderer/shared/forms/fields.tsx";
import { DayNumberField } from "./day-number-field.tsx";
import type { CatalogText } from "./text.ts";
import { useCatalogText } from "./text.ts";

/** Terms beside the policy as a form holds them. */
export type TermsDraft = {
  readonly purpose: string;
  readonly useLimit: number | undefined;
  /** Last day on which the data may be used. */
  readonly until: number | undefined;
};

/** Terms as they were put forward last. */
export function draftOfTerms(given: { readonly purpose: string; readonly useLimit: number; readonly expires: number }) {
  return { purpose: given.purpose, useLimit: given.useLimit, until: dayOf(given.expires - 1) };
}

/** The last day of use that a form begins with: the end of the city's year, and at least 30 days from now. */
export function usualLastDay(nowSeconds: number): number {
  const today = dayOf(nowSeconds);
  return Math.max(dayOfCivil({ year: civilOfDay(today).year, month: 12, day: 31 }), today + 30);
}

/** The terms as the contract takes them. */
export function termsOfDraft({ purpose, useLimit, until }: TermsDraft) {
  return { purpose, useLimit: useLimit ?? 0, expires: until === undefined ? 0 : endOfDay(until) };
}

export function missingInTerms(text: CatalogText, { purpose, useLimit, until }: TermsDraft): readonly string[] {
  return [
    ...(purpose === "" ? [text("field.purpose")] : []),
    ...((useLimit ?? 0) < 1 ? [text("field.useLimit")] : []),
    ...(until === undefined ? [text("field.until")] : []),
  ];
}

/** Purpose, how often, until when. */
export function TermsFields(props: {
  readonly terms: TermsDraft;
  readonly purposes?: readonly Purpose[];
  readonly untilNote?: string;
  readonly onChange: (changed: Partial<TermsDraft>) => void;
}) {
  const text = useCatalogText();
  const contract = useContractWords();
  const { nowSeconds } = useFormat();
  const { terms, onChange } = props;
  return (
    <>
      <ChoiceField
        label={text("field.purpose")}
        isRequired
        value={terms.purpose}
        isToChoose
        choices={(props.purposes ?? PURPOSES).map((value) => ({
          value,
          label: contract.choiceAlone("catalog.agreement", "purpose", value),
        }))}
        onChange={(purpose) => onChange({ purpose })}
      />
      <FieldPair>
        <CountField
          label={text("field.useLimit")}
          isRequired
          min={1}
          unit={text("unit.times")}
          value={terms.useLimit}
          onChange={(useLimit) => onChange({ useLimit })}
        />
        <DayNumberField
          label={text("field.until")}
          note={props.untilNote}
          isRequired
          min={dayOf(nowSeconds)}
          value={terms.until}
          onChange={(until) => onChange({ until })}
        />
      </FieldPair>
    </>
  );
}
