import { PURPOSES } from "#ledger-core/contract/schema/catalog.ts";
import type { Purpose } from "#ledger-core/contract/schema/catalog.ts";
import { useFormat } from "#renderer/shared/format/use-format.ts";
import { useContractWords } from "#renderer/shared/i18n/contract-words.ts";
import { dayOfSeconds, endOfDay } from "./city-days.ts";
import { ChoiceField, CountField, DayField } from "./fields.tsx";
import styles from "./forms.module.css";
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
  return { purpose: given.purpose, useLimit: given.useLimit, until: dayOfSeconds(given.expires - 1) };
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
        choices={[
          { value: "", label: text("choose") },
          ...(props.purposes ?? PURPOSES).map((value) => ({
            value,
            label: contract.choiceAlone("catalog.agreement", "purpose", value),
          })),
        ]}
        onChange={(purpose) => onChange({ purpose })}
      />
      <div className={styles.pair}>
        <CountField
          label={text("field.useLimit")}
          isRequired
          min={1}
          unit={text("unit.times")}
          value={terms.useLimit}
          onChange={(useLimit) => onChange({ useLimit })}
        />
        <DayField
          label={text("field.until")}
          isRequired
          min={dayOfSeconds(nowSeconds)}
          value={terms.until}
          onChange={(until) => onChange({ until })}
        />
      </div>
    </>
  );
}
