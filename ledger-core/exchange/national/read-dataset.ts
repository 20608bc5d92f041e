/** What the rows of one dataset say: the part of its record that the sheet has columns for, and what a person should know about it. */
import { encodeUtf8 } from "#ledger-core/contract/schema/bytes.ts";
import type { Description, Item } from "#ledger-core/contract/schema/catalog.ts";
import { SHARING } from "#ledger-core/contract/schema/catalog.ts";
import { isUnifiedSocialCreditCode } from "#ledger-core/contract/schema/uscc.ts";
import { shortenText } from "#ledger-core/exchange/fit-text.ts";
import type { Cell } from "./cells.ts";
import { cellText, cellValue, isBlank, isMerged, plainForm } from "./cells.ts";
import type { ColumnKind } from "./columns.ts";
import type { SheetFindingCode } from "./finding-codes.ts";
import { parseItemList, SENSITIVITY_UNSAID } from "./item-list.ts";
import type { SheetLimits } from "./limits.ts";
import { checkResourceCode } from "./resource-code.ts";
import { parseSheetDate } from "./sheet-date.ts";
import type { SheetColumn } from "./sheet-table.ts";
import { parseCycle, parseOpenness, parseSensitivity, parseSharing } from "./words.ts";

/** The part of a record that the sheet has columns for. */
export type SheetHomes = Pick<
  Description,
  | "classification"
  | "title"
  | "publisher"
  | "providerCode"
  | "summary"
  | "format"
  | "items"
  | "sharing"
  | "sharingCondition"
  | "sharingMethod"
  | "legalBasis"
  | "openness"
  | "updateCycle"
  | "publishedDay"
  | "modifiedDay"
  | "relatedCodes"
  | "keywords"
  | "licence"
> & { readonly sourceId: string };

/** A finding within a dataset: the row counted from 0 from its first one. */
export type DatasetFinding = {
  readonly rowOffset: number;
  readonly column: SheetColumn | undefined;
  readonly code: SheetFindingCode;
  readonly severity: "refused" | "warning";
  readonly value?: string;
};

export type ReadDataset = {
  readonly homes: SheetHomes;
  readonly findings: readonly DatasetFinding[];
  /** False where the sheet says nothing that is understood; `homes` then has the strictest. */
  readonly sharingSaid: boolean;
};

type Row = readonly Cell[];

/** Reads any rows and never fails: what is not understood reads as empty, as not shared or as not open, and is said. */
export function readDataset(
  columns: ReadonlyMap<ColumnKind, SheetColumn>,
  rows: readonly Row[],
  limits: SheetLimits,
): ReadDataset {
  const reading = new DatasetReading(columns, rows, limits);
  return reading.read();
}

/** The code of a cell; `rounded` where the program that wrote the sheet took it for a number and lost digits of it. */
export function readCode(cell: Cell | undefined): { readonly code: string; readonly rounded: boolean } {
  const value = cellValue(cell);
  const code = plainForm(cellText(value));
  const rounded =
    typeof value === "number" ? !Number.isSafeInteger(value) || value >= 1e15 : /^\d(?:\.\d+)?E\+?\d+$/i.test(code);
  return { code, rounded };
}

class DatasetReading {
  readonly #columns: ReadonlyMap<ColumnKind, SheetColumn>;
  readonly #rows: readonly Row[];
  readonly #limits: SheetLimits;
  readonly #findings: DatasetFinding[] = [];

  constructor(columns: ReadonlyMap<ColumnKind, SheetColumn>, rows: readonly Row[], limits: SheetLimits) {
    this.#columns = columns;
    this.#rows = rows;
    this.#limits = limits;
  }

