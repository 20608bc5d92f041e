import { describe, expect, it } from "vitest";
import fc from "fast-check";
import { makeUnifiedSocialCreditCode } from "#ledger-core/contract/schema/uscc.ts";
import { descriptionSchema } from "#ledger-core/contract/schema/catalog.ts";
import { decode, encode } from "#ledger-core/contract/schema/codec.ts";
import { isJsonList } from "#ledger-core/exchange/canonical-json.ts";
import type { DatasetRecord, Json, JsonObject } from "#ledger-core/exchange/dataset-record.ts";
import { sha256 } from "#ledger-core/testdata/real-data.testing.ts";
import type { Cell, CellValue } from "./cells.ts";
import { isBlank, parseCell } from "./cells.ts";
import { SHEET_LIMITS } from "./limits.ts";
import { NATIONAL_CSV, NATIONAL_XLSX, parseNationalCsv, parseNationalXlsx } from "./national-formats.ts";
import { readSheets } from "./read-sheets.ts";
import { readWorkbook } from "./read-workbook.ts";
import type { Sheet } from "./sheet-table.ts";
import { HEADER, rowOf, taken, written } from "./sheet.testing.ts";
import { sheetsOf } from "./write-sheets.ts";
import { writeWorkbook } from "./write-workbook.ts";

const letters = [..."数据学校名称代码甲乙 丙\n\t，；、,;/（）()'\"=+-@<&_x0041_é𝄞aB1０"];
const text = fc.array(fc.constantFrom(...letters), { minLength: 1, maxLength: 12 }).map((all) => all.join(""));
const word = text.map((some) => some.trim()).filter((some) => some !== "");
const maybe = <T>(some: fc.Arbitrary<T>) => fc.option(some, { nil: null, freq: 2 });

/** A cell as anybody fills it. */
const cell: fc.Arbitrary<CellValue> = fc.oneof(
  text,
  fc.constantFrom<CellValue>(
    null,
    "",
    " ",
    "2026年3月1日",
    "2026/3/1",
    "每月",
    "有条件共享",
    "无条件共享",
    "不予共享",
    "是",
    "公开",
    "示",
  ),
  fc.integer({ min: -5, max: 50_000 }),
  fc.double({ noNaN: true, min: -1e6, max: 1e6 }),
  fc.boolean(),
  fc.constantFrom<CellValue>(
    { date: "2026-03-01" },
    { date: "1999-12-31T08:30" },
    { error: "#N/A" },
    { error: "#REF!" },
  ),
);

/** Rows below the standard header and two columns more: datasets that are taken, in any layout, and any other rows. */
const goodRow = fc
  .record({
    code: fc.integer({ min: 0, max: 40 }).map((n) => `3010010000${10 + n}`),
    title: word,
    summary: text.filter((some) => some.trim() !== ""),
    related: maybe(text),
    class3: maybe(word),
    class4: maybe(word),
    itemName: maybe(text),
    itemType: maybe(text),
    itemCode: maybe(text),
    itemSensitivity: maybe(fc.constantFrom("公开", "个人", "内部", "别的")),
    itemRule: maybe(text),
    sharing: fc.constantFrom("有条件共享", "1.无条件共享", "不予共享", "条件共享"),
    legalBasis: maybe(text),
    openness: fc.constantFrom("不予开放", "是", "开放", null, "别的"),
    opennessCondition: maybe(text),
    updateCycle: fc.constantFrom("每月", "每两年", "R/P1M", "按年"),
    published: fc.constantFrom("2026年3月1日", "2026-03-01", "46082"),
  })
  .map((changes): CellValue[] => [...rowOf(changes).map(String_), null, null]);
const anyRow = fc.array(cell, { maxLength: HEADER.length + 2 });
const itemRow = fc
  .tuple(text, text, maybe(text))
  .map(([name, type, remark]): CellValue[] =>
    HEADER.map((_, i): CellValue => (i === 10 ? name : i === 12 ? type : null)).concat(remark, null),
  );
