/** What a file of the national sheet says beside its datasets: titles, headings, further sheets. It is the catalogue's own part, kept as JSON. */
import { isJsonList, isJsonObject } from "#ledger-core/exchange/canonical-json.ts";
import type { Json, JsonObject } from "#ledger-core/exchange/dataset-record.ts";
import type { Cell } from "./cells.ts";
import { parseCell } from "./cells.ts";
import { STANDARD_COLUMNS } from "./columns.ts";
import { SHEET_LIMITS } from "./limits.ts";
import type { Merge, SheetColumn } from "./sheet-table.ts";
import { columnsOfHeader } from "./sheet-table.ts";

type Rows = readonly (readonly Cell[])[];

/** A sheet with a table of datasets: what is above its header, the header, what is below the last dataset. */
export type TableLayout = {
  readonly kind: "table";
  readonly name: string;
  readonly above: Rows;
  readonly header: Rows;
  readonly below: Rows;
  /** Merged ranges within `above` and `header`. */
  readonly merges: readonly Merge[];
  /** Columns, those without a heading among them. */
  readonly width: number;
};
/** Any other sheet, as it is; `instructions` is the template's own. */
export type OtherLayout =
  | {
      readonly kind: "other";
      readonly name: string;
      readonly hidden: boolean;
      readonly rows: Rows;
      readonly merges: readonly Merge[];
    }
  | { readonly kind: "instructions"; readonly name: string };
export type SheetLayout = TableLayout | OtherLayout;

/** What the sheet is called here, and one that came as CSV, which has no name for it. */
export const SHEET_NAME = "政务信息资源目录";

/** The layout of a sheet that was not read from anywhere. */
export const STANDARD_LAYOUT: TableLayout = {
  kind: "table",
  name: SHEET_NAME,
  above: [],
  header: [STANDARD_COLUMNS.map(({ zh }) => zh), STANDARD_COLUMNS.map(({ en }) => en)],
  below: [],
  merges: [],
  width: STANDARD_COLUMNS.length,
};

/** The layouts as the catalogue's own fields. */
export function encodeLayouts(layouts: readonly SheetLayout[]): JsonObject {
  return { sheets: layouts.map(encodeLayout) };
}

/** The layouts of a catalogue that this format wrote or read, a table among them; the standard one where there is none. */
export function parseLayouts(catalog: JsonObject | undefined): readonly SheetLayout[] {
  const sheets = catalog?.["sheets"];
  const layouts = isJsonList(sheets) ? sheets.flatMap((json) => parseLayout(json) ?? []) : [];
  return layouts.some(({ kind }) => kind === "table") ? layouts : [STANDARD_LAYOUT];
}

export function layoutColumns({ header, merges, above, width }: TableLayout): readonly SheetColumn[] {
  const shifted = merges.flatMap(([startRow, startColumn, endRow, endColumn]): readonly Merge[] =>
    startRow < above.length ? [] : [[startRow - above.length, startColumn, endRow - above.length, endColumn]],
  );
  return columnsOfHeader(header, shifted, width);
}

function encodeLayout(layout: SheetLayout): JsonObject {
  if (layout.kind === "instructions") return { kind: layout.kind, name: layout.name };
  if (layout.kind === "other") {
    const { kind, name, hidden, rows, merges } = layout;
    return { kind, name, rows, merges, ...(hidden ? { hidden } : {}) };
  }
  const { kind, name, above, header, below, merges, width } = layout;
  return { kind, name, above, header, below, merges, width };
}

function parseLayout(json: Json): SheetLayout | undefined {
  if (!isJsonObject(json)) return undefined;
  const { kind, name, width } = json;
  if (typeof name !== "string") return undefined;
  if (kind === "instructions") return { kind, name };
  const merges = parseMerges(json["merges"]);
  if (kind === "other") return { kind, name, hidden: json["hidden"] === true, rows: parseRows(json["rows"]), merges };
  if (kind !== "table" || typeof width !== "number") return undefined;
  const [above, header, below] = [parseRows(json["above"]), parseRows(json["header"]), parseRows(json["below"])];
  return { kind, name, above, header, below, merges, width: Math.min(width, SHEET_LIMITS.columnsMax) };
}

function parseRows(json: Json | undefined): Rows {
  if (!isJsonList(json)) return [];
  return json.map((row) => (isJsonList(row) ? row.map((cell) => parseCell(cell) ?? null) : []));
}

function parseMerges(json: Json | undefined): readonly Merge[] {
  if (!isJsonList(json)) return [];
  return json.flatMap((entry): readonly Merge[] => {
    const [a, b, c, d] = isJsonList(entry) ? entry : [];
    const isMerge = typeof a === "number" && typeof b === "number" && typeof c === "number" && typeof d === "number";
    return isMerge ? [[a, b, c, d]] : [];
  });
}
