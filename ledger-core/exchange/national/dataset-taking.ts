/** Takes or refuses the datasets of a file one by one, and says what was found in words of the file: row, column, value. */
import type { Description } from "#ledger-core/contract/schema/catalog.ts";
import type { TakenCatalog } from "#ledger-core/exchange/catalog-format.ts";
import type { DatasetRecord, RowFinding } from "#ledger-core/exchange/dataset-record.ts";
import { excerpt, findHiddenMark, hasMarkup } from "#ledger-core/exchange/hidden-marks.ts";
import { TakenRows } from "#ledger-core/exchange/taken-rows.ts";
import { missingElements } from "#ledger-core/modules/catalog/profile.ts";
import type { Element } from "#ledger-core/modules/catalog/profile.ts";
import type { Cell } from "./cells.ts";
import { cellText, columnLetters, isBlank } from "./cells.ts";
import type { ColumnKind } from "./columns.ts";
import { FURTHER_COLUMNS, STANDARD_COLUMNS } from "./columns.ts";
import type { KindColumns } from "./dataset-cells.ts";
import { FIELD_OF_KIND, keptCells, kindColumns, SHEET_KEY } from "./dataset-cells.ts";
import type { SheetFindingCode } from "./finding-codes.ts";
import type { SheetLimits } from "./limits.ts";
import type { DatasetFinding, SheetHomes } from "./read-dataset.ts";
import { readDataset } from "./read-dataset.ts";
import type { SheetColumn, SheetTable } from "./sheet-table.ts";

type SheetFinding = RowFinding<SheetFindingCode>;
type Rows = readonly (readonly Cell[])[];
type Table = {
  readonly name: string;
  readonly columns: readonly SheetColumn[];
  readonly kinds: KindColumns;
  readonly isFirst: boolean;
};

const NO_TABLE: Table = { name: "", columns: [], kinds: new Map(), isFirst: true };

export class DatasetTaking {
  readonly #limits: SheetLimits;
  /** Places name their sheet where datasets stand in several. */
  readonly #namesSheets: boolean;
  readonly #taken: TakenRows<SheetFindingCode>;
  readonly #publishers = new Set<string>();
  #table = NO_TABLE;
  #tables = 0;
  #columnsUsed = 0;
  #datasets = 0;

  constructor(limits: SheetLimits, namesSheets: boolean) {
    this.#limits = limits;
    const { findingsPerDatasetMax, findingsMax } = limits;
    this.#taken = new TakenRows({ findingsPerRowMax: findingsPerDatasetMax, findingsMax });
    this.#namesSheets = namesSheets;
  }

  /** Datasets so far, taken or not. */
  get datasets(): number {
    return this.#datasets;
  }

  /** Columns up to the last one that a dataset of this table which was taken has something in. */
  get columnsUsed(): number {
    return this.#columnsUsed;
  }

  beginTable(name: string, table: SheetTable): void {
    const { columns, repeated } = table;
    this.#table = { name, columns, kinds: kindColumns(columns), isFirst: this.#tables++ === 0 };
    this.#columnsUsed = 0;
    for (const key of repeated) this.noteSheet("COLUMN_TWICE", key);
  }

  /** Something about the file or a sheet as a whole. */
  noteSheet(code: SheetFindingCode, value: string): void {
    this.#taken.noteFile({ path: "", code, severity: "warning", value: excerpt(value) });
  }

  /** Something about a row that is no dataset. One that may have been meant as one counts as refused. */
  noteRow(code: "ROW_WITHOUT_DATASET" | "EXAMPLE_SKIPPED", row: number, value: string): void {
    const severity = code === "EXAMPLE_SKIPPED" ? "warning" : "refused";
    if (severity === "refused") {
      this.#datasets++;
      this.#taken.refuse(undefined);
    }
    this.#taken.noteRow([{ row, path: this.#path(undefined), code, severity, value: excerpt(value) }]);
  }