  read(): ReadDataset {
    const limits = this.#limits;
    const sourceId = this.#code();
    const classification = this.#classification(sourceId);
    const sharing = this.#sharing();
    // By the guide the condition of what is not shared is the law that forbids it: one of the two columns is enough.
    const condition = this.#longText("sharingCondition", limits.conditionBytesMax);
    const basis = this.#longText("legalBasis", limits.basisBytesMax);
    const isBasis = sharing === "not-shared";
    const homes: SheetHomes = {
      sourceId,
      classification,
      title: this.#text("title", limits.titleBytesMax),
      publisher: this.#text("publisher", limits.publisherBytesMax),
      providerCode: this.#providerCode(),
      summary: this.#longText("summary", limits.summaryBytesMax),
      format: this.#text("format", limits.formatBytesMax),
      items: this.#items(),
      sharing: sharing ?? "not-shared",
      sharingCondition: condition === "" && isBasis ? basis : condition,
      sharingMethod: this.#text("sharingMethod", limits.methodBytesMax),
      legalBasis: basis === "" && isBasis ? shortenText(condition, limits.basisBytesMax) : basis,
      openness: this.#openness(),
      updateCycle: this.#updateCycle(),
      publishedDay: this.#day("published"),
      modifiedDay: this.#day("modified"),
      relatedCodes: this.#list(
        "related",
        { lengthMax: limits.relatedMax, bytesMax: limits.relatedBytesMax },
        splitCodes,
      ),
      keywords: this.#list("keywords", { lengthMax: limits.keywordsMax, bytesMax: limits.keywordBytesMax }, splitWords),
      licence: this.#text("licence", limits.licenceBytesMax),
    };
    return { homes, findings: this.#findings, sharingSaid: sharing !== undefined };
  }

