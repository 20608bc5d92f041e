import { describe, expect, it, test } from "vitest";
import type { Cell } from "./cells.ts";
import { SHEET_LIMITS } from "./limits.ts";
import { NATIONAL_XLSX, parseNationalXlsx } from "./national-formats.ts";
import { readWorkbook } from "./read-workbook.ts";
import type { CellIn } from "./sheet.testing.ts";
import { briefly, DATASET, HEADER, rowOf, taken, written, xlsxOf } from "./sheet.testing.ts";
import { alteredWorkbook as altered, archiveOf } from "./workbook.testing.ts";
import { zipStored } from "./zip-parts.ts";

const refusalOf = async (bytes: Uint8Array, limits = SHEET_LIMITS) => {
  const parsed = await parseNationalXlsx(bytes, limits);
  return parsed.ok ? "taken" : `${parsed.code} ${parsed.detail}`.trim();
};
const cellsOf = async (bytes: Uint8Array) => {
  const read = await readWorkbook(bytes, SHEET_LIMITS);
  if (!read.ok) throw new Error(read.code);
  return read.sheets.map(({ name, hidden, rows, merges }) => ({
    name,
    hidden,
    rows: rows.filter((row) => row.length > 0),
    merges,
  }));
};
const GOOD = { rows: [HEADER, rowOf()] };