  /** One dataset: its rows, and their numbers in the sheet. */
  dataset(rows: Rows, numbers: readonly number[]): void {
    this.#datasets++;
    const { kinds } = this.#table;
    const { homes, findings: read, sharingSaid } = readDataset(kinds, rows, this.#limits);
    const id = homes.sourceId;
    const record = this.#record(homes, rows);
    const findings = [
      ...this.#identity(id),
      ...read,
      ...this.#missing(record, rows, sharingSaid),
      ...this.#cells(rows),
      ...this.#size(rows),
    ];
    const refused = findings.some(({ severity }) => severity === "refused");
    if (refused) this.#taken.refuse(id === "" ? undefined : id);
    else this.#accept(record, numbers[0] ?? 0, rows);
    this.#taken.noteRow(findings.map((finding) => this.#placed(finding, numbers, id)));
  }

  result(): Omit<TakenCatalog, "ok" | "catalog"> {
    const [publisher] = this.#publishers;
    const isOnePublisher = this.#publishers.size === 1 && publisher !== undefined && publisher !== "";
    return { ...(isOnePublisher ? { about: { publisher } } : {}), rows: this.#datasets, ...this.#taken.result() };
  }

  #record(homes: SheetHomes, rows: Rows): DatasetRecord {
    const { columns, name, isFirst } = this.#table;
    const kept = keptCells(homes, columns, rows);
    if (!isFirst) kept[SHEET_KEY] = name;
    return { ...homes, profile: "national", code: homes.sourceId, themes: [], languages: [], distributions: [], kept };
  }

  #accept(record: DatasetRecord, row: number, rows: Rows): void {
    this.#publishers.add(record.publisher);
    for (const cells of rows) this.#columnsUsed = Math.max(this.#columnsUsed, cells.length);
    const kept = this.#table.columns.filter(
      ({ kind, index }) =>
        (kind === undefined || !FIELD_OF_KIND.has(kind)) && rows.some((cells) => !isBlank(cells[index])),
    );
    this.#taken.accept(row, record, kept.length);
  }

  #identity(id: string): readonly DatasetFinding[] {
    if (id === "") return [this.#finding("refused", "CODE_MISSING", "code")];
    return this.#taken.has(id) ? [{ ...this.#finding("refused", "CODE_TWICE", "code"), value: id }] : [];
  }

  /** What the national profile demands and the sheet does not say. */
  #missing(record: DatasetRecord, rows: Rows, sharingSaid: boolean): readonly DatasetFinding[] {
    const ofSharing: readonly Element[] = ["sharing", "sharingCondition", "legalBasis"];
    const missing = missingElements({ ...record, kept: undefined }).filter(
      (element) => element !== "code" && (sharingSaid || !ofSharing.includes(element)),
    );
    const { kinds } = this.#table;
    const column = kinds.get("sharing");
    // A word that is none of the three has its own finding.
    const isUnsaid = !sharingSaid && !this.#hasText(column, record);
    const elements = isUnsaid ? [...missing, "sharing" as const] : missing;
    return elements.map((element) => {
      const kind = kindOfElement(element, kinds);
      const finding = this.#finding("refused", "ELEMENT_MISSING", kind);
      // The place says the heading where the sheet has the column; what stands there is nothing, or nothing that is understood.
      const said = finding.column === undefined ? headingOf(kind) : this.#firstText(finding.column, rows);
      return said === "" ? finding : { ...finding, value: said };
    });
  }

  #firstText({ index }: SheetColumn, rows: Rows): string {
    return cellText(rows.map((row) => row[index]).find((cell) => !isBlank(cell))).trim();
  }

  #hasText(column: SheetColumn | undefined, record: DatasetRecord): boolean {
    // What is not understood is never the plain form, so it is among the cells that are kept.
    const kept = column === undefined ? undefined : record.kept[column.key];
    return kept !== undefined && kept !== null;
  }

  /** Cells that are kept as they are but that a person should look at: at most one finding of a kind for each column. */
  #cells(rows: Rows): readonly DatasetFinding[] {
    const findings: DatasetFinding[] = [];
    for (const column of this.#table.columns) {
      const said = new Set<SheetFindingCode>();
      rows.forEach((row, rowOffset) => {
        const cell = row[column.index] ?? null;
        for (const { code, severity, value } of problemsOf(cell)) {
          if (!said.has(code)) findings.push({ rowOffset, column, code, severity, value });
          said.add(code);
        }
      });
    }
    return findings;
  }

  #size(rows: Rows): readonly DatasetFinding[] {
    let characters = 0;
    // What is merged with the cell above or repeats it is not kept again.
    rows.forEach((row, i) => {
      row.forEach((cell, column) => {
        const text = cellText(cell);
        if (text !== cellText(rows[i - 1]?.[column])) characters += text.length;
      });
    });
    if (characters <= this.#limits.datasetCharactersMax) return [];
    return [{ ...this.#finding("refused", "DATASET_TOO_LARGE", undefined), value: String(characters) }];
  }

  #finding(severity: "refused" | "warning", code: SheetFindingCode, kind: ColumnKind | undefined): DatasetFinding {
    return { rowOffset: 0, column: kind === undefined ? undefined : this.#table.kinds.get(kind), code, severity };
  }

  #placed(finding: DatasetFinding, numbers: readonly number[], id: string): SheetFinding {
    const { rowOffset, column, code, severity, value } = finding;
    return {
      row: numbers[rowOffset] ?? 0,
      path: this.#path(column),
      code,
      severity,
      ...(value === undefined ? {} : { value: excerpt(value) }),
      ...(id === "" ? {} : { sourceId: id }),
    };
  }

  #path(column: SheetColumn | undefined): string {
    const place = column === undefined ? "" : `${columnLetters(column.index)} ${excerpt(column.key)}`;
    return this.#namesSheets ? `${excerpt(this.#table.name)}! ${place}`.trim() : place;
  }
}

