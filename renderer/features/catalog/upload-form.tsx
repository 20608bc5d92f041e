import { Checkbox } from "@mantine/core";
import type { DatasetDetail } from "#ledger-core/contract/api/catalog.ts";
import { formatCount } from "#renderer/shared/format/amounts.ts";
import type { Item } from "#ledger-core/contract/schema/catalog.ts";
import { uploadBody } from "#ledger-core/contract/schema/catalog-bodies.ts";
import { useContractWords } from "#renderer/shared/i18n/contract-words.ts";
import { ActDrawer } from "#renderer/shared/forms/act-drawer.tsx";
import { FileChoice } from "./file-choice.tsx";
import { openForm } from "./open-form.ts";
import { ChoiceField, CountField, FieldPair } from "#renderer/shared/forms/fields.tsx";
import styles from "./forms.module.css";
import { ItemDifferences } from "./item-differences.tsx";
import { itemsOfTable } from "./items-of-table.ts";
import { ParentsField } from "./parents-field.tsx";
import type { ReadFile } from "./read-table-file.ts";
import { contentState } from "./send-content.ts";
import type { SentContent } from "./send-content.ts";
import { useCatalogText } from "./text.ts";
import { dataTypes } from "./type-words.ts";
import { useAct } from "#renderer/shared/forms/use-act.ts";
import { useDraft } from "#renderer/shared/forms/use-draft.ts";
import { useFileTaking } from "./use-file-taking.ts";
import { useMe } from "./who.ts";

/** Opens the form by which the owner seals a new version of a dataset's content. */
export function openUploadForm(dataset: DatasetDetail, label: string): void {
  openForm({ name: `upload:${dataset.key}`, label, content: <UploadForm dataset={dataset} /> });
}

type Values = {
  readonly file: ReadFile | undefined;
  readonly rowCount: number | undefined;
  /** Empty keeps the items as they are. */
  readonly items: readonly Item[];
  /** Set once the node has taken the content in. */
  readonly sent: SentContent | undefined;
  readonly keeps: boolean;
  /** `versionHash` of the versions that this one was made from. */
  readonly parents: readonly string[];
};

const noVersion = "00".repeat(32);