describe("a workbook as departments have it", () => {
  const upper: CellIn[] = [
    "序号",
    "信息资源分类",
    null,
    null,
    null,
    "信息资源\n名称",
    "信息资源代码",
    "信息资源提供方",
    "提供方代码",
    "信息资源摘要",
    "信息资源格式",
    "信息项信息",
    null,
    "共享属性",
    null,
    null,
    "开放属性",
    null,
    "更新周期",
    "发布日期",
    "备注",
  ];
  const lower: CellIn[] = [
    null,
    "类",
    "项",
    "目",
    "细目",
    null,
    null,
    null,
    null,
    null,
    null,
    "信息项名称",
    "数据类型",
    "共享类型",
    "共享条件",
    "共享方式",
    "是否向社会开放",
    "开放条件",
    null,
    null,
    null,
  ];
  const first = (code: CellIn, title: string, item: string, type: string): CellIn[] => [
    1,
    "部门信息资源类",
    "教育局",
    "基础教育",
    null,
    title,
    code,
    "市教育局",
    DATASET.providerCode ?? null,
    "摘要",
    "XLSX",
    item,
    type,
    "有条件共享",
    "用于核验",
    "共享平台",
    "否",
    null,
    "每年",
    new Date("2026-03-01T00:00:00Z"),
    "旧系统",
  ];
  const next = (item: string, type: string | null): CellIn[] =>
    Array.from({ length: 21 }, (_, i) => (i === 11 ? item : i === 12 ? type : null));
  const rows = [
    ["南京市政务信息资源目录"],
    upper,
    lower,
    first(301_001_000_001, "中小学校名录", "学校名称", "字符型"),
    next("地址", null),
    next("学生数", "数值型"),
    first("301001000002", "教师名录", "姓名", "字符型"),
    next("学科", "字符型"),
    [],
    ["填表人：张三"],
  ];
  const merge = (startRow: number, startCol: number, endRow: number, endCol: number) => ({
    startRow,
    startCol,
    endRow,
    endCol,
  });
  const merges = [
    merge(0, 0, 0, 20),
    merge(1, 1, 1, 4),
    merge(1, 5, 2, 5),
    merge(1, 11, 1, 12),
    merge(1, 13, 1, 15),
    merge(1, 16, 1, 17),
    // The class of both datasets, the name of each, the type of two items.
    merge(3, 1, 7, 1),
    merge(3, 5, 5, 5),
    merge(6, 5, 7, 5),
    merge(3, 6, 5, 6),
    merge(3, 12, 4, 12),
  ];

  it("is read with its merged cells, dates and numbers, and written again cell by cell", async () => {
    const bytes = await xlsxOf({ name: "目录", rows, merges });
    const parsed = taken(await parseNationalXlsx(bytes));
    expect(briefly(parsed)).toEqual([]);
    expect(
      parsed.records.map(({ sourceId, classification, items, publishedDay }) => [
        sourceId,
        classification,
        items.map(({ name, dataType }) => name + dataType).join(),
        publishedDay,
      ]),
    ).toEqual([
      ["301001000001", "部门信息资源类/教育局/基础教育", "学校名称字符型,地址字符型,学生数数值型", 20_513],
      ["301001000002", "部门信息资源类/教育局/基础教育", "姓名字符型,学科字符型", 20_513],
    ]);
    expect(parsed.records[0]?.kept["备注"]).toBe("旧系统");
    const again = await written(NATIONAL_XLSX, parsed.records, parsed.catalog);
    const [before] = await cellsOf(bytes);
    const [after] = await cellsOf(again);
    expect(after?.rows).toEqual(before?.rows);
    const order = (all: readonly (readonly number[])[] = []) => all.map((some) => some.join(" ")).toSorted();
    expect(order(after?.merges)).toEqual(order(before?.merges));
    expect(taken(await parseNationalXlsx(again)).records).toEqual(parsed.records);
  });

  it("loses no value where only the second dataset of a merged class is exported", async () => {
    const parsed = taken(await parseNationalXlsx(await xlsxOf({ name: "目录", rows, merges })));
    const second = taken(
      await parseNationalXlsx(await written(NATIONAL_XLSX, parsed.records.slice(1), parsed.catalog)),
    );
    expect(second.records[0]).toMatchObject({ classification: "部门信息资源类/教育局/基础教育" });
  });

  it("may have several sheets; each is read and filled again, and places name it", async () => {
    const bytes = await xlsxOf(
      { name: "人口", rows: [HEADER, rowOf()] },
      { name: "说明", rows: [["请按指南填写"], ["联系人", "李四"]] },
      { name: "法人", rows: [HEADER, rowOf({ code: "301001000002" }), rowOf({ code: "301001000003", title: "" })] },
      { name: "旧目录", rows: [HEADER, rowOf({ code: "301001000009" })], hidden: true },
    );
    const parsed = taken(await parseNationalXlsx(bytes));
    expect(briefly(parsed, true)).toEqual([
      "0 warning SHEET_HIDDEN  “旧目录”",
      "3 refused ELEMENT_MISSING 法人! E 信息资源名称 “”",
    ]);
    expect(parsed.records.map(({ sourceId }) => sourceId)).toEqual(["301001000001", "301001000002"]);
    const again = await cellsOf(await written(NATIONAL_XLSX, parsed.records, parsed.catalog));
    const before = await cellsOf(bytes);
    expect(again).toEqual(
      before.map((sheet) => (sheet.name === "法人" ? { ...sheet, rows: sheet.rows.slice(0, 2) } : sheet)),
    );
  });

  it("keeps the formula and takes the value; an error is read as nothing", async () => {
    const cells = new Map([
      [
        "1,8",
        { value: "拼出来的摘要", type: "formula" as const, formula: 'A2&"的摘要"', formulaResult: "拼出来的摘要" },
      ],
      ["1,14", { value: "#REF!", type: "error" as const }],
    ]);
    const parsed = taken(await parseNationalXlsx(await xlsxOf({ ...GOOD, cells })));
    expect(parsed.records[0]?.summary).toBe("拼出来的摘要");
    expect(parsed.records[0]?.kept).toEqual({
      信息资源摘要: { formula: '=A2&"的摘要"', value: "拼出来的摘要" },
      填写规则: { error: "#REF!" },
    });
    expect(briefly(parsed, true)).toEqual([
      '2 warning FORMULA_VALUE_TAKEN I 信息资源摘要 “=A2&"的摘要"”',
      "2 warning CELL_ERROR O 填写规则 “#REF!”",
    ]);
    const again = await readWorkbook(await written(NATIONAL_XLSX, parsed.records, parsed.catalog), SHEET_LIMITS);
    expect(again.ok && again.sheets[0]?.rows[1]?.[8]).toBe("拼出来的摘要");
    const empty = new Map([["1,4", { value: null, type: "formula" as const, formula: "NOW()" }]]);
    expect(briefly(await parseNationalXlsx(await xlsxOf({ ...GOOD, cells: empty })))).toEqual([
      "2 refused ELEMENT_MISSING E 信息资源名称",
      "2 warning FORMULA_WITHOUT_VALUE E 信息资源名称",
    ]);
  });

  test.each<[string, string, readonly (readonly Cell[])[]]>([
    ["cells", `<row r="1"><c><v>0</v></c><c/><c><v>2</v></c></row>`, [[0, null, 2]]],
    [
      "cells behind empty ones that say it",
      `<row r="1"><c r="A1"/><c r="B1"/><c><v>2</v></c></row>`,
      [[null, null, 2]],
    ],
    ["cells with a prefix", `<x:row r="1"><x:c s="1"/><x:c><x:v>1</x:v></x:c></x:row>`, [[null, 1]]],
    ["rows", `<row><c><v>0</v></c></row><row/><row ht="9"> </row><row><c><v>3</v></c></row>`, [[0], [], [], [3]]],
  ])("may leave out where its %s are", async (_what, rows, expected) => {
    const bytes = await altered(await xlsxOf(GOOD), (name, text) =>
      name === "xl/worksheets/sheet1.xml" ? `<worksheet><sheetData>${rows}</sheetData></worksheet>` : text,
    );
    const read = await readWorkbook(bytes, SHEET_LIMITS);
    expect(read.ok && read.sheets[0]?.rows).toEqual(expected);
  });

  it("has lost the end of a code that was stored as a number", async () => {
    const row = rowOf();
    row[5] = 3.01001e20;
    expect(briefly(await parseNationalXlsx(await xlsxOf({ rows: [HEADER, row] })))).toEqual([
      "2 refused CODE_ROUNDED F 信息资源代码",
    ]);
  });

  it("never has a text of a record run as a formula", async () => {
    const parsed = taken(
      await parseNationalXlsx(await xlsxOf({ rows: [HEADER, rowOf({ summary: "=1+1", title: "_x0041_名录" })] })),
    );
    const read = await readWorkbook(await written(NATIONAL_XLSX, parsed.records, parsed.catalog), SHEET_LIMITS);
    expect(read.ok && read.sheets[0]?.rows[1]?.slice(8, 9)).toEqual(["=1+1"]);
  });

  it("says that rows are hidden and that cells side by side are merged", async () => {
    const bytes = await xlsxOf({ ...GOOD, rowDefs: new Map([[1, { hidden: true }]]), merges: [merge(1, 16, 1, 17)] });
    expect(briefly(await parseNationalXlsx(bytes))).toEqual(["0 warning MERGE_FLATTENED", "0 warning ROWS_HIDDEN"]);
  });
});

