/** The sheet as text: CSV (RFC 4180) between commas, tabs or semicolons, in the encodings that spreadsheet programs write. */
import { parse } from "csv-parse/sync";
import type { Cell } from "./cells.ts";
import type { SheetRefusal } from "./finding-codes.ts";
import type { SheetLimits } from "./limits.ts";
import { SHEET_NAME } from "./sheet-layout.ts";
import type { Sheet } from "./sheet-table.ts";
import { findTable } from "./sheet-table.ts";

export type TextTableRead =
  | { readonly ok: true; readonly sheet: Sheet; readonly encoding: string }
  | { readonly ok: false; readonly code: SheetRefusal; readonly detail: string };

const SEPARATORS = [",", "\t", ";"] as const;
/** Beginning of the text in which the header is looked for. */
const SAMPLE_CHARACTERS = 1_048_576;
const SAMPLE_ROWS = 60;

/** Reads the table. Never throws; a file that is refused gives nothing. */
export function readTextTable(bytes: Uint8Array, limits: SheetLimits): TextTableRead {
  if (bytes.length === 0) return { ok: false, code: "FILE_EMPTY", detail: "" };
  const decoded = decodeText(bytes);
  if (!decoded.ok) return { ok: false, code: decoded.code, detail: "" };
  const { text, encoding } = decoded;
  if (text.trim() === "") return { ok: false, code: "FILE_EMPTY", detail: "" };
  const separator = separatorOf(text, limits.lineCellsMax);
  const wide = findWideLine(text, separator, limits.lineCellsMax);
  if (wide !== undefined) return { ok: false, code: "TOO_MANY_COLUMNS", detail: wide };
  const parsed = parseRows(text, separator, limits.rowsMax + 1);
  if (!parsed.ok) return parsed;
  const { rows } = parsed;
  if (rows.length > limits.rowsMax) return { ok: false, code: "TOO_MANY_ROWS", detail: `> ${limits.rowsMax}` };
  if (isCutShort(rows, text)) return { ok: false, code: "FILE_CUT_SHORT", detail: String(rows.length) };
  const cells = rows.map((row) => withoutEmptyEnd(row.map(cellOf)));
  const widest = cells.reduce((most, row) => Math.max(most, row.length), 0);
  if (widest > limits.columnsMax)
    return { ok: false, code: "TOO_MANY_COLUMNS", detail: `${widest} > ${limits.columnsMax}` };
  return { ok: true, sheet: { name: SHEET_NAME, hidden: false, hiddenRows: [], rows: cells, merges: [] }, encoding };
}

/**
 * A text that a spreadsheet program would take for a formula has an apostrophe in front in the files that are written here, and one more
 * where it begins with apostrophes already; a number with its sign has none. This takes it away again: `unguardText(guardText(x))` is x.
 */
export function guardText(text: string): string {
  return isFormulaLike(text) ? `'${text}` : text;
}

export function unguardText(text: string): string {
  return text.startsWith("'") && isFormulaLike(text) ? text.slice(1) : text;
}

function isFormulaLike(text: string): boolean {
  let start = 0;
  while (text[start] === "'") start++;
  return (
    /[=+\-@\t\r＝＋－＠]/.test(text.charAt(start)) &&
    !/^[+-]?\d{1,15}(?:\.\d{1,15})?$/.test(text.slice(start, start + 40))
  );
}

type Decoded =
  | { readonly ok: true; readonly text: string; readonly encoding: string }
  | { readonly ok: false; readonly code: "ENCODING_UNKNOWN" | "FILE_CUT_SHORT" };

function decodeText(bytes: Uint8Array): Decoded {
  const utf16 = utf16Of(bytes);
  const encoding = utf16 ?? "utf-8";
  const text = decodeAs(encoding, bytes);
  if (text !== undefined) return { ok: true, text, encoding };
  if (utf16 !== undefined) return { ok: false, code: "FILE_CUT_SHORT" };
  // A file that was cut within a character is UTF-8 all but its last bytes.
  for (const cut of [1, 2, 3]) {
    const isNearlyUtf8 = decodeAs("utf-8", bytes.subarray(0, bytes.length - cut)) !== undefined;
    if (isNearlyUtf8 && bytes.subarray(0, bytes.length - cut).some((byte) => byte >= 0x80))
      return { ok: false, code: "FILE_CUT_SHORT" };
  }
  const chinese = decodeAs("gb18030", bytes);
  return chinese === undefined
    ? { ok: false, code: "ENCODING_UNKNOWN" }
    : { ok: true, text: chinese, encoding: "gb18030" };
}

function decodeAs(encoding: string, bytes: Uint8Array): string | undefined {
  try {
    return new TextDecoder(encoding, { fatal: true }).decode(bytes);
  } catch {
    return undefined;
  }
}