function UploadForm({ dataset }: { readonly dataset: DatasetDetail }) {
  const text = useCatalogText();
  const contract = useContractWords();
  const { handle } = useMe();
  const draft = useDraft<Values>(`upload:${handle}:${dataset.key}`, {
    file: undefined,
    rowCount: undefined,
    items: [],
    sent: undefined,
    keeps: true,
    parents: [],
  });
  const { values, change } = draft;
  const { file, items, sent } = values;
  const taking = useFileTaking({
    dataset: dataset.key,
    keeps: values.keeps,
    onSent: (content) => change({ sent: content }),
    onRead: (read) =>
      change({
        file: read,
        sent: undefined,
        rowCount: read?.table?.rowCount ?? read?.recordCount,
        items: itemsOfTable(read?.table?.columns ?? read?.recordColumns ?? [], dataset.items),
      }),
  });
  const isBusy = taking.progress !== undefined;
  const state = contentState({ keeps: values.keeps, isSent: sent !== undefined, isBusy });
  const head = dataset.versions[0];
  const isFarFewer = file !== undefined && (values.rowCount ?? Infinity) * 2 < (head?.rowCount ?? 0);
  const missing = [
    ...(file === undefined ? [text("field.file")] : []),
    ...(file !== undefined && values.rowCount === undefined ? [text("field.rowCount")] : []),
    ...(file !== undefined && (state === "sending" || state === "unsent") ? [text(`upload.${state}`)] : []),
  ];
  const act = useAct({
    kind: "catalog.upload",
    schema: uploadBody,
    title: text("upload.title"),
    missing,
    body: {
      dataset: { kind: "key", key: dataset.key },
      contentHash: file?.contentHash ?? "",
      sizeBytes: file?.sizeBytes ?? 0,
      rowCount: values.rowCount ?? 0,
      items: items.map((item) => ({ ...item })),
      previousHash: head?.versionHash ?? noVersion,
      parents: [...values.parents],
      mediaType: values.keeps ? (sent?.mediaType ?? "") : "",
      sealedHash: values.keeps ? (sent?.sealedHash ?? null) : null,
    },
  });
  const same = dataset.versions.find((version) => version.contentHash === file?.contentHash);
  return (
    <ActDrawer
      title={text("upload.title")}
      over={dataset.title}
      lead={text("upload.lead")}
      draft={draft}
      act={act}
      missing={missing}
      fieldOf={(path) => contract.column("catalog.version", path.split(/[.[]/, 1)[0] ?? path)}
      button={text("upload.button", { number: (head?.number ?? 0) + 1 })}
      sealedWords={text("upload.done")}
    >
      <FileChoice file={file} taking={taking} state={state} />
      <Checkbox
        size="xs"
        label={text("upload.keep")}
        description={text(dataset.sharing === "unconditional" ? "upload.keepOpen" : "upload.keepSealed")}
        checked={values.keeps}
        disabled={isBusy}
        onChange={(event) => change({ keeps: event.currentTarget.checked })}
      />
      <ParentsField value={values.parents} dataset={dataset.key} onChange={(parents) => change({ parents })} />
      {file?.sizeBytes === 0 ? <p className={styles.missing}>{text("upload.empty")}</p> : null}
      {isFarFewer ? (
        <p className={styles.missing}>{text("upload.fewer", { before: formatCount(head?.rowCount ?? 0) })}</p>
      ) : null}
      {same === undefined ? null : <p className={styles.missing}>{text("upload.same", { number: same.number })}</p>}
      {file === undefined ? null : (
        <CountField
          label={text("field.rowCount")}
          note={text(rowsNote(file))}
          isRequired
          unit={text("unit.rows")}
          value={values.rowCount}
          onChange={(rowCount) => change({ rowCount })}
        />
      )}
      {file === undefined || items.length > 0 || file.sizeBytes === 0 ? null : (
        <p className={styles.note}>{text("upload.itemsUnread", { count: dataset.items.length })}</p>
      )}
      {items.length === 0 ? null : (
        <>
          <ItemDifferences before={dataset.items} after={items} />
          <NewItems before={dataset.items} items={items} onChange={(changed) => change({ items: changed })} />
        </>
      )}
    </ActDrawer>
  );
}

function rowsNote({ table, recordCount }: ReadFile) {
  if (recordCount !== undefined) return "upload.recordsCounted";
  if (table === undefined) return "upload.rowsByHand";
  return table.rowCount === undefined ? "upload.rowsUnclosed" : "upload.rowsCounted";
}

const sensitivities = ["open", "internal", "sensitive", "personal"] as const;

/** Type and sensitivity of the items that the dataset did not have: the file's header says only their names. */
function NewItems(props: {
  readonly before: readonly Item[];
  readonly items: readonly Item[];
  readonly onChange: (items: readonly Item[]) => void;
}) {
  const text = useCatalogText();
  const contract = useContractWords();
  const known = new Set(props.before.map((item) => item.name));
  const fresh = props.items.filter((item) => !known.has(item.name));
  if (fresh.length === 0) return null;
  const edit = (name: string, changed: Partial<Item>) =>
    props.onChange(props.items.map((item) => (item.name === name ? { ...item, ...changed } : item)));
  return (
    <div>
      <h3>{text("upload.newItems")}</h3>
      {fresh.map((item) => (
        <FieldPair key={item.name}>
          <ChoiceField
            label={text("upload.typeOf", { name: item.name })}
            value={item.dataType}
            choices={dataTypes.map((value) => ({ value, label: text(`type.${value}`) }))}
            onChange={(dataType) => edit(item.name, { dataType })}
          />
          <ChoiceField
            label={text("upload.sensitivityOf", { name: item.name })}
            value={item.sensitivity}
            choices={sensitivities.map((value) => ({
              value,
              label: contract.choiceAlone("catalog.version", "sensitivity", value),
            }))}
            onChange={(value) =>
              edit(item.name, { sensitivity: sensitivities.find((one) => one === value) ?? item.sensitivity })
            }
          />
        </FieldPair>
      ))}
    </div>
  );
}
