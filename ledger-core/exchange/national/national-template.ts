/** The national sheet to be filled in: header in both languages, lists to choose from, an example, and a sheet of instructions. */
import { makeUnifiedSocialCreditCode } from "#ledger-core/contract/schema/uscc.ts";
import type { CellValue } from "./cells.ts";
import type { ColumnKind } from "./columns.ts";
import { STANDARD_COLUMNS } from "./columns.ts";
import { layoutColumns, SHEET_NAME, STANDARD_LAYOUT } from "./sheet-layout.ts";
import { EXAMPLE_CODE, INSTRUCTIONS_NAME } from "./template-texts.ts";
import type { SheetOut } from "./write-sheets.ts";
import { encodeRows } from "./write-text-table.ts";
import { writeWorkbook } from "./write-workbook.ts";

const EXAMPLE: Readonly<Partial<Record<ColumnKind, string>>> = {
  class1: "部门信息资源",
  class2: "教育局",
  class3: "基础教育",
  class4: "学校",
  title: "中小学校名录",
  code: EXAMPLE_CODE,
  publisher: "市教育局",
  providerCode: makeUnifiedSocialCreditCode("11320100000000001"),
  summary: "全市中小学校的名称、地址和在校学生数，每学期更新。",
  format: "XLSX",
  itemName: "学校名称",
  itemCode: "XXMC",
  itemType: "字符型",
  itemSensitivity: "公开",
  itemRule: "与办学许可证一致",
  sharing: "有条件共享",
  sharingCondition: "用于入学资格核验，须说明用途",
  sharingMethod: "共享平台",
  openness: "不予开放",
  updateCycle: "每半年",
  published: "2026-03-01",
};
const EXAMPLE_SECOND_ITEM: Readonly<Partial<Record<ColumnKind, string>>> = {
  title: "中小学校名录",
  code: EXAMPLE_CODE,
  itemName: "在校学生数",
  itemCode: "ZXXSS",
  itemType: "数值型",
  itemSensitivity: "内部",
  itemRule: "每年 9 月统计",
};

/** A workbook of two sheets: the table, with an example that is not imported, and how to fill it in. */
export async function nationalTemplateXlsx(): Promise<Uint8Array> {
  const rows = templateRows();
  const bodyStart = STANDARD_LAYOUT.header.length;
  const table: SheetOut = {
    name: SHEET_NAME,
    hidden: false,
    rows,
    merges: [],
    table: { columns: layoutColumns(STANDARD_LAYOUT), headerStart: 0, bodyStart, bodyEnd: rows.length },
  };
  const instructions = { name: INSTRUCTIONS_NAME, hidden: false, rows: [], merges: [], isInstructions: true };
  return await writeWorkbook([table, instructions]);
}

/** The same table as CSV, for those who fill it by program. */
export function nationalTemplateCsv(): Uint8Array {
  return encodeRows(templateRows());
}

function templateRows(): readonly (readonly CellValue[])[] {
  const examples = [EXAMPLE, EXAMPLE_SECOND_ITEM].map((example) =>
    STANDARD_COLUMNS.map(({ kind }) => example[kind] ?? null),
  );
  const header = [STANDARD_COLUMNS.map(({ zh }) => zh), STANDARD_COLUMNS.map(({ en }) => en)];
  return [...header, ...examples];
}
