/** Sheets of tags in any order: what is measured is what the reader of the package makes room for. */
import { readXlsx } from "hucre/xlsx";
import { describe, expect, it } from "vitest";
import { casesOf, fuzz } from "#ledger-core/kernel/testing/hostile.testing.ts";
import { measureSheet } from "./measure-sheet.ts";
import { xlsxOf } from "./sheet.testing.ts";
import { alteredWorkbook as altered } from "./workbook.testing.ts";

describe("a sheet of tags in any order", () => {
  const CASES = casesOf({ short: 400, long: 100_000 });
  const PIECES = [
    ..."<sheetData>|</sheetData>|<x:sheetData>|<row>|<row r='3'>|<row r=\"\">|<row x:r='9'>|<row r=\"7\"/>|</row>|</x:row>".split(
      "|",
    ),
    ..."<c>|<c r=\"B2\">|<c r='d5'/>|<c/>|<c s='>' r=\"C1\">|<c r=\"\" t='str'>|<c x:r='F8'/>|<x:c>|</c>|</ c >|</c x>".split(
      "|",
    ),
    ..."<v>1</v>|<!--|-->|<![CDATA[|]]>|<?x:row r='9'|?>|<!x:row r='9'>|<c\n r = 'E1'>|<row r='2'\t/>|text|<|>|\"|'|/".split(
      "|",
    ),
  ];

  it(`is measured as the package reads it, or not at all (${CASES} sheets)`, async () => {
    const good = await xlsxOf({ rows: [["a"]] });
    let compared = 0;
    await fuzz(CASES, async (random) => {
      const pieces = Array.from({ length: 1 + random.below(24) }, () => random.pick(PIECES));
      const xml = ["<worksheet><sheetData><row><c>", ...pieces, "</c></row></sheetData></worksheet>"].join("");
      const bytes = await altered(good, (name, text) => (name === "xl/worksheets/sheet1.xml" ? xml : text));
      const workbook = await readXlsx(bytes).catch(() => undefined);
      const measure = measureSheet(xml);
      if (workbook === undefined || measure === undefined) return;
      const rows = workbook.sheets[0]?.rows ?? [];
      expect([measure.lastRow, measure.lastColumn], xml).toEqual([rows.length, rows[0]?.length ?? 0]);
      compared++;
    });
    expect(compared).toBeGreaterThan(CASES / 10);
  });
});
