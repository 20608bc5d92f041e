/** What can be wrong with one row of a catalogue in JSON, whatever its standard; each standard adds its own rules. */
import { encodeUtf8 } from "#ledger-core/contract/schema/bytes.ts";
import { isJsonList, isJsonObject } from "#ledger-core/exchange/canonical-json.ts";
import type { Json } from "#ledger-core/exchange/dataset-record.ts";
import { parseDocumentDate } from "#ledger-core/exchange/document-date.ts";
import { excerpt, findHiddenMark, hasMarkup } from "#ledger-core/exchange/hidden-marks.ts";

/** What the rules here find; a row with one `refused` is left out. */
export type SharedRowCode =
  | "FIELD_MISSING"
  | "FIELD_TYPE"
  | "FIELD_TOO_LONG"
  | "LIST_TOO_LONG"
  | "TEXT_SHORTENED"
  | "DATE_INVALID"
  | "DATE_IMPLAUSIBLE"
  | "DATE_NOT_A_DAY"
  | "URL_INVALID"
  | "HTML_MARKUP"
  | "HIDDEN_CHARACTER";

type Severity = "refused" | "warning";

/** A finding before it has a row number: `path` counts from 0, `value` is an excerpt that is safe to print. */
export type RowFault<Code extends string> = {
  readonly path: string;
  readonly code: Code;
  readonly severity: Severity;
  readonly value?: string;
};

export class RowCheck<Own extends string = never> {
  readonly #faults: RowFault<Own | SharedRowCode>[] = [];

  /** Refusals first, each kind in the order in which it was found. */
  get faults(): readonly RowFault<Own | SharedRowCode>[] {
    const refused = this.#faults.filter((fault) => fault.severity === "refused");
    return [...refused, ...this.#faults.filter((fault) => fault.severity === "warning")];
  }

  /** The text of a field that must be there; undefined if it is missing, blank or no text, which refuses the row. */
  demandedText(value: Json | undefined, path: string, bytesMax?: number): string | undefined {
    if (isMissing(value) || (typeof value === "string" && value.trim() === "")) this.refuse("FIELD_MISSING", path);
    else if (typeof value !== "string") this.refuse("FIELD_TYPE", path, shown(value));
    else {
      if (bytesMax !== undefined) this.tooLong(value, path, bytesMax);
      return value;
    }
    return undefined;
  }

  /** The text of a field that may be missing; undefined if it is, or is no text, which is a warning. */
  optionalText(value: Json | undefined, path: string, bytesMax?: number): string | undefined {
    if (isMissing(value)) return undefined;
    if (typeof value !== "string") {
      this.warn("FIELD_TYPE", path, shown(value));
      return undefined;
    }
    if (bytesMax !== undefined) this.tooLong(value, path, bytesMax);
    return value;
  }

  /** The entries of a list that may be missing. One with more of them than a record has room for refuses the row. */
  optionalList(value: Json | undefined, path: string, lengthMax = Number.POSITIVE_INFINITY): readonly Json[] {
    if (isMissing(value)) return [];
    if (!isJsonList(value)) this.warn("FIELD_TYPE", path, shown(value));
    else if (value.length > lengthMax) this.refuse("LIST_TOO_LONG", path, String(value.length));
    else return value;
    return [];
  }

  /** A date as documents write it; one that is no day of a plausible year is said. */
  date(value: string | undefined, path: string, severity: Severity = "warning"): void {
    if (value === undefined || value === "") return;
    const { kind } = parseDocumentDate(value);
    if (kind === "invalid") this.add(severity, "DATE_INVALID", path, value);
    else if (kind === "implausible") this.warn("DATE_IMPLAUSIBLE", path, value);
    else if (kind === "coarse") this.warn("DATE_NOT_A_DAY", path, value);
  }

  /** A web address that a person may follow; `javascript:` and the like are reported as none. */
  address(value: string, path: string, bytesMax?: number): void {
    if (!/^(?:https?|ftp):\/\/[^\s/?#<>"\\][^\s<>"\\]*$/i.test(value)) this.warn("URL_INVALID", path, value);
    if (bytesMax !== undefined) this.tooLong(value, path, bytesMax);
  }

  tooLong(value: string, path: string, bytesMax: number): void {
    if (isLonger(value, bytesMax)) this.refuse("FIELD_TOO_LONG", path, value);
  }

  shortened(value: string, path: string, bytesMax: number): void {
    if (isLonger(value, bytesMax)) this.warn("TEXT_SHORTENED", path);
  }

  /** Marks that are kept as text but that a reader cannot see or a browser would obey: at most one finding of each kind a text. */
  everyText(value: Json): void {
    this.#textsIn(value, []);
  }

  #textsIn(value: Json, path: (string | number)[]): void {
    if (typeof value === "string") {
      const mark = findHiddenMark(value);
      if (mark !== undefined) this.warn("HIDDEN_CHARACTER", pathText(path), mark);
      if (hasMarkup(value)) this.warn("HTML_MARKUP", pathText(path), value);
    } else if (isJsonList(value)) {
      for (const [i, item] of value.entries()) this.#within(path, i, item);
    } else if (isJsonObject(value)) {
      for (const [key, item] of Object.entries(value)) {
        const mark = findHiddenMark(key);
        if (mark !== undefined) this.warn("HIDDEN_CHARACTER", pathText([...path, key]), mark);
        this.#within(path, key, item);
      }
    }
  }

  #within(path: (string | number)[], step: string | number, item: Json): void {
    path.push(step);
    this.#textsIn(item, path);
    path.pop();
  }

  refuse(code: Own | SharedRowCode, path: string, value?: string): void {
    this.add("refused", code, path, value);
  }

  warn(code: Own | SharedRowCode, path: string, value?: string): void {
    this.add("warning", code, path, value);
  }

  add(severity: Severity, code: Own | SharedRowCode, path: string, value?: string): void {
    this.#faults.push({ path, code, severity, ...(value === undefined ? {} : { value: excerpt(value) }) });
  }
}

export function isMissing(value: Json | undefined): value is null | undefined {
  return value === undefined || value === null;
}

/** A value of a wrong type as text that is safe to print, at most a small part of a large one. */
export function shown(value: Json): string {
  if (isJsonList(value)) return `[${value.length}]`;
  return excerpt(isJsonObject(value) ? `{${Object.keys(value).slice(0, 5).join(", ")}}` : JSON.stringify(value));
}

function isLonger(value: string, bytesMax: number): boolean {
  return value.length > bytesMax || (3 * value.length > bytesMax && (encodeUtf8(value)?.length ?? 0) > bytesMax);
}

/** `distribution[0].accessURL` */
export function pathText(path: readonly (string | number)[]): string {
  let text = "";
  for (const step of path) {
    if (typeof step === "number") text += `[${step}]`;
    else text += text === "" ? excerpt(step) : `.${excerpt(step)}`;
  }
  return text;
}
