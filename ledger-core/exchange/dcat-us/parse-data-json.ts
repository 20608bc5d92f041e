/** DCAT-US 1.1 `data.json`, the whole file: hostile bytes in, records and findings out. */
import type { Sha256 } from "#ledger-core/exchange/canonical-json.ts";
import { isJsonList, isJsonObject } from "#ledger-core/exchange/canonical-json.ts";
import type { DatasetRecord, Json, JsonObject, RowFinding } from "#ledger-core/exchange/dataset-record.ts";
import { excerpt } from "#ledger-core/exchange/hidden-marks.ts";
import type { JsonNote } from "#ledger-core/exchange/json-text.ts";
import { parseJsonText } from "#ledger-core/exchange/json-text.ts";
import type { DatasetFinding } from "./check-dataset.ts";
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
  if (bytes.length === 0) return refuseFile("FILE_EMPTY");
  if (bytes.length > limits.fileBytesMax)
    return refuseFile("FILE_TOO_LARGE", `${bytes.length} > ${limits.fileBytesMax}`);
  if (isUtf16(bytes)) return refuseFile("FILE_UTF16");
  const marked = bytes[0] === 0xef && bytes[1] === 0xbb && bytes[2] === 0xbf;
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
  const reading = new RowsReading(sha256, limits);
  if (marked) reading.note(0, { path: "", code: "BYTE_ORDER_MARK", severity: "warning" });
  if (catalog["conformsTo"] === undefined)
    reading.note(0, { path: "conformsTo", code: "PROFILE_UNSTATED", severity: "warning" });
  for (const note of notes.get(0) ?? []) reading.note(0, findingOfNote(note, 0));
  rows.forEach((row, i) => reading.row(i + 1, row, notes.get(i + 1) ?? []));
  return { ok: true, catalog, rows: rows.length, ...reading.result() };
}

class RowsReading {
  readonly #sha256: Sha256;
  readonly #limits: DataJsonLimits;
  readonly #records: DatasetRecord[] = [];
  readonly #findings: DataJsonFinding[] = [];
  readonly #ids = new Set<string>();
  readonly #refusedIds = new Set<string>();
  #rowsRefused = 0;
  #refusedWithoutId = 0;
  #fieldsKept = 0;

  constructor(sha256: Sha256, limits: DataJsonLimits) {
    this.#sha256 = sha256;
    this.#limits = limits;
  }

  row(row: number, value: Json, notes: readonly JsonNote[]): void {
    const dataset = isJsonObject(value) ? value : {};
    const id = identifierOf(dataset);
    const findings = notes.map((note) => findingOfNote(note, 2));
    if (!isJsonObject(value)) findings.push({ path: "", code: "ROW_NOT_AN_OBJECT", severity: "refused" });
    else if (JSON.stringify(value).length > this.#limits.rowCharactersMax)
      findings.push({ path: "", code: "ROW_TOO_LARGE", severity: "refused" });
    else findings.push(...checkDataset(value, this.#limits));
    if (id !== undefined && this.#ids.has(id))
      findings.unshift({ path: "identifier", code: "IDENTIFIER_TWICE", severity: "refused", value: excerpt(id) });
    const refused = findings.some((finding) => finding.severity === "refused");
    if (refused) this.#refuse(id);
    else if (id !== undefined) this.#accept(id, dataset);
    this.#noteAll(row, findings, id);
  }

  note(row: number, finding: DatasetFinding, sourceId?: string): void {
    const { findingsMax } = this.#limits;
    // Refusals are always told; the rest of the warnings is cut with a word about it.
    if (finding.severity === "warning" && this.#findings.length >= findingsMax) {
      if (this.#findings[0]?.code !== "FINDINGS_CUT")
        this.#findings.unshift({
          row: 0,
          path: "",
          code: "FINDINGS_CUT",
          severity: "warning",
          value: String(findingsMax),
        });
      return;
    }
    this.#findings.push({ row, ...finding, ...(sourceId === undefined ? {} : { sourceId }) });
  }

  result() {
    return {
      records: this.#records,
      findings: this.#findings,
      rowsRefused: this.#rowsRefused,
      refusedIds: this.#refusedIds,
      refusedWithoutId: this.#refusedWithoutId,
      fieldsKept: this.#fieldsKept,
    };
  }

  #accept(id: string, dataset: JsonObject): void {
    this.#ids.add(id);
    this.#records.push(datasetToRecord(dataset, this.#sha256, this.#limits));
    this.#fieldsKept += Object.keys(dataset).filter((field) => !hasHome(field)).length;
  }

  #refuse(id: string | undefined): void {
    this.#rowsRefused++;
    if (id === undefined) this.#refusedWithoutId++;
    else this.#refusedIds.add(id);
  }

  #noteAll(row: number, findings: readonly DatasetFinding[], id: string | undefined): void {
    const { findingsPerRowMax } = this.#limits;
    const refusals = findings.filter((finding) => finding.severity === "refused");
    const warnings = findings.filter((finding) => finding.severity === "warning");
    for (const finding of [...refusals, ...warnings].slice(0, findingsPerRowMax)) this.note(row, finding, id);
  }
}

