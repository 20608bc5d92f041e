/** A whole catalogue in JSON: hostile bytes in, records and findings out. */
import type { TakenCatalog } from "#ledger-core/exchange/catalog-format.ts";
import type { RowFinding } from "#ledger-core/exchange/dataset-record.ts";
import type { DataJsonLimits } from "#ledger-core/exchange/dcat-us/limits.ts";
import type { BadLine, FileCode, FoundRows, RefusedRows } from "./read-rows.ts";
import { readJsonRows } from "./read-rows.ts";
import type { RowFault } from "./row-check.ts";
import type { RowReader, TakingCode } from "./row-taking.ts";
import { faultOfNote, RowTaking } from "./row-taking.ts";
import type { Json, JsonObject } from "#ledger-core/exchange/dataset-record.ts";

/** What is found about a file that is taken all the same. */
export type TakenFileCode = TakingCode | "BYTE_ORDER_MARK" | BadLine["code"];

export type JsonCatalog<Row extends string, Refusal extends string> = {
  readonly linesCatalog?: JsonObject;
  find(document: Json): FoundRows<Refusal>;
  /** What is found in the fields beside the rows. */
  checkCatalog?(catalog: JsonObject): readonly RowFault<Row>[];
  readonly reader: RowReader<Row>;
};

export type ParsedJsonCatalog<Row extends string, Refusal extends string> =
  | (Omit<TakenCatalog, "findings"> & { readonly findings: readonly RowFinding<Row | TakenFileCode>[] })
  | RefusedRows<Refusal | FileCode>;

/** Never throws; a refused row never stops the others; a file refused as a whole gives nothing. Linear in the file's length. */
export function parseJsonCatalog<Row extends string, Refusal extends string>(
  bytes: Uint8Array,
  limits: DataJsonLimits,
  { reader, find, linesCatalog, checkCatalog }: JsonCatalog<Row, Refusal>,
): ParsedJsonCatalog<Row, Refusal> {
  const taking = new RowTaking<Row | "BYTE_ORDER_MARK" | BadLine["code"]>(reader, limits);
  const read = readJsonRows(bytes, limits, {
    find,
    linesCatalog,
    onRow: (row, value, notes, length) => taking.row(row, value, notes, length),
    onBadLine: (row, { code, line, column }) =>
      taking.lost(row, { path: "", code, severity: "refused", value: `${line}:${column}` }),
  });
  if (!read.ok) return read;
  if (read.hasMark) taking.noteFile({ path: "", code: "BYTE_ORDER_MARK", severity: "warning" });
  for (const fault of checkCatalog?.(read.catalog) ?? []) taking.noteFile(fault);
  for (const note of read.notes) taking.noteFile(faultOfNote(note));
  return { ok: true, catalog: read.catalog, rows: read.rows, ...taking.result() };
}
