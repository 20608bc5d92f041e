import { useCallback, useMemo, useState } from "react";
import type { TablePart } from "#ledger-core/contract/api/content.ts";
import { client } from "#renderer/shared/client/console-client.ts";
import { GridTable } from "#renderer/shared/ui/grid/grid-table.tsx";
import type { GridWindow } from "#renderer/shared/ui/grid/grid-table.tsx";
import { columnWidthPx } from "./column-width.ts";
import styles from "./preview.module.css";
import { usePreviewCount } from "./preview-tab.tsx";
import { useCatalogText } from "./text.ts";

/** Rows by which columns are given their widths. */
const rowsMeasured = 50;

type Row = { readonly number: number; readonly cells: readonly (string | null)[] };

/** A table walked through as far as one scrolls; only what is on screen is asked for. */
export function PreviewTable(props: { readonly first: TablePart; readonly dataset: number; readonly version: number }) {
  const text = useCatalogText();
  const { first, dataset, version } = props;
  const [seen, setSeen] = useState({ total: first.total, isCut: first.isCut });
  const count = usePreviewCount(seen.total, seen.isCut);
  const columns = useMemo(
    () =>
      first.columns.map((header, place) => ({
        key: String(place),
        header,
        widthPx: columnWidthPx(
          header,
          first.rows.slice(0, rowsMeasured).map((cells) => cells[place] ?? ""),
        ),
        ...(first.columns.length <= 8 && { grow: 1 }),
        cell: (row: Row) => row.cells[place] ?? "",
      })),
    [first.columns, first.rows],
  );
  const readRows = useCallback(
    async ({ first: from, end }: GridWindow) => {
      const part = await client.content.preview({ dataset, version, from, limit: end - from });
      if (part.kind !== "table") return { rows: [], total: 0 };
      setSeen({ total: part.total, isCut: part.isCut });
      const rows = part.rows.map((cells, place): Row => ({ number: from + place, cells }));
      return { rows, total: part.total ?? undefined };
    },
    [dataset, version],
  );
  return (
    <>
      <div className={styles.grid}>
        <GridTable
          label={text("preview")}
          density="dense"
          columns={columns}
          rowKey={(row) => row.number}
          readRows={readRows}
        />
      </div>
      <p className={styles.foot}>{count}</p>
    </>
  );
}
