/** Rows of a catalogue in JSON, one after the other: taken as records, or refused each by itself. */
import { isJsonObject } from "#ledger-core/exchange/canonical-json.ts";
import type { DatasetRecord, Json, JsonObject } from "#ledger-core/exchange/dataset-record.ts";
import { excerpt } from "#ledger-core/exchange/hidden-marks.ts";
import type { JsonNote } from "#ledger-core/exchange/json-text.ts";
import { TakenRows } from "#ledger-core/exchange/taken-rows.ts";
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
  readonly #rowCharactersMax: number;
  readonly #taken: TakenRows<Code | TakingCode>;

  constructor(reader: RowReader<Code>, limits: Limits) {
    this.#reader = reader;
    this.#rowCharactersMax = limits.rowCharactersMax;
    this.#taken = new TakenRows(limits);
  }

  /** Takes or refuses a row; `notes` are the JSON reader's, their paths from the row on; `length` the text's, where it is known. */
  row(row: number, value: Json, notes: readonly JsonNote[], length = Number.POSITIVE_INFINITY): void {
    const fields = isJsonObject(value) ? value : {};
    const id = this.#reader.idOf(fields);
    const faults: RowFault<Code | TakingCode>[] = notes.map(faultOfNote);
    if (!isJsonObject(value)) faults.push({ path: "", code: "ROW_NOT_AN_OBJECT", severity: "refused" });
    else if (this.#isTooLarge(value, length)) faults.push({ path: "", code: "ROW_TOO_LARGE", severity: "refused" });
    else faults.push(...this.#reader.check(value));
    if (id !== undefined && this.#taken.has(id))
      faults.unshift({
        path: this.#reader.idPath,
        code: "IDENTIFIER_TWICE",
        severity: "refused",
        value: excerpt(id),
      });
    if (faults.some((fault) => fault.severity === "refused")) this.#refuse(id, fields);
    else if (id !== undefined) this.#taken.accept(row, this.#reader.toRecord(fields), this.#reader.keptFields(fields));
    this.#taken.noteRow(faults.map((fault) => ({ row, ...fault, ...(id === undefined ? {} : { sourceId: id }) })));
  }

  /** A place in the file where a row should be and is not: refused, and nobody knows which one it was. */
  lost(row: number, fault: RowFault<Code | TakingCode>): void {
    this.#taken.refuse(undefined);
    this.#taken.noteRow([{ row, ...fault }]);
  }

  noteFile(fault: RowFault<Code | TakingCode>): void {
    this.#taken.noteFile(fault);
  }

  result() {
    return this.#taken.result();
  }

  /** Written again, a value has at most six times the characters it had: `1e20` has five times as many. */
  #isTooLarge(value: Json, length: number): boolean {
    return length * 6 > this.#rowCharactersMax && JSON.stringify(value).length > this.#rowCharactersMax;
  }

  #refuse(id: string | undefined, fields: JsonObject): void {
    if (this.#reader.isGone?.(fields) === true) this.#taken.refuseGone();
    else this.#taken.refuse(id);
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
