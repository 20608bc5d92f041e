/** DCAT-US 1.1 `data.json`, the whole file: hostile bytes in, records and findings out. */
import type { Sha256 } from "#ledger-core/exchange/canonical-json.ts";
import { isJsonList, isJsonObject } from "#ledger-core/exchange/canonical-json.ts";
import type { DatasetRecord, JsonObject, RowFinding } from "#ledger-core/exchange/dataset-record.ts";
import { decodeText, hasByteOrderMark, refuseBytes } from "#ledger-core/exchange/json-rows/json-bytes.ts";
import type { RowReader } from "#ledger-core/exchange/json-rows/row-taking.ts";
import { pathText } from "#ledger-core/exchange/json-rows/row-check.ts";
import { faultOfNote, RowTaking } from "#ledger-core/exchange/json-rows/row-taking.ts";
import type { JsonNote } from "#ledger-core/exchange/json-text.ts";
import { parseJsonText } from "#ledger-core/exchange/json-text.ts";
import { checkDataset } from "./check-dataset.ts";
import type { DataJsonFindingCode, FileRefusal } from "./finding-codes.ts";
import type { DataJsonLimits } from "./limits.ts";
import { DATA_JSON_LIMITS } from "./limits.ts";
import { datasetToRecord, hasHome } from "./map-dataset.ts";

export type DataJsonFinding = RowFinding<DataJsonFindingCode>;

export type ParsedDataJson =
  | {
      readonly ok: true;
      /** Every field of the file beside `dataset`, verbatim. */
      readonly catalog: JsonObject;
      /** The rows that were not refused, in their order; no two have one `sourceId`. */
      readonly records: readonly DatasetRecord[];
      /** The row of each record in the file, by `sourceId`. */
      readonly rowOf: ReadonlyMap<string, number>;
      /** In the order of rows, the file's own (row 0) first. */
      readonly findings: readonly DataJsonFinding[];
      /** How many datasets the file lists. */
      readonly rows: number;
      /** How many of them were refused. */
      readonly rowsRefused: number;
      /** Identifiers of refused rows, which are still in the source and so must not be retired. One that came twice has a record as well. */
      readonly refusedIds: ReadonlySet<string>;
      /** Refused rows whose identifier cannot be read: any record may be one of them. */
      readonly refusedWithoutId: number;
      /** Fields of accepted rows that have no home in the record and are kept verbatim. */
      readonly fieldsKept: number;
    }
  /** `detail` is for the person's eyes beside the code's sentence: a line and column, a size, a version. Empty if there is none. */
  | { readonly ok: false; readonly code: FileRefusal; readonly detail: string };

/** Reads a `data.json`. Never throws; a refused row never stops the others; a file refused as a whole gives nothing. */
export function parseDataJson(
  bytes: Uint8Array,
  sha256: Sha256,
  limits: DataJsonLimits = DATA_JSON_LIMITS,
): ParsedDataJson {
  const unread = refuseBytes(bytes, limits.fileBytesMax);
  if (unread !== undefined) return unread;
  const marked = hasByteOrderMark(bytes);
  const text = decodeText(marked ? bytes.subarray(3) : bytes);
  if (text === undefined) return refuseFile("FILE_NOT_UTF8");
  if (text.trim() === "") return refuseFile("FILE_EMPTY");
  const json = parseJsonText(text, limits);
  if (!json.ok) return refuseFile(json.code, `${json.line}:${json.column}`);
  if (!isJsonObject(json.value)) return refuseFile("NOT_A_CATALOG");
  const { dataset: rows, ...catalog } = json.value;
  const version = otherVersion(catalog);
  if (version !== undefined) return refuseFile("OTHER_VERSION", version);
  const notes = notesByRow(json.notes);
  const refusal = refusalOfCatalog(notes.get(0) ?? []);
  if (refusal !== undefined) return refusal;
  if (rows === undefined) return refuseFile("NOT_A_CATALOG");
  if (!isJsonList(rows)) return refuseFile("DATASET_NOT_A_LIST");
  if (rows.length > limits.rowsMax) return refuseFile("TOO_MANY_ROWS", `${rows.length} > ${limits.rowsMax}`);
  const taking = new RowTaking<DataJsonFindingCode>(readerOf(sha256, limits), limits);
  if (marked) taking.noteFile({ path: "", code: "BYTE_ORDER_MARK", severity: "warning" });
  if (catalog["conformsTo"] === undefined)
    taking.noteFile({ path: "conformsTo", code: "PROFILE_UNSTATED", severity: "warning" });
  for (const note of notes.get(0) ?? []) taking.noteFile(faultOfNote(note));
  rows.forEach((row, i) => taking.row(i + 1, row, notes.get(i + 1) ?? []));
  return { ok: true, catalog, rows: rows.length, ...taking.result() };
}

function readerOf(sha256: Sha256, limits: DataJsonLimits): RowReader<DataJsonFindingCode> {
  return {
    idPath: "identifier",
    idOf: identifierOf,
    check: (dataset) => checkDataset(dataset, limits),
    toRecord: (dataset) => datasetToRecord(dataset, sha256, limits),
    keptFields: (dataset) => Object.keys(dataset).filter((field) => !hasHome(field)).length,
  };
}

function refuseFile(code: FileRefusal, detail = ""): ParsedDataJson {
  return { ok: false, code, detail };
}

/** The name of another version of the profile that the catalog says it follows; undefined for 1.1 and where nothing is said. */
function otherVersion(catalog: JsonObject): string | undefined {
  const conformsTo = catalog["conformsTo"];
  const said = isJsonObject(conformsTo) ? (conformsTo["title"] ?? conformsTo["@id"]) : conformsTo;
  if (typeof said !== "string") return undefined;
  if (/dcat-us[ /_-]?v?3|resources\.data\.gov.*v?3\.0/i.test(said)) return "DCAT-US 3.0";
  return /project-open-data\.cio\.gov\/v1\.0/i.test(said) ? "DCAT-US 1.0" : undefined;
}

/** Notes of the reader by row, their paths from the row on; those outside of `dataset` are the file's own, under 0. */
function notesByRow(notes: readonly JsonNote[]): ReadonlyMap<number, readonly JsonNote[]> {
  const byRow = new Map<number, JsonNote[]>();
  for (const note of notes) {
    const [field, place] = note.path;
    const row = field === "dataset" && typeof place === "number" ? place + 1 : 0;
    const inRow = row === 0 ? note : { ...note, path: note.path.slice(2) };
    const list = byRow.get(row);
    if (list === undefined) byRow.set(row, [inRow]);
    else list.push(inRow);
  }
  return byRow;
}

function refusalOfCatalog(notes: readonly JsonNote[]): ParsedDataJson | undefined {
  for (const note of notes) {
    const detail = pathText(note.path);
    if (note.code === "KEY_TWICE") return refuseFile("CATALOG_KEY_TWICE", detail);
    if (note.code === "KEY_FORBIDDEN") return refuseFile("CATALOG_KEY_FORBIDDEN", detail);
    if (note.code !== "NUMBER_ROUNDED") return refuseFile("CATALOG_TEXT_BROKEN", detail);
  }
  return undefined;
}

function identifierOf(dataset: JsonObject): string | undefined {
  const id = dataset["identifier"];
  return typeof id === "string" && id.trim() !== "" ? id : undefined;
}
