/**
 * A row of a catalogue in JSON to its record and back, for standards in which one part of the record may be said in several fields, so
 * that two things hold. An unchanged record gives back the very row it was made of, ignoring the order of keys. A record that was
 * changed on the ledger gives a row that reads as changed, and everything else in it is as it was.
 */
import { equalJson } from "#ledger-core/exchange/canonical-json.ts";
import type { DatasetRecord, Json, JsonObject } from "#ledger-core/exchange/dataset-record.ts";
import { isShortened } from "#ledger-core/exchange/fit-text.ts";

/** The part of a record that a standard has fields for. */
export type Homes = Omit<
  DatasetRecord,
  | "profile"
  | "code"
  | "providerCode"
  | "format"
  | "items"
  | "sharingMethod"
  | "openness"
  | "classification"
  | "legalBasis"
  | "kept"
>;
/** What a description has and no standard in JSON has a field for. */
export const WITHOUT_FIELD = {
  providerCode: "",
  items: [],
  sharingMethod: "",
  classification: "",
  legalBasis: "",
} as const satisfies Partial<DatasetRecord>;

export type HomeName = keyof Homes;

export type RowMapping = {
  /** What a row says. Takes any object and never fails: what is not understood reads as empty. */
  read(row: JsonObject): Homes;
  /** By home, in the order in which a new row is written: the row with that home as the record has it, and nothing else changed. */
  readonly write: readonly (readonly [HomeName, (row: JsonObject, homes: Homes) => JsonObject])[];
  /** Fields that are often large and say no more than their home, so that they need not be kept where that is so. */
  readonly plainFields: readonly string[];
};

/** The second pass sets right what the first one moved; what then differs still, the standard has no way to say. */
const PASSES_MAX = 2;

/** The fields of the row to keep, so that `writeRow` gives the row back. */
export function keptOfRow(row: JsonObject, homes: Homes, mapping: RowMapping): JsonObject {
  const kept: Record<string, Json> = { ...row };
  for (const field of mapping.plainFields) delete kept[field];
  return equalJson(writeRow(kept, homes, mapping), row) ? kept : row;
}

/** The row that a record stands for: what was kept, with everything written into it that the record says otherwise. */
export function writeRow(kept: JsonObject, homes: Homes, mapping: RowMapping): JsonObject {
  let row = kept;
  // What one home says may be read from a field that another one is written to, so what was written is looked at once more.
  for (let pass = 0; pass < PASSES_MAX; pass++) {
    const says = mapping.read(row);
    const changed = mapping.write.filter(([home]) => !saysTheSame(says[home], homes[home]));
    if (changed.length === 0) return row;
    for (const [, write] of changed) row = write(row, homes);
  }
  return row;
}

/** Compares a home with what the row says; a shortened text says the same as the whole of it. */
function saysTheSame(said: Homes[HomeName], value: Homes[HomeName]): boolean {
  if (typeof said === "string" && typeof value === "string") return isShortened(value, said);
  return equalJson(said ?? null, value ?? null);
}

/** The row with a field set, or without it. */
export function withField(row: JsonObject, field: string, value: Json | undefined): JsonObject {
  if (value !== undefined) return { ...row, [field]: value };
  const { [field]: _left, ...rest } = row;
  return rest;
}
