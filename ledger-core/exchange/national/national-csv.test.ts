import { describe, expect, it, test } from "vitest";
import { descriptionSchema } from "#ledger-core/contract/schema/catalog.ts";
import { decode, encode } from "#ledger-core/contract/schema/codec.ts";
import { sha256 } from "#ledger-core/testdata/real-data.testing.ts";
import { SHEET_LIMITS } from "./limits.ts";
import { NATIONAL_CSV, parseNationalCsv } from "./national-formats.ts";
import { briefly, csvOf, findingsOf, HEADER, recordOf, rowOf, taken, written } from "./sheet.testing.ts";

const bytesOf = (text: string) => new TextEncoder().encode(text);
const textOf = (bytes: Uint8Array) => new TextDecoder().decode(bytes);
const refusalOf = (bytes: Uint8Array, limits = SHEET_LIMITS) => {
  const parsed = parseNationalCsv(bytes, limits);
  return parsed.ok ? "taken" : `${parsed.code} ${parsed.detail}`.trim();
};
const utf16 = (text: string, isLittle: boolean) => {
  const bytes = new Uint8Array(text.length * 2);
  const view = new DataView(bytes.buffer);
  for (let i = 0; i < text.length; i++) view.setUint16(i * 2, text.charCodeAt(i), isLittle);
  return bytes;
};

describe("a dataset of the guide", () => {
  it("has its elements in the record, and the record can be signed", () => {
    const record = recordOf();
    expect(record).toMatchObject({
      profile: "national",
      sourceId: "301001000001",
      code: "301001000001",
      classification: "部门信息资源/教育局/基础教育",
      title: "中小学校名录",
      publisher: "市教育局",
      summary: "全市中小学校的名称和地址",
      format: "XLSX",
      items: [{ name: "学校名称", dataType: "字符型", code: "", sensitivity: "open", rule: "" }],
      sharing: "conditional",
      sharingCondition: "用于资格核验",
      sharingMethod: "共享平台",
      legalBasis: "",
      openness: "closed",
      updateCycle: "P1Y",
      publishedDay: 20_513,
      relatedCodes: [],
      kept: {},
    });
    const { sourceId: _sourceId, kept: _kept, ...description } = record;
    expect(decode(descriptionSchema, encode(descriptionSchema, { ...description, kept: undefined })).ok).toBe(true);
    expect(findingsOf({})).toEqual([]);
  });

  it("says in its condition by which law it is not shared, where no column is for that", () => {
    expect(recordOf({ sharing: "不予共享", sharingCondition: "《统计法》第九条" })).toMatchObject({
      sharing: "not-shared",
      sharingCondition: "《统计法》第九条",
      legalBasis: "《统计法》第九条",
    });
    expect(recordOf({ sharing: "不予共享", sharingCondition: null, legalBasis: "《统计法》第九条" })).toMatchObject({
      sharingCondition: "《统计法》第九条",
      legalBasis: "《统计法》第九条",
    });
  });

  test.each([
    ["无条件共享", "unconditional"],
    [" 无条件共享　", "unconditional"],
    ["1.无条件共享", "unconditional"],
    ["有条件共享（部分）", "conditional"],
    ["不予共享", "not-shared"],
    ["３", "not-shared"],
  ])("%s is %s", (sharing, expected) => {
    expect(recordOf({ sharing }).sharing).toBe(expected);
  });

  test.each([
    ["实时", "R/PT1S"],
    ["每日", "P1D"],
    ["每天", "P1D"],
    ["每周", "P7D"],
    ["每月", "P1M"],
    ["每季度", "P3M"],
    ["半年", "P6M"],
    ["每年", "P1Y"],
    ["不定期", "irregular"],
    ["其他", "其他"],
    ["每两年", "每两年"],
  ])("is renewed %s: %s", (updateCycle, expected) => {
    expect(recordOf({ updateCycle }).updateCycle).toBe(expected);
  });

  it("has full-width digits of its codes made plain, and gives them back", async () => {
    const record = recordOf({ code: "３０１００１０００００１", related: "301001000002；301001000003" });
    expect(record).toMatchObject({ sourceId: "301001000001", relatedCodes: ["301001000002", "301001000003"] });
    expect(record.kept).toEqual({ 信息资源代码: "３０１００１０００００１" });
    expect(textOf(await written(NATIONAL_CSV, [record]))).toContain("３０１００１０００００１");
  });
});

