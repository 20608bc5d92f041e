import { NativeSelect, TextInput } from "@mantine/core";
import { useRef } from "react";
import type { Item } from "#ledger-core/contract/schema/catalog.ts";
import { SHARING } from "#ledger-core/contract/schema/catalog.ts";
import { useContractWords } from "#renderer/shared/i18n/contract-words.ts";
import { Button, IconButton } from "#renderer/shared/ui/button.tsx";
import { Panel } from "#renderer/shared/ui/panel.tsx";
import { EmptyState } from "#renderer/shared/ui/states.tsx";
import { useCycleWords } from "#renderer/shared/i18n/cycle-words.tsx";
import type { DescriptionDraft } from "./description-draft.ts";
import { AreaField, ChoiceField, FieldPair, TextField } from "#renderer/shared/forms/fields.tsx";
import { DayNumberField } from "./day-number-field.tsx";
import styles from "./forms.module.css";
import { itemsOfTable } from "./items-of-table.ts";
import { readTableFile } from "./read-table-file.ts";
import { useCatalogText } from "./text.ts";
import type { CatalogText } from "./text.ts";
import { dataTypes, typeWords } from "./type-words.ts";
import type { Draft } from "#renderer/shared/forms/use-draft.ts";

type Props = { readonly draft: Draft<DescriptionDraft>; readonly isCodeFixed: boolean };

/** Every element of a description that a person edits. */
export function DescriptionFields({ draft, isCodeFixed }: Props) {
  const text = useCatalogText();
  return (
    <>
      <Panel title={text("describe.what")}>
        <WhatFields draft={draft} isCodeFixed={isCodeFixed} />
      </Panel>
      <ItemsEditor items={draft.values.items} onChange={(items) => draft.change({ items })} />
      <Panel title={text("describe.sharing")}>
        <SharingFields draft={draft} />
      </Panel>
    </>
  );
}

function WhatFields({ draft: { values, change }, isCodeFixed }: Props) {
  const text = useCatalogText();
  const contract = useContractWords();
  const label = (element: keyof DescriptionDraft): string => contract.column("catalog.dataset", element);
  return (
    <div className={styles.describe}>
      <TextField label={label("title")} isRequired value={values.title} onChange={(title) => change({ title })} />
      <TextField
        label={label("classification")}
        note={text("describe.classificationNote")}
        isRequired
        value={values.classification}
        onChange={(classification) => change({ classification })}
      />
      <FieldPair>
        <TextField
          label={label("code")}
          note={isCodeFixed ? text("describe.codeFixed") : text("describe.codeNote")}
          isRequired
          value={values.code}
          isReadOnly={isCodeFixed}
          onChange={(code) => change({ code })}
        />
        <TextField
          label={label("format")}
          note={text("describe.formatNote")}
          value={values.format}
          onChange={(format) => change({ format })}
        />
      </FieldPair>
      <FieldPair>
        <TextField
          label={label("publisher")}
          value={values.publisher}
          onChange={(publisher) => change({ publisher })}
        />
        <TextField
          label={label("providerCode")}
          note={text("describe.providerNote")}
          value={values.providerCode}
          onChange={(providerCode) => change({ providerCode })}
        />
      </FieldPair>
      <AreaField label={label("summary")} value={values.summary} onChange={(summary) => change({ summary })} />
      <FieldPair>
        <AreaField
          label={label("keywords")}
          note={text("describe.onePerLine")}
          rows={2}
          value={values.keywords}
          onChange={(keywords) => change({ keywords })}
        />
        <AreaField
          label={label("relatedCodes")}
          note={text("describe.onePerLine")}
          rows={2}
          value={values.relatedCodes}
          onChange={(relatedCodes) => change({ relatedCodes })}
        />
      </FieldPair>
    </div>
  );
}

/** The cycles of the national guide, which its sheet has words for. */
const cycles = ["R/PT1S", "P1D", "P7D", "P1M", "P3M", "P6M", "P1Y", "irregular"] as const;

function SharingFields({ draft: { values, change } }: { readonly draft: Draft<DescriptionDraft> }) {
  const text = useCatalogText();
  const cycleWords = useCycleWords();
  const contract = useContractWords();
  const label = (element: keyof DescriptionDraft): string => contract.column("catalog.dataset", element);
  const choices = (column: string, options: readonly string[]) =>
    options.map((value) => ({ value, label: contract.choiceAlone("catalog.dataset", column, value) }));
  const knownCycles: readonly string[] = cycles;
  const offered =
    values.updateCycle === "" || knownCycles.includes(values.updateCycle) ? cycles : [...cycles, values.updateCycle];
  return (
    <div className={styles.describe}>
      <FieldPair>
        <ChoiceField
          label={label("sharing")}
          value={values.sharing}
          choices={choices("sharing", SHARING)}
          onChange={(sharing) => change({ sharing })}
        />
        <ChoiceField
          label={label("openness")}
          value={values.openness}
          choices={choices("openness", ["closed", "conditional", "open"])}
          onChange={(openness) => change({ openness })}
        />
      </FieldPair>
      {values.sharing === "unconditional" ? null : (
        <AreaField
          label={label("sharingCondition")}
          note={values.sharing === "not-shared" ? text("describe.notSharedNote") : text("describe.conditionNote")}
          rows={2}
          value={values.sharingCondition}
          onChange={(sharingCondition) => change({ sharingCondition })}
        />
      )}
      {values.sharing === "unconditional" ? null : (
        <TextField
          label={label("legalBasis")}
          note={text("describe.legalBasis")}
          isRequired={values.sharing === "not-shared"}
          value={values.legalBasis}
          onChange={(legalBasis) => change({ legalBasis })}
        />
      )}
      <TextField
        label={label("licence")}
        note={text("describe.licenceNote")}
        value={values.licence}
        onChange={(licence) => change({ licence })}
      />
      <TextField
        label={label("sharingMethod")}
        value={values.sharingMethod}
        onChange={(sharingMethod) => change({ sharingMethod })}
      />
      <FieldPair>
        <ChoiceField
          label={label("updateCycle")}
          value={values.updateCycle}
          isToChoose
          choices={offered.map((value) => ({ value, label: cycleWords(value) }))}
          onChange={(updateCycle) => change({ updateCycle })}
        />
        <DayNumberField
          label={label("publishedDay")}
          value={values.publishedDay}
          onChange={(publishedDay) => change({ publishedDay })}
        />
      </FieldPair>
    </div>
  );
}