/** By the byte order mark, or by zeros where ASCII letters have them. */
function utf16Of(bytes: Uint8Array): "utf-16le" | "utf-16be" | undefined {
  if (bytes[0] === 0xff && bytes[1] === 0xfe) return "utf-16le";
  if (bytes[0] === 0xfe && bytes[1] === 0xff) return "utf-16be";
  const head = bytes.subarray(0, 4_096);
  const zeros = [0, 0];
  head.forEach((byte, i) => {
    if (byte === 0) zeros[i % 2] = (zeros[i % 2] ?? 0) + 1;
  });
  const [even = 0, odd = 0] = zeros;
  if (odd > even * 4 && odd * 20 > head.length) return "utf-16le";
  return even > odd * 4 && even * 20 > head.length ? "utf-16be" : undefined;
}

/** The separator under which a header of the guide appears, else the comma. */
function separatorOf(text: string, lineCellsMax: number): string {
  const sample = text.slice(0, SAMPLE_CHARACTERS);
  let best: { readonly separator: string; readonly columns: number } = { separator: ",", columns: 0 };
  for (const separator of SEPARATORS) {
    if (findWideLine(sample, separator, lineCellsMax, SAMPLE_ROWS) !== undefined) continue;
    const parsed = parseRows(sample, separator, SAMPLE_ROWS);
    const rows = parsed.ok ? parsed.rows.map((row) => row.map(cellOf)) : [];
    const known = findTable({ rows, merges: [] })?.columns.filter(({ kind }) => kind !== undefined).length ?? 0;
    if (known > best.columns) best = { separator, columns: known };
  }
  return best.separator;
}

/**
 * The first line with more cells than any sheet has, as `3: > 16384`: a line of a million commas costs the parser seconds.
 * Quotes count as the parser counts them: at the beginning of a cell.
 */
function findWideLine(text: string, separator: string, cellsMax: number, linesMax = Infinity): string | undefined {
  const [between, quote, lineFeed, carriageReturn] = [separator.charCodeAt(0), 34, 10, 13];
  let [line, cells, isQuoted, isAtStart] = [1, 1, false, true];
  for (let i = 0; i < text.length && line <= linesMax; i++) {
    const unit = text.charCodeAt(i);
    if (isQuoted) {
      if (unit === quote) isQuoted = false;
      continue;
    }
    if (unit === quote) {
      // A quote behind a closing one stands for itself, and the cell goes on.
      isQuoted = isAtStart || text.charCodeAt(i - 1) === quote;
      isAtStart = false;
    } else if (unit === between) {
      isAtStart = true;
      if (++cells > cellsMax) return `${line}: > ${cellsMax}`;
    } else if (unit === lineFeed || unit === carriageReturn) {
      if (unit === lineFeed && text.charCodeAt(i - 1) === carriageReturn) continue;
      [cells, isAtStart] = [1, true];
      line++;
    } else isAtStart = false;
  }
  return undefined;
}

type ParsedRows =
  | { readonly ok: true; readonly rows: readonly (readonly string[])[] }
  | { readonly ok: false; readonly code: "CSV_SYNTAX" | "QUOTE_NOT_CLOSED"; readonly detail: string };

function parseRows(text: string, delimiter: string, rowsMax: number): ParsedRows {
  try {
    const rows = parse(text, { delimiter, bom: true, relax_column_count: true, relax_quotes: true, to: rowsMax });
    return { ok: true, rows };
  } catch (error) {
    const code = error instanceof Error && "code" in error ? error.code : undefined;
    const line = error instanceof Error && "lines" in error ? String(error.lines) : "";
    if (code !== "CSV_QUOTE_NOT_CLOSED") return { ok: false, code: "CSV_SYNTAX", detail: line };
    return { ok: false, code: "QUOTE_NOT_CLOSED", detail: String(lineOfLastQuotation(text, delimiter)) };
  }
}

/** The line, from 1, at which the last quotation opens: the reader itself names the line at which the text ends. */
function lineOfLastQuotation(text: string, delimiter: string): number {
  let [line, opened, isQuoted, isAtStart] = [1, 1, false, true];
  for (let i = 0; i < text.length; i++) {
    const character = text[i];
    if (character === "\n" || (character === "\r" && text[i + 1] !== "\n")) line++;
    if (isQuoted) isQuoted = character !== '"';
    else if (character === '"' && isAtStart) [isQuoted, opened] = [true, line];
    // A quote behind a closing one stands for itself, and the quotation goes on.
    else if (character === '"') isQuoted = text[i - 1] === '"';
    isAtStart = !isQuoted && (character === delimiter || character === "\n" || character === "\r");
  }
  return opened;
}

/** True if every row has as many cells as the first but the last, which has fewer and no line end. */
function isCutShort(rows: readonly (readonly string[])[], text: string): boolean {
  const width = rows[0]?.length ?? 0;
  const last = rows.at(-1)?.length ?? 0;
  if (rows.length < 3 || /[\r\n]$/.test(text) || last >= width) return false;
  return rows.slice(0, -1).every((row) => row.length === width);
}

function cellOf(text: string): Cell {
  return text === "" ? null : unguardText(text);
}

function withoutEmptyEnd(row: readonly Cell[]): readonly Cell[] {
  const length = row.findLastIndex((cell) => cell !== null) + 1;
  return length === row.length ? row : row.slice(0, length);
}