describe("a hostile workbook", () => {
  test.each([
    ["empty", new Uint8Array(), "FILE_EMPTY"],
    ["text", new TextEncoder().encode("信息资源名称"), "FILE_NOT_A_WORKBOOK"],
    ["half a header", new Uint8Array([0x50, 0x4b, 3, 4]), "FILE_CUT_SHORT"],
    ["an archive of something else", archiveOf(new Map([["a.txt", "a"]])), "FILE_NOT_A_WORKBOOK"],
    [
      "a binary workbook",
      archiveOf(
        new Map([
          ["[Content_Types].xml", "<a/>"],
          ["xl/workbook.bin", "a"],
        ]),
      ),
      "WORKBOOK_XLSB",
    ],
    [
      "an OpenDocument sheet",
      archiveOf(
        new Map([
          ["mimetype", "application/vnd.oasis.opendocument.spreadsheet"],
          ["content.xml", "<a/>"],
        ]),
      ),
      "WORKBOOK_ODS",
    ],
    [
      "an archive with nothing of a workbook in it",
      archiveOf(new Map([["[Content_Types].xml", "<a/>"]])),
      "FILE_DAMAGED",
    ],
  ])("is refused: %s", async (_name, bytes, refusal) => {
    expect(await refusalOf(bytes)).toBe(refusal);
  });

  it("of Excel 97 or with a password is named, with what to do", async () => {
    const compound = (name: string) => {
      const bytes = new Uint8Array(2_048);
      bytes.set([0xd0, 0xcf, 0x11, 0xe0, 0xa1, 0xb1, 0x1a, 0xe1]);
      [...name].forEach((letter, i) => bytes.set([letter.charCodeAt(0), 0], 1_024 + 128 + i * 2));
      return bytes;
    };
    expect(await refusalOf(compound("Workbook"))).toBe("WORKBOOK_OLD_XLS");
    expect(await refusalOf(compound("Book"))).toBe("WORKBOOK_OLD_XLS");
    expect(await refusalOf(compound("WordDocument"))).toBe("FILE_NOT_A_WORKBOOK");
    const { writeXlsx } = await import("hucre/xlsx");
    const locked = await writeXlsx({
      sheets: [{ name: "a", rows: [["a"]] }],
      encryption: { password: "secret", spinCount: 1_000 },
    });
    expect(await refusalOf(locked)).toBe("WORKBOOK_ENCRYPTED");
  });

  it("with entities or a document type is refused, whatever they are", async () => {
    const good = await xlsxOf(GOOD);
    for (const target of ["xl/workbook.xml", "xl/sharedStrings.xml", "xl/worksheets/sheet1.xml"]) {
      const bytes = await altered(good, (name, text) =>
        name === target ? text.replace("?>", `?><!DOCTYPE x [<!ENTITY a "aaaa"><!ENTITY b "&a;&a;">]>`) : text,
      );
      expect(await refusalOf(bytes)).toBe(`XML_DOCTYPE ${target}`);
    }
  });

  it("that unpacks to gigabytes is refused before it does, whatever it says of its size", async () => {
    const zeros = new Uint8Array(3_000_000).fill(0x20);
    const stream = new Response(zeros).body?.pipeThrough(new CompressionStream("deflate-raw"));
    const packed = new Uint8Array(await new Response(stream).arrayBuffer());
    const bytes = zipStored(new Map([["[Content_Types].xml", packed]]));
    const view = new DataView(bytes.buffer);
    const directory = view.getUint32(bytes.length - 6, true);
    view.setUint16(8, 8, true);
    view.setUint16(directory + 10, 8, true);
    const limits = { ...SHEET_LIMITS, partBytesMax: 1_000_000 };
    for (const said of [100, 3_000_000, 0xfffffff0]) {
      view.setUint32(directory + 24, said, true);
      expect(await refusalOf(bytes, limits)).toBe("WORKBOOK_TOO_LARGE");
    }
    expect(await refusalOf(await xlsxOf(GOOD), { ...SHEET_LIMITS, partsMax: 3 })).toBe("WORKBOOK_TOO_LARGE");
  });

  it("of a million rows with nothing in them is taken; one with something in them is refused in words", async () => {
    const good = await xlsxOf(GOOD);
    const rows = Array.from(
      { length: 100_000 },
      (_, i) => `<row r="${i + 3}" s="1" customFormat="1"><c r="A${i + 3}" s="1"/><c r="XFD${i + 3}" s="1"/></row>`,
    ).join("");
    const formatted = await altered(good, (name, text) =>
      name === "xl/worksheets/sheet1.xml" ? text.replace("</sheetData>", `${rows}</sheetData>`) : text,
    );
    expect(taken(await parseNationalXlsx(formatted)).records).toHaveLength(1);
    const last = (cell: string) =>
      altered(good, (name, text) =>
        name === "xl/worksheets/sheet1.xml" ? text.replace("</sheetData>", `<row>${cell}</row></sheetData>`) : text,
      );
    expect(await refusalOf(await last(`<c r="A1048576"><v>1</v></c>`))).toBe("TOO_MANY_ROWS 1048576 > 200000");
    expect(await refusalOf(await last(`<c r="XFD3"><v>1</v></c>`))).toBe("TOO_MANY_COLUMNS XFD > SR");
    expect(await refusalOf(await last(`<x:c r="XFD1048576"><x:v>1</x:v></x:c>`))).toBe(
      "TOO_MANY_ROWS 1048576 > 200000",
    );
    expect(await refusalOf(good, { ...SHEET_LIMITS, cellsMax: 20 })).toMatch(/^TOO_MANY_CELLS/);
    expect(await refusalOf(await xlsxOf(GOOD, { rows: [["a"]] }), { ...SHEET_LIMITS, sheetsMax: 1 })).toBe(
      "TOO_MANY_SHEETS 2 > 1",
    );
  });

  it("with merged ranges over everything is refused or taken, soon", async () => {
    const good = await xlsxOf({ rows: [HEADER, rowOf(), ...Array.from({ length: 500 }, () => [])] });
    const ranges = Array.from({ length: 3_000 }, () => `<mergeCell ref="A1:XFD1048576"/>`).join("");
    const bytes = await altered(good, (name, text) =>
      name === "xl/worksheets/sheet1.xml"
        ? text.replace("</sheetData>", `</sheetData><mergeCells>${ranges}</mergeCells>`)
        : text,
    );
    expect(await refusalOf(bytes, { ...SHEET_LIMITS, mergedCellsMax: 1_000 })).toMatch(
      /^(?:TOO_MANY_MERGES|HEADER_TOO_LARGE|taken)/,
    );
  });

  it("with a damaged part is refused as a whole", async () => {
    const bytes = await xlsxOf(GOOD);
    const broken = bytes.slice();
    broken[100] = (broken[100] ?? 0) ^ 0xff;
    expect(await refusalOf(broken)).toMatch(/^FILE_DAMAGED/);
    expect(await refusalOf(bytes.subarray(0, bytes.length - 30))).toBe("FILE_CUT_SHORT");
  });

  it("with two parts of one name is refused: programs would show different ones", async () => {
    const good = await altered(await xlsxOf(GOOD), (_name, text) => text, { "xl/stylez.xml": "<a/>" });
    const letters = [..."stylez"].map((letter) => letter.charCodeAt(0));
    const twice = good.map((byte, i) =>
      byte === 0x7a && letters.every((letter, j) => good[i - 5 + j] === letter) ? 0x73 : byte,
    );
    expect(await refusalOf(twice)).toBe("FILE_DAMAGED");
  });
});