const rows = fc.array(
  fc.oneof({ weight: 4, arbitrary: goodRow }, { weight: 3, arbitrary: itemRow }, { weight: 1, arbitrary: anyRow }),
  {
    minLength: 1,
    maxLength: 12,
  },
);
const extras = fc.tuple(cell, cell);
const sheet = fc.tuple(rows, fc.array(extras, { maxLength: 12 }), fc.boolean()).map(([body, more, hasTitle]): Sheet => {
  const filled = body.map((row, i) =>
    row.length >= HEADER.length ? [...row.slice(0, HEADER.length), ...(more[i] ?? [])] : row,
  );
  const header = [...HEADER.map(String_), "备注", ""];
  return {
    name: "目录",
    hidden: false,
    hiddenRows: [],
    rows: [...(hasTitle ? [["某市目录"]] : []), header, ...filled].map(withoutEmptyEnd),
    merges: [],
  };
});

function String_(value: unknown): CellValue {
  return typeof value === "string" ? value : null;
}

function withoutEmptyEnd(row: readonly Cell[]): readonly Cell[] {
  return row
    .slice(0, row.findLastIndex((some) => some !== null && some !== "") + 1)
    .map((some) => (some === "" ? null : some));
}

/** What a person sees, row by row: rows of nothing and empty ends of rows left out. */
function seen(all: readonly (readonly Cell[])[]): readonly (readonly Cell[])[] {
  return all.map(withoutEmptyEnd).filter((row) => row.some((some) => !isBlank(some)));
}

/** The cells of a column that hold something: a row in which nothing else is left is none. */
function filledOf(cells: Json | undefined): readonly Json[] {
  return (isJsonList(cells) ? cells : [cells ?? null]).filter((some) => !isBlank(parseCell(some) ?? null));
}

const asJson = (value: unknown): unknown => JSON.parse(JSON.stringify(value));
const withoutOrder = (catalog: JsonObject) => asJson(catalog);

/** Changes that a person can make to a description on the ledger. */
const changes = fc.record<Partial<DatasetRecord>>(
  {
    title: word,
    summary: word,
    publisher: word,
    providerCode: fc.constant(makeUnifiedSocialCreditCode("11320100000000002")),
    sharing: fc.constantFrom("unconditional", "conditional"),
    sharingCondition: word,
    openness: fc.constantFrom("open", "conditional", "closed"),
    updateCycle: fc.constantFrom("P1M", "R/PT1S", "irregular"),
    publishedDay: fc.integer({ min: -40_000, max: 60_000 }),
    modifiedDay: fc.integer({ min: -40_000, max: 60_000 }),
    relatedCodes: fc.uniqueArray(fc.stringMatching(/^[0-9]{8,12}$/), { maxLength: 3 }),
    keywords: fc.uniqueArray(fc.stringMatching(/^[一-龥]{1,4}$/), { maxLength: 3 }),
    licence: fc.constantFrom("CC-BY-4.0", "https://example.org/licence"),
    classification: fc.constantFrom("部门信息资源/税务局/征管/登记", "主题信息资源/健康", "一/二/三/四/五"),
    items: fc.array(
      fc.record({
        name: word,
        dataType: fc.oneof(word, fc.constant("")),
        code: fc.oneof(word, fc.constant("")),
        sensitivity: fc.constantFrom("open", "internal", "sensitive", "personal"),
        rule: fc.oneof(word, fc.constant("")),
      }),
      { minLength: 1, maxLength: 5 },
    ),
  },
  { requiredKeys: [] },
);

