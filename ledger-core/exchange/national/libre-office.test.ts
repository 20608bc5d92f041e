import { execFileSync, spawnSync } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { readXlsx } from "hucre/xlsx";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { Cell } from "./cells.ts";
import { isBlank } from "./cells.ts";
import { SHEET_LIMITS } from "./limits.ts";
import { NATIONAL_XLSX, parseNationalCsv, parseNationalXlsx } from "./national-formats.ts";
import { nationalTemplateXlsx } from "./national-template.ts";
import { readWorkbook } from "./read-workbook.ts";
import { briefly, csvOf, HEADER, rowOf, taken, written } from "./sheet.testing.ts";

/** LibreOffice itself, where it is installed: nobody knows better what a spreadsheet program makes of a file. */
const isHere = spawnSync("soffice", ["--version"], { stdio: "ignore", timeout: 60_000 }).status === 0;

describe.skipIf(!isHere)(`LibreOffice${isHere ? "" : ", skipped: soffice is absent"}`, () => {
  let folder = "";
  beforeAll(() => {
    folder = mkdtempSync(join(tmpdir(), "national-sheet-"));
  });
  afterAll(() => rmSync(folder, { recursive: true, force: true }));

  /** Opens the files and saves each as a workbook, in one start of the program. */
  const saved = (files: Readonly<Record<string, Uint8Array>>): Readonly<Record<string, Uint8Array>> => {
    const names = Object.keys(files);
    for (const [name, bytes] of Object.entries(files)) writeFileSync(join(folder, name), bytes);
    const profile = `-env:UserInstallation=file://${join(folder, "profile")}`;
    const paths = names.map((name) => join(folder, name));
    execFileSync(
      "soffice",
      [profile, "--headless", "--convert-to", "xlsx", "--outdir", join(folder, "out"), ...paths],
      {
        stdio: "ignore",
        timeout: 120_000,
      },
    );
    return Object.fromEntries(names.map((name) => [name, new Uint8Array(readFileSync(join(folder, "out", name)))]));
  };
  const cellsOf = async (bytes: Uint8Array) => {
    const read = await readWorkbook(bytes, SHEET_LIMITS);
    if (!read.ok) throw new Error(read.code);
    return read.sheets.map(({ name, hidden, rows, merges }) => ({ name, hidden, rows: rows.filter(isFilled), merges }));
  };
  const isFilled = (row: readonly Cell[]) => row.some((cell) => !isBlank(cell));

  it("opens the sheet and the template and saves them without a change", { timeout: 150_000 }, async () => {
    const rows = [
      rowOf({ summary: "  两边有空格  ", related: "301001000002" }),
      HEADER.map((_, i) => (i === 10 ? "学生数" : i === 12 ? "数值型" : null)),
      rowOf({
        code: "301001000002",
        title: "=1+1",
        summary: '第一行\n第二行\t"引号" & <b>',
        published: "2026年3月1日",
      }),
      rowOf({
        code: "0301001000003",
        title: "_x0041_ 'a",
        summary: "长".repeat(3_000),
        sharing: "无条件共享",
        sharingCondition: null,
        openness: "无条件开放",
      }),
      rowOf({
        code: "301001000004",
        title: "emoji 🏫 𠮷 é ‏",
        summary: "-5",
        updateCycle: "每两年",
        published: "46082",
      }),
    ];
    const parsed = taken(
      parseNationalCsv(csvOf([["某市目录"], [...HEADER, "备注"], ...rows.map((row, i) => [...row, `备注 ${i}`])])),
    );
    expect(parsed.records).toHaveLength(4);
    const record = {
      ...parsed.records[0]!,
      sourceId: "301001000009",
      code: "301001000009",
      kept: { 备注: { date: "2026-03-01" }, 发布日期: 46_082 },
    };
    const sheet = await written(NATIONAL_XLSX, [...parsed.records, record], parsed.catalog);
    const template = await nationalTemplateXlsx();
    const again = saved({ "sheet.xlsx": sheet, "template.xlsx": template });
    for (const [name, bytes] of Object.entries({ "sheet.xlsx": sheet, "template.xlsx": template })) {
      const back = again[name] ?? new Uint8Array();
      expect(await cellsOf(back)).toEqual(await cellsOf(bytes));
      const [before, after] = [taken(await parseNationalXlsx(bytes)), taken(await parseNationalXlsx(back))];
      expect(after.records).toEqual(before.records);
      expect(after.catalog).toEqual(before.catalog);
      expect(after.findings).toEqual(before.findings);
    }
    expect(briefly(await parseNationalXlsx(again["template.xlsx"] ?? new Uint8Array()))).toEqual([
      "3 warning EXAMPLE_SKIPPED",
    ]);
    const listsOf = async (bytes: Uint8Array) =>
      (await readXlsx(bytes)).sheets[0]?.dataValidations
        ?.map(({ range, values }) => `${range} ${values?.join("/") ?? ""}`)
        .toSorted();
    expect(await listsOf(again["template.xlsx"] ?? new Uint8Array())).toEqual(await listsOf(template));
    expect(await listsOf(template)).toHaveLength(4);
  });
});
