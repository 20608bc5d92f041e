/**
 * The rows of a catalogue in JSON, in either layout: one document with a list somewhere in it, or one object on each line (JSON Lines).
 * Lines are decoded and parsed one at a time, so that memory holds the rows and never the whole text beside them.
 */
import { withoutCutCharacter } from "#ledger-core/exchange/cut-character.ts";
import type { Json, JsonObject } from "#ledger-core/exchange/dataset-record.ts";
import type { JsonFailure, JsonNote, ParsedJson } from "#ledger-core/exchange/json-text.ts";
import { parseJsonText } from "#ledger-core/exchange/json-text.ts";
import { decodeText, hasByteOrderMark, refuseBytes } from "./json-bytes.ts";
import type { DataJsonLimits } from "#ledger-core/exchange/dcat-us/limits.ts";
import { pathText } from "./row-check.ts";

export type FileCode =
  | "FILE_EMPTY"
  | "FILE_TOO_LARGE"
  | "FILE_UTF16"
  | "FILE_NOT_UTF8"
  | JsonFailure["code"]
  | "TOO_MANY_ROWS"
  | "CATALOG_KEY_TWICE"
  | "CATALOG_KEY_FORBIDDEN"
  | "CATALOG_TEXT_BROKEN";

export type RefusedRows<Code extends string> = { readonly ok: false; readonly code: Code; readonly detail: string };

/** Where the rows of a document are: at `path`, each at its place in a list, or the one row itself. */
export type FoundRows<Code extends string> =
  | {
      readonly ok: true;
      readonly rows: readonly Json[];
      readonly path: readonly string[];
      readonly isList: boolean;
      /** What the document says beside its rows, with the layout that it has. */
      readonly catalog: JsonObject;
    }
  | RefusedRows<Code>;

/** Line and column are counted from 1. */
export type BadLine = {
  readonly code: "LINE_NOT_JSON" | "LINE_NOT_UTF8" | "LINE_TOO_DEEP";
  readonly line: number;
  readonly column: number;
};

export type RowsLayout<Code extends string> = {
  /** Finds the rows of a document. */
  find(document: Json): FoundRows<Code>;
  /** What stands for a catalog whose rows are lines; undefined for a standard that knows no such files. */
  readonly linesCatalog?: JsonObject | undefined;
  /** Rows are counted from 1; paths of notes begin at the row; `length` is that of the row's text, where it is known. */
  onRow(row: number, value: Json, notes: readonly JsonNote[], length?: number): void;
  /** A line that cannot be read: other lines are not affected. */
  onBadLine(row: number, bad: BadLine): void;
};

export type ReadRows<Code extends string> =
  | {
      readonly ok: true;
      readonly catalog: JsonObject;
      readonly rows: number;
      readonly hasMark: boolean;
      /** Notes about what is not in a row: numbers that were rounded. */
      readonly notes: readonly JsonNote[];
    }
  | RefusedRows<Code | FileCode>;

const NEWLINE = 0x0a;

/**
 * Reads a file and hands over its rows in their order. Never throws for what is in it. A file whose last line was cut is refused as a
 * whole, also after rows were handed over: the caller drops them.
 */
export function readJsonRows<Code extends string>(
  bytes: Uint8Array,
  limits: DataJsonLimits,
  layout: RowsLayout<Code>,
): ReadRows<Code> {
  const refusal = refuseBytes(bytes, limits.fileBytesMax);
  if (refusal !== undefined) return refusal;
  const hasMark = hasByteOrderMark(bytes);
  const content = hasMark ? bytes.subarray(3) : bytes;
  const { linesCatalog } = layout;
  if (linesCatalog !== undefined && hasLines(content))
    return readLines(content, limits, { ...layout, linesCatalog }, hasMark);
  return readDocument(content, limits, layout, hasMark);
}

/** True if the first line is an object by itself and something follows it: no document has a line break there. */
function hasLines(bytes: Uint8Array): boolean {
  const start = bytes.findIndex((byte) => !isSpace(byte));
  if (start < 0 || bytes[start] !== 0x7b) return false;
  const end = bytes.indexOf(NEWLINE, start);
  if (end < 0) return false;
  let last = end - 1;
  while (last > start && isSpace(bytes[last])) last--;
  return bytes[last] === 0x7d && bytes.subarray(end).some((byte) => !isSpace(byte));
}

function readDocument<Code extends string>(
  bytes: Uint8Array,
  limits: DataJsonLimits,
  layout: RowsLayout<Code>,
  hasMark: boolean,
): ReadRows<Code> {
  const whole = decodeText(bytes);
  const rest = whole === undefined ? withoutCutCharacter(bytes) : undefined;
  const text = whole ?? (rest === undefined ? undefined : decodeText(rest));
  if (text === undefined) return { ok: false, code: "FILE_NOT_UTF8", detail: "" };
  if (text.trim() === "") return { ok: false, code: "FILE_EMPTY", detail: "" };
  const json = parseJsonText(text, { ...limits, notesDeep: true });
  if (!json.ok) return { ok: false, code: json.code, detail: `${json.line}:${json.column}` };
  if (rest !== undefined) return { ok: false, code: "FILE_NOT_UTF8", detail: "" };
  const found = layout.find(json.value);
  if (!found.ok) return found;
  if (found.rows.length > limits.rowsMax) return tooManyRows(found.rows.length, limits);
  const notes = notesByRow(json.notes, found);
  const outside = notes.get(0) ?? [];
  const refusal = refusalOfCatalog(outside);
  if (refusal !== undefined) return refusal;
  const length = found.rows.length === 1 ? text.length : undefined;
  found.rows.forEach((row, i) => layout.onRow(i + 1, row, notes.get(i + 1) ?? [], length));
  return { ok: true, catalog: found.catalog, rows: found.rows.length, hasMark, notes: outside };
}

