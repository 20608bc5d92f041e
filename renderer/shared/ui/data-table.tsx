import type { KeyboardEvent, ReactNode } from "react";
import { useSharedText } from "#renderer/shared/i18n/shared-texts.ts";
import { openProof } from "#renderer/shared/proof/proof-opener.ts";
import styles from "./data-table.module.css";
import { DiffSign } from "./diff-row.tsx";
import type { DiffKind } from "./diff-row.tsx";

/** One column. `figure` aligns right over and under; the unit stands in the header, never in a cell. */
export type Column<Row> = {
  readonly key: string;
  readonly header: string;
  readonly cell: (row: Row) => ReactNode;
  readonly align?: "words" | "figure" | "mark";
  readonly isName?: boolean;
  readonly width?: string;
  /** Says the header to a screen reader only, for a column of marks. */
  readonly isHeaderHidden?: boolean;
};

export type DataTableProps<Row> = {
  /** What the rows are, for a screen reader. */
  readonly label: string;
  readonly columns: readonly Column<Row>[];
  readonly rows: readonly Row[];
  readonly rowKey: (row: Row) => string | number;
  readonly density?: "standard" | "dense" | "statement";
  readonly onOpen?: (row: Row) => void;
  readonly isSelected?: (row: Row) => boolean;
  readonly diff?: (row: Row) => DiffKind | undefined;
  /** The entry whose proof P opens. */
  readonly entry?: (row: Row) => number | undefined;
  readonly group?: (row: Row) => string;
  readonly total?: ReactNode;
};

/**
 * A small table, all rows drawn (use `GridTable` above a few hundred). Rows open by click or Enter and are walked with
 * the arrow keys or J and K; P opens the row's proof. The header stays while the rows scroll.
 */
export function DataTable<Row>(props: DataTableProps<Row>) {
  const { columns, rows } = props;
  const text = useSharedText();
  return (
    <table className={styles.table} data-density={props.density ?? "standard"} aria-label={props.label}>
      <thead>
        <tr>
          {props.diff === undefined ? null : (
            <th scope="col" className={styles.diffCell}>
              <span className="visually-hidden">{text("diff.header")}</span>
            </th>
          )}
          {columns.map((column) => (
            <th
              key={column.key}
              scope="col"
              data-align={column.align ?? "words"}
              {...(column.width !== undefined && { style: { width: column.width } })}
            >
              <span className={column.isHeaderHidden === true ? "visually-hidden" : undefined}>{column.header}</span>
            </th>
          ))}
        </tr>
      </thead>
      <tbody onKeyDown={walkRows}>
        {rows.map((row, index) => (
          <TableRow key={props.rowKey(row)} table={props} row={row} previous={rows[index - 1]} isFirst={index === 0} />
        ))}
      </tbody>
      {props.total === undefined ? null : <tfoot>{props.total}</tfoot>}
    </table>
  );
}

function TableRow<Row>(props: {
  readonly table: DataTableProps<Row>;
  readonly row: Row;
  readonly previous: Row | undefined;
  readonly isFirst: boolean;
}) {
  const { table, row, previous } = props;
  const { onOpen } = table;
  const diff = table.diff?.(row);
  const entry = table.entry?.(row);
  const isSelected = table.isSelected?.(row) ?? false;
  const group = table.group?.(row);
  const startsGroup = group !== undefined && (previous === undefined || table.group?.(previous) !== group);
  const walks = onOpen !== undefined || entry !== undefined;
  const anySelected = table.isSelected !== undefined && table.rows.some(table.isSelected);
  const isEntry = anySelected ? isSelected : props.isFirst;
  return (
    <>
      {startsGroup ? (
        <tr className={styles.group}>
          <th scope="rowgroup" colSpan={table.columns.length + (table.diff === undefined ? 0 : 1)}>
            {group}
          </th>
        </tr>
      ) : null}
      <tr
        className={styles.row}
        data-opens={onOpen !== undefined}
        data-diff={diff}
        aria-current={isSelected ? "true" : undefined}
        {...(walks && { tabIndex: isEntry ? 0 : -1 })}
        {...(onOpen !== undefined && { onClick: (event) => isPlainClick(event.target) && onOpen(row) })}
        onKeyDown={(event) => {
          if (event.target !== event.currentTarget) return;
          if (event.key === "Enter" && onOpen !== undefined) onOpen(row);
          if (event.key.toLowerCase() === "p" && !event.ctrlKey && !event.metaKey && entry !== undefined) {
            openProof({ entry, opener: event.currentTarget });
          }
        }}
      >
        {table.diff === undefined ? null : (
          <td className={styles.diffCell}>{diff === undefined ? null : <DiffSign kind={diff} />}</td>
        )}
        {table.columns.map((column) => (
          <td key={column.key} data-align={column.align ?? "words"} data-name={column.isName ?? false}>
            {column.cell(row)}
          </td>
        ))}
      </tr>
    </>
  );
}

/** A link, button or selected text inside a row keeps its own meaning. */
function isPlainClick(target: EventTarget): boolean {
  const isControl = target instanceof Element && target.closest("a, button, input") !== null;
  return !isControl && (globalThis.getSelection()?.toString() ?? "") === "";
}

const steps: Readonly<Record<string, number>> = { ArrowDown: 1, j: 1, ArrowUp: -1, k: -1 };

function walkRows(event: KeyboardEvent<HTMLElement>): void {
  if (event.ctrlKey || event.metaKey || event.altKey) return;
  const rows = [...event.currentTarget.querySelectorAll<HTMLElement>("tr[tabindex]")];
  const current = rows.findIndex((row) => row === document.activeElement);
  if (current === -1) return;
  const step = steps[event.key];
  const wanted = { Home: 0, End: rows.length - 1 }[event.key] ?? (step === undefined ? undefined : current + step);
  const next = wanted === undefined ? undefined : rows[wanted];
  if (next === undefined) return;
  event.preventDefault();
  next.focus();
}