  #code(): string {
    const place = this.#place("code");
    const { code, rounded } = readCode(place?.cell);
    if (rounded) this.#add("refused", "CODE_ROUNDED", "code", place?.rowOffset, code);
    else this.#tooLong(code, "code", this.#limits.codeBytesMax);
    return code;
  }

  #classification(code: string): string {
    const names = (["class1", "class2", "class3", "class4"] as const).map((kind) => this.#single(kind));
    while (names.at(-1) === "") names.pop();
    const whole = names.length > 0 ? names.join("/") : this.#single("classification");
    this.#tooLong(whole, names.length > 0 ? "class1" : "classification", this.#limits.classificationBytesMax);
    // Of a code that lost digits that is said already.
    const isKnown = code !== "" && !this.#findings.some((finding) => finding.code === "CODE_ROUNDED");
    const problem = !isKnown ? undefined : checkResourceCode(code, whole.split("/")[0] ?? "");
    if (problem !== undefined) this.#add("warning", problem, "code", 0, code);
    return whole;
  }

  /** The strictest of what its rows say: a dataset is shared by the ledger as a whole. */
  #sharing(): Description["sharing"] | undefined {
    const said = this.#words("sharing").map(({ text, rowOffset }) => {
      const sharing = parseSharing(text);
      if (sharing === undefined) this.#add("refused", "SHARING_UNKNOWN", "sharing", rowOffset, text);
      return sharing;
    });
    const places = said.flatMap((sharing) => (sharing === undefined ? [] : [SHARING.indexOf(sharing)]));
    return places.length === 0 || places.length < said.length ? undefined : SHARING[Math.max(...places)];
  }

  #openness(): Description["openness"] {
    const kind = this.#place("openness") === undefined ? "opennessFlag" : "openness";
    const words = this.#words(kind);
    const condition = this.#single("opennessCondition");
    const said = words.map(({ text, rowOffset }) => {
      const openness = parseOpenness(text);
      if (openness === undefined) this.#add("warning", "OPENNESS_UNKNOWN", kind, rowOffset, text);
      const isYes = openness === "open" && !text.includes("无条件") && condition !== "" && !/^[无\-/]$/.test(condition);
      return isYes ? "conditional" : (openness ?? "closed");
    });
    if (said.length === 0) this.#add("warning", "OPENNESS_MISSING", "openness", 0);
    if (said.length === 0 || said.includes("closed")) return "closed";
    return said.includes("conditional") ? "conditional" : "open";
  }

  #providerCode(): string {
    const text = this.#text("providerCode", this.#limits.providerCodeBytesMax);
    const plain = plainForm(text).toUpperCase();
    if (text === "" || isUnifiedSocialCreditCode(plain)) return text === "" ? "" : plain;
    this.#add("warning", "PROVIDER_CODE_INVALID", "providerCode", this.#place("providerCode")?.rowOffset, text);
    return text;
  }

  #updateCycle(): string {
    const text = this.#text("updateCycle", this.#limits.cycleBytesMax);
    const { cycle, known } = parseCycle(text);
    if (text !== "" && !known)
      this.#add("warning", "CYCLE_UNKNOWN", "updateCycle", this.#place("updateCycle")?.rowOffset, text);
    return cycle;
  }

  #day(kind: ColumnKind): number | undefined {
    const place = this.#place(kind);
    if (place === undefined) return undefined;
    this.#single(kind);
    const date = parseSheetDate(cellValue(place.cell));
    if (date.kind === "day") return date.day;
    const code =
      date.kind === "implausible" ? "DATE_IMPLAUSIBLE" : date.kind === "coarse" ? "DATE_NOT_A_DAY" : "DATE_INVALID";
    this.#add("warning", code, kind, place.rowOffset, cellText(place.cell));
    return undefined;
  }

  #list(
    kind: ColumnKind,
    limits: { readonly lengthMax: number; readonly bytesMax: number },
    split: (text: string) => readonly string[],
  ): readonly string[] {
    const list = [...new Set(this.#words(kind).flatMap(({ text }) => split(text)))];
    if (list.length > limits.lengthMax) this.#add("refused", "LIST_TOO_LONG", kind, 0, String(list.length));
    for (const entry of list) this.#tooLong(entry, kind, limits.bytesMax);
    return list;
  }

  #items(): readonly Item[] {
    const items: Item[] = [];
    const hasNames =
      this.#place("itemName") !== undefined || (this.#columns.has("itemName") && this.#place("itemList") === undefined);
    for (let rowOffset = 0; rowOffset < this.#rows.length; rowOffset++) {
      const listCell = this.#cell("itemList", rowOffset);
      const read = hasNames ? this.#item(rowOffset) : isMerged(listCell) ? [] : parseItemList(cellText(listCell));
      for (const item of read) items.push(this.#checkedItem(item, rowOffset, hasNames ? "itemName" : "itemList"));
    }
    if (items.length > this.#limits.itemsMax)
      this.#add("refused", "LIST_TOO_LONG", hasNames ? "itemName" : "itemList", 0, String(items.length));
    return items;
  }

  #item(rowOffset: number): readonly Item[] {
    const nameCell = this.#cell("itemName", rowOffset);
    const textOf = (kind: ColumnKind): string => cellText(this.#cell(kind, rowOffset)).trim();
    const name = textOf("itemName");
    // A name over several rows is one item.
    if (isMerged(nameCell)) return [];
    const code = textOf("itemCode");
    const dataType = textOf("itemType");
    if (name === "" && (code !== "" || (dataType !== "" && !isMerged(this.#cell("itemType", rowOffset)))))
      this.#add("warning", "ITEM_WITHOUT_NAME", "itemName", rowOffset, code === "" ? dataType : code);
    if (name === "") return [];
    const word = textOf("itemSensitivity");
    const sensitivity = parseSensitivity(word);
    if (word !== "" && sensitivity === undefined)
      this.#add("warning", "SENSITIVITY_UNKNOWN", "itemSensitivity", rowOffset, word);
    const unsaid = word === "" ? SENSITIVITY_UNSAID : "sensitive";
    return [{ name, dataType, code, sensitivity: sensitivity ?? unsaid, rule: textOf("itemRule") }];
  }

  #checkedItem(item: Item, rowOffset: number, nameKind: ColumnKind): Item {
    const limits = this.#limits;
    this.#tooLong(item.name, nameKind, limits.itemNameBytesMax, rowOffset);
    this.#tooLong(item.dataType, "itemType", limits.itemTypeBytesMax, rowOffset);
    this.#tooLong(item.code, "itemCode", limits.itemCodeBytesMax, rowOffset);
    const rule = shortenText(item.rule, limits.itemRuleBytesMax);
    if (rule !== item.rule) this.#add("warning", "TEXT_SHORTENED", "itemRule", rowOffset, item.rule);
    return { ...item, rule };
  }

  #text(kind: ColumnKind, bytesMax: number): string {
    const text = this.#single(kind);
    this.#tooLong(text, kind, bytesMax);
    return text;
  }

  #longText(kind: ColumnKind, bytesMax: number): string {
    const text = this.#single(kind);
    const short = shortenText(text, bytesMax);
    if (short !== text) this.#add("warning", "TEXT_SHORTENED", kind, this.#place(kind)?.rowOffset, text);
    return short;
  }

  /** The first text in the rows of the dataset; that a later row says something else is reported. */
  #single(kind: ColumnKind): string {
    const [first, ...others] = this.#words(kind);
    const other = others[0];
    if (other !== undefined) this.#add("warning", "VALUES_DIFFER", kind, other.rowOffset, other.text);
    return first?.text ?? "";
  }

  /** The distinct texts of a column in the order of the rows. */
  #words(kind: ColumnKind): readonly { readonly text: string; readonly rowOffset: number }[] {
    const column = this.#columns.get(kind);
    if (column === undefined) return [];
    const words = new Map<string, number>();
    this.#rows.forEach((row, rowOffset) => {
      const text = cellText(row[column.index]).trim();
      if (text !== "" && !words.has(text)) words.set(text, rowOffset);
    });
    return [...words].map(([text, rowOffset]) => ({ text, rowOffset }));
  }

  #place(kind: ColumnKind): { readonly cell: Cell; readonly rowOffset: number } | undefined {
    const column = this.#columns.get(kind);
    if (column === undefined) return undefined;
    const rowOffset = this.#rows.findIndex((row) => !isBlank(row[column.index]));
    return rowOffset < 0 ? undefined : { cell: this.#rows[rowOffset]?.[column.index] ?? null, rowOffset };
  }

  #cell(kind: ColumnKind, rowOffset: number): Cell {
    const column = this.#columns.get(kind);
    return column === undefined ? null : (this.#rows[rowOffset]?.[column.index] ?? null);
  }

  #tooLong(text: string, kind: ColumnKind, bytesMax: number, rowOffset = this.#place(kind)?.rowOffset ?? 0): void {
    if (isLonger(text, bytesMax)) this.#add("refused", "FIELD_TOO_LONG", kind, rowOffset, text);
  }

  #add(severity: "refused" | "warning", code: SheetFindingCode, kind: ColumnKind, rowOffset = 0, value?: string): void {
    const finding = { rowOffset, column: this.#columns.get(kind), code, severity };
    this.#findings.push(value === undefined ? finding : { ...finding, value });
  }
}

function splitWords(text: string): readonly string[] {
  return text
    .split(/[、,;；，\n\r]+/)
    .map((word) => word.trim())
    .filter((word) => word !== "");
}

/** Codes between commas or in lines; between spaces only where each part could be one by itself. */
function splitCodes(text: string): readonly string[] {
  return splitWords(plainForm(text)).flatMap((code) => {
    const parts = code.split(/\s+/);
    return parts.every((part) => /^\d{7,}$/.test(part)) ? parts : [code];
  });
}

function isLonger(text: string, bytesMax: number): boolean {
  return text.length * 3 > bytesMax && (encodeUtf8(text.toWellFormed())?.length ?? 0) > bytesMax;
}