function readLines<Code extends string>(
  bytes: Uint8Array,
  limits: DataJsonLimits,
  layout: RowsLayout<Code> & { readonly linesCatalog: JsonObject },
  hasMark: boolean,
): ReadRows<Code> {
  let row = 0;
  let values = 0;
  let notes = 0;
  let firstUndecoded: number | undefined;
  let undecoded = 0;
  let bad: (BadLine & { readonly row: number; readonly isCut: boolean }) | undefined;
  for (const { line, number, isLast } of linesOf(bytes)) {
    // Only what ends in the middle at the very end of the file was cut there; before that it is one bad line.
    if (bad !== undefined) layout.onBadLine(bad.row, bad);
    bad = undefined;
    if (++row > limits.rowsMax) return tooManyRows(row, limits);
    const whole = decodeText(line);
    const rest = whole === undefined && isLast ? withoutCutCharacter(line) : undefined;
    const text = whole ?? (rest === undefined ? undefined : decodeText(rest));
    const { valuesMax, notesMax } = limits;
    const json =
      text === undefined
        ? undefined
        : parseJsonText(text, { ...limits, valuesMax: valuesMax - values, notesMax: notesMax - notes });
    if (json?.ok === true && whole !== undefined) {
      values += json.values;
      notes += json.notes.length;
      layout.onRow(row, json.value, json.notes, whole.length);
      continue;
    }
    if (json?.ok === false && isOfFile(json.code))
      return { ok: false, code: json.code, detail: `${number}:${json.column}` };
    if (++notes > notesMax) return { ok: false, code: "TOO_MANY_FAULTS", detail: `${number}:1` };
    if (json?.ok !== false) {
      firstUndecoded ??= number;
      undecoded++;
    }
    bad = { row, line: number, ...badLineOf(json) };
  }
  // A file in another encoding has most of its lines wrong, and is nothing that its source must correct line by line.
  if (firstUndecoded !== undefined && undecoded * 10 > row)
    return { ok: false, code: "FILE_NOT_UTF8", detail: `${firstUndecoded}:1` };
  if (bad?.isCut === true) return { ok: false, code: "JSON_CUT_SHORT", detail: `${bad.line}:${bad.column}` };
  if (bad !== undefined) layout.onBadLine(bad.row, bad);
  return { ok: true, catalog: layout.linesCatalog, rows: row, hasMark, notes: [] };
}

/** True of what is counted over all lines. */
function isOfFile(code: JsonFailure["code"]): code is "TOO_MANY_VALUES" | "TOO_MANY_FAULTS" {
  return code === "TOO_MANY_VALUES" || code === "TOO_MANY_FAULTS";
}

function badLineOf(json: ParsedJson | undefined): Pick<BadLine, "code" | "column"> & { readonly isCut: boolean } {
  if (json?.ok !== false) return { code: "LINE_NOT_UTF8", column: 1, isCut: false };
  const { code, column } = json;
  return { code: code === "TOO_DEEP" ? "LINE_TOO_DEEP" : "LINE_NOT_JSON", column, isCut: code === "JSON_CUT_SHORT" };
}

type Line = { readonly line: Uint8Array; readonly number: number; readonly isLast: boolean };

/** Lines that are not blank, with their numbers from 1; `isLast` of one that nothing ends. */
function* linesOf(bytes: Uint8Array): Generator<Line> {
  let start = 0;
  for (let number = 1; start < bytes.length; number++) {
    const found = bytes.indexOf(NEWLINE, start);
    const end = found < 0 ? bytes.length : found;
    const line = bytes.subarray(start, end);
    if (line.some((byte) => !isSpace(byte))) yield { line, number, isLast: found < 0 };
    start = end + 1;
  }
}

function isSpace(byte: number | undefined): boolean {
  return byte === 0x20 || byte === 0x09 || byte === 0x0d || byte === NEWLINE;
}

function tooManyRows(rows: number, { rowsMax }: DataJsonLimits): RefusedRows<"TOO_MANY_ROWS"> {
  return { ok: false, code: "TOO_MANY_ROWS", detail: `${rows} > ${rowsMax}` };
}

/** Notes of the reader by row, their paths from the row on; those outside of the rows are the file's own, under 0. */
function notesByRow(
  notes: readonly JsonNote[],
  { path, isList }: { readonly path: readonly string[]; readonly isList: boolean },
): ReadonlyMap<number, readonly JsonNote[]> {
  const byRow = new Map<number, JsonNote[]>();
  for (const note of notes) {
    const isInside = path.every((step, i) => note.path[i] === step) && note.path.length > path.length;
    const place = note.path[path.length];
    const row = !isInside ? 0 : !isList ? 1 : typeof place === "number" ? place + 1 : 0;
    const inRow = row === 0 ? note : { ...note, path: note.path.slice(path.length + (isList ? 1 : 0)) };
    const list = byRow.get(row);
    if (list === undefined) byRow.set(row, [inRow]);
    else list.push(inRow);
  }
  return byRow;
}

function refusalOfCatalog(notes: readonly JsonNote[]): RefusedRows<FileCode> | undefined {
  for (const note of notes) {
    const detail = pathText(note.path);
    if (note.code === "KEY_TWICE") return { ok: false, code: "CATALOG_KEY_TWICE", detail };
    if (note.code === "VALUE_TOO_DEEP") return { ok: false, code: "TOO_DEEP", detail };
    if (note.code === "KEY_FORBIDDEN") return { ok: false, code: "CATALOG_KEY_FORBIDDEN", detail };
    if (note.code !== "NUMBER_ROUNDED") return { ok: false, code: "CATALOG_TEXT_BROKEN", detail };
  }
  return undefined;
}
