import { describe, expect, it, test } from "vitest";
import { SHEET_LIMITS } from "./limits.ts";
import { parseNationalXlsx } from "./national-formats.ts";
import { HEADER, rowOf, xlsxOf } from "./sheet.testing.ts";
import { alteredWorkbook as altered } from "./workbook.testing.ts";

const GOOD = { rows: [HEADER, rowOf()] };
const refusalOf = async (bytes: Uint8Array, limits = SHEET_LIMITS) => {
  const parsed = await parseNationalXlsx(bytes, limits);
  return parsed.ok ? "taken" : `${parsed.code} ${parsed.detail}`.trim();
};

describe("a hostile workbook", () => {
  const SHEET = "xl/worksheets/sheet1.xml";
  const withRows = async (rows: string) =>
    altered(await xlsxOf(GOOD), (name, text) =>
      name === SHEET ? text.replace("</sheetData>", `${rows}</sheetData>`) : text,
    );

  test.each([
    ["with a character reference in it", `<row r="3"><c r="&#88;FD3"><v>1</v></c></row>`, `FILE_DAMAGED ${SHEET}`],
    [
      "behind a like-named attribute",
      `<row r="3"><c a:r="A3" r="XFD3"><v>1</v></c></row>`,
      "TOO_MANY_COLUMNS XFD > SR",
    ],
    ["within another attribute", `<row r="3"><c s=" r='A3' " r="XFD3"><v>1</v></c></row>`, "TOO_MANY_COLUMNS XFD > SR"],
    [
      "behind the end of a tag in quotes",
      `<row r="3"><c s=">" r="XFD3"><v>1</v></c></row>`,
      "TOO_MANY_COLUMNS XFD > SR",
    ],
    ["twice", `<row r="3"><c r="A3" r="XFD3"><v>1</v></c></row>`, `FILE_DAMAGED ${SHEET}`],
    ["by its row alone", `<row r="1048576"><c><v>1</v></c></row>`, "TOO_MANY_ROWS 1048576 > 200000"],
    [
      "by the row before",
      `<row r="1048575"><c r="A3"><v>1</v></c></row><row><c><v>1</v></c></row>`,
      "TOO_MANY_ROWS 1048576 > 200000",
    ],
    ["by an empty cell before", `<row r="3"><c r="SR3"/><c/></row>`, "TOO_MANY_COLUMNS SS > SR"],
    ["by the cell before", `<row r="3"><c r="XFC3"><v>1</v></c><c><v>1</v></c></row>`, "TOO_MANY_COLUMNS XFD > SR"],
  ])("whose last cell says where it is %s is measured as it is read", async (_how, rows, refusal) => {
    expect(await refusalOf(await withRows(rows))).toBe(refusal);
  });

  test.each([
    ["a long run of white space in a row", " ".repeat(120_000), ""],
    ["a long run of white space in a cell", "", " ".repeat(120_000)],
    ["attributes without end", "", ` s="0"`.repeat(1_000_000)],
  ])(
    "with %s is read in time linear in it",
    async (_what, ofRow, ofCell) => {
      expect(await refusalOf(await withRows(`<row r="3"${ofRow}><c r="A3"${ofCell}><v>1</v></c></row>`))).toBe("taken");
    },
    10_000,
  );

  it("is measured by the places up to its last cells, in all its sheets", async () => {
    const limits = { ...SHEET_LIMITS, placesMax: 2 * HEADER.length + 6 };
    const two = await xlsxOf(GOOD, { rows: [["a", "b"], [], [null, "c"]] });
    expect(await refusalOf(two, limits)).toBe("taken");
    expect(await refusalOf(two, { ...limits, placesMax: limits.placesMax - 1 })).toBe(
      `TOO_MANY_CELLS ${limits.placesMax} > ${limits.placesMax - 1}`,
    );
    const changed = (from: string, to: string) =>
      altered(two, (name, text) => (name === "xl/_rels/workbook.xml.rels" ? text.replace(from, to) : text));
    // Both sheets show the first part; then the second sheet shows what is called the styles.
    expect(await refusalOf(await changed("worksheets/sheet2.xml", "worksheets/sheet1.xml"), limits)).toBe(
      `TOO_MANY_CELLS ${4 * HEADER.length} > ${limits.placesMax}`,
    );
    const styles = `<worksheet><sheetData><row r="300000"><c><v>1</v></c></row></sheetData></worksheet>`;
    const disguised = await altered(await changed("worksheets/sheet2.xml", "styles.xml"), (name, text) =>
      name === "xl/styles.xml" ? styles : text,
    );
    expect(await refusalOf(disguised)).toBe("TOO_MANY_ROWS 300000 > 200000");
  });

  it("with too many sheets is refused before any is read", async () => {
    const broken = await altered(await xlsxOf({ rows: [["a"]] }, GOOD), (name, text) =>
      name === SHEET ? "<worksheet><!--" : text,
    );
    expect(await refusalOf(broken)).toBe("FILE_DAMAGED");
    expect(await refusalOf(broken, { ...SHEET_LIMITS, sheetsMax: 0 })).toBe("TOO_MANY_SHEETS 2 > 0");
  });

  it("whose list of sheets is a sheet itself is refused", async () => {
    const cell = "<sheetData><row><c><v>1</v></c></row></sheetData>";
    const both = await altered(await xlsxOf(GOOD), (name, text) =>
      name === "xl/workbook.xml" ? text.replace("</workbook>", `${cell}</workbook>`) : text,
    );
    expect(await refusalOf(both)).toBe("FILE_DAMAGED");
  });

  it("may have a sheet called like the element that holds cells", async () => {
    expect(await refusalOf(await xlsxOf({ ...GOOD, name: "sheetData" }))).toBe("taken");
  });
});
