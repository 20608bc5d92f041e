/** The datasets of the sheets of a file: rows in, records and findings out. */
import type { TakenCatalog } from "#ledger-core/exchange/catalog-format.ts";
import { excerpt } from "#ledger-core/exchange/hidden-marks.ts";
import type { JsonObject } from "#ledger-core/exchange/dataset-record.ts";
import type { Cell } from "./cells.ts";
import { cellText, isBlank, isMerged, plainForm } from "./cells.ts";
import { DatasetTaking } from "./dataset-taking.ts";
import type { SheetRefusal } from "./finding-codes.ts";
import type { SheetLimits } from "./limits.ts";
import { readCode } from "./read-dataset.ts";
import type { SheetLayout, TableLayout } from "./sheet-layout.ts";
import { encodeLayouts } from "./sheet-layout.ts";
import type { Sheet, SheetColumn, SheetTable } from "./sheet-table.ts";
import { filledRows, findTable } from "./sheet-table.ts";
import { isInstructions } from "./template-texts.ts";

export type SheetsRefused = { readonly ok: false; readonly code: SheetRefusal; readonly detail: string };
export type SheetsRead = TakenCatalog | SheetsRefused;

/** Files write these under the last dataset: who filled it in, who checked it. */
const FOOTER = /^(?:填表|填报|制表|审核|审批|经办|负责人|联系|备注|说明|注[:：]|单位盖章|盖章)/;
const FOOTER_CELLS_MAX = 8;
const EXAMPLE = /^(?:示例|样例|范例|例如|例[:：]|example\b)/i;

/** Reads every visible sheet that has a table. Never throws; a refused dataset never stops the others. */
export function readSheets(sheets: readonly Sheet[], limits: SheetLimits): SheetsRead {
  const tables = sheets.map((sheet) => ({ sheet, table: findTable(sheet) }));
  const shown = tables.filter(({ sheet, table }) => !sheet.hidden && table !== undefined);
  if (shown.length === 0) return { ok: false, code: "HEADER_MISSING", detail: "" };
  const taking = new DatasetTaking(limits, shown.length > 1);
  const layouts: SheetLayout[] = [];
  for (const { sheet, table } of tables) {
    if (table !== undefined && !sheet.hidden) layouts.push(readTable(sheet, table, taking));
    else {
      if (table !== undefined) taking.noteSheet("SHEET_HIDDEN", sheet.name);
      layouts.push(otherLayout(sheet));
    }
    if (taking.datasets > limits.datasetsMax)
      return { ok: false, code: "TOO_MANY_ROWS", detail: `${taking.datasets} > ${limits.datasetsMax}` };
  }
  const catalog = catalogOf(layouts, taking, limits);
  if (catalog === undefined) return { ok: false, code: "HEADER_TOO_LARGE", detail: `> ${limits.layoutCharactersMax}` };
  return { ok: true, catalog, ...taking.result() };
}

/** The layouts as JSON; further sheets, then titles and footers, are left out and said where they are too large to travel with each dataset. */
function catalogOf(
  layouts: readonly SheetLayout[],
  taking: DatasetTaking,
  limits: SheetLimits,
): JsonObject | undefined {
  const fits = (some: readonly SheetLayout[]): boolean =>
    JSON.stringify(encodeLayouts(some)).length <= limits.layoutCharactersMax;
  if (fits(layouts)) return encodeLayouts(layouts);
  for (const { kind, name } of layouts) if (kind === "other") taking.noteSheet("SHEET_NOT_KEPT", name);
  const tables = layouts.filter((layout) => layout.kind !== "other");
  if (fits(tables)) return encodeLayouts(tables);
  const bare = tables.map((layout) => {
    if (layout.kind !== "table") return layout;
    taking.noteSheet("SHEET_NOT_KEPT", layout.name);
    return { ...layout, above: [], below: [], merges: [] } satisfies TableLayout;
  });
  return fits(bare) ? encodeLayouts(bare) : undefined;
}

function otherLayout(sheet: Sheet): SheetLayout {
  const { name, hidden, merges } = sheet;
  const rows = sheet.rows.slice(0, filledRows(sheet.rows));
  if (!hidden && isInstructions(rows.map((row) => row.map(cellText)))) return { kind: "instructions", name };
  return { kind: "other", name, hidden, rows, merges };
}

