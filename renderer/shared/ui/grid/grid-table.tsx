import {
  ColumnApiModule,
  CellStyleModule,
  EventApiModule,
  InfiniteRowModelModule,
  LocaleModule,
  ModuleRegistry,
  RenderApiModule,
  RowApiModule,
} from "ag-grid-community";
import type {
  ColDef,
  GetRowIdParams,
  GridApi,
  ICellRendererParams,
  IDatasource,
  SortModelItem,
} from "ag-grid-community";
import { AgGridReact } from "ag-grid-react";
import { useEffect, useMemo, useRef } from "react";
import type { ReactNode } from "react";
import { useSharedText } from "#renderer/shared/i18n/shared-texts.ts";
import { openProof } from "#renderer/shared/proof/proof-opener.ts";
import { styleNonce } from "#renderer/shared/theme/themed-root.tsx";
import { sizes } from "#renderer/shared/theme/tokens.ts";
import styles from "./grid-table.module.css";
import { gridTheme } from "./grid-theme.ts";

ModuleRegistry.registerModules([
  InfiniteRowModelModule,
  ColumnApiModule,
  CellStyleModule,
  EventApiModule,
  LocaleModule,
  RenderApiModule,
  RowApiModule,
]);

/** One column. `widthPx` is the least width; `grow` shares what is left. Only a sortable column has an arrow. */
export type GridColumn<Row> = {
  readonly key: string;
  readonly header: string;
  readonly cell: (row: Row) => ReactNode;
  readonly align?: "words" | "figure" | "mark";
  readonly isName?: boolean;
  readonly isSortable?: boolean;
  readonly widthPx: number;
  readonly grow?: number;
};

export type GridSort = { readonly key: string; readonly direction: "ascending" | "descending" };

/** The rows `first` to `end` (not included) in the order of `sort`. */
export type GridWindow = { readonly first: number; readonly end: number; readonly sort: GridSort | undefined };

export type GridTableProps<Row> = {
  readonly label: string;
  readonly columns: readonly GridColumn<Row>[];
  readonly rowKey: (row: Row) => string | number;
  /** Reads one window; `total` is undefined while the end is not known. A new function (a new filter) starts again from the first row. */
  readonly readRows: (
    window: GridWindow,
  ) => Promise<{ readonly rows: readonly Row[]; readonly total: number | undefined }>;
  /** Changes when the rows may have changed, for example the height; the rows on screen are then read again in place. */
  readonly revision?: string | number;
  readonly density?: "standard" | "dense";
  readonly onOpen?: (row: Row) => void;
  /** The entry whose proof P opens. */
  readonly entry?: (row: Row) => number | undefined;
};

/** Rows per window; the most windows kept, so that a walk through a million rows holds 6,000 of them. */
const windowRows = 200;
const windowsMax = 30;

function sortOf(model: readonly SortModelItem[]): GridSort | undefined {
  const first = model[0];
  return first === undefined
    ? undefined
    : { key: first.colId, direction: first.sort === "desc" ? "descending" : "ascending" };
}

function columnDefinition<Row>(column: GridColumn<Row>): ColDef<Row> {
  const align = column.align ?? "words";
  return {
    colId: column.key,
    headerName: column.header,
    sortable: column.isSortable ?? false,
    resizable: true,
    suppressMovable: true,
    minWidth: Math.min(column.widthPx, 64),
    ...(column.grow === undefined ? { width: column.widthPx } : { flex: column.grow, minWidth: column.widthPx }),
    headerClass: styles[align] ?? "",
    cellClass: [styles[align] ?? "", column.isName === true ? (styles.name ?? "") : ""],
    cellRenderer: ({ data }: ICellRendererParams<Row>) =>
      data === undefined ? <span className={styles.bar} /> : column.cell(data),
  };
}

/**
 * A table of any length, up to millions of rows, read in windows. Arrow keys move the cell, Enter opens the row, P its
 * proof. It fills the height that its container gives it.
 */
export function GridTable<Row extends object>(props: GridTableProps<Row>) {
  const text = useSharedText();
  const grid = useRef<GridApi<Row>>(null);
  const { columns, readRows, revision, rowKey } = props;
  const definitions = useMemo(() => columns.map(columnDefinition), [columns]);
  const datasource = useMemo<IDatasource>(
    () => ({
      getRows: ({ startRow, endRow, sortModel, successCallback, failCallback }) => {
        readRows({ first: startRow, end: endRow, sort: sortOf(sortModel) }).then(
          ({ rows, total }) => successCallback([...rows], total),
          () => failCallback(),
        );
      },
    }),
    [readRows],
  );

  useEffect(() => {
    grid.current?.refreshInfiniteCache();
  }, [revision]);

  const open = (row: Row | undefined) => {
    if (row !== undefined) props.onOpen?.(row);
  };
  return (
    <div className={styles.grid} data-opens={props.onOpen !== undefined}>
      <AgGridReact<Row>
        theme={gridTheme}
        styleNonce={styleNonce()}
        rowModelType="infinite"
        datasource={datasource}
        columnDefs={definitions}
        getRowId={({ data }: GetRowIdParams<Row>) => String(rowKey(data))}
        rowHeight={props.density === "dense" ? sizes.rowDense : sizes.rowStandard}
        cacheBlockSize={windowRows}
        maxBlocksInCache={windowsMax}
        blockLoadDebounceMillis={30}
        maxConcurrentDatasourceRequests={2}
        infiniteInitialRowCount={1}
        suppressCellFocus={false}
        animateRows={false}
        suppressColumnVirtualisation
        enableCellTextSelection
        localeText={{ ariaLabel: props.label, loadingOoo: text("loading"), noRowsToShow: text("table.empty") }}
        overlayNoRowsTemplate={text("table.empty")}
        onGridReady={({ api }) => {
          grid.current = api;
          api.setGridAriaProperty("label", props.label);
        }}
        onRowClicked={({ data, event }) => {
          if (!(event?.target instanceof Element) || event.target.closest("a, button") === null) open(data);
        }}
        onCellKeyDown={({ data, event }) => {
          if (!(event instanceof KeyboardEvent) || event.ctrlKey || event.metaKey) return;
          if (event.key === "Enter") open(data);
          const entry = data === undefined ? undefined : props.entry?.(data);
          if (event.key.toLowerCase() === "p" && entry !== undefined && event.target instanceof HTMLElement) {
            openProof({ entry, opener: event.target });
          }
        }}
      />
    </div>
  );
}
