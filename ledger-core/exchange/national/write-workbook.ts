/** XLSX out of sheets. Every text is written as text: nothing in a record becomes a formula. */
import { writeXlsx } from "hucre/xlsx";
import type { Cell as WorkbookCell, CellStyle, DataValidation, WriteSheet } from "hucre/xlsx";
import { parseDocumentDate } from "#ledger-core/exchange/document-date.ts";
import type { CellValue } from "./cells.ts";
import { columnLetters } from "./cells.ts";
import type { ColumnKind } from "./columns.ts";
import { FURTHER_COLUMNS, STANDARD_COLUMNS } from "./columns.ts";
import { EXCEL_EPOCH_DAYS } from "./sheet-date.ts";
import { INSTRUCTIONS } from "./template-texts.ts";
import { CYCLE_WORDS, OPENNESS_WORDS, SENSITIVITY_WORDS, SHARING_WORDS } from "./words.ts";
import type { SheetOut } from "./write-sheets.ts";

/** Excel repairs a file with a longer text in a cell by throwing it away. */
const CELL_CHARACTERS_MAX = 32_767;
/** Rows below a table in which the lists are offered, and those of them whose cells are text already: a code that is typed there stays one. */
const ROWS_TO_FILL = 1_000;
const ROWS_FORMATTED = 300;
/** Cells of a table that is written with formats; those of a larger one would take most of the time and memory. */
const CELLS_FORMATTED_MAX = 400_000;
const NAME_CHARACTERS_MAX = 31;
/** The time of writing is no part of what is exported, and the same records give the same bytes. */
// oxlint-disable-next-line no-restricted-globals -- The package wants a date and would take the clock's; this one is fixed.
const NO_DAY = new Date(0);

const TEXT: CellStyle = { numFmt: "@", alignment: { vertical: "top", wrapText: true } };
const TITLE: CellStyle = { font: { bold: true, size: 14 } };
const HEADER: CellStyle = {
  numFmt: "@",
  font: { bold: true },
  fill: { type: "pattern", pattern: "solid", fgColor: { rgb: "DDE7F0" } },
  alignment: { vertical: "center", wrapText: true },
};
const DAY: CellStyle = { numFmt: "yyyy-mm-dd", alignment: { vertical: "top" } };
const TIME: CellStyle = { numFmt: "yyyy-mm-dd hh:mm:ss", alignment: { vertical: "top" } };

/** Columns with a list to choose from; another word is not taken, or taken after a warning. */
const CHOICES: ReadonlyMap<ColumnKind, { readonly words: readonly string[]; readonly style: "stop" | "warning" }> =
  new Map([
    ["sharing", { words: Object.values(SHARING_WORDS), style: "stop" }],
    ["openness", { words: Object.values(OPENNESS_WORDS), style: "stop" }],
    ["opennessFlag", { words: ["是", "否"], style: "stop" }],
    ["itemSensitivity", { words: Object.values(SENSITIVITY_WORDS), style: "stop" }],
    ["updateCycle", { words: CYCLE_WORDS, style: "warning" }],
  ] as const);

/** The workbook of the sheets. A text longer than a cell of Excel may be is cut there, with an ellipsis. */
export async function writeWorkbook(
  sheets: readonly SheetOut[],
  cellsFormattedMax = CELLS_FORMATTED_MAX,
): Promise<Uint8Array> {
  const names = new Set<string>();
  return await writeXlsx({
    sheets: sheets.map((sheet) => workbookSheet(sheet, names, cellsFormattedMax)),
    properties: { created: NO_DAY, modified: NO_DAY },
  });
}

function workbookSheet(sheet: SheetOut, names: Set<string>, cellsFormattedMax: number): WriteSheet {
  const name = sheetName(sheet.name, names);
  if (sheet.isInstructions === true) return instructionsSheet(name);
  const { table } = sheet;
  const cells = new Map<string, Partial<WorkbookCell>>();
  const isLarge = sheet.rows.length * (table?.columns.length ?? 0) > cellsFormattedMax;
  sheet.rows.forEach((row, r) => {
    const isHeader = table !== undefined && r >= table.headerStart && r < table.bodyStart;
    const isAbove = table !== undefined && r < table.headerStart;
    row.forEach((value, c) => {
      if (value === null || (isLarge && !isHeader && !isAbove && typeof value === "string")) return;
      cells.set(`${r},${c}`, workbookCell(value, isHeader ? HEADER : isAbove ? TITLE : TEXT));
    });
  });
  const columns = (table?.columns ?? []).map(({ kind }) =>
    isLarge ? { width: widthOf(kind) } : { width: widthOf(kind), style: TEXT },
  );
  const empty = table === undefined ? [] : Array.from({ length: ROWS_FORMATTED }, () => columns.map(() => null));
  return {
    name,
    rows: [
      ...sheet.rows.map((row) => row.map((value) => (isLarge && typeof value === "string" ? safeText(value) : null))),
      ...empty,
    ],
    cells,
    columns,
    merges: sheet.merges.map(([startRow, startCol, endRow, endCol]) => ({ startRow, startCol, endRow, endCol })),
    hidden: sheet.hidden,
    ...(table === undefined ? {} : { freezePane: { rows: table.bodyStart }, dataValidations: validationsOf(table) }),
  };
}

