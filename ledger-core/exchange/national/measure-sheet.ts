/**
 * How far the cells of a worksheet reach, before any of them takes memory. The reader of the package makes room for every place up to the last
 * one, so the text is taken apart here just as it does: a place that only one of the two sees would be a way past the limits.
 */
import { parseCellRef } from "hucre/xlsx";

export type SheetMeasure = {
  readonly cells: number;
  /** Counted from 1; 0 for a sheet without cells. */
  readonly lastRow: number;
  readonly lastColumn: number;
};

/** Each begins where the one before ends: looked for anywhere, a long run of white space would be tried from every place in it. */
const EACH_ATTRIBUTE = /[ \t\r\n]*([^ \t\r\n=<>"'/]+)[ \t\r\n]*=[ \t\r\n]*(?:"([^"]*)"|'([^']*)')/gy;
const ROW_PLACE = /^[1-9]\d{0,8}$/;
const CELL_PLACE = /^[A-Za-z]{1,9}[1-9]\d{0,8}$/;

/** Whether a part has the element that the reader takes cells from, whatever the part is called. */
export function holdsCells(xml: string): boolean {
  return xml.includes("sheetData");
}

/** Undefined where a row or cell is written as no program writes it. */
export function measureSheet(xml: string): SheetMeasure | undefined {
  let [cells, lastRow, lastColumn] = [0, 0, 0];
  let [isInSheet, isInRow, isInCell] = [false, false, false];
  // Rows and cells may leave out where they are; then they follow each other.
  let [row, nextColumn, place] = [0, 1, ""];
  for (const { name, attributes, opens, closes } of placingTags(xml)) {
    if (opens && name === "sheetData") isInSheet = true;
    if (opens && name === "row" && isInSheet) {
      const own = placeOf(attributes, ROW_PLACE);
      if (own === undefined) return undefined;
      [isInRow, row, nextColumn] = [true, own === "" ? row + 1 : Number(own), 1];
    }
    if (opens && name === "c" && isInRow) {
      const own = placeOf(attributes, CELL_PLACE);
      if (own === undefined) return undefined;
      [isInCell, place] = [true, own];
    }
    if (closes && name === "sheetData") isInSheet = false;
    if (closes && name === "row") isInRow = false;
    if (closes && name === "c" && isInCell) {
      const at = place === "" ? { row: row - 1, col: nextColumn - 1 } : parseCellRef(place);
      cells++;
      lastRow = Math.max(lastRow, at.row + 1);
      lastColumn = Math.max(lastColumn, at.col + 1);
      [isInCell, nextColumn] = [false, at.col + 2];
    }
  }
  return { cells, lastRow, lastColumn };
}

type Tag = { readonly name: string; readonly attributes: string; readonly opens: boolean; readonly closes: boolean };

/** The tags that say where a cell is. What is never closed ends them: the reader refuses it. */
function* placingTags(xml: string): Generator<Tag> {
  let end: number | undefined = 0;
  for (let at = xml.indexOf("<"); at !== -1; at = xml.indexOf("<", end)) {
    end = endOf(xml, at);
    if (end === undefined) return;
    const mark = xml[at + 1];
    if (mark === "!" || mark === "?") continue;
    const opens = mark !== "/";
    const closes = !opens || xml[end - 2] === "/";
    const content = opens ? xml.slice(at + 1, closes ? end - 2 : end - 1) : xml.slice(at + 2, end - 1).trim();
    const nameEnd = opens ? (/[ \t\r\n]/.exec(content)?.index ?? content.length) : content.length;
    const fullName = content.slice(0, nameEnd);
    const name = fullName.slice(fullName.indexOf(":") + 1);
    if (name === "sheetData" || name === "row" || name === "c")
      yield { name, attributes: content.slice(nameEnd), opens, closes };
  }
}

/** Where the tag, comment, text or instruction that begins here is over. */
function endOf(xml: string, at: number): number | undefined {
  if (xml.startsWith("<!--", at)) return after(xml, "-->", at + 4);
  if (xml.startsWith("<![CDATA[", at)) return after(xml, "]]>", at + 9);
  if (xml[at + 1] === "?") return after(xml, "?>", at + 2);
  if (xml[at + 1] === "!" || xml[at + 1] === "/") return after(xml, ">", at + 2);
  let quote = "";
  for (let i = at + 1; i < xml.length; i++) {
    const letter = xml[i];
    if (quote !== "") quote = letter === quote ? "" : quote;
    else if (letter === ">") return i + 1;
    else if (letter === '"' || letter === "'") quote = letter;
  }
  return undefined;
}

function after(xml: string, mark: string, from: number): number | undefined {
  const at = xml.indexOf(mark, from);
  return at === -1 ? undefined : at + mark.length;
}

/** What the attribute named `r` says; empty where there is none. Undefined for what could be read in two ways. */
function placeOf(attributes: string, form: RegExp): string | undefined {
  const places: string[] = [];
  let end = 0;
  for (const [whole, name, double, single] of attributes.matchAll(EACH_ATTRIBUTE)) {
    end += whole.length;
    if (name === "r") places.push(double ?? single ?? "");
  }
  if (/[^ \t\r\n]/.test(attributes.slice(end))) return undefined;
  const [place = "", ...more] = places;
  return more.length === 0 && (places.length === 0 || form.test(place)) ? place : undefined;
}