describe("what a row is told", () => {
  test.each([
    [{ code: null }, "2 refused CODE_MISSING F 信息资源代码"],
    [{ title: " " }, "2 refused ELEMENT_MISSING E 信息资源名称"],
    [{ class1: null, class2: null, class3: null }, "2 refused ELEMENT_MISSING A 信息资源分类：类"],
    [{ itemName: null, itemType: null }, "2 refused ELEMENT_MISSING K 信息项名称"],
    [{ itemName: null }, "2 refused ELEMENT_MISSING K 信息项名称\n2 warning ITEM_WITHOUT_NAME K 信息项名称"],
    [{ sharing: null }, "2 refused ELEMENT_MISSING P 共享类型"],
    [{ sharing: "看情况" }, "2 refused SHARING_UNKNOWN P 共享类型"],
    [{ sharingCondition: "" }, "2 refused ELEMENT_MISSING Q 共享条件"],
    [{ published: "" }, "2 refused ELEMENT_MISSING W 发布日期"],
    [{ code: "3.01001E+11" }, "2 refused CODE_ROUNDED F 信息资源代码"],
    [{ title: "名".repeat(667) }, "2 refused FIELD_TOO_LONG E 信息资源名称"],
    [{ itemName: "名".repeat(67) }, "2 refused FIELD_TOO_LONG K 信息项名称"],
    [{ summary: "a\u0000b" }, "2 refused TEXT_NUL I 信息资源摘要"],
    [{ code: "401001000001" }, "2 warning CODE_CLASS_UNKNOWN F 信息资源代码"],
    [{ code: "101001000001" }, "2 warning CODE_CLASS_DIFFERS F 信息资源代码"],
    [{ code: "JY-01" }, "2 warning CODE_NOT_DIGITS F 信息资源代码"],
    [{ providerCode: "11320100000000001Z" }, "2 warning PROVIDER_CODE_INVALID H 提供方代码"],
    [{ openness: "" }, "2 warning OPENNESS_MISSING T 开放类型"],
    [{ openness: "也许" }, "2 warning OPENNESS_UNKNOWN T 开放类型"],
    [{ itemSensitivity: "绝密" }, "2 warning SENSITIVITY_UNKNOWN N 敏感级别"],
    [{ updateCycle: "每两年" }, "2 warning CYCLE_UNKNOWN V 更新周期"],
    [{ summary: "<img src=x onerror=alert(1)>" }, "2 warning HTML_MARKUP I 信息资源摘要"],
    [{ title: "名\u202e录" }, "2 warning HIDDEN_CHARACTER E 信息资源名称"],
    [{ summary: "字".repeat(20_001) }, "2 warning TEXT_SHORTENED I 信息资源摘要"],
  ] as const)("%j", (changes, finding) => {
    expect(findingsOf(changes).join("\n")).toBe(finding);
  });

  it("names the element, or shows the value with every mark spelt out", () => {
    expect(findingsOf({ published: "" }, true)).toEqual(["2 refused ELEMENT_MISSING W 发布日期 “”"]);
    expect(findingsOf({ published: "20222-01-01" }, true)).toContain(
      "2 refused ELEMENT_MISSING W 发布日期 “20222-01-01”",
    );
    expect(findingsOf({ sharing: "\u001b[2J共享" }, true)[0]).toBe(
      "2 refused SHARING_UNKNOWN P 共享类型 “[U+001B][2J共享”",
    );
    expect(findingsOf({ published: "20222-01-01" })).toEqual([
      "2 refused ELEMENT_MISSING W 发布日期",
      "2 warning DATE_IMPLAUSIBLE W 发布日期",
    ]);
  });

  it("takes good rows beside refused ones, and knows which are still in the file", () => {
    const parsed = parseNationalCsv(
      csvOf([
        HEADER,
        rowOf(),
        rowOf({ code: "", title: "别的" }),
        rowOf({ code: "301001000002", title: "" }),
        rowOf({ code: "301001000003" }),
      ]),
    );
    const { records, rows, rowsRefused, refusedWithoutId, refusedIds, rowOf: places } = taken(parsed);
    expect(records.map(({ sourceId }) => sourceId)).toEqual(["301001000001", "301001000003"]);
    expect([rows, rowsRefused, refusedWithoutId, [...refusedIds]]).toEqual([4, 2, 1, ["301001000002"]]);
    expect([...(places ?? [])]).toEqual([
      ["301001000001", 2],
      ["301001000003", 5],
    ]);
  });

  it("refuses the second of two with one code, beside each other or not", () => {
    const twice = [
      HEADER,
      rowOf({ itemName: null }),
      rowOf({ title: "另一个" }),
      rowOf({ code: "301001000002" }),
      rowOf(),
    ];
    const parsed = parseNationalCsv(csvOf(twice));
    expect(briefly(parsed)).toEqual([
      "2 refused ELEMENT_MISSING K 信息项名称",
      "2 warning ITEM_WITHOUT_NAME K 信息项名称",
      "5 refused CODE_TWICE F 信息资源代码",
    ]);
    expect(taken(parsed).records.map(({ title }) => title)).toEqual(["另一个", "中小学校名录"]);
  });

  it("has as many findings as a person can read; refusals are never cut", () => {
    const rows = Array.from({ length: 20 }, (_, i) =>
      rowOf({ code: `30100100${100 + i}`, openness: "", title: i < 15 ? "a" : "" }),
    );
    const parsed = parseNationalCsv(csvOf([HEADER, ...rows]), {
      ...SHEET_LIMITS,
      findingsMax: 10,
      findingsPerDatasetMax: 1,
    });
    const { findings } = taken(parsed);
    expect(findings[0]).toMatchObject({ row: 0, code: "FINDINGS_CUT", value: "10" });
    expect(findings.filter(({ severity }) => severity === "refused").map(({ row }) => row)).toEqual([
      17, 18, 19, 20, 21,
    ]);
  });
});

