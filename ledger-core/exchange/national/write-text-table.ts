/** The sheet as CSV: UTF-8 with a byte order mark, so that spreadsheet programs take it for what it is, commas, CR LF. */
import { stringify } from "csv-stringify/sync";
import type { DatasetRecord, JsonObject } from "#ledger-core/exchange/dataset-record.ts";
import type { Cell } from "./cells.ts";
import { cellText } from "./cells.ts";
import { guardText } from "./read-text-table.ts";
import { parseLayouts } from "./sheet-layout.ts";
import { bodyOf, headerOf, unmerged } from "./write-sheets.ts";

/**
 * All datasets in one table, that of the first sheet. Texts that a spreadsheet program would run as formulas have an apostrophe in front,
 * which the reader of this format takes away: quoting alone would not stop them.
 */
export function writeTextTable(records: readonly DatasetRecord[], catalog: JsonObject | undefined): Uint8Array {
  const layout = parseLayouts(catalog).find((some) => some.kind === "table");
  if (layout === undefined) return new Uint8Array();
  const { columns, rows } = bodyOf(layout, records);
  const whole = [...layout.above, ...headerOf(layout, columns), ...unmerged(rows, columns), ...layout.below];
  return encodeRows(whole);
}

/** Rows of equal width as CSV. */
export function encodeRows(rows: readonly (readonly Cell[])[]): Uint8Array {
  const width = rows.reduce((most, row) => Math.max(most, row.length), 0);
  const texts = rows.map((row) => Array.from({ length: width }, (_, i) => guardText(cellText(row[i]))));
  return new TextEncoder().encode(stringify(texts, { bom: true, record_delimiter: "windows" }));
}