describe("the sheet of a record", () => {
  it("is the one it was read from, cell by cell, and the record can be signed", () => {
    fc.assert(
      fc.property(sheet, (given) => {
        const first = taken(readSheets([given], SHEET_LIMITS));
        for (const record of first.records) {
          const { sourceId: _sourceId, kept: _kept, ...description } = record;
          expect(decode(descriptionSchema, encode(descriptionSchema, { ...description, kept: undefined })).ok).toBe(
            true,
          );
        }
        const [out] = sheetsOf(first.records, first.catalog);
        const again = taken(readSheets([{ ...given, rows: out?.rows ?? [], merges: out?.merges ?? [] }], SHEET_LIMITS));
        expect(asJson(again.records)).toEqual(asJson(first.records));
        expect(withoutOrder(again.catalog)).toEqual(withoutOrder(first.catalog));
        expect(again.rowsRefused).toBe(0);
        if (first.rowsRefused === 0 && !first.findings.some(({ code }) => code === "EXAMPLE_SKIPPED"))
          expect(seen(out?.rows ?? [])).toEqual(seen(given.rows));
      }),
      { numRuns: 200 },
    );
  });

  it("is the same as a workbook", async () => {
    await fc.assert(
      fc.asyncProperty(sheet, async (given) => {
        const first = taken(readSheets([given], SHEET_LIMITS));
        const bytes = await written(NATIONAL_XLSX, first.records, first.catalog);
        const again = taken(await parseNationalXlsx(bytes));
        expect(asJson(again.records)).toEqual(asJson(first.records));
        expect(withoutOrder(again.catalog)).toEqual(withoutOrder(first.catalog));
        expect(await written(NATIONAL_XLSX, first.records, first.catalog)).toEqual(bytes);
        // A large one is written without formats.
        const large = taken(await parseNationalXlsx(await writeWorkbook(sheetsOf(first.records, first.catalog), 0)));
        expect(asJson(large.records)).toEqual(asJson(first.records));
      }),
      { numRuns: 25 },
    );
  });

  it("is the same as CSV, where every cell is a text", async () => {
    await fc.assert(
      fc.asyncProperty(sheet, async (given) => {
        const first = taken(readSheets([given], SHEET_LIMITS));
        const bytes = await written(NATIONAL_CSV, first.records, first.catalog);
        const again = taken(parseNationalCsv(bytes));
        const said = (records: readonly DatasetRecord[]) =>
          records.map((record) => NATIONAL_CSV.fingerprint(record, sha256));
        expect(said(again.records)).toEqual(said(first.records));
        const third = taken(parseNationalCsv(await written(NATIONAL_CSV, again.records, again.catalog)));
        expect(asJson(third.records)).toEqual(asJson(again.records));
      }),
      { numRuns: 80 },
    );
  });

  it("says what was changed on the ledger, and all the rest as before", () => {
    fc.assert(
      fc.property(sheet, changes, fc.boolean(), (given, change, inStandardColumns) => {
        const first = taken(readSheets([given], SHEET_LIMITS));
        const changed = first.records.map((record) => ({ ...record, ...change }));
        const catalog = inStandardColumns ? undefined : first.catalog;
        const [out] = sheetsOf(changed, catalog);
        const again = taken(readSheets([{ ...given, rows: out?.rows ?? [], merges: out?.merges ?? [] }], SHEET_LIMITS));
        expect(again.records.length).toBe(changed.length);
        again.records.forEach((record, i) => {
          const { kept, ...said } = record;
          const { kept: before, ...meant } = changed[i] ?? record;
          expect(asJson(said)).toEqual(asJson({ ...meant, legalBasis: said.legalBasis }));
          expect(filledOf(kept["备注"])).toEqual(filledOf(before["备注"]));
        });
      }),
      { numRuns: 200 },
    );
  });
});

describe("any sheet", () => {
  it("is read or refused, never with an error", () => {
    fc.assert(
      fc.property(fc.array(anyRow, { maxLength: 8 }), fc.boolean(), (body, hasHeader) => {
        const all = hasHeader ? [HEADER.map(String_), ...body] : body;
        const parsed = readSheets([{ name: "", hidden: false, hiddenRows: [], rows: all, merges: [] }], SHEET_LIMITS);
        expect(parsed.ok ? parsed.records.length + parsed.rowsRefused : 0).toBe(parsed.ok ? parsed.rows : 0);
      }),
    );
  });

  it("of any bytes as well", async () => {
    await fc.assert(
      fc.asyncProperty(fc.uint8Array({ maxLength: 400 }), async (bytes) => {
        expect(parseNationalCsv(bytes).ok).toBe(false);
        const archive = new Uint8Array([0x50, 0x4b, 3, 4, ...bytes]);
        expect((await parseNationalXlsx(archive)).ok).toBe(false);
      }),
    );
  });

  it("of a good workbook with any byte changed or its end missing", async () => {
    const bytes = await writeWorkbook(sheetsOf([], undefined));
    await fc.assert(
      fc.asyncProperty(
        fc.nat(bytes.length - 1),
        fc.integer({ min: 1, max: 255 }),
        fc.boolean(),
        async (at, flip, isCut) => {
          const broken = isCut ? bytes.slice(0, at) : bytes.map((byte, i) => (i === at ? byte ^ flip : byte));
          const read = await readWorkbook(broken, SHEET_LIMITS);
          expect(typeof read.ok).toBe("boolean");
          if (isCut) expect(read.ok).toBe(false);
        },
      ),
      { numRuns: 80 },
    );
  });
});
