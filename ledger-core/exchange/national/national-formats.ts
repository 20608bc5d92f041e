/**
 * The national sheet, as XLSX and as CSV: the 12 core elements of 政务信息资源目录编制指南（试行）, 2017, basis GB/T 21063.1, .3 and .6-2007, as
 * page 1.1 of the domains and real sheets have them. Synonyms of headings and words are from sheets of provinces and cities.
 */
import type { CatalogFormat, ParsedCatalog } from "#ledger-core/exchange/catalog-format.ts";
import { ownKept } from "#ledger-core/exchange/catalog-format.ts";
import type { Sha256 } from "#ledger-core/exchange/canonical-json.ts";
import { fingerprintJson, isJsonList } from "#ledger-core/exchange/canonical-json.ts";
import type { DatasetRecord, Json } from "#ledger-core/exchange/dataset-record.ts";
import { cellText, parseCell } from "./cells.ts";
import { columnKindOfLevels } from "./columns.ts";
import { FIELD_OF_KIND, ROWS_KEY, SHEET_KEY } from "./dataset-cells.ts";
import { describeSheetFinding } from "./finding-text.ts";
import { SHEET_FILE_BYTES_MAX, SHEET_LIMITS } from "./limits.ts";
import type { SheetLimits } from "./limits.ts";
import { nationalTemplateCsv, nationalTemplateXlsx } from "./national-template.ts";
import { readSheets } from "./read-sheets.ts";
import { readTextTable } from "./read-text-table.ts";
import { readWorkbook } from "./read-workbook.ts";
import { sheetsOf } from "./write-sheets.ts";
import { writeTextTable } from "./write-text-table.ts";
import { writeWorkbook } from "./write-workbook.ts";

/** Rows count as the spreadsheet program counts them, from 1; a place is the column's letters and its heading. */
export const NATIONAL_XLSX: CatalogFormat = {
  name: "national-xlsx",
  profile: "national",
  fileBytesMax: SHEET_FILE_BYTES_MAX,
  parse: (bytes) => parseNationalXlsx(bytes),
  write: (records, { catalog }) => writeWorkbook(sheetsOf(records, catalog)),
  template: nationalTemplateXlsx,
  fingerprint: fingerprintOf,
  describeFinding: describeSheetFinding,
};

/** The same table as text. Read in UTF-8, UTF-16 and GB18030 between commas, tabs or semicolons; written in UTF-8 with a mark and commas. */
export const NATIONAL_CSV: CatalogFormat = {
  name: "national-csv",
  profile: "national",
  fileBytesMax: SHEET_FILE_BYTES_MAX,
  parse: (bytes) => parseNationalCsv(bytes),
  write: (records, { catalog }) => writeTextTable(records, catalog),
  template: nationalTemplateCsv,
  fingerprint: fingerprintOf,
  describeFinding: describeSheetFinding,
};

/** Reads a workbook. Never throws; a refused dataset never stops the others; a file refused as a whole gives nothing. */
export async function parseNationalXlsx(bytes: Uint8Array, limits: SheetLimits = SHEET_LIMITS): Promise<ParsedCatalog> {
  if (bytes.length === 0) return { ok: false, code: "FILE_EMPTY", detail: "" };
  if (bytes.length > SHEET_FILE_BYTES_MAX) return tooLarge(bytes);
  const workbook = await readWorkbook(bytes, limits);
  return workbook.ok ? readSheets(workbook.sheets, limits) : workbook;
}

/** Reads a CSV file, with the same promises. */
export function parseNationalCsv(bytes: Uint8Array, limits: SheetLimits = SHEET_LIMITS): ParsedCatalog {
  if (bytes.length > SHEET_FILE_BYTES_MAX) return tooLarge(bytes);
  const table = readTextTable(bytes, limits);
  if (!table.ok) return table;
  const read = readSheets([table.sheet], limits);
  if (!read.ok || table.encoding === "utf-8") return read;
  const encoding = { row: 0, path: "", code: "ENCODING_READ", severity: "warning", value: table.encoding } as const;
  return { ...read, findings: [encoding, ...read.findings] };
}

function tooLarge(bytes: Uint8Array): ParsedCatalog {
  return { ok: false, code: "FILE_TOO_LARGE", detail: `${bytes.length} > ${SHEET_FILE_BYTES_MAX}` };
}

/**
 * Of what the cells say, not of where they stand: merged or repeated, number or text, one sheet or another make no difference, a formula
 * is what it shows.
 */
function fingerprintOf(record: DatasetRecord, sha256: Sha256): string {
  const { kept: _kept, ...description } = record;
  const fields: Record<string, Json> = {};
  for (const [field, value] of Object.entries(description)) if (value !== undefined) fields[field] = toJson(value);
  const further: Record<string, Json> = {};
  for (const [key, cells] of Object.entries(ownKept(record, "national"))) {
    const texts = textsOf(cells);
    if (texts.length > 0 && !isHeld(key, texts, record)) further[key] = texts;
  }
  return fingerprintJson({ ...fields, further }, sha256);
}

/** Texts below this are never shortened in the record. */
const SHORTENED_CHARACTERS = Math.floor(SHEET_LIMITS.itemRuleBytesMax / 3);

/** True if the record's own fields say already what the cells do, or it is no matter of the dataset. */
function isHeld(key: string, texts: readonly string[], record: DatasetRecord): boolean {
  if (key === ROWS_KEY || key === SHEET_KEY) return true;
  // The second column of a kind has its letters behind it, and no home.
  if (/ \([A-Z]+\)$/.test(key)) return false;
  const stroke = key.lastIndexOf("/");
  const kind = columnKindOfLevels(stroke < 0 ? "" : key.slice(0, stroke), key.slice(stroke + 1));
  if (kind === "serial") return true;
  const field = kind === undefined ? undefined : FIELD_OF_KIND.get(kind);
  if (field === undefined || record[field] === undefined) return false;
  return (field === "items" || texts.length === 1) && texts.every((text) => text.length <= SHORTENED_CHARACTERS);
}

function textsOf(cells: Json): readonly string[] {
  const list = isJsonList(cells) ? cells : [cells];
  return [...new Set(list.map((cell) => cellText(parseCell(cell)).trim()))].filter((text) => text !== "");
}

function toJson(value: Exclude<DatasetRecord[Exclude<keyof DatasetRecord, "kept">], undefined>): Json {
  return value;
}
