import { startJsonCount } from "./count-json-rows.ts";
import { firstJsonRecords, tableOfRecords } from "./read-json-records.ts";
import { startFingerprint } from "#renderer/shared/hashing/sha256.ts";

/** What a file is, found by reading it once from the first byte to the last. */
export type ReadFile = {
  readonly name: string;
  readonly sizeBytes: number;
  /** SHA-256, lower-case hexadecimal. */
  readonly contentHash: string;
  /** Records of a JSON or GeoJSON file; undefined where it is none, or holds no list of them. */
  readonly recordCount?: number | undefined;
  /** Fields of its first records; empty where none could be read. */
  readonly recordColumns?: readonly Column[] | undefined;
  /** Undefined unless the file is a table of text; its rows are undefined where a quote is never closed, since nobody can count them then. */
  readonly table: { readonly rowCount: number | undefined; readonly columns: readonly Column[] } | undefined;
};

/** A column of a table with the type that its first rows suggest. */
export type Column = { readonly name: string; readonly dataType: "integer" | "decimal" | "date" | "text" };

/** The part of `File` that is read. */
export type ReadableFile = {
  readonly name: string;
  readonly size: number;
  readonly slice: (from: number, end: number) => { readonly arrayBuffer: () => Promise<ArrayBuffer> };
};

const pieceBytes = 1_048_576;
const sampleRowsMax = 200;
const tableName = /\.(csv|tsv|txt)$/i;
const jsonName = /\.(json|geojson|jsonl|ndjson)$/i;

/**
 * Reads a file piece by piece: its fingerprint, and for a table of text its rows and columns. The window stays alive, because each
 * piece is waited for. Throws what the file's reading throws, and the signal's reason when it is aborted.
 */
export async function readTableFile(
  file: ReadableFile,
  options: { readonly onProgress: (readBytes: number) => void; readonly signal: AbortSignal },
): Promise<ReadFile> {
  const fingerprint = startFingerprint();
  let counter = startRowCount(",");
  const records = jsonName.test(file.name) ? startJsonCount() : undefined;
  let head = new Uint8Array(0);
  for (let from = 0; from < file.size; from += pieceBytes) {
    options.signal.throwIfAborted();
    const piece = new Uint8Array(await file.slice(from, Math.min(from + pieceBytes, file.size)).arrayBuffer());
    if (from === 0) {
      head = piece;
      counter = startRowCount(delimiterOf(firstLineOf(decode(head))));
    }
    fingerprint.add(piece);
    records?.add(piece);
    counter.add(from === 0 && hasByteOrderMark(piece) ? piece.subarray(3) : piece);
    options.onProgress(from + piece.length);
  }
  const isTable = tableName.test(file.name) && !head.includes(0);
  const columns = columnsOf(isTable ? readHead(head, head.length === file.size) : []);
  const rows = counter.rows();
  return {
    name: file.name,
    sizeBytes: file.size,
    contentHash: fingerprint.finish(),
    recordCount: records?.rows(),
    recordColumns:
      records === undefined ? undefined : columnsOf(tableOfRecords(firstJsonRecords(decode(head), sampleRowsMax))),
    table:
      isTable && columns.length > 0
        ? { rowCount: rows === undefined ? undefined : Math.max(0, rows - 1), columns }
        : undefined,
  };
}

/** The columns of a table whose first row names them. */
function columnsOf([header = [], ...sample]: readonly (readonly string[])[]): readonly Column[] {
  return header.map((name, place) => ({
    name: name.trim(),
    dataType: guessType(sample.map((row) => row[place] ?? "")),
  }));
}

const quote = 0x22;
const lineFeed = 0x0a;
const carriageReturn = 0x0d;

/**
 * Counts records: line ends outside quotes, and a last line without one; empty lines are none. A quote opens only where a field begins, so
 * that the inches of `5" pipe` are text. Works on bytes, since neither UTF-8 nor GB 18030 uses these bytes inside a character.
 */
