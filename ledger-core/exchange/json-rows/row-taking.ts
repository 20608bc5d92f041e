/** Rows of a catalogue in JSON, one after the other: taken as records, or refused each by itself. */
import { isJsonObject } from "#ledger-core/exchange/canonical-json.ts";
import type { DatasetRecord, Json, JsonObject, RowFinding } from "#ledger-core/exchange/dataset-record.ts";
import { excerpt } from "#ledger-core/exchange/hidden-marks.ts";
import type { JsonNote } from "#ledger-core/exchange/json-text.ts";
import type { RowFault } from "./row-check.ts";
import { pathText } from "./row-check.ts";

/** What is found about a row as such, before its fields are looked at. */
export type TakingCode = "ROW_NOT_AN_OBJECT" | "ROW_TOO_LARGE" | "IDENTIFIER_TWICE" | "FINDINGS_CUT" | JsonNote["code"];

/** What a standard says of its rows. One reader serves one file, so it may remember what it has seen. */
export type RowReader<Code extends string> = {
  /** The field that an identifier is in, for findings. */
  readonly idPath: string;
  /** The row's identifier in its source; undefined where it has none that can be read. */
  idOf(row: JsonObject): string | undefined;
  check(row: JsonObject): readonly RowFault<Code>[];
  /** The record of a row that nothing refuses. */
  toRecord(row: JsonObject): DatasetRecord;
  /** Fields of the row that have no home in the record. */
  keptFields(row: JsonObject): number;
  /** True for a refused row that says itself that its dataset is no longer there, so that its record may be retired. */
  isGone?(row: JsonObject): boolean;
};

type Limits = {
  readonly rowCharactersMax: number;
  readonly findingsPerRowMax: number;
  readonly findingsMax: number;
};

export class RowTaking<Code extends string> {
  readonly #reader: RowReader<Code>;
  readonly #limits: Limits;
  readonly #records: DatasetRecord[] = [];
  readonly #findings: RowFinding<Code | TakingCode>[] = [];
  readonly #rowOf = new Map<string, number>();
  readonly #refusedIds = new Set<string>();
  #isCut = false;
  #rowsRefused = 0;
  #refusedWithoutId = 0;
  #fieldsKept = 0;

  constructor(reader: RowReader<Code>, limits: Limits) {
    this.#reader = reader;
    this.#limits = limits;
  }

  /** Takes or refuses a row; `notes` are the JSON reader's, their paths from the row on; `length` the text's, where it is known. */
  row(row: number, value: Json, notes: readonly JsonNote[], length = Number.POSITIVE_INFINITY): void {
    const fields = isJsonObject(value) ? value : {};
    const id = this.#reader.idOf(fields);
    const faults: RowFault<Code | TakingCode>[] = notes.map(faultOfNote);
    if (!isJsonObject(value)) faults.push({ path: "", code: "ROW_NOT_AN_OBJECT", severity: "refused" });
    else if (this.#isTooLarge(value, length)) faults.push({ path: "", code: "ROW_TOO_LARGE", severity: "refused" });
    else faults.push(...this.#reader.check(value));
    if (id !== undefined && this.#rowOf.has(id))
      faults.unshift({
        path: this.#reader.idPath,
        code: "IDENTIFIER_TWICE",
        severity: "refused",
        value: excerpt(id),
      });
    if (faults.some((fault) => fault.severity === "refused")) this.#refuse(id, fields);
    else if (id !== undefined) this.#accept(row, id, fields);
    this.#noteAll(row, faults, id);
  }

  /** A place in the file where a row should be and is not: refused, and nobody knows which one it was. */
  lost(row: number, fault: RowFault<Code | TakingCode>): void {
    this.#refuse(undefined, {});
    this.note(row, fault);
  }

  note(row: number, fault: RowFault<Code | TakingCode>, sourceId?: string): void {
    const { findingsMax } = this.#limits;
    // Refusals are always told; the rest of the warnings is cut with a word about it.
    if (fault.severity === "warning" && this.#findings.length >= findingsMax) {
      if (!this.#isCut) {
        const cut = {
          row: 0,
          path: "",
          code: "FINDINGS_CUT",
          severity: "warning",
          value: String(findingsMax),
        } as const;
        this.#findings.unshift(cut);
      }
      this.#isCut = true;
      return;
    }
    this.#findings.push({ row, ...fault, ...(sourceId === undefined ? {} : { sourceId }) });
  }

  result() {
    return {
      records: this.#records,
      rowOf: this.#rowOf,
      findings: this.#findings,
      rowsRefused: this.#rowsRefused,
      refusedIds: this.#refusedIds,
      refusedWithoutId: this.#refusedWithoutId,
      fieldsKept: this.#fieldsKept,
    };
  }

  /** Written again, a value has at most six times the characters it had: `1e20` has five times as many. */
  #isTooLarge(value: Json, length: number): boolean {
    const { rowCharactersMax } = this.#limits;
    return length * 6 > rowCharactersMax && JSON.stringify(value).length > rowCharactersMax;
  }

  #accept(row: number, id: string, fields: JsonObject): void {
    this.#rowOf.set(id, row);
    this.#records.push(this.#reader.toRecord(fields));
    this.#fieldsKept += this.#reader.keptFields(fields);
  }

  #refuse(id: string | undefined, fields: JsonObject): void {
    this.#rowsRefused++;
    if (this.#reader.isGone?.(fields) === true) return;
    if (id === undefined) this.#refusedWithoutId++;
    else this.#refusedIds.add(id);
  }

  #noteAll(row: number, faults: readonly RowFault<Code | TakingCode>[], id: string | undefined): void {
    const { findingsPerRowMax } = this.#limits;
    const refusals = faults.filter((fault) => fault.severity === "refused");
    const warnings = faults.filter((fault) => fault.severity === "warning");
    for (const fault of [...refusals, ...warnings].slice(0, findingsPerRowMax)) this.note(row, fault, id);
  }
}

/** A note of the JSON reader as a finding: what would be lost refuses the row, a rounded number is said. */
export function faultOfNote(note: JsonNote): RowFault<JsonNote["code"]> {
  return {
    path: pathText(note.path),
    code: note.code,
    severity: note.code === "NUMBER_ROUNDED" ? "warning" : "refused",
    value: excerpt(note.value),
  };
}
