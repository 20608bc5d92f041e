/** Sheets of an XLSX workbook (ECMA-376), or one reason why not. The reader of the package never sees more than what was found to be within limits. */
import { readXlsx } from "hucre/xlsx";
import type { Sheet as WorkbookSheet, Workbook } from "hucre/xlsx";
import type { Cell, CellValue } from "./cells.ts";
import { cellValue, dateCell } from "./cells.ts";
import type { SheetRefusal } from "./finding-codes.ts";
import type { SheetLimits } from "./limits.ts";
import type { Merge, Sheet } from "./sheet-table.ts";
import { unzipParts, zipStored } from "./zip-parts.ts";

export type WorkbookRead =
  | { readonly ok: true; readonly sheets: readonly Sheet[] }
  | { readonly ok: false; readonly code: SheetRefusal; readonly detail: string };

type Refused = Extract<WorkbookRead, { readonly ok: false }>;

/** Cells, strings, styles and what leads to them; pictures, macros, comments and links to other files are never unpacked. */
const WANTED =
  /^(?:\[Content_Types\]\.xml|_rels\/\.rels|xl\/(?:_rels\/)?workbook\.xml(?:\.rels)?|xl\/(?:sharedStrings|styles)\.xml|xl\/worksheets\/[^/]+\.xml)$/i;
const OLE_MAGIC = [0xd0, 0xcf, 0x11, 0xe0] as const;
const DAY_MILLISECONDS = 86_400_000;

/** Reads every sheet. Never throws; a workbook that is refused gives nothing. */
export async function readWorkbook(bytes: Uint8Array, limits: SheetLimits): Promise<WorkbookRead> {
  if (OLE_MAGIC.every((byte, i) => bytes[i] === byte)) return refuse(kindOfOle(bytes));
  if (bytes[0] !== 0x50 || bytes[1] !== 0x4b) return refuse("FILE_NOT_A_WORKBOOK");
  const zip = await unzipParts(bytes, (name) => WANTED.test(name) || name === "mimetype", limits);
  if (!zip.ok)
    return refuse(
      zip.reason === "TOO_LARGE"
        ? "WORKBOOK_TOO_LARGE"
        : zip.reason === "CUT_SHORT"
          ? "FILE_CUT_SHORT"
          : "FILE_DAMAGED",
    );
  if (zip.names.includes("xl/workbook.bin")) return refuse("WORKBOOK_XLSB");
  if (zip.names.includes("content.xml")) return refuse("WORKBOOK_ODS");
  if (!zip.names.includes("[Content_Types].xml")) return refuse("FILE_NOT_A_WORKBOOK");
  const parts = prepare(zip.parts, limits);
  if (!parts.ok) return parts;
  const workbook = await readParts(parts.parts);
  if (workbook === undefined) return refuse("FILE_DAMAGED");
  if (workbook.sheets.length > limits.sheetsMax)
    return refuse("TOO_MANY_SHEETS", `${workbook.sheets.length} > ${limits.sheetsMax}`);
  return takeSheets(workbook, limits);
}

function refuse(code: SheetRefusal, detail = ""): Refused {
  return { ok: false, code, detail };
}

/** A workbook with a password and one of Excel 97 look the same from outside: compound files, whose directory names what is inside. */
function kindOfOle(bytes: Uint8Array): SheetRefusal {
  const holds = (name: string): boolean => {
    const utf16 = [...name].flatMap((letter) => [letter.charCodeAt(0), 0]);
    for (let at = 0; at + utf16.length <= bytes.length; at += 128)
      if (utf16.every((byte, i) => bytes[at + i] === byte)) return true;
    return false;
  };
  if (holds("EncryptedPackage") || holds("EncryptionInfo")) return "WORKBOOK_ENCRYPTED";
  return holds("Workbook") || holds("Book") ? "WORKBOOK_OLD_XLS" : "FILE_NOT_A_WORKBOOK";
}

type Prepared = { readonly ok: true; readonly parts: ReadonlyMap<string, Uint8Array> } | Refused;

/** Refuses documents with declarations of their own, and leaves out the cells and rows that hold nothing but a format. */
function prepare(parts: ReadonlyMap<string, Uint8Array>, limits: SheetLimits): Prepared {
  const decoder = new TextDecoder("utf-8", { fatal: true });
  const encoder = new TextEncoder();
  const prepared = new Map<string, Uint8Array>();
  let cells = 0;
  for (const [name, bytes] of parts) {
    if (name === "mimetype") continue;
    let text: string;
    try {
      text = decoder.decode(bytes);
    } catch {
      return refuse("FILE_DAMAGED", name);
    }
    if (/<!(?:DOCTYPE|ENTITY)/i.test(text)) return refuse("XML_DOCTYPE", name);
    if (!/^xl\/worksheets\//i.test(name)) {
      prepared.set(name, bytes);
      continue;
    }
    const filled = text
      .replace(/<(?:\w{1,20}:)?c\b[^<>]*\/>/g, "")
      .replace(/<(?:\w{1,20}:)?row\b[^<>]*(?:\/>|>\s*<\/(?:\w{1,20}:)?row>)/g, "");
    const measured = measure(filled, limits);
    if (!measured.ok) return measured;
    cells += measured.cells;
    if (cells > limits.cellsMax) return refuse("TOO_MANY_CELLS", `${cells} > ${limits.cellsMax}`);
    prepared.set(name, encoder.encode(filled));
  }
  return { ok: true, parts: prepared };
}

