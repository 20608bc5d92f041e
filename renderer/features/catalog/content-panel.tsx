import { useQuery } from "@tanstack/react-query";
import type { DatasetDetail } from "#ledger-core/contract/api/catalog.ts";
import { useContractWords } from "#renderer/shared/i18n/contract-words.ts";
import { DataTable } from "#renderer/shared/ui/data-table.tsx";
import { NameInTwo } from "#renderer/shared/ui/name-in-two.tsx";
import type { DiffKind } from "#renderer/shared/ui/diff-row.tsx";
import { Panel } from "#renderer/shared/ui/panel.tsx";
import { Tabs } from "#renderer/shared/ui/choices.tsx";
import { EmptyState } from "#renderer/shared/ui/states.tsx";
import { Tag } from "#renderer/shared/ui/tag.tsx";
import type { ChangeDatasetView, DatasetView } from "./dataset-view.ts";
import { DescriptionList } from "./description-list.tsx";
import { PreviewTab } from "./preview-tab.tsx";
import { LineageTab } from "./lineage-tab.tsx";
import { HistoryTable } from "./history-table.tsx";
import type { ItemDifference } from "./item-differences.tsx";
import { catalogQueries } from "./queries.ts";
import styles from "./catalog.module.css";
import { useCatalogText } from "./text.ts";
import { typeWords } from "./type-words.ts";

/** What the dataset holds: its items, its description, and how both came to be. */
export function ContentPanel(props: {
  readonly dataset: DatasetDetail;
  readonly view: DatasetView;
  readonly onChange: ChangeDatasetView;
}) {
  const text = useCatalogText();
  const { dataset, view, onChange } = props;
  const head = dataset.versions[0]?.number ?? 0;
  const tab = view.tab ?? (dataset.items.length === 0 ? "description" : "items");
  const compared = useQuery({ ...catalogQueries.compare(dataset.key, head - 1, head), enabled: head > 1 }).data;
  const isChanged = compared?.items.some(({ change }) => change !== "unchanged");
  return (
    <Panel
      isFlush
      tabs={
        <Tabs
          label={text("content")}
          chosen={tab}
          choices={[
            { key: "items", label: text("items"), count: String(dataset.items.length) },
            { key: "preview", label: text("preview") },
            { key: "lineage", label: text("lineage") },
            { key: "description", label: text("description") },
            { key: "history", label: text("history") },
          ]}
          onChoose={(chosen) => onChange({ tab: chosen })}
        />
      }
      {...(tab === "items" &&
        isChanged !== undefined && {
          actions: text(isChanged ? "items.since" : "items.same", { number: head - 1 }),
        })}
    >
      <div role="tabpanel" aria-label={text(tab)}>
        {tab === "items" ? <ItemsTable dataset={dataset} differences={compared?.items ?? []} /> : null}
        {tab === "preview" ? <PreviewTab dataset={dataset} /> : null}
        {tab === "lineage" ? <LineageTab dataset={dataset.key} /> : null}
        {tab === "description" ? <DescriptionList dataset={dataset} /> : null}
        {tab === "history" ? <HistoryTable dataset={dataset} /> : null}
      </div>
    </Panel>
  );
}

const marks: Readonly<Record<ItemDifference["change"], DiffKind | undefined>> = {
  added: "added",
  removed: "removed",
  retyped: "changed",
  edited: "changed",
  unchanged: undefined,
};

type ShownItem = DatasetDetail["items"][number] & { readonly difference: ItemDifference | undefined };

function ItemsTable({
  dataset,
  differences,
}: {
  readonly dataset: DatasetDetail;
  readonly differences: readonly ItemDifference[];
}) {
  const text = useCatalogText();
  const contract = useContractWords();
  const found = new Map(differences.map((one) => [one.name, one]));
  const hasMarks = differences.some(({ change }) => change !== "unchanged");
  const removed = [...found.values()].filter(({ change }) => change === "removed");
  const rows: readonly ShownItem[] = [
    ...dataset.items.map((item) => ({ ...item, difference: found.get(item.name) })),
    ...removed.flatMap((difference) => (difference.before === null ? [] : [{ ...difference.before, difference }])),
  ];
  if (rows.length === 0) return <EmptyState title={text("items.none")} detail={text("items.noneOnPage")} />;
  return (
    <DataTable
      label={text("items")}
      density="dense"
      rows={rows}
      rowKey={(row) => row.name}
      {...(hasMarks && { diff: (row: ShownItem) => marks[row.difference?.change ?? "unchanged"] })}
      columns={[
        { key: "name", header: text("item.name"), isName: true, cell: (row) => <NameInTwo name={row.name} /> },
        { key: "type", header: text("item.type"), cell: (row) => <ItemType item={row} /> },
        {
          key: "sensitivity",
          width: "92px",
          header: text("item.sensitivity"),
          cell: ({ sensitivity }) => {
            const words = contract.choiceAlone("catalog.version", "sensitivity", sensitivity);
            return sensitivity === "personal" || sensitivity === "sensitive" ? <Tag tone="strong">{words}</Tag> : words;
          },
        },
        { key: "rule", header: text("item.rule"), cell: (row) => row.rule },
      ]}
    />
  );
}

function ItemType({ item }: { readonly item: ShownItem }) {
  const text = useCatalogText();
  const { difference } = item;
  if (difference?.change !== "retyped") return <span className={styles.whole}>{typeWords(text, item.dataType)}</span>;
  const before = typeWords(text, difference.before?.dataType ?? "");
  return text("item.wasType", { type: typeWords(text, item.dataType), before });
}