describe("several rows of one dataset", () => {
  const more = (changes: Parameters<typeof rowOf>[0]) => HEADER.map((_, i) => rowOf(changes)[i] ?? null);
  const only = (texts: Readonly<Record<number, string>>) => HEADER.map((_, i) => texts[i] ?? null);

  it("may be more than a call takes arguments", () => {
    const notes = Array.from({ length: 130_000 }, () => ["1"]);
    const parsed = taken(parseNationalCsv(csvOf([["备注", ...HEADER], ["1", ...rowOf()], ...notes])));
    expect([parsed.rows, parsed.records.length, parsed.findings]).toEqual([1, 1, []]);
  });

  it("have an item each, whether the rest is repeated or left empty", () => {
    const repeated = parseNationalCsv(
      csvOf([HEADER, rowOf(), more({ itemName: "地址" }), more({ itemName: "学生数", itemType: "数值型" })]),
    );
    const empty = parseNationalCsv(
      csvOf([
        HEADER,
        rowOf(),
        only({ 10: "地址", 12: "字符型", 13: "公开" }),
        only({ 10: "学生数", 12: "数值型", 13: "公开" }),
      ]),
    );
    for (const parsed of [repeated, empty]) {
      expect(briefly(parsed)).toEqual([]);
      const [record] = taken(parsed).records;
      expect(record?.items.map(({ name, dataType }) => `${name} ${dataType}`)).toEqual([
        "学校名称 字符型",
        "地址 字符型",
        "学生数 数值型",
      ]);
    }
    const [a, b] = [repeated, empty].map((parsed) => taken(parsed).records[0]);
    expect(a !== undefined && NATIONAL_CSV.fingerprint(a, sha256)).toBe(
      b !== undefined && NATIONAL_CSV.fingerprint(b, sha256),
    );
  });

  it("have the strictest of what they say of sharing, and a word about it", () => {
    const parsed = parseNationalCsv(
      csvOf([
        HEADER,
        rowOf({ sharing: "无条件共享" }),
        more({ itemName: "地址", sharing: "有条件共享" }),
        more({ itemName: "电话", summary: "另一段" }),
      ]),
    );
    expect(taken(parsed).records[0]?.sharing).toBe("conditional");
    expect(briefly(parsed)).toContain("4 warning VALUES_DIFFER I 信息资源摘要");
  });

  it("are not mixed up with empty rows, numbers of rows, titles above and names below", () => {
    const sheet = [
      ["政务信息资源目录"],
      ["序号", ...HEADER, "备注"],
      ["1", ...rowOf(), "a"],
      [],
      ["2", ...rowOf({ code: "301001000002" }), ""],
      ["3"],
      ["4"],
      ["填表人：张三", "", "联系电话：025-0000"],
      [],
    ];
    const parsed = parseNationalCsv(csvOf(sheet));
    expect(briefly(parsed)).toEqual([]);
    expect(taken(parsed).records.map(({ sourceId, kept }) => [sourceId, kept["备注"]])).toEqual([
      ["301001000001", "a"],
      ["301001000002", undefined],
    ]);
  });
});

