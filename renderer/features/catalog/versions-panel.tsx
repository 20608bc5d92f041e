import { useInfiniteQuery, useQuery } from "@tanstack/react-query";
import { useState } from "react";
import type { DatasetDetail, DatasetVersion } from "#ledger-core/contract/api/catalog.ts";
import { useFailure } from "#renderer/shared/client/use-failure.ts";
import { formatChange, formatCount, noValue } from "#renderer/shared/format/amounts.ts";
import { useFormat } from "#renderer/shared/format/use-format.ts";
import { Button } from "#renderer/shared/ui/button.tsx";
import { DataTable } from "#renderer/shared/ui/data-table.tsx";
import { Panel } from "#renderer/shared/ui/panel.tsx";
import { QueryPart } from "#renderer/shared/ui/query-panel.tsx";
import { sealColumn } from "#renderer/shared/ui/seal-column.tsx";
import { EmptyState, FailedNotice } from "#renderer/shared/ui/states.tsx";
import styles from "./catalog.module.css";
import { comparedVersions } from "./dataset-view.ts";
import type { ChangeDatasetView, DatasetView } from "./dataset-view.ts";
import { DifferenceRows } from "./item-differences.tsx";
import { catalogQueries } from "./queries.ts";
import type { CatalogText } from "./text.ts";
import { openUploadForm } from "./open-forms.ts";
import { useCatalogText } from "./text.ts";
import { VersionChoice } from "./version-choice.tsx";

/** The sealed versions, and what changed between two of them. */
export function VersionsPanel(props: {
  readonly dataset: DatasetDetail;
  readonly view: DatasetView;
  readonly onChange: ChangeDatasetView;
}) {
  const text = useCatalogText();
  const describe = useFailure();
  const { dataset, view, onChange } = props;
  const [isChoosing, setIsChoosing] = useState(view.from !== undefined);
  const [showsAll, setShowsAll] = useState(false);
  // The page holds the newest versions, the rest is read when it is asked for; numbers have no gaps, so the newest one counts them all.
  const newest = dataset.versions[0]?.number ?? 0;
  const older = useInfiniteQuery({
    ...catalogQueries.versions(dataset.key),
    enabled: showsAll && newest > dataset.versions.length,
  });
  const read = older.data?.pages.flatMap((page) => page.versions) ?? [];
  const versions = read.length > dataset.versions.length ? read : dataset.versions;
  const compared = comparedVersions(view, newest);
  const upload = dataset.may.upload ? (
    <Button onClick={() => openUploadForm(dataset, text("upload.title"))}>{text("upload.action")}</Button>
  ) : undefined;
  return (
    <div data-part="versions">
      <Panel
        title={text("versions")}
        isFlush
        actions={
          newest < 2 ? null : (
            <Button kind="link" size="small" onClick={() => setIsChoosing(!isChoosing)}>
              {text("versions.compare")}
            </Button>
          )
        }
      >
        {versions.length === 0 ? (
          <EmptyState
            title={text("versions.none")}
            detail={text("versions.noneDetail")}
            {...(upload !== undefined && { action: upload })}
          />
        ) : (
          <VersionRows
            versions={showsAll ? versions : versions.slice(0, shownFirst)}
            chosen={compared?.to}
            onChoose={(to) => onChange({ from: undefined, to })}
          />
        )}
        {showsAll && older.isError ? (
          <FailedNotice failure={describe(older.error)} onRetry={() => void older.refetch()} />
        ) : null}
        {newest <= shownFirst ? null : (
          <div className={styles.more}>
            {showsAll && older.hasNextPage ? (
              <Button
                kind="link"
                size="small"
                isPending={older.isFetchingNextPage}
                onClick={() => void older.fetchNextPage()}
              >
                {text("versions.older", { count: newest - versions.length })}
              </Button>
            ) : null}
            <Button kind="link" size="small" onClick={() => setShowsAll(!showsAll)}>
              {text(showsAll ? "versions.fewer" : "versions.all", { count: newest })}
            </Button>
          </div>
        )}
        {compared === undefined ? null : (
          <>
            {isChoosing ? <VersionChoice newest={newest} {...compared} onChange={onChange} /> : null}
            <Comparison dataset={dataset.key} {...compared} />
          </>
        )}
      </Panel>
    </div>
  );
}

const shownFirst = 6;

function VersionRows(props: {
  readonly versions: readonly DatasetVersion[];
  readonly chosen: number | undefined;
  readonly onChoose: (version: number) => void;
}) {
  const text = useCatalogText();
  const format = useFormat();
  const change = ({ rowCount, rowsBefore }: DatasetVersion): string =>
    rowsBefore === null ? noValue : formatChange(rowCount - rowsBefore);
  return (
    <DataTable
      label={text("versions")}
      density="dense"
      rows={props.versions}
      rowKey={(row) => row.number}
      entry={(row) => row.entry}
      isSelected={(row) => row.number === props.chosen}
      onOpen={(row) => props.onChoose(row.number)}
      columns={[
        { key: "number", header: text("version.number"), isName: true, cell: (row) => formatCount(row.number) },
        {
          key: "time",
          header: text("version.sealed"),
          cell: (row) => <span className={styles.whole}>{format.time(row.time, "day")}</span>,
        },
        { key: "rows", header: text("version.rows"), align: "figure", cell: (row) => formatCount(row.rowCount) },
        { key: "change", header: text("version.change"), align: "figure", cell: change },
        { key: "what", header: text("version.what"), cell: (row) => whatChanged(text, row) },
        { ...sealColumn(text("column.seal")), width: "30px" },
      ]}
    />
  );
}

/** What a version changed in the items, in a few words. */
function whatChanged(text: CatalogText, version: DatasetVersion): string {
  if (version.change === "first") return text("version.first");
  const parts = [
    ...(version.added > 0 ? [text("version.added", { count: version.added })] : []),
    ...(version.removed > 0 ? [text("version.removed", { count: version.removed })] : []),
    ...(version.changed > 0 ? [text("version.changed", { count: version.changed })] : []),
  ];
  return parts.length === 0 ? text("version.dataOnly") : parts.join(text("comma"));
}

function Comparison({ dataset, from, to }: { readonly dataset: number; readonly from: number; readonly to: number }) {
  const text = useCatalogText();
  const compared = useQuery(catalogQueries.compare(dataset, from, to));
  return (
    <>
      <h3 className={styles.subhead}>{text("versions.between", { from, to })}</h3>
      <QueryPart query={compared} what={text("versions")} loadingRows={3}>
        {({ items, rows }) => (
          <DifferenceRows
            found={items}
            note={text("versions.rows", {
              from: formatCount(rows.from),
              to: formatCount(rows.to),
              change: formatChange(rows.to - rows.from),
            })}
          />
        )}
      </QueryPart>
    </>
  );
}
