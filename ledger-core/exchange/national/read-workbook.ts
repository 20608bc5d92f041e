/** Sheets of an XLSX workbook (ECMA-376), or one reason why not. The reader of the package never sees more than what was found to be within limits. */
import { readXlsx } from "hucre/xlsx";
import type { Sheet as WorkbookSheet, Workbook } from "hucre/xlsx";
import type { Cell, CellValue } from "./cells.ts";
import { cellValue, columnLetters, dateCell } from "./cells.ts";
import type { SheetRefusal } from "./finding-codes.ts";
import type { SheetLimits } from "./limits.ts";
import { holdsCells, measureSheet } from "./measure-sheet.ts";
import type { SheetMeasure } from "./measure-sheet.ts";
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
  const tooLarge = await findTooLarge(parts, limits);
  if (tooLarge !== undefined) return tooLarge;
  const workbook = await readParts(parts.parts);
  if (workbook === undefined) return refuse("FILE_DAMAGED");
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

type Prepared =
  | {
      readonly ok: true;
      readonly parts: ReadonlyMap<string, Uint8Array>;
      /** Of each part that holds cells. */
      readonly measures: ReadonlyMap<string, SheetMeasure>;
    }
  | Refused;

/** Refuses documents with declarations of their own, leaves out the cells and rows that hold nothing, and measures the rest. */
function prepare(parts: ReadonlyMap<string, Uint8Array>, limits: SheetLimits): Prepared {
  const decoder = new TextDecoder("utf-8", { fatal: true });
  const encoder = new TextEncoder();
  const prepared = new Map<string, Uint8Array>();
  const measures = new Map<string, SheetMeasure>();
  for (const [name, bytes] of parts) {
    if (name === "mimetype") continue;
    let text: string;
    try {
      text = decoder.decode(bytes);
    } catch {
      return refuse("FILE_DAMAGED", name);
    }
    if (/<!(?:DOCTYPE|ENTITY)/i.test(text)) return refuse("XML_DOCTYPE", name);
    // The name of a part does not say that it is a sheet: a workbook may have any part for one.
    if (!holdsCells(text)) {
      prepared.set(name, bytes);
      continue;
    }
    const filled = withoutUnfilled(text);
    const measure = measureSheet(filled);
    if (measure === undefined) return refuse("FILE_DAMAGED", name);
    const { lastRow, lastColumn } = measure;
    if (lastRow > limits.rowsMax) return refuse("TOO_MANY_ROWS", `${lastRow} > ${limits.rowsMax}`);
    if (lastColumn > limits.columnsMax)
      return refuse("TOO_MANY_COLUMNS", `${columnLetters(lastColumn - 1)} > ${columnLetters(limits.columnsMax - 1)}`);
    prepared.set(name, encoder.encode(filled));
    if (measure.cells > 0) measures.set(name, measure);
  }
  return { ok: true, parts: prepared, measures };
}

/** Leaves out cells and rows that hold nothing but a format. Where one does not say where it is, it is known by those before it, so all stay. */
function withoutUnfilled(xml: string): string {
  if (/<(?:\w{1,20}:)?(?:c|row)(?=[\s/>])(?![^<>]*\sr\s*=)/.test(xml)) return xml;
  return xml
    .replace(/<(?:\w{1,20}:)?c\b[^<>]*\/>/g, "")
    .replace(/<(?:\w{1,20}:)?row\b[^<>]*(?:\/>|>\s*<\/(?:\w{1,20}:)?row>)/g, "");
}

/** Counts what the sheets hold together. Several of them may show one part, so it is counted as often as they do. */
async function findTooLarge(
  { parts, measures }: Extract<Prepared, { readonly ok: true }>,
  limits: SheetLimits,
): Promise<Refused | undefined> {
  const { sheets, shown } = await partsOfSheets(parts, [...measures.keys()], limits.sheetsMax);
  if (sheets > limits.sheetsMax) return refuse("TOO_MANY_SHEETS", `${sheets} > ${limits.sheetsMax}`);
  // A part that is a sheet and leads to others at once has no number to give.
  if (shown.length === 0) return refuse("FILE_DAMAGED");
  let [filled, places] = [0, 0];
  for (const part of shown) {
    const { cells = 0, lastRow = 0, lastColumn = 0 } = measures.get(part) ?? {};
    filled += cells;
    places += lastRow * lastColumn;
  }
  if (filled > limits.cellsMax) return refuse("TOO_MANY_CELLS", `${filled} > ${limits.cellsMax}`);
  return places > limits.placesMax ? refuse("TOO_MANY_CELLS", `${places} > ${limits.placesMax}`) : undefined;
}

/**
 * How many sheets there are, and the part that each of them shows, up to the limit; none where the workbook cannot be read. Both as the reader of the
 * package finds them: it is given the same workbook, where every part that holds cells is one cell with the number of the part.
 */
async function partsOfSheets(
  parts: ReadonlyMap<string, Uint8Array>,
  withCells: readonly string[],
  sheetsMax: number,
): Promise<{ readonly sheets: number; readonly shown: readonly string[] }> {
  const numbered = new Map([...parts].filter(([name]) => !/\/(?:sharedStrings|styles)\.xml$/i.test(name)));
  for (const [number, name] of withCells.entries()) {
    const cell = `<worksheet><sheetData><row><c><v>${number}</v></c></row></sheetData></worksheet>`;
    numbered.set(name, new TextEncoder().encode(cell));
  }
  let sheets = 0;
  // All sheets are asked for before the first is read.
  const workbook = await readParts(numbered, () => ++sheets <= sheetsMax);
  const shown = workbook?.sheets.map(({ rows }) => withCells[Number(rows[0]?.[0] ?? -1)] ?? "") ?? [];
  return { sheets, shown };
}

async function readParts(
  parts: ReadonlyMap<string, Uint8Array>,
  isWanted: () => boolean = () => true,
): Promise<Workbook | undefined> {
  try {
    return await readXlsx(zipStored(parts), { sheets: isWanted });
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
