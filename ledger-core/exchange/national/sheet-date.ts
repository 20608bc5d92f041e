/** Days as people write them in sheets. */
import { dayOfCivil, isCivilDate } from "#ledger-core/contract/schema/civil-date.ts";
import type { DocumentDate } from "#ledger-core/exchange/document-date.ts";
import { parseDocumentDate } from "#ledger-core/exchange/document-date.ts";
import type { CellValue } from "./cells.ts";
import { cellText, plainForm } from "./cells.ts";

/** 1970-01-01 as Excel counts days. */
export const EXCEL_EPOCH_DAYS = 25_569;
/** 1900-03-01, before which Excel counts a day that was none, and the last day of 2099: a number beyond it was not meant as a day. */
const SERIAL_MIN = 61;
const SERIAL_MAX = 73_050;
const DATE_CHARACTERS_MAX = 64;
const YEAR_MIN = 1800;
const YEAR_MAX = 2199;

const TIME = "(?:[T\\s]+\\d{1,2}[:时]\\d{1,2}(?:[:分](?:\\d{1,2}(?:\\.\\d+)?秒?)?)?(?:Z|[+-]\\d\\d:?\\d\\d)?)?";
const PARTED = new RegExp(`^(\\d{4,5})\\s*[-/.年]\\s*(\\d{1,2})\\s*[-/.月]\\s*(\\d{1,2})\\s*[日号]?${TIME}$`);
const COARSE = /^(\d{4})\s*(?:年|[-/.年]\s*(?:0?[1-9]|1[0-2])\s*月?)$/;

/**
 * Reads `2026-03-01`, `2026/3/1`, `2026.3.1`, `2026年3月1日`, `20260301`, date cells and Excel's day numbers (`46082`, as a number or as
 * text), in full-width digits too. An order other than year, month, day is `invalid`: nobody can tell the 3rd of January from the 1st of March.
 */
export function parseSheetDate(value: CellValue): DocumentDate {
  const text = plainForm(cellText(value));
  if (text.length > DATE_CHARACTERS_MAX) return { kind: "invalid" };
  if (/^\d{5}(?:\.\d+)?$/.test(text)) return serialDate(Math.floor(Number(text)));
  const parts = PARTED.exec(text);
  if (parts !== null) {
    const date = { year: Number(parts[1]), month: Number(parts[2]), day: Number(parts[3]) };
    if (date.year < YEAR_MIN || date.year > YEAR_MAX) return { kind: "implausible" };
    return isCivilDate(date) ? { kind: "day", day: dayOfCivil(date) } : { kind: "invalid" };
  }
  return COARSE.test(text) ? { kind: "coarse" } : parseDocumentDate(text);
}

function serialDate(serial: number): DocumentDate {
  if (serial < SERIAL_MIN || serial > SERIAL_MAX) return { kind: "invalid" };
  return { kind: "day", day: serial - EXCEL_EPOCH_DAYS };
}
