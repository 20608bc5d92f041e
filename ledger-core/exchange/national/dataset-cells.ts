/**
 * The cells of one dataset, so that two things hold. An unchanged record gives back the very cells it was read from. A record whose
 * fields were changed gives cells that read as changed, and every other cell is as it was.
 */
import type { Item } from "#ledger-core/contract/schema/catalog.ts";
import { formatDay } from "#ledger-core/contract/schema/civil-date.ts";
import { isJsonList, isJsonObject } from "#ledger-core/exchange/canonical-json.ts";
import type { Json, JsonObject } from "#ledger-core/exchange/dataset-record.ts";
import type { Cell } from "./cells.ts";
import { cellValue, equalCells, isBlank, isMerged, parseCell } from "./cells.ts";
import type { ColumnKind } from "./columns.ts";
import { formatItemList, SENSITIVITY_UNSAID } from "./item-list.ts";
import { SHEET_LIMITS } from "./limits.ts";
import type { SheetHomes } from "./read-dataset.ts";
import { readDataset } from "./read-dataset.ts";
import type { SheetColumn } from "./sheet-table.ts";
import { formatCycle, OPENNESS_WORDS, SENSITIVITY_WORDS, SHARING_WORDS } from "./words.ts";

type Rows = readonly (readonly Cell[])[];
type HomeField = keyof SheetHomes;
export type KindColumns = ReadonlyMap<ColumnKind, SheetColumn>;

/** Keys of `kept` that are no headings: no heading begins with a single `@`. */
export const ROWS_KEY = "@rows";
export const SHEET_KEY = "@sheet";

/** A shorter text is as short as saying that it is repeated. */
const REPEATED_CHARACTERS_MIN = 16;

/** The field of the record that a column has its home in. */
export const FIELD_OF_KIND: ReadonlyMap<ColumnKind, HomeField> = new Map<ColumnKind, HomeField>([
  ["class1", "classification"],
  ["class2", "classification"],
  ["class3", "classification"],
  ["class4", "classification"],
  ["classification", "classification"],
  ["title", "title"],
  ["code", "sourceId"],
  ["publisher", "publisher"],
  ["providerCode", "providerCode"],
  ["summary", "summary"],
  ["format", "format"],
  ["itemList", "items"],
  ["itemName", "items"],
  ["itemCode", "items"],
  ["itemType", "items"],
  ["itemSensitivity", "items"],
  ["itemRule", "items"],
  ["sharing", "sharing"],
  ["sharingCondition", "sharingCondition"],
  ["sharingMethod", "sharingMethod"],
  ["legalBasis", "legalBasis"],
  ["openness", "openness"],
  ["opennessFlag", "openness"],
  ["updateCycle", "updateCycle"],
  ["published", "publishedDay"],
  ["related", "relatedCodes"],
  ["modified", "modifiedDay"],
  ["keywords", "keywords"],
  ["licence", "licence"],
]);

export function kindColumns(columns: readonly SheetColumn[]): KindColumns {
  const known = KINDS_OF_COLUMNS.get(columns);
  if (known !== undefined) return known;
  const kinds = new Map(
    columns.flatMap((column) => (column.kind === undefined ? [] : [[column.kind, column] as const])),
  );
  KINDS_OF_COLUMNS.set(columns, kinds);
  return kinds;
}

/** Every dataset of a sheet asks for the same. */
const KINDS_OF_COLUMNS = new WeakMap<readonly SheetColumn[], KindColumns>();

/** What must be kept of a dataset's rows beside its homes: every column without one, and every column whose plain form is another. */
export function keptCells(homes: SheetHomes, columns: readonly SheetColumn[], rows: Rows): Record<string, Json> {
  const plain = plainRows(homes, columns, rows.length);
  const kept: Record<string, Json> = {};
  for (const column of columns) {
    const cells = rows.map((row) => row[column.index] ?? null);
    const hasHome = column.kind !== undefined && FIELD_OF_KIND.has(column.kind);
    const isPlain = hasHome
      ? cells.every((cell, i) => equalCells(cell, plain[i]?.[column.index] ?? null))
      : cells.every((cell) => cell === null);
    if (!isPlain) kept[column.key] = encodeCells(cells);
  }
  if (rows.length !== plainRowCount(homes, kindColumns(columns))) kept[ROWS_KEY] = rows.length;
  return kept;
}

