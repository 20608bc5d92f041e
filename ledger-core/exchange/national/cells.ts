/** Cells of a sheet as they are read, kept and given back: JSON values, whatever file they came from. */
import type { DayNumber } from "#ledger-core/contract/schema/units.ts";
import { formatClock, formatDay } from "#ledger-core/contract/schema/civil-date.ts";
import { isJsonObject } from "#ledger-core/exchange/canonical-json.ts";
import type { Json } from "#ledger-core/exchange/dataset-record.ts";

/** What a cell says by itself. `date` is `2026-03-01`, with `T08:00` or `T08:00:00` behind it where the cell has a time. `error` is `#REF!` and its like. */
export type CellValue = null | string | number | boolean | { readonly date: string } | { readonly error: string };

/** `merged`: covered by a merged range that begins in a row above and shows this value. */
export type Cell = CellValue | { readonly formula: string; readonly value: CellValue } | { readonly merged: CellValue };

/** The text that a person reads in the cell; empty for an empty cell and for an error. */
export function cellText(cell: Cell | undefined): string {
  if (cell === undefined || cell === null) return "";
  if (typeof cell === "string") return cell;
  if (typeof cell === "number") return String(cell);
  if (typeof cell === "boolean") return cell ? "TRUE" : "FALSE";
  if ("date" in cell) return cell.date.replace("T", " ");
  if ("error" in cell) return "";
  return cellText("formula" in cell ? cell.value : cell.merged);
}

/** What the cell says, without how it came to say it. */
export function cellValue(cell: Cell | undefined): CellValue {
  if (cell === undefined || cell === null || typeof cell !== "object") return cell ?? null;
  if ("formula" in cell) return cell.value;
  return "merged" in cell ? cell.merged : cell;
}

export function isMerged(cell: Cell | undefined): boolean {
  return typeof cell === "object" && cell !== null && "merged" in cell;
}

/** True if a person sees nothing in it. */
export function isBlank(cell: Cell | undefined): boolean {
  return cell === undefined || cell === null || cellText(cell).trim() === "";
}

/** The cell that was kept as JSON; undefined for JSON that is none. */
export function parseCell(json: Json | undefined): Cell | undefined {
  const value = parseCellValue(json);
  if (value !== undefined || !isJsonObject(json)) return value;
  const { formula, merged } = json;
  if (typeof formula === "string") return { formula, value: parseCellValue(json["value"]) ?? null };
  if (merged === undefined) return undefined;
  return { merged: parseCellValue(merged) ?? null };
}

function parseCellValue(json: Json | undefined): CellValue | undefined {
  if (json === null || typeof json === "string" || typeof json === "number" || typeof json === "boolean") return json;
  if (!isJsonObject(json)) return undefined;
  const { date, error } = json;
  if (typeof date === "string") return { date };
  return typeof error === "string" ? { error } : undefined;
}

/** True if both give the same cell back. */
export function equalCells(left: Cell, right: Cell): boolean {
  if (left === null || right === null || typeof left !== "object" || typeof right !== "object") return left === right;
  return JSON.stringify(left) === JSON.stringify(right);
}

/** A day, and the seconds since its midnight, as a cell. */
export function dateCell(day: DayNumber, seconds: number): CellValue {
  return { date: seconds === 0 ? formatDay(day) : `${formatDay(day)}T${formatClock(seconds)}` };
}

/** `A`, `Z`, `AA` of a column counted from 0. */
export function columnLetters(index: number): string {
  let letters = "";
  for (let rest = index + 1; rest > 0; rest = Math.floor((rest - 1) / 26))
    letters = String.fromCharCode(65 + ((rest - 1) % 26)) + letters;
  return letters;
}

/** Full-width digits, letters and signs as their plain forms, without white space around: how codes and fixed words are compared. */
export function plainForm(text: string): string {
  return text.normalize("NFKC").trim();
}
