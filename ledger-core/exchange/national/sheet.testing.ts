/** Made-up sheets for the tests. */
import { stringify } from "csv-stringify/sync";
import { writeXlsx } from "hucre/xlsx";
import type { WriteSheet } from "hucre/xlsx";
import { makeUnifiedSocialCreditCode } from "#ledger-core/contract/schema/uscc.ts";
import type { CatalogFormat, ParsedCatalog, TakenCatalog } from "#ledger-core/exchange/catalog-format.ts";
import type { DatasetRecord, JsonObject } from "#ledger-core/exchange/dataset-record.ts";
import { sha256 } from "#ledger-core/testdata/real-data.testing.ts";
import type { ColumnKind } from "./columns.ts";
import { STANDARD_COLUMNS } from "./columns.ts";
import { parseNationalCsv } from "./national-formats.ts";

export type CellIn = NonNullable<WriteSheet["rows"]>[number][number];
type Texts = Readonly<Partial<Record<ColumnKind, CellIn>>>;

/** A dataset with every element that the guide demands. */
export const DATASET: Texts = {
  class1: "部门信息资源",
  class2: "教育局",
  class3: "基础教育",
  title: "中小学校名录",
  code: "301001000001",
  publisher: "市教育局",
  providerCode: makeUnifiedSocialCreditCode("11320100000000001"),
  summary: "全市中小学校的名称和地址",
  format: "XLSX",
  itemName: "学校名称",
  itemType: "字符型",
  itemSensitivity: "公开",
  sharing: "有条件共享",
  sharingCondition: "用于资格核验",
  sharingMethod: "共享平台",
  openness: "不予开放",
  updateCycle: "每年",
  published: "2026-03-01",
};

/** A row of the standard columns: `DATASET` with the changes. */
export function rowOf(changes: Texts = {}): CellIn[] {
  const texts = { ...DATASET, ...changes };
  return STANDARD_COLUMNS.map(({ kind }) => texts[kind] ?? null);
}

export const HEADER: CellIn[] = STANDARD_COLUMNS.map(({ zh }) => zh);

export function csvOf(rows: readonly (readonly CellIn[])[], delimiter = ","): Uint8Array {
  return new TextEncoder().encode(
    stringify(
      rows.map((row) => row.map(textOf)),
      { delimiter },
    ),
  );
}

function textOf(cell: CellIn): string {
  return cell === null ? "" : String(cell);
}

export async function xlsxOf(
  ...sheets: readonly (Partial<WriteSheet> & Pick<WriteSheet, "rows">)[]
): Promise<Uint8Array> {
  return await writeXlsx({ sheets: sheets.map((sheet, i) => ({ name: `Sheet${i + 1}`, ...sheet })) });
}

export function taken(parsed: ParsedCatalog): TakenCatalog {
  if (!parsed.ok) throw new Error(`the file was refused: ${parsed.code} ${parsed.detail}`);
  return parsed;
}

/** `12 refused CODE_MISSING F 信息资源代码`, with the value where it is asked for. */
export function briefly(parsed: ParsedCatalog, withValue = false): readonly string[] {
  return taken(parsed).findings.map(({ row, severity, code, path, value }) =>
    `${row} ${severity} ${code} ${path}${withValue ? ` “${value ?? ""}”` : ""}`.trim(),
  );
}

/** The findings of one dataset made of `DATASET` with the changes. */
export function findingsOf(changes: Texts, withValue = false): readonly string[] {
  return briefly(parseNationalCsv(csvOf([HEADER, rowOf(changes)])), withValue);
}

/** The record of one dataset that must be taken. */
export function recordOf(changes: Texts = {}): DatasetRecord {
  const [record] = taken(parseNationalCsv(csvOf([HEADER, rowOf(changes)]))).records;
  if (record === undefined) throw new Error("the dataset was refused");
  return record;
}

export async function written(
  format: CatalogFormat,
  records: readonly DatasetRecord[],
  catalog?: JsonObject,
): Promise<Uint8Array> {
  return await format.write(records, { catalog, catalogs: catalog === undefined ? [] : [catalog], sha256 });
}