function problemsOf(cell: Cell): readonly (Pick<DatasetFinding, "code" | "severity"> & { readonly value: string })[] {
  if (cell === null || typeof cell === "number" || typeof cell === "boolean") return [];
  if (typeof cell === "object") {
    if ("error" in cell) return [{ code: "CELL_ERROR", severity: "warning", value: cell.error }];
    if ("formula" in cell)
      return [
        cell.value === null
          ? { code: "FORMULA_WITHOUT_VALUE", severity: "warning", value: cell.formula }
          : { code: "FORMULA_VALUE_TAKEN", severity: "warning", value: cell.formula },
        ...problemsOf(cell.value),
      ];
    return [];
  }
  if (!cell.isWellFormed()) return [{ code: "TEXT_BROKEN", severity: "refused", value: cell }];
  if (cell.includes("\0")) return [{ code: "TEXT_NUL", severity: "refused", value: cell }];
  const mark = findHiddenMark(cell);
  const markup = hasMarkup(cell);
  return [
    ...(mark === undefined ? [] : [{ code: "HIDDEN_CHARACTER", severity: "warning", value: mark } as const]),
    ...(markup ? [{ code: "HTML_MARKUP", severity: "warning", value: cell } as const] : []),
  ];
}

/** The column in which an element would stand; the guide's own where the sheet has none for it. */
function kindOfElement(element: keyof Description, kinds: KindColumns): ColumnKind | undefined {
  const candidates = [...FIELD_OF_KIND].filter(([, field]) => field === element).map(([kind]) => kind);
  return candidates.find((kind) => kinds.has(kind)) ?? candidates.find((kind) => headingOf(kind) !== "");
}

function headingOf(kind: ColumnKind | undefined): string {
  return STANDARD_COLUMNS.concat(FURTHER_COLUMNS).find((column) => column.kind === kind)?.zh ?? "";
}