function readTable(sheet: Sheet, table: SheetTable, taking: DatasetTaking): TableLayout {
  const { rows, merges, name, hiddenRows } = sheet;
  const { headerStart, bodyStart, columns } = table;
  taking.beginTable(name, table);
  if (merges.some(([start, left, , right]) => start >= bodyStart && right > left))
    taking.noteSheet("MERGE_FLATTENED", name);
  if (hiddenRows.some((row) => row >= bodyStart && rows[row]?.some((cell) => !isBlank(cell))))
    taking.noteSheet("ROWS_HIDDEN", name);
  const below = new BodyReading(rows, table, taking).read();
  return {
    kind: "table",
    name,
    above: rows.slice(0, headerStart),
    header: rows.slice(headerStart, bodyStart),
    below,
    merges: merges.filter(([, , end]) => end < bodyStart),
    // A column without a heading is one only where a dataset has something in it.
    width: Math.max(headed(columns), taking.columnsUsed),
  };
}

function headed(columns: readonly SheetColumn[]): number {
  return columns.findLastIndex(({ hasHeading }) => hasHeading) + 1;
}

type Row = readonly Cell[];
type Group = {
  readonly code: string;
  readonly title: string;
  readonly isExample: boolean;
  readonly rows: Row[];
  readonly numbers: number[];
};

/** Puts together the rows that are about one dataset. */
class BodyReading {
  readonly #rows: readonly Row[];
  readonly #table: SheetTable;
  readonly #taking: DatasetTaking;
  readonly #code: number | undefined;
  readonly #title: number | undefined;
  readonly #serial: number | undefined;
  readonly #itemColumns: readonly number[];
  #group: Group | undefined;

  constructor(rows: readonly Row[], table: SheetTable, taking: DatasetTaking) {
    this.#rows = rows;
    this.#table = table;
    this.#taking = taking;
    const place = (kind: string): number | undefined => table.columns.find((column) => column.kind === kind)?.index;
    this.#code = place("code");
    this.#title = place("title");
    this.#serial = place("serial");
    this.#itemColumns = table.columns.filter(({ kind }) => kind?.startsWith("item") ?? false).map(({ index }) => index);
  }

  /** Gives every dataset to `taking` and returns the rows below the last one. */
  read(): readonly Row[] {
    const below: Row[] = [];
    for (let i = this.#table.bodyStart; i < this.#rows.length; i++) {
      const row = this.#rows[i] ?? [];
      if (this.#isFooter(row)) below.push(row);
      else if (!this.#isEmpty(row)) this.#row(row, i + 1);
    }
    this.#finish();
    return below;
  }

  #row(row: Row, number: number): void {
    const { code } = readCode(this.#cell(row, this.#code));
    const title = cellText(this.#cell(row, this.#title)).trim();
    if (this.#continues(row, code, title)) {
      this.#group?.rows.push(row);
      this.#group?.numbers.push(number);
      return;
    }
    this.#finish();
    if (code === "" && title === "") return this.#taking.noteRow("ROW_WITHOUT_DATASET", number, firstText(row));
    const isExample = EXAMPLE.test(code) || EXAMPLE.test(firstText(row));
    if (isExample) this.#taking.noteRow("EXAMPLE_SKIPPED", number, code === "" ? title : code);
    this.#group = { code, title, isExample, rows: [row], numbers: [number] };
  }

  /** True if the row says more of the dataset of the row above it. */
  #continues(row: Row, code: string, title: string): boolean {
    const group = this.#group;
    if (group === undefined) return false;
    if (code === "" && title === "") return true;
    const isSame = (code === "" || code === group.code) && (title === "" || title === group.title);
    if (!isSame) return false;
    const isCovered = isMerged(this.#cell(row, this.#code)) || isMerged(this.#cell(row, this.#title));
    // The same code and name again, and no item: a dataset that was listed twice.
    return code === "" || isCovered || this.#itemColumns.some((column) => !isBlank(row[column]));
  }

  #finish(): void {
    const group = this.#group;
    this.#group = undefined;
    if (group !== undefined && !group.isExample) this.#taking.dataset(group.rows, group.numbers);
  }

  /** Nothing but the number that a form has in each of its rows. Cells of a merged range are part of the dataset that it belongs to. */
  #isEmpty(row: Row): boolean {
    if (this.#group !== undefined && row.some(isMerged)) return false;
    return row.every((cell, column) => isBlank(cell) || isMerged(cell) || column === this.#serial);
  }

  #isFooter(row: Row): boolean {
    const code = this.#cell(row, this.#code);
    if (!isBlank(code) || this.#itemColumns.some((column) => !isBlank(row[column]))) return false;
    const cells = row.filter((cell) => !isBlank(cell));
    return cells.length <= FOOTER_CELLS_MAX && FOOTER.test(firstText(row));
  }

  #cell(row: Row, column: number | undefined): Cell {
    return column === undefined ? null : (row[column] ?? null);
  }
}

function firstText(row: Row): string {
  return excerpt(plainForm(cellText(row.find((cell) => !isBlank(cell)))));
}
