/** Sheets out of records: the layout they came with, or the standard one, filled again. */
import { ownKept } from "#ledger-core/exchange/catalog-format.ts";
import type { DatasetRecord, JsonObject } from "#ledger-core/exchange/dataset-record.ts";
import type { Cell, CellValue } from "./cells.ts";
import { cellValue, equalCells, isMerged } from "./cells.ts";
import type { ColumnKind } from "./columns.ts";
import { FURTHER_COLUMNS, STANDARD_COLUMNS } from "./columns.ts";
import {
  datasetRows,
  FIELD_OF_KIND,
  hasContent,
  kindColumns,
  ROWS_KEY,
  SHEET_KEY,
  unsaidFields,
} from "./dataset-cells.ts";
import { SHEET_LIMITS } from "./limits.ts";
import type { OtherLayout, TableLayout } from "./sheet-layout.ts";
import { layoutColumns, parseLayouts } from "./sheet-layout.ts";
import type { Merge, SheetColumn } from "./sheet-table.ts";

type Rows = readonly (readonly Cell[])[];

/** A sheet to be written. Cells say their values; what is merged is in `merges`. */
export type SheetOut = {
  readonly name: string;
  readonly hidden: boolean;
  readonly rows: readonly (readonly CellValue[])[];
  readonly merges: readonly Merge[];
  /** The table in it: its columns, its header, the first row of its body. Nothing for other sheets. */
  readonly table?: {
    readonly columns: readonly SheetColumn[];
    readonly headerStart: number;
    readonly bodyStart: number;
    readonly bodyEnd: number;
  };
  readonly isInstructions?: boolean;
};

/** The sheets of a workbook, in their order. Datasets stand in the order given, each in the sheet that it came from. */
export function sheetsOf(records: readonly DatasetRecord[], catalog: JsonObject | undefined): readonly SheetOut[] {
  const layouts = parseLayouts(catalog);
  const names = layouts.flatMap((layout) => (layout.kind === "table" ? [layout.name] : []));
  const sheetOf = (record: DatasetRecord): string => {
    const said = ownKept(record, "national")[SHEET_KEY];
    return typeof said === "string" && names.includes(said) ? said : (names[0] ?? "");
  };
  return layouts.map((layout) =>
    layout.kind === "table"
      ? tableSheet(
          layout,
          records.filter((record) => sheetOf(record) === layout.name),
        )
      : otherSheet(layout),
  );
}

/** The grid of a table for a format that knows no merged cells: every row says what it means by itself. */
export function unmerged(rows: Rows, columns: readonly SheetColumn[]): readonly (readonly CellValue[])[] {
  const single = new Set(
    columns.flatMap(({ kind, index }) => (kind === "itemName" || kind === "itemList" ? [index] : [])),
  );
  // An item over several rows is one item: repeated, it would be several.
  return rows.map((row) => row.map((cell, index) => (isMerged(cell) && single.has(index) ? null : cellValue(cell))));
}

/** The body of a table: the rows of every record, and the columns under which they stand. */
export function bodyOf(
  layout: TableLayout,
  records: readonly DatasetRecord[],
): { readonly columns: readonly SheetColumn[]; readonly rows: Rows } {
  const sheet = records.map((record) => ({ homes: homesOf(record), kept: ownKept(record, "national") }));
  let columns = withKeptColumns(
    layoutColumns(layout),
    sheet.map(({ kept }) => kept),
  );
  let bodies = sheet.map(({ homes, kept }) => datasetRows(homes, kept, columns));
  const kinds = kindColumns(columns);
  const added = new Set<ColumnKind>();
  sheet.forEach(({ homes }, i) => {
    const unsaid = new Set(unsaidFields(homes, bodies[i] ?? [], kinds));
    for (const { kind } of [...STANDARD_COLUMNS, ...FURTHER_COLUMNS]) {
      const field = FIELD_OF_KIND.get(kind);
      if (field !== undefined && unsaid.has(field) && !kinds.has(kind) && hasContent(kind, homes)) added.add(kind);
    }
  });
  if (added.size > 0) {
    columns = withKinds(columns, added);
    bodies = sheet.map(({ homes, kept }) => datasetRows(homes, kept, columns));
  }
  return { columns, rows: bodies.flat() };
}