/** The rows of a record under the columns; every cell that was kept is given back unless the record now says something else there. */
export function datasetRows(record: SheetHomes, kept: JsonObject, columns: readonly SheetColumn[]): Rows {
  const kinds = kindColumns(columns);
  const keptColumns = new Map<number, readonly Cell[]>();
  for (const column of columns) {
    const cells = decodeCells(kept[column.key]);
    if (cells !== undefined) keptColumns.set(column.index, cells);
  }
  const rowsKept = kept[ROWS_KEY];
  const count = Math.max(
    plainRowCount(record, kinds),
    typeof rowsKept === "number" ? Math.min(rowsKept, SHEET_LIMITS.itemsMax) : 0,
    // A remark beside an item that is gone needs its row all the same.
    rowsFilled(keptColumns.values()),
  );
  if (keptColumns.size === 0) return plainRows(record, columns, count);
  const whole = overlay(plainRows(record, columns, count), keptColumns);
  const says = readDataset(kinds, whole, SHEET_LIMITS).homes;
  const stale = new Set<number>();
  for (const { kind, index } of columns) {
    const field = kind === undefined ? undefined : FIELD_OF_KIND.get(kind);
    if (field !== undefined && !saysTheSame(field, says, record)) stale.add(index);
  }
  if (stale.size === 0) return whole;
  const itemColumn = kinds.get("itemName") ?? kinds.get("itemList");
  const hasOtherItems = itemColumn !== undefined && stale.has(itemColumn.index);
  if (hasOtherItems) for (const kind of ["code", "title"] as const) stale.add(kinds.get(kind)?.index ?? -1);
  for (const index of stale) keptColumns.delete(index);
  const stays = hasOtherItems ? 0 : count;
  return overlay(plainRows(record, columns, Math.max(1, stays, rowsFilled(keptColumns.values()))), keptColumns);
}

/** Rows up to the last cell in which something stands. */
function rowsFilled(columns: Iterable<readonly Cell[]>): number {
  return Math.max(0, ...[...columns].map((cells) => cells.findLastIndex((cell) => !isBlank(cell)) + 1));
}

/** Fields that the rows, read again, do not say as the record does. */
export function unsaidFields(record: SheetHomes, rows: Rows, kinds: KindColumns): readonly HomeField[] {
  const says = readDataset(kinds, rows, SHEET_LIMITS).homes;
  return [...new Set(FIELD_OF_KIND.values())].filter((field) => !saysTheSame(field, says, record));
}

/** True if the record has something to say under a column of this kind. */
export function hasContent(kind: ColumnKind, homes: SheetHomes): boolean {
  if (kind === "itemName") return homes.items.length > 0;
  if (kind === "itemSensitivity") return homes.items.some(({ sensitivity }) => sensitivity !== SENSITIVITY_UNSAID);
  if (kind.startsWith("item")) return homes.items.some((item) => itemText(kind, item) !== "");
  return datasetText(kind, homes, new Map()) !== "" || FIELD_OF_KIND.get(kind) === "classification";
}

/** The plainest rows that say what the record says: one for each item, the code and the name in each, everything else in the first. */
function plainRows(homes: SheetHomes, columns: readonly SheetColumn[], rowsMin: number): Cell[][] {
  const kinds = kindColumns(columns);
  const count = Math.max(rowsMin, plainRowCount(homes, kinds));
  const width = columns.reduce((most, { index }) => Math.max(most, index + 1), 0);
  const rows = Array.from({ length: count }, () => Array.from<Cell>({ length: width }).fill(null));
  for (const { kind, index } of columns) {
    if (kind === undefined) continue;
    const text = datasetText(kind, homes, kinds);
    rows.forEach((row, i) => {
      const item = homes.items[i];
      // A row without an item that names the dataset again would be taken for a second one.
      const isNamed = (kind === "code" || kind === "title") && item !== undefined && kinds.has("itemName");
      if (i === 0 || isNamed) row[index] = text === "" ? null : text;
      if (kind.startsWith("item") && kind !== "itemList")
        row[index] = item === undefined || !kinds.has("itemName") ? null : textOrNull(itemText(kind, item));
    });
  }
  return rows;
}

function plainRowCount(homes: SheetHomes, kinds: KindColumns): number {
  return kinds.has("itemName") ? Math.max(1, homes.items.length) : 1;
}

function textOrNull(text: string): Cell {
  return text === "" ? null : text;
}