function workbookCell(value: Exclude<CellValue, null>, style: CellStyle): Partial<WorkbookCell> {
  if (typeof value === "number") return { value, type: "number", style: { ...style, numFmt: "General" } };
  if (typeof value === "boolean") return { value, type: "boolean", style };
  if (typeof value === "string") return { value: safeText(value), type: "string", style };
  if ("error" in value) return { value: value.error, type: "error", style };
  const date = parseDocumentDate(value.date);
  const serial = date.kind === "day" ? date.day + EXCEL_EPOCH_DAYS : 0;
  // Before March 1900 Excel counts days that were none.
  if (serial < 61) return { value: value.date, type: "string", style };
  const [, hours = "0", minutes = "0", seconds = "0"] = /T(\d\d):(\d\d)(?::(\d\d))?/.exec(value.date) ?? [];
  const time = Number(hours) * 3_600 + Number(minutes) * 60 + Number(seconds);
  return { value: serial + time / 86_400, type: "number", style: time === 0 ? DAY : TIME };
}

/** What looks like an escape of the format is escaped, so that it is read back as the text that it is. */
function safeText(text: string): string {
  const escaped = text.replace(/_(?=x[0-9A-Fa-f]{4}_)/g, "_x005F_");
  if (text.length <= CELL_CHARACTERS_MAX) return escaped;
  const cut = text.slice(0, CELL_CHARACTERS_MAX - 1).replace(/[\ud800-\udbff]$/, "");
  return `${cut.replace(/_(?=x[0-9A-Fa-f]{4}_)/g, "_x005F_")}…`;
}

function validationsOf(table: NonNullable<SheetOut["table"]>): DataValidation[] {
  const last = Math.max(table.bodyEnd, table.bodyStart + ROWS_TO_FILL);
  return table.columns.flatMap(({ kind, index }): DataValidation[] => {
    const choice = kind === undefined ? undefined : CHOICES.get(kind);
    if (choice === undefined) return [];
    const letters = columnLetters(index);
    return [
      {
        type: "list",
        values: [...choice.words],
        range: `${letters}${table.bodyStart + 1}:${letters}${last}`,
        allowBlank: true,
        showErrorMessage: true,
        errorStyle: choice.style,
        errorTitle: "请从列表中选择 Choose from the list",
        errorMessage: choice.words.join(" / "),
      },
    ];
  });
}

function instructionsSheet(name: string): WriteSheet {
  const cells = new Map<string, Partial<WorkbookCell>>();
  INSTRUCTIONS.forEach((row, r) => {
    row.forEach((value, c) => {
      if (value !== "")
        cells.set(`${r},${c}`, { value, type: "string", style: r === 0 ? TITLE : r === 1 ? HEADER : TEXT });
    });
  });
  return {
    name,
    rows: INSTRUCTIONS.map((row) => row.map(() => null)),
    cells,
    columns: [{ width: 28 }, { width: 70 }, { width: 70 }],
    freezePane: { rows: 2 },
  };
}

function widthOf(kind: ColumnKind | undefined): number {
  return STANDARD_COLUMNS.concat(FURTHER_COLUMNS).find((column) => column.kind === kind)?.width ?? 16;
}

/** A name that Excel takes, distinct among those before it whatever their case. */
function sheetName(name: string, names: Set<string>): string {
  const allowed = name
    .replace(/[\\/?*[\]:]/g, " ")
    .replace(/^'+|'+$/g, "")
    .trim();
  const base = allowed === "" ? "政务信息资源目录" : allowed.slice(0, NAME_CHARACTERS_MAX);
  let chosen = base;
  for (let i = 2; names.has(chosen.toLowerCase()); i++) chosen = `${base.slice(0, NAME_CHARACTERS_MAX - 4)} ${i}`;
  names.add(chosen.toLowerCase());
  return chosen;
}