function startRowCount(delimiter: string): {
  readonly add: (piece: Uint8Array) => void;
  readonly rows: () => number | undefined;
} {
  const separator = delimiter.charCodeAt(0);
  let isQuoted = false;
  /** Where a quote opens: at the beginning of a field, and right behind a closing one, which makes the two one quote inside. */
  let mayOpen = true;
  let hasContent = false;
  let rows = 0;
  const add = (piece: Uint8Array): void => {
    for (const byte of piece) {
      if (byte === quote) [isQuoted, mayOpen] = [!isQuoted && mayOpen, isQuoted];
      else if (!isQuoted) mayOpen = byte === separator || byte === lineFeed;
      if (byte === lineFeed && !isQuoted) {
        if (hasContent) rows += 1;
        hasContent = false;
      } else if (byte !== carriageReturn) hasContent = true;
    }
  };
  return { add, rows: () => (isQuoted ? undefined : rows + (hasContent ? 1 : 0)) };
}

function hasByteOrderMark(bytes: Uint8Array): boolean {
  return bytes[0] === 0xef && bytes[1] === 0xbb && bytes[2] === 0xbf;
}

function firstLineOf(text: string): string {
  return text.split(/\r?\n/, 1)[0] ?? "";
}

/** The header and the first rows. The last record of a piece that is cut off is left out. */
function readHead(head: Uint8Array, isWhole: boolean): readonly (readonly string[])[] {
  const text = decode(head);
  const rows = splitRecords(text, delimiterOf(firstLineOf(text)), sampleRowsMax + 2);
  return isWhole || rows.length > sampleRowsMax + 1 ? rows.slice(0, sampleRowsMax + 1) : rows.slice(0, -1);
}

/** UTF-8 where it is that, else GB 18030, which spreadsheets in China write. */
function decode(bytes: Uint8Array): string {
  try {
    return new TextDecoder("utf-8", { fatal: true }).decode(bytes, { stream: true });
  } catch {
    return new TextDecoder("gb18030").decode(bytes);
  }
}

function delimiterOf(line: string): string {
  const counts = [",", "\t", ";"].map((mark) => ({ mark, count: line.split(mark).length }));
  return counts.toSorted((left, right) => right.count - left.count)[0]?.mark ?? ",";
}

/** Records of RFC 4180: fields may be quoted, a doubled quote is one, and a quote within a field that is not quoted is text. */
function splitRecords(text: string, delimiter: string, most: number): readonly (readonly string[])[] {
  const records: string[][] = [];
  let record: string[] = [];
  let field = "";
  let isQuoted = false;
  let isFieldStart = true;
  const endRecord = (): void => {
    record.push(field);
    if (record.length > 1 || record[0] !== "") records.push(record);
    record = [];
    field = "";
  };
  for (let i = 0; i < text.length && records.length < most; i += 1) {
    const character = text[i];
    if (isQuoted && character === '"' && text[i + 1] === '"') {
      field += '"';
      i += 1;
    } else if (character === '"' && (isQuoted || isFieldStart)) isQuoted = !isQuoted;
    else if (!isQuoted && character === delimiter) {
      record.push(field);
      field = "";
    } else if (!isQuoted && character === "\n") endRecord();
    else if (isQuoted || character !== "\r") field += character ?? "";
    isFieldStart = !isQuoted && (character === delimiter || character === "\n");
  }
  if (records.length < most && (field !== "" || record.length > 0)) endRecord();
  return records;
}

/** A guess from the first rows, which the person may correct. Codes that begin with a zero, and those of 16 digits and more, are text. */
function guessType(values: readonly string[]): Column["dataType"] {
  const filled = values.map((value) => value.trim()).filter((value) => value !== "");
  const all = (pattern: RegExp): boolean => filled.length > 0 && filled.every((value) => pattern.test(value));
  if (all(/^-?(0|[1-9]\d{0,14})$/)) return "integer";
  if (all(/^-?(0|[1-9]\d{0,14})(\.\d+)?$/)) return "decimal";
  return all(/^\d{4}[-/]\d{1,2}[-/]\d{1,2}$/) ? "date" : "text";
}