function itemText(kind: ColumnKind, item: Item): string {
  if (kind === "itemName") return item.name;
  if (kind === "itemCode") return item.code;
  if (kind === "itemType") return item.dataType;
  if (kind === "itemRule") return item.rule;
  return kind === "itemSensitivity" ? SENSITIVITY_WORDS[item.sensitivity] : "";
}

function datasetText(kind: ColumnKind, homes: SheetHomes, kinds: KindColumns): string {
  switch (kind) {
    case "class1":
    case "class2":
    case "class3":
    case "class4":
      return className(kind, homes.classification, kinds);
    case "classification":
      return kinds.has("class1") ? "" : homes.classification;
    case "code":
      return homes.sourceId;
    case "itemList":
      return kinds.has("itemName") ? "" : formatItemList(homes.items);
    case "sharing":
      return SHARING_WORDS[homes.sharing];
    case "openness":
      return OPENNESS_WORDS[homes.openness];
    case "opennessFlag":
      return homes.openness === "closed" ? "否" : "是";
    case "updateCycle":
      return formatCycle(homes.updateCycle);
    case "published":
      return homes.publishedDay === undefined ? "" : formatDay(homes.publishedDay);
    case "modified":
      return homes.modifiedDay === undefined ? "" : formatDay(homes.modifiedDay);
    case "related":
      return homes.relatedCodes.join("；");
    case "keywords":
      return homes.keywords.join("；");
    case "title":
    case "publisher":
    case "providerCode":
    case "summary":
    case "format":
    case "sharingCondition":
    case "sharingMethod":
    case "legalBasis":
    case "licence":
      return homes[kind];
    case "serial":
    case "opennessCondition":
    case "itemName":
    case "itemCode":
    case "itemType":
    case "itemSensitivity":
    case "itemRule":
      return "";
  }
}

/** The name at one level of the classification; the last level that has a column takes what is left. */
function className(kind: ColumnKind, classification: string, kinds: KindColumns): string {
  const levels = (["class1", "class2", "class3", "class4"] as const).filter((level) => kinds.has(level));
  const place = levels.findIndex((level) => level === kind);
  const names = classification.split("/");
  return place === levels.length - 1 ? names.slice(place).join("/") : (names[place] ?? "");
}

function overlay(rows: Rows, keptColumns: ReadonlyMap<number, readonly Cell[]>): Rows {
  return rows.map((row, i) =>
    row.map((cell, index) => {
      const kept = keptColumns.get(index);
      return kept === undefined ? cell : (kept[i] ?? null);
    }),
  );
}

/** One cell stands for itself and empty ones below it; in a list, a cell that is merged with the one above it or repeats it only says so. */
function encodeCells(cells: readonly Cell[]): Json {
  const [first = null, ...others] = cells;
  if (others.every((cell) => cell === null)) return first;
  return cells.map((cell, i) => {
    const above = i === 0 ? undefined : cells[i - 1];
    if (above === undefined || !equalCells(cellValue(above), cellValue(cell))) return cell;
    if (isMerged(cell)) return { above: "merged" };
    return typeof cell === "string" && cell.length > REPEATED_CHARACTERS_MIN ? { above: "repeated" } : cell;
  });
}

function decodeCells(json: Json | undefined): readonly Cell[] | undefined {
  if (json === undefined) return undefined;
  if (!isJsonList(json)) {
    const cell = parseCell(json);
    return cell === undefined ? undefined : [cell];
  }
  const cells: Cell[] = [];
  for (const entry of json) {
    const above = isJsonObject(entry) ? entry["above"] : undefined;
    const value = cellValue(cells.at(-1));
    if (above === undefined) cells.push(parseCell(entry) ?? null);
    else cells.push(above === "merged" ? { merged: value } : value);
  }
  return cells;
}

function saysTheSame(field: HomeField, left: SheetHomes, right: SheetHomes): boolean {
  if (field !== "items") {
    const [was, is] = [left[field], right[field]];
    return was === is || (typeof was === "object" && JSON.stringify(was) === JSON.stringify(is));
  }
  if (left.items.length !== right.items.length) return false;
  return left.items.every((item, i) => {
    const other = right.items[i];
    return (
      item.name === other?.name &&
      item.dataType === other.dataType &&
      item.code === other.code &&
      item.sensitivity === other.sensitivity &&
      item.rule === other.rule
    );
  });
}