/** Counts the filled cells of a sheet and finds the last one, before any of them takes memory. */
function measure(xml: string, limits: SheetLimits): { readonly ok: true; readonly cells: number } | Refused {
  let cells = 0;
  for (const [, letters = "", digits = ""] of xml.matchAll(
    /<(?:\w{1,20}:)?c\b[^<>]*?\br\s*=\s*["']([A-Za-z]{1,9})(\d{1,9})["']/g,
  )) {
    cells++;
    let column = 0;
    for (const letter of letters.toUpperCase()) column = column * 26 + letter.charCodeAt(0) - 64;
    if (Number(digits) > limits.rowsMax) return refuse("TOO_MANY_ROWS", `${digits} > ${limits.rowsMax}`);
    if (column > limits.columnsMax) return refuse("TOO_MANY_COLUMNS", `${letters}${digits}`);
  }
  // Rows and cells may leave out where they are; then they follow each other.
  const unplaced = xml.match(/<(?:\w{1,20}:)?(?:c|row)\b/g)?.length ?? 0;
  if (unplaced > limits.cellsMax + limits.rowsMax) return refuse("TOO_MANY_CELLS", `> ${limits.cellsMax}`);
  return { ok: true, cells };
}

async function readParts(parts: ReadonlyMap<string, Uint8Array>): Promise<Workbook | undefined> {
  try {
    return await readXlsx(zipStored(parts));
  } catch {
    // What the package throws for a broken document has many classes; all of them mean that it cannot be read.
    return undefined;
  }
}

function takeSheets(workbook: Workbook, limits: SheetLimits): WorkbookRead {
  const sheets: Sheet[] = [];
  let merged = 0;
  for (const sheet of workbook.sheets) {
    const rows = sheet.rows.map((row, r) => row.map((value, c) => cellOf(value, sheet.cells?.get(`${r},${c}`))));
    if (rows.length > limits.rowsMax) return refuse("TOO_MANY_ROWS", `${rows.length} > ${limits.rowsMax}`);
    if (rows.some((row) => row.length > limits.columnsMax)) return refuse("TOO_MANY_COLUMNS", `> ${limits.columnsMax}`);
    const merges = mergesOf(sheet, rows.length, limits);
    for (const [startRow, , endRow] of merges) merged += endRow - startRow;
    if (merged > limits.mergedCellsMax) return refuse("TOO_MANY_MERGES", `> ${limits.mergedCellsMax}`);
    for (const merge of merges) spread(rows, merge);
    sheets.push({
      name: sheet.name,
      hidden: sheet.hidden === true || sheet.veryHidden === true,
      hiddenRows: [...(sheet.rowDefs ?? [])].flatMap(([row, { hidden }]) => (hidden === true ? [row] : [])),
      rows: rows.map(withoutEmptyEnd),
      merges,
    });
  }
  return { ok: true, sheets };
}

type DetailedCell = NonNullable<WorkbookSheet["cells"]> extends Map<string, infer Value> ? Value : never;

function cellOf(value: WorkbookSheet["rows"][number][number], detail: DetailedCell | undefined): Cell {
  const plain = plainCell(value, detail?.type === "error");
  if (detail?.formula === undefined) return plain;
  return { formula: `=${detail.formula}`, value: plain };
}

function plainCell(value: WorkbookSheet["rows"][number][number], isError: boolean): CellValue {
  if (value === null || value === "") return null;
  if (typeof value === "object") {
    const milliseconds = value.getTime();
    if (!Number.isFinite(milliseconds)) return null;
    const day = Math.floor(milliseconds / DAY_MILLISECONDS);
    return dateCell(day, Math.floor((milliseconds - day * DAY_MILLISECONDS) / 1_000));
  }
  return isError && typeof value === "string" ? { error: value } : value;
}

/** Ranges of more than one cell, cut to the rows that there are. */
function mergesOf(sheet: WorkbookSheet, rowCount: number, limits: SheetLimits): readonly Merge[] {
  return (sheet.merges ?? []).flatMap(({ startRow, startCol, endRow, endCol }): readonly Merge[] => {
    const [lastRow, lastColumn] = [Math.min(endRow, rowCount - 1), Math.min(endCol, limits.columnsMax - 1)];
    const isRange = startRow >= 0 && startCol >= 0 && (lastRow > startRow || lastColumn > startCol);
    return isRange && startRow < rowCount ? [[startRow, startCol, lastRow, lastColumn]] : [];
  });
}

/** Lets the cells below the first one of a merged range show its value. */
function spread(rows: Cell[][], [startRow, startColumn, endRow]: Merge): void {
  const value = cellValue(rows[startRow]?.[startColumn]);
  if (value === null) return;
  for (let r = startRow + 1; r <= endRow; r++) {
    const row = rows[r];
    if (row === undefined) continue;
    while (row.length < startColumn) row.push(null);
    row[startColumn] = { merged: value };
  }
}

function withoutEmptyEnd(row: readonly Cell[]): readonly Cell[] {
  const length = row.findLastIndex((cell) => cell !== null) + 1;
  return length === row.length ? row : row.slice(0, length);
}
