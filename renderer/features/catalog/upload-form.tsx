import { Checkbox } from "@mantine/core";
import { useRef, useState } from "react";
import type { DatasetDetail } from "#ledger-core/contract/api/catalog.ts";
import type { Item } from "#ledger-core/contract/schema/catalog.ts";
import { uploadBody } from "#ledger-core/contract/schema/catalog-bodies.ts";
import { client } from "#renderer/shared/client/console-client.ts";
import { formatBytes, formatCount } from "#renderer/shared/format/amounts.ts";
import { FileDrop } from "#renderer/shared/forms/file-drop.tsx";
import { useContractWords } from "#renderer/shared/i18n/contract-words.ts";
import { Button } from "#renderer/shared/ui/button.tsx";
import { ProgressLine } from "#renderer/shared/ui/progress.tsx";
import { ActDrawer } from "#renderer/shared/forms/act-drawer.tsx";
import { openForm } from "./open-form.ts";
import { ChoiceField, CountField, FieldPair } from "#renderer/shared/forms/fields.tsx";
import { FingerprintLine } from "./fingerprint-line.tsx";
import styles from "./forms.module.css";
import { ItemDifferences } from "./item-differences.tsx";
import { itemsOfTable } from "./items-of-table.ts";
import { ParentsField } from "./parents-field.tsx";
import { readTableFile } from "./read-table-file.ts";
import type { ReadFile } from "./read-table-file.ts";
import { FileProblem, sendContent } from "./send-content.ts";
import type { SentContent } from "./send-content.ts";
import { useCatalogText } from "./text.ts";
import { dataTypes } from "./type-words.ts";
import { useAct } from "#renderer/shared/forms/use-act.ts";
import { useDraft } from "#renderer/shared/forms/use-draft.ts";
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
  const head = dataset.versions[0];
  const missing = [
    ...(file === undefined ? [text("field.file")] : []),
    ...(file !== undefined && values.rowCount === undefined ? [text("field.rowCount")] : []),
    ...(file !== undefined && values.keeps && sent === undefined ? [text("upload.sending")] : []),
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
      <FileChoice
        file={file}
        dataset={dataset.key}
        keeps={values.keeps}
        onSent={(content) => change({ sent: content })}
        onRead={(read) =>
          change({
            file: read,
            sent: undefined,
            rowCount: read?.table?.rowCount,
            items: read?.table === undefined ? [] : itemsOfTable(read.table.columns, dataset.items),
          })
        }
      />
      <Checkbox
        size="xs"
        label={text("upload.keep")}
        description={text(dataset.sharing === "unconditional" ? "upload.keepOpen" : "upload.keepSealed")}
        checked={values.keeps}
        disabled={file !== undefined}
        onChange={(event) => change({ keeps: event.currentTarget.checked })}
      />
      <ParentsField value={values.parents} dataset={dataset.key} onChange={(parents) => change({ parents })} />
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
      {items.length === 0 ? null : (
        <>
          <ItemDifferences before={dataset.items} after={items} />
          <NewItems before={dataset.items} items={items} onChange={(changed) => change({ items: changed })} />
        </>
      )}
    </ActDrawer>
  );
}

/** Reads the chosen file in this window, piece by piece, and sends it to the node if its content is to be kept there. */
function FileChoice({
  file,
  dataset,
  keeps,
  onRead,
  onSent,
}: {
  readonly file: ReadFile | undefined;
  readonly dataset: number;
  readonly keeps: boolean;
  /** Undefined where the file is not what was read any more. */
  readonly onRead: (read: ReadFile | undefined) => void;
  readonly onSent: (content: SentContent) => void;
}) {
  const text = useCatalogText();
  const reading = useRef<AbortController>(undefined);
  const [progress, setProgress] = useState<{ readonly done: number; readonly total: number; readonly label: string }>();
  const [failure, setFailure] = useState<"unreadable" | "changed">();
  const read = async (chosen: File) => {
    reading.current?.abort();
    const controller = new AbortController();
    reading.current = controller;
    setFailure(undefined);
    setProgress({ done: 0, total: chosen.size, label: text("upload.reading") });
    try {
      const onProgress = (done: number): void =>
        setProgress({ done, total: chosen.size, label: text("upload.reading") });
      const found = await readTableFile(chosen, { onProgress, signal: controller.signal });
      if (controller.signal.aborted) return;
      onRead(found);
      if (!keeps) return;
      const onSending = (done: number): void =>
        setProgress({ done, total: chosen.size, label: text("upload.sendingNow") });
      const content = await sendContent(client.content, chosen, {
        dataset,
        contentHash: found.contentHash,
        onProgress: onSending,
        signal: controller.signal,
      });
      if (!controller.signal.aborted) onSent(content);
    } catch (error) {
      if (controller.signal.aborted) return;
      const isChanged = error instanceof FileProblem && error.kind === "changed";
      setFailure(isChanged ? "changed" : "unreadable");
      // What was read of it is not what it is now.
      if (isChanged) onRead(undefined);
    } finally {
      if (reading.current === controller) setProgress(undefined);
    }
  };
  return (
    <FileDrop label={text("upload.choose")} accept="" onFile={(chosen) => void read(chosen)}>
      {progress === undefined ? null : (
        <>
          <ProgressLine label={progress.label} done={progress.done} total={progress.total} />
          <Button size="small" onClick={() => reading.current?.abort()}>
            {text("upload.stop")}
          </Button>
        </>
      )}
      {failure === undefined ? null : <p role="alert">{text(`upload.${failure}`)}</p>}
      {file === undefined || progress !== undefined ? (
        <p className={styles.note}>{text("upload.note")}</p>
      ) : (
        <>
          <p>
            {text("upload.read", { name: file.name, size: formatBytes(file.sizeBytes) })}
            {file.table === undefined
              ? null
              : file.table.rowCount === undefined
                ? text("upload.columns", { columns: file.table.columns.length })
                : text("upload.table", { rows: formatCount(file.table.rowCount), columns: file.table.columns.length })}
          </p>
          <FingerprintLine label={text("upload.fingerprint")} hash={file.contentHash} />
        </>
      )}
    </FileDrop>
  );
}

function rowsNote({ table }: ReadFile) {
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