describe("the text of a file", () => {
  const text = textOf(csvOf([HEADER, rowOf()]));
  // 信息资源名称,信息资源代码,共享类型 and a row, as GB18030 has them.
  const chinese = new Uint8Array([
    0xd0, 0xc5, 0xcf, 0xa2, 0xd7, 0xca, 0xd4, 0xb4, 0xc3, 0xfb, 0xb3, 0xc6, 0x2c, 0xd0, 0xc5, 0xcf, 0xa2, 0xd7, 0xca,
    0xd4, 0xb4, 0xb4, 0xfa, 0xc2, 0xeb, 0x2c, 0xb9, 0xb2, 0xcf, 0xed, 0xc0, 0xe0, 0xd0, 0xcd, 0x0d, 0x0a, 0xc3, 0xfb,
    0xc2, 0xbc, 0x2c, 0x33, 0x30, 0x31, 0x30, 0x30, 0x31, 0x30, 0x31, 0x2c, 0xce, 0xde, 0x0d, 0x0a,
  ]);

  test.each([
    ["UTF-8", bytesOf(text), undefined],
    ["UTF-8 with a mark", bytesOf(`\ufeff${text}`), undefined],
    ["UTF-16 with a mark, little end first", utf16(`\ufeff${text}`, true), "utf-16le"],
    ["UTF-16 with a mark, big end first", utf16(`\ufeff${text}`, false), "utf-16be"],
    ["UTF-16 without a mark", utf16(text, true), "utf-16le"],
  ])("may be %s", (_name, bytes, encoding) => {
    const parsed = taken(parseNationalCsv(bytes));
    expect(parsed.records[0]?.title).toBe("中小学校名录");
    expect(parsed.findings[0]?.value).toBe(encoding);
  });

  it("may be GB18030", () => {
    expect(briefly(parseNationalCsv(chinese), true).slice(0, 2)).toEqual([
      "0 warning ENCODING_READ  “gb18030”",
      "2 refused SHARING_UNKNOWN C 共享类型 “无”",
    ]);
  });

  test.each([",", "\t", ";"])("may be divided by %j, commas and quotation marks within", (delimiter) => {
    const row = rowOf({ summary: '一，二, 三; "四"\t五\n六' });
    const parsed = taken(parseNationalCsv(csvOf([HEADER, row], delimiter)));
    expect(parsed.records[0]?.summary).toBe('一，二, 三; "四"\t五\n六');
  });

  test.each([
    ["nothing", bytesOf(""), "FILE_EMPTY"],
    ["white space", bytesOf(" \n\n"), "FILE_EMPTY"],
    ["another table", bytesOf("a,b\n1,2\n"), "HEADER_MISSING"],
    ["no table", bytesOf("<html>"), "HEADER_MISSING"],
    ["bytes of no text", new Uint8Array([0xff, 0xff, 0xff, 0x81]), "ENCODING_UNKNOWN"],
    ["cut within a quotation", bytesOf(`${text.trimEnd()}\n"abc`), "QUOTE_NOT_CLOSED 3"],
    ["a quotation that is never closed", bytesOf(`${text.trimEnd()}\nd,"abc ""x""\nd,e\nf,g\n`), "QUOTE_NOT_CLOSED 3"],
    ["cut within a character", bytesOf(text).subarray(0, 100), "FILE_CUT_SHORT"],
    ["cut within a row", bytesOf(`${text}${text.split("\n")[1] ?? ""}`.slice(0, -30)), "FILE_CUT_SHORT 3"],
    ["cut within UTF-16", utf16(`\ufeff${text}`, true).subarray(0, 101), "FILE_CUT_SHORT"],
  ])("is refused: %s", (_name, bytes, refusal) => {
    expect(refusalOf(bytes)).toBe(refusal);
  });

  it("is refused beyond each limit, in words of the file", () => {
    const many = csvOf([HEADER, ...Array.from({ length: 9 }, (_, i) => rowOf({ code: `30100100000${i}` }))]);
    expect(refusalOf(many, { ...SHEET_LIMITS, rowsMax: 9 })).toBe("TOO_MANY_ROWS > 9");
    expect(refusalOf(many, { ...SHEET_LIMITS, columnsMax: 20 })).toBe("TOO_MANY_COLUMNS 24 > 20");
    const commas = new TextDecoder().decode(many).replace("\n", `\n"a\n""b",${",".repeat(99)}\n`);
    expect(refusalOf(bytesOf(commas), { ...SHEET_LIMITS, lineCellsMax: 100 })).toBe("TOO_MANY_COLUMNS 2: > 100");
    expect(refusalOf(bytesOf(commas), { ...SHEET_LIMITS, lineCellsMax: 101 })).not.toContain("TOO_MANY_COLUMNS");
    expect(refusalOf(many, { ...SHEET_LIMITS, datasetsMax: 5 })).toBe("TOO_MANY_ROWS 9 > 5");
    expect(refusalOf(many, { ...SHEET_LIMITS, layoutCharactersMax: 100 })).toBe("HEADER_TOO_LARGE > 100");
    expect(refusalOf(csvOf([[...HEADER, "长".repeat(20_000)], rowOf()]))).toBe("HEADER_TOO_LARGE > 16384");
    const empty = csvOf([
      [...HEADER, ...Array.from({ length: 5_000 }, () => "")],
      [...rowOf(), ...Array.from({ length: 5_000 }, () => "")],
    ]);
    expect(refusalOf(empty)).toBe("taken");
  });

  it("may hold a cell of 6 MB: the dataset is refused, the others are taken", () => {
    const parsed = parseNationalCsv(
      csvOf([HEADER, rowOf({ title: "名".repeat(2_000_000) }), rowOf({ code: "301001000002" })]),
    );
    expect(taken(parsed).records).toHaveLength(1);
    expect(briefly(parsed)).toContain("2 refused DATASET_TOO_LARGE");
  });
});

describe("a text that a spreadsheet program would run", () => {
  test.each([
    "=1+1",
    "@SUM(A1)",
    "+cmd|' /C calc'!A0",
    "-2+3",
    "'=1",
    "''=1",
    "\t=1",
    "＝1",
    "'",
    "'a",
    "-5",
    "+5.25",
    "=",
    "－",
  ])("%j is written so that it does not, and read back as it was", async (summary) => {
    const record = { ...recordOf(), summary: `x${summary}`.slice(1) };
    const bytes = await written(NATIONAL_CSV, [record]);
    const cells = textOf(bytes).split("\r\n")[2]?.split(",") ?? [];
    const cell = cells[8]?.replace(/^"|"$/g, "") ?? "";
    expect(/^[=@\t]|^[+-](?![\d.]+$)/.test(cell)).toBe(false);
    expect(taken(parseNationalCsv(bytes)).records[0]?.summary).toBe(summary.trim());
  });

  it("is kept as it was given", () => {
    expect(recordOf({ summary: '=HYPERLINK("http://example.org")' }).summary).toBe('=HYPERLINK("http://example.org")');
  });
});
