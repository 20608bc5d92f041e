/** Where in a sheet the table is: its header of one to three rows, the columns, the rows below. */
import type { Cell } from "./cells.ts";
import { cellText, columnLetters, isBlank } from "./cells.ts";
import type { ColumnKind } from "./columns.ts";
import { columnKind, columnKindOfLevels, hasHan } from "./columns.ts";

/** A rectangle of cells that shows the value of its first; rows and columns counted from 0, the last ones included. */
export type Merge = readonly [startRow: number, startColumn: number, endRow: number, endColumn: number];

/** One sheet as it was read: rows from the first, empty ones among them; what is right of the last filled cell of a row is left out. */
export type Sheet = {
  readonly name: string;
  readonly hidden: boolean;
  readonly hiddenRows: readonly number[];
  readonly rows: readonly (readonly Cell[])[];
  readonly merges: readonly Merge[];
};

export type SheetColumn = {
  readonly index: number;
  /** By what its cells are kept: the heading, made distinct where two columns have one. */
  readonly key: string;
  /** undefined where the column has no home, or another one before it has the same. */
  readonly kind: ColumnKind | undefined;
  readonly hasHeading: boolean;
};

export type SheetTable = {
  /** Rows of title above the header, and rows of the header. */
  readonly headerStart: number;
  readonly bodyStart: number;
  readonly columns: readonly SheetColumn[];
  /** Keys of columns whose kind a column before them has already. */
  readonly repeated: readonly string[];
};

const HEADER_ROWS_MAX = 3;
const HEADER_START_MAX = 50;
const KINDS_MIN = 3;

/**
 * The table of a sheet; undefined where no row of the first fifty looks like its header: a heading of the name, and two more that the
 * guide knows. A second row of headings below merged ones, or with their translation, belongs to it.
 */
export function findTable(sheet: Pick<Sheet, "rows" | "merges">): SheetTable | undefined {
  const { rows, merges } = sheet;
  for (let start = 0; start < Math.min(rows.length, HEADER_START_MAX); start++) {
    const levels = [levelOf(rows, merges, start)];
    if (!looksLikeHeader(levels)) continue;
    while (levels.length < HEADER_ROWS_MAX && start + levels.length < rows.length) {
      const next = [...levels, levelOf(rows, merges, start + levels.length)];
      if (!looksLikeHeader(next)) break;
      levels.push(next.at(-1) ?? []);
    }
    // One at a time: no call takes as many arguments as a sheet may have rows.
    const width = rows.reduce((most, row) => Math.max(most, row.length), 0);
    const { columns, repeated } = columnsOf(levels, width);
    const kinds = new Set(columns.flatMap(({ kind }) => kind ?? []));
    if (kinds.has("title") && kinds.size >= KINDS_MIN)
      return { headerStart: start, bodyStart: start + levels.length, columns, repeated };
  }
  return undefined;
}

/** The columns under header rows that were found before, so that what they are called does not depend on what is below. */
export function columnsOfHeader(
  header: readonly (readonly Cell[])[],
  merges: readonly Merge[],
  width: number,
): readonly SheetColumn[] {
  return columnsOf(
    header.map((_row, i) => levelOf(header, merges, i)),
    width,
  ).columns;
}

type Level = readonly string[];

/** The texts of a header row, each spread over the cells that its merged range covers. */
function levelOf(rows: readonly (readonly Cell[])[], merges: readonly Merge[], index: number): Level {
  const level = (rows[index] ?? []).map((cell) => (isCovered(cell) ? "" : cellText(cell).replace(/\s+/g, " ").trim()));
  for (const [startRow, startColumn, , endColumn] of merges) {
    if (startRow !== index) continue;
    for (let column = startColumn + 1; column <= Math.min(endColumn, startColumn + 512); column++)
      level[column] = level[startColumn] ?? "";
  }
  return Array.from(level, (text) => text ?? "");
}

/** A header cell that a range from above covers says nothing of its own. */
function isCovered(cell: Cell): boolean {
  return typeof cell === "object" && cell !== null && "merged" in cell;
}

function filled(level: Level | undefined): number {
  return (level ?? []).filter((text) => text !== "").length;
}

/** True if at least half of the cells of the last level, and no less than two, are headings of the guide by themselves or below what stands above them. */
function looksLikeHeader(levels: readonly Level[]): boolean {
  const last = levels.at(-1) ?? [];
  const hits = last.filter((text, column) => text !== "" && isHeading(textsOf(levels, column), text)).length;
  return hits >= 2 && hits * 2 >= filled(last);
}

function isHeading(texts: readonly string[], text: string): boolean {
  return (
    columnKind(text) !== undefined ||
    texts.slice(0, -1).some((upper) => upper !== "" && columnKind(`${upper}${text}`) !== undefined)
  );
}

function columnsOf(
  levels: readonly Level[],
  width: number,
): { readonly columns: readonly SheetColumn[]; readonly repeated: readonly string[] } {
  const count = Math.max(width, ...levels.map((level) => level.length));
  const kinds = new Set<ColumnKind>();
  const keys = new Set<string>();
  const repeated: string[] = [];
  const columns: SheetColumn[] = [];
  for (let index = 0; index < count; index++) {
    const texts = textsOf(levels, index);
    const key = keyOf(texts, index, keys);
    const kind = kindOf(texts);
    if (kind !== undefined && kinds.has(kind)) repeated.push(key);
    const hasHeading = levels.some((level) => (level[index] ?? "") !== "");
    columns.push({ index, key, kind: kind === undefined || kinds.has(kind) ? undefined : kind, hasHeading });
    if (kind !== undefined) kinds.add(kind);
    keys.add(key);
  }
  return { columns, repeated };
}

/** What the levels say over one column, from above; an empty upper cell belongs to the one left of it where there is something below. */
function textsOf(levels: readonly Level[], column: number): readonly string[] {
  return levels.map((level, i) => {
    const own = level[column] ?? "";
    const hasBelow = levels.slice(i + 1).some((below) => (below[column] ?? "") !== "");
    if (own !== "" || !hasBelow) return own;
    for (let left = column - 1; left >= 0; left--) {
      const text = level[left] ?? "";
      if (text !== "") return text;
    }
    return "";
  });
}

function kindOf(texts: readonly string[]): ColumnKind | undefined {
  const [first = "", second = "", third = ""] = texts;
  if (third === "") return columnKindOfLevels(first, second);
  return hasHan(second) ? columnKindOfLevels(second, third) : columnKindOfLevels(first, third);
}

/** The heading, levels joined by a stroke, without a translation below it; `(C)` behind it where that is needed to tell it apart. */
function keyOf(texts: readonly string[], index: number, keys: ReadonlySet<string>): string {
  const said = texts.filter((text, i) => text !== "" && text !== texts[i - 1]);
  const own = said.filter((text, i) => i === 0 || hasHan(text) || !hasHan(said[0] ?? ""));
  const heading = own.join("/").replace(/^@/, "@@");
  const isPlain = heading !== "" && heading !== "__proto__" && !keys.has(heading);
  return isPlain ? heading : `${heading} (${columnLetters(index)})`.trim();
}

/** Number of rows up to the last one in which a person sees something. */
export function filledRows(rows: readonly (readonly Cell[])[]): number {
  for (let count = rows.length; count > 0; count--) if (rows[count - 1]?.some((cell) => !isBlank(cell))) return count;
  return 0;
}