/** The console's own types, and the one that the item has where a catalog brought another. */
function typeChoices(text: CatalogText, dataType: string) {
  const values = dataTypes.some((type) => type === dataType) ? dataTypes : [...dataTypes, dataType];
  return values.map((value) => ({ value, label: typeWords(text, value) }));
}

const sensitivities = ["open", "internal", "sensitive", "personal"] as const;

/** The items, one line each; a table's header can fill them in. */
function ItemsEditor({
  items,
  onChange,
}: {
  readonly items: readonly Item[];
  readonly onChange: (items: readonly Item[]) => void;
}) {
  const text = useCatalogText();
  const contract = useContractWords();
  const file = useRef<HTMLInputElement>(null);
  const replace = (place: number, changed: Partial<Item>) =>
    onChange(items.map((item, i) => (i === place ? { ...item, ...changed } : item)));
  const readHeader = async (chosen: File) => {
    const head = chosen.slice(0, 1_048_576);
    const read = await readTableFile(new File([head], chosen.name), {
      onProgress: () => {},
      signal: new AbortController().signal,
    });
    const columns = read.table?.columns ?? read.recordColumns ?? [];
    if (columns.length > 0) onChange(itemsOfTable(columns, items));
  };
  return (
    <Panel
      title={text("items")}
      caption={text("items.count", { count: items.length })}
      actions={
        <>
          <input
            ref={file}
            type="file"
            accept=".csv,.tsv,.txt"
            hidden
            onChange={(event) => {
              const chosen = event.currentTarget.files?.[0];
              event.currentTarget.value = "";
              if (chosen !== undefined) void readHeader(chosen);
            }}
          />
          <Button size="small" onClick={() => file.current?.click()}>
            {text("items.fromFile")}
          </Button>
          <Button
            size="small"
            onClick={() =>
              onChange([...items, { name: "", dataType: "text", sensitivity: "internal", rule: "", code: "" }])
            }
          >
            {text("items.add")}
          </Button>
        </>
      }
    >
      {items.length === 0 ? (
        <EmptyState title={text("items.none")} detail={text("items.noneDetail")} />
      ) : (
        <table className={styles.items} aria-label={text("items")}>
          <thead>
            <tr>
              <th scope="col">{text("item.name")}</th>
              <th scope="col">{text("item.type")}</th>
              <th scope="col">{text("item.sensitivity")}</th>
              <th scope="col">{text("item.rule")}</th>
              <th scope="col">{text("item.code")}</th>
              <th scope="col">
                <span className="visually-hidden">{text("items.remove")}</span>
              </th>
            </tr>
          </thead>
          <tbody>
            {items.map((item, place) => (
              <tr key={place}>
                <td>
                  <TextInput
                    aria-label={text("item.nameOf", { place: place + 1 })}
                    value={item.name}
                    onChange={(event) => replace(place, { name: event.currentTarget.value })}
                  />
                </td>
                <td>
                  <NativeSelect
                    aria-label={text("item.typeOf", { place: place + 1 })}
                    value={item.dataType}
                    data={typeChoices(text, item.dataType)}
                    onChange={(event) => replace(place, { dataType: event.currentTarget.value })}
                  />
                </td>
                <td>
                  <NativeSelect
                    aria-label={text("item.sensitivityOf", { place: place + 1 })}
                    value={item.sensitivity}
                    data={sensitivities.map((value) => ({
                      value,
                      label: contract.choiceAlone("catalog.version", "sensitivity", value),
                    }))}
                    onChange={(event) => {
                      const chosen = sensitivities.find((one) => one === event.currentTarget.value);
                      if (chosen !== undefined) replace(place, { sensitivity: chosen });
                    }}
                  />
                </td>
                <td>
                  <TextInput
                    aria-label={text("item.ruleOf", { place: place + 1 })}
                    value={item.rule}
                    onChange={(event) => replace(place, { rule: event.currentTarget.value })}
                  />
                </td>
                <td>
                  <TextInput
                    aria-label={text("item.codeOf", { place: place + 1 })}
                    value={item.code}
                    onChange={(event) => replace(place, { code: event.currentTarget.value })}
                  />
                </td>
                <td>
                  <IconButton
                    icon="close"
                    label={text("items.removeOne", { name: item.name === "" ? place + 1 : item.name })}
                    onClick={() => onChange(items.filter((_, i) => i !== place))}
                  />
                </td>
              </tr>
            ))}
          </tbody>
        </table>
      )}
    </Panel>
  );
}
