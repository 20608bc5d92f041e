import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { makeUnifiedSocialCreditCode } from "#ledger-core/contract/schema/uscc.ts";
import { NATIONAL_CSV, NATIONAL_XLSX } from "#ledger-core/exchange/national/national-formats.ts";
import { csvOf, HEADER, rowOf, xlsxOf } from "#ledger-core/exchange/national/sheet.testing.ts";
import { readWorkbook } from "#ledger-core/exchange/national/read-workbook.ts";
import { SHEET_LIMITS } from "#ledger-core/exchange/national/limits.ts";
import { exportCatalog } from "./export-catalog.ts";
import { ImportLedger } from "./import.testing.ts";

let city: ImportLedger;
beforeAll(async () => {
  city = await ImportLedger.found();
});
afterAll(() => city.close());

const fileName = "政务信息资源目录.xlsx";
/** The department that imports. */
const own = { providerCode: makeUnifiedSocialCreditCode("11320100MB1234567") };
const item = HEADER.map((_, i) => (i === 10 ? "地址" : i === 12 ? "字符型" : null));
const rows = [
  ["某市教育局目录"],
  [...HEADER, "备注"],
  [...rowOf(own), "甲"],
  item,
  [...rowOf({ ...own, code: "301001000002", title: "教师名录" }), "乙"],
];

const planned = async (bytes: Uint8Array) => {
  const plan = await city.plan({ bytes, fileName });
  if (!plan.ok) throw new Error(plan.code);
  return plan;
};
const filledRows = async (bytes: Uint8Array) => {
  const read = await readWorkbook(bytes, SHEET_LIMITS);
  return read.ok ? read.sheets[0]?.rows.filter((row) => row.length > 0) : read.code;
};

describe("the national sheet", () => {
  it("is imported, unchanged the second time, and exported as it came", async () => {
    const bytes = await xlsxOf({ name: "目录", rows });
    const plan = await planned(bytes);
    expect([plan.format.name, plan.source.key, plan.diff.added.length]).toEqual([
      "national-xlsx",
      "publisher:市教育局/政务信息资源目录",
      2,
    ]);
    expect((await city.run(plan)).stopped).toBeUndefined();
    expect((await planned(bytes)).diff).toMatchObject({
      added: [],
      changed: [],
      unchanged: ["301001000001", "301001000002"],
    });
    const exported = await exportCatalog(city.ledger.reader, { format: NATIONAL_XLSX });
    expect(await filledRows(exported.bytes)).toEqual(await filledRows(bytes));
    expect((await planned(exported.bytes)).diff.unchanged).toHaveLength(2);
  });

  it("says no less as CSV, only that its sheet had another name", async () => {
    const { bytes } = await exportCatalog(city.ledger.reader, { format: NATIONAL_CSV });
    const plan = await city.plan({ bytes, fileName: "x.csv", source: "publisher:市教育局/政务信息资源目录" });
    expect(plan.ok && [plan.format.name, plan.diff.unchanged.length, plan.diff.changed.length]).toEqual([
      "national-csv",
      1,
      1,
    ]);
    expect(plan.ok && plan.findings.map(({ code }) => code)).toEqual(["CATALOG_CHANGED"]);
  });

  it("leaves out what lacks an element, in words of the sheet, and takes the rest", async () => {
    const bytes = csvOf([
      HEADER,
      rowOf({ ...own, code: "301001000007", published: "" }),
      rowOf({ ...own, code: "301001000008" }),
      rowOf({ code: "301001000009" }),
    ]);
    const plan = await city.plan({ bytes, fileName: "other.csv", source: "other" });
    expect(plan.ok && plan.findings.map(({ row, path, code, value }) => [row, path, code, value])).toEqual([
      [2, "W 发布日期", "ELEMENT_MISSING", undefined],
      [4, "", "PROVIDER_MISMATCH", "11320100000000001G"],
    ]);
    expect(plan.ok && plan.diff.added).toEqual(["301001000008"]);
  });
});
