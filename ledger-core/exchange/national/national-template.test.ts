import { describe, expect, it } from "vitest";
import { readXlsx } from "hucre/xlsx";
import { isUnifiedSocialCreditCode } from "#ledger-core/contract/schema/uscc.ts";
import { NATIONAL_CSV, NATIONAL_XLSX, parseNationalCsv, parseNationalXlsx } from "./national-formats.ts";
import { nationalTemplateCsv, nationalTemplateXlsx } from "./national-template.ts";
import { briefly, rowOf, taken, written, xlsxOf } from "./sheet.testing.ts";

describe("the template", () => {
  it("says in two rows and a sheet what to fill in, offers lists, and is the same each time", async () => {
    const bytes = await nationalTemplateXlsx();
    const { sheets } = await readXlsx(bytes);
    expect(sheets.map(({ name }) => name)).toEqual(["政务信息资源目录", "填写说明"]);
    expect(sheets[0]?.rows.slice(0, 2).map((row) => row.slice(4, 6))).toEqual([
      ["信息资源名称", "信息资源代码"],
      ["Resource title", "Resource code"],
    ]);
    const lists = sheets[0]?.dataValidations?.map(({ range, values }) => `${range} ${values?.join("/") ?? ""}`);
    expect(lists).toEqual([
      "N3:N1002 公开/内部/敏感/个人信息",
      "P3:P1002 无条件共享/有条件共享/不予共享",
      "T3:T1002 无条件开放/有条件开放/不予开放",
      "V3:V1002 实时/每日/每周/每月/每季度/每半年/每年/不定期/其他",
    ]);
    expect(await nationalTemplateXlsx()).toEqual(bytes);
  });

  it("has an example that is not imported and could be, but for its code", async () => {
    for (const parsed of [
      await parseNationalXlsx(await nationalTemplateXlsx()),
      parseNationalCsv(nationalTemplateCsv()),
    ]) {
      expect(briefly(parsed)).toEqual(["3 warning EXAMPLE_SKIPPED"]);
      expect(taken(parsed).records).toEqual([]);
    }
    const text = new TextDecoder().decode(nationalTemplateCsv()).replaceAll("示例", "301001000001");
    const [record] = taken(parseNationalCsv(new TextEncoder().encode(text))).records;
    expect(record).toMatchObject({ title: "中小学校名录", updateCycle: "P6M" });
    expect(record?.items.map(({ name }) => name)).toEqual(["学校名称", "在校学生数"]);
    expect(isUnifiedSocialCreditCode(record?.providerCode ?? "")).toBe(true);
  });

  it("is read when it is filled in below the example, and its instructions are not kept with each dataset", async () => {
    const { sheets } = await readXlsx(await nationalTemplateXlsx());
    const [table, instructions] = sheets.map(({ name, rows }) => ({
      name,
      rows: rows.filter((row) => row.some((cell) => cell !== null)),
    }));
    const filled = await xlsxOf(
      { ...table, rows: [...(table?.rows ?? []), rowOf()] },
      { ...instructions, rows: instructions?.rows ?? [] },
    );
    const parsed = taken(await parseNationalXlsx(filled));
    expect(briefly(parsed)).toEqual(["3 warning EXAMPLE_SKIPPED"]);
    expect(parsed.records).toHaveLength(1);
    expect(JSON.stringify(parsed.catalog)).not.toContain("逐级");
    const again = await readXlsx(await written(NATIONAL_XLSX, parsed.records, parsed.catalog));
    expect(again.sheets.map(({ name }) => name)).toEqual(["政务信息资源目录", "填写说明"]);
    expect(again.sheets[1]?.rows).toEqual(sheets[1]?.rows);
  });

  it("is the form in which records of other formats are written", async () => {
    const parsed = taken(
      parseNationalCsv(
        new TextEncoder().encode(new TextDecoder().decode(nationalTemplateCsv()).replaceAll("示例", "301001000001")),
      ),
    );
    const foreign = parsed.records.map((record) => ({
      ...record,
      profile: "ckan" as const,
      sourceId: "https://example.org/1",
      keywords: ["学校", "教育"],
      licence: "CC-BY-4.0",
      modifiedDay: 20_514,
      kept: { 备注: "not in this format's words" },
    }));
    for (const format of [NATIONAL_CSV, NATIONAL_XLSX]) {
      const [again] = taken(await format.parse(await written(format, foreign), (bytes) => bytes)).records;
      expect(again).toMatchObject({
        sourceId: "301001000001",
        keywords: ["学校", "教育"],
        licence: "CC-BY-4.0",
        modifiedDay: 20_514,
        kept: {},
      });
    }
  });
});