function refuseFile(code: FileRefusal, detail = ""): ParsedDataJson {
  return { ok: false, code, detail };
}

/** The platform's decoder, because files may be large; undefined for anything but UTF-8. */
function decodeText(bytes: Uint8Array): string | undefined {
  try {
    return new TextDecoder("utf-8", { fatal: true, ignoreBOM: true }).decode(bytes);
  } catch {
    return undefined;
  }
}

/** A byte order mark of UTF-16, or every other one of the first bytes zero, as in UTF-16 without a mark. */
function isUtf16(bytes: Uint8Array): boolean {
  const [a, b, c, d] = bytes;
  if ((a === 0xff && b === 0xfe) || (a === 0xfe && b === 0xff)) return true;
  return bytes.length >= 4 && ((a === 0 && b !== 0 && c === 0) || (a !== 0 && b === 0 && d === 0));
}

/** The name of another version of the profile that the catalog says it follows; undefined for 1.1 and where nothing is said. */
function otherVersion(catalog: JsonObject): string | undefined {
  const conformsTo = catalog["conformsTo"];
  const said = isJsonObject(conformsTo) ? (conformsTo["title"] ?? conformsTo["@id"]) : conformsTo;
  if (typeof said !== "string") return undefined;
  if (/dcat-us[ /_-]?v?3|resources\.data\.gov.*v?3\.0/i.test(said)) return "DCAT-US 3.0";
  return /project-open-data\.cio\.gov\/v1\.0/i.test(said) ? "DCAT-US 1.0" : undefined;
}

/** Notes of the reader by row; those outside of `dataset` are the file's own, under 0. */
function notesByRow(notes: readonly JsonNote[]): ReadonlyMap<number, readonly JsonNote[]> {
  const byRow = new Map<number, JsonNote[]>();
  for (const note of notes) {
    const [field, place] = note.path;
    const row = field === "dataset" && typeof place === "number" ? place + 1 : 0;
    const list = byRow.get(row);
    if (list === undefined) byRow.set(row, [note]);
    else list.push(note);
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

function findingOfNote(note: JsonNote, pathStart: number): DatasetFinding {
  return {
    path: pathText(note.path.slice(pathStart)),
    code: note.code,
    severity: note.code === "NUMBER_ROUNDED" ? "warning" : "refused",
    value: excerpt(note.value),
  };
}

function pathText(path: readonly (string | number)[]): string {
  let text = "";
  for (const step of path) {
    if (typeof step === "number") text += `[${step}]`;
    else text += text === "" ? excerpt(step) : `.${excerpt(step)}`;
  }
  return text;
}

function identifierOf(dataset: JsonObject): string | undefined {
  const id = dataset["identifier"];
  return typeof id === "string" && id.trim() !== "" ? id : undefined;
}