function tableSheet(layout: TableLayout, records: readonly DatasetRecord[]): SheetOut {
  const { columns, rows } = bodyOf(layout, records);
  const { above, below, name } = layout;
  const header = headerOf(layout, columns);
  const headerStart = above.length;
  const bodyStart = headerStart + header.length;
  const body = mergedBody(rows, bodyStart);
  const values = (some: Rows) => some.map((row) => row.map((cell) => (isMerged(cell) ? null : cellValue(cell))));
  return {
    name,
    hidden: false,
    rows: [...values(above), ...values(header), ...body.rows, ...values(below)],
    merges: [...layout.merges, ...body.merges],
    table: { columns, headerStart, bodyStart, bodyEnd: bodyStart + rows.length },
  };
}

function otherSheet(layout: OtherLayout): SheetOut {
  if (layout.kind === "instructions")
    return { name: layout.name, hidden: false, rows: [], merges: [], isInstructions: true };
  const { name, hidden, merges } = layout;
  return {
    name,
    hidden,
    merges,
    rows: layout.rows.map((row) => row.map((cell) => (isMerged(cell) ? null : cellValue(cell)))),
  };
}

/** The header with the headings of columns that were added. */
export function headerOf({ header, width }: TableLayout, columns: readonly SheetColumn[]): Rows {
  const added = columns.slice(width);
  if (added.length === 0) return header;
  const standard = [...STANDARD_COLUMNS, ...FURTHER_COLUMNS];
  return header.map((row, level) => {
    const padded = Array.from({ length: width }, (_, i) => row[i] ?? null);
    const headings = added.map(({ key, kind }) => {
      const words = standard.find((column) => column.kind === kind);
      if (level === 0) return words?.zh ?? key;
      // A second level is a translation here and a division there: below a heading of its own it may say either.
      return level === 1 ? (words?.en ?? null) : null;
    });
    return [...padded, ...headings];
  });
}

/** Columns that records keep cells for and this layout has none for, behind the others. */
function withKeptColumns(columns: readonly SheetColumn[], kept: readonly JsonObject[]): readonly SheetColumn[] {
  const known = new Set(columns.map(({ key }) => key));
  const more: SheetColumn[] = [];
  for (const fields of kept) {
    for (const key of Object.keys(fields)) {
      if (known.has(key) || key === ROWS_KEY || key === SHEET_KEY) continue;
      if (columns.length + more.length >= SHEET_LIMITS.columnsMax) return [...columns, ...more];
      known.add(key);
      more.push({ index: columns.length + more.length, key, kind: undefined, hasHeading: true });
    }
  }
  return [...columns, ...more];
}

function withKinds(columns: readonly SheetColumn[], kinds: ReadonlySet<ColumnKind>): readonly SheetColumn[] {
  const added = [...STANDARD_COLUMNS, ...FURTHER_COLUMNS].filter(({ kind }) => kinds.has(kind));
  return [
    ...columns,
    ...added.map(({ kind, zh }, i) => ({ index: columns.length + i, key: zh, kind, hasHeading: true })),
  ];
}

/** Merged ranges again, wherever a covered cell stands below the cell or range that it belongs to; elsewhere it says its value itself. */
function mergedBody(
  rows: Rows,
  bodyStart: number,
): { readonly rows: readonly (readonly CellValue[])[]; readonly merges: readonly Merge[] } {
  const open = new Map<number, { readonly start: number; readonly value: CellValue; end: number }>();
  const merges: Merge[] = [];
  const close = (column: number): void => {
    const range = open.get(column);
    if (range !== undefined && range.end > range.start)
      merges.push([bodyStart + range.start, column, bodyStart + range.end, column]);
    open.delete(column);
  };
  const values = rows.map((row, r) =>
    row.map((cell, column) => {
      const value = cellValue(cell);
      const range = open.get(column);
      if (isMerged(cell) && range !== undefined && equalCells(range.value, value)) {
        range.end = r;
        return null;
      }
      close(column);
      if (value !== null) open.set(column, { start: r, value, end: r });
      return value;
    }),
  );
  for (const column of [...open.keys()]) close(column);
  return { rows: values, merges };
}

/** A record of another format has an identifier of that one's kind; its code in this network is what stands in a sheet. */
function homesOf(record: DatasetRecord): DatasetRecord {
  return record.profile === "national" ? record : { ...record, sourceId: record.code };
}
