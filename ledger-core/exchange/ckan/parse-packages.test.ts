import { describe, expect, it, test } from "vitest";
import fc from "fast-check";
import type { Json, JsonObject } from "#ledger-core/exchange/dataset-record.ts";
import { hasRealData, readRealArchive, REAL_DATA_ABSENT, sha256 } from "#ledger-core/testdata/real-data.testing.ts";
import { guessFormat } from "#ledger-core/exchange/guess-format.ts";
import { describeCkanFinding } from "./finding-text.ts";
import { CKAN_FINDINGS, CKAN_REFUSALS } from "./finding-codes.ts";
import { bytesOf, linesOf, listOf, PACKAGE, readTaken } from "./package.testing.ts";
import { parsePackages } from "./parse-packages.ts";
import { writePackages } from "./write-packages.ts";

const OTHER: JsonObject = { ...PACKAGE, id: "i2", name: "other" };
const answer = (result: Json, more: JsonObject = {}): JsonObject => ({
  help: "https://data.example.org/api/3/action/help_show?name=package_search",
  success: true,
  result,
  ...more,
});
const search = (count: number): JsonObject => ({
  count,
  sort: "name asc",
  facets: {},
  results: [PACKAGE, OTHER],
  search_facets: {},
});
const refusalOf = (bytes: Uint8Array) => {
  const parsed = parsePackages(bytes, sha256);
  return parsed.ok ? "taken" : `${parsed.code} ${parsed.detail}`.trim();
};
const jsonOf = (bytes: Uint8Array) => JSON.parse(new TextDecoder().decode(bytes)) as Json;

describe("packages", () => {
  test.each<[string, Json, number]>([
    ["one package", PACKAGE, 1],
    ["a list", [PACKAGE, OTHER], 2],
    ["an empty list", [], 0],
    ["an answer of package_show", answer(PACKAGE), 1],
    ["an answer of current_package_list_with_resources", answer([PACKAGE, OTHER]), 2],
    ["an answer of package_search", answer(search(2)), 2],
    ["one that gives a part", answer(search(900)), 2],
  ])("come as %s, and go as such", (_what, document, count) => {
    const parsed = readTaken(bytesOf(JSON.stringify(document)));
    expect([parsed.records.length, parsed.rows, parsed.rowsRefused]).toEqual([count, count, 0]);
    expect(jsonOf(writePackages(parsed.records, parsed.catalog))).toEqual(document);
  });

  it("come one on each line, and go as such", () => {
    const bytes = bytesOf(`\ufeff${JSON.stringify(PACKAGE)}\r\n\n${JSON.stringify(OTHER)}`);
    const parsed = readTaken(bytes);
    expect([parsed.rows, parsed.records.length]).toEqual([2, 2]);
    expect(parsed.findings.map(({ code }) => code)).toEqual(["BYTE_ORDER_MARK"]);
    const lines = new TextDecoder().decode(writePackages(parsed.records, parsed.catalog)).split("\n");
    expect(lines.map((line) => (line === "" ? "" : (JSON.parse(line) as Json)))).toEqual([PACKAGE, OTHER, ""]);
  });

  it("of a whole site go by its address; a part of one says so, and goes by its file", () => {
    expect(readTaken(bytesOf(JSON.stringify(answer(search(2))))).about).toEqual({ id: "https://data.example.org" });
    const part = readTaken(bytesOf(JSON.stringify(answer(search(900)))));
    expect([part.about, part.findings[0]?.code, part.findings[0]?.value]).toEqual([
      undefined,
      "ANSWER_PARTIAL",
      "2 / 900",
    ]);
  });

  it("count anew in an answer that was whole, once one of them is gone", () => {
    const { records, catalog } = readTaken(bytesOf(JSON.stringify(answer(search(2)))));
    expect(jsonOf(writePackages(records.slice(1), catalog))).toMatchObject({ result: { count: 1 } });
  });

  test.each<[string, Uint8Array, string]>([
    ["nothing", new Uint8Array(), "FILE_EMPTY"],
    ["blanks", bytesOf(" \n\n "), "FILE_EMPTY"],
    ["UTF-16", new Uint8Array(Buffer.from(`\ufeff${JSON.stringify([PACKAGE])}`, "utf16le")), "FILE_UTF16"],
    [
      "GBK",
      new Uint8Array(
        Buffer.concat([
          Buffer.from('[{"name":"xx","title":"'),
          Buffer.from([0xca, 0xfd, 0xbe, 0xdd]),
          Buffer.from('"}]'),
        ]),
      ),
      "FILE_NOT_UTF8",
    ],
    [
      "Latin-1 on one of the lines",
      new Uint8Array(Buffer.concat([linesOf(PACKAGE), Buffer.from('{"name":"xx","title":"\xe9"}\n', "latin1")])),
      "FILE_NOT_UTF8 2:1",
    ],
    ["names alone", bytesOf(JSON.stringify(answer(["a", "b"]))), "NAMES_ONLY 2"],
    [
      "an answer that failed",
      bytesOf(
        JSON.stringify({ help: "h", success: false, error: { __type: "Not Found Error", message: "Not found" } }),
      ),
      "ANSWER_FAILED Not Found Error: Not found",
    ],
    [
      "datasets of another catalogue",
      bytesOf(`[{"identifier":"a","accessLevel":"public"}]`),
      "NOT_PACKAGES {identifier, accessLevel}",
    ],
    ["a catalogue", bytesOf(`{"dataset":[]}`), "NOT_PACKAGES {dataset}"],
    ["a number", bytesOf("7"), "NOT_PACKAGES 7"],
    ["XML", bytesOf("<a/>"), "JSON_SYNTAX 1:1"],
    ["lists in lists", bytesOf("[".repeat(100_000)), "TOO_DEEP 1:33"],
    [
      "a field of the answer twice",
      bytesOf(`{"success":true,"result":[],"result":[{"name":"xx"}]}`),
      "CATALOG_KEY_TWICE result",
    ],
    [
      "half a character in the answer",
      bytesOf(String.raw`{"success":true,"help":"\ud800","result":[]}`),
      "CATALOG_TEXT_BROKEN help",
    ],
  ])("of %s are refused as a whole", (_what, bytes, refusal) => {
    expect(refusalOf(bytes)).toBe(refusal);
  });

  it("that were cut anywhere are refused as a whole", () => {
    for (const whole of [listOf(PACKAGE, OTHER), bytesOf(JSON.stringify(answer(search(2)), undefined, 1))])
      for (let end = 1; end < whole.length; end += 41)
        expect(refusalOf(whole.subarray(0, end))).toMatch(/^JSON_CUT_SHORT/);
    const lines = linesOf(PACKAGE, OTHER);
    const first = linesOf(PACKAGE).length;
    for (let end = first + 1; end < lines.length - 2; end += 41)
      expect(refusalOf(lines.subarray(0, end))).toMatch(/^JSON_CUT_SHORT 2:/);
  });

  it("on lines lose none of the others to a line that is no JSON", () => {
    const parsed = readTaken(bytesOf(`${JSON.stringify(PACKAGE)}\n{"name":"ab" x}\n${JSON.stringify(OTHER)}\n`));
    expect([parsed.rows, parsed.records.length, parsed.rowsRefused, parsed.refusedWithoutId]).toEqual([3, 2, 1, 1]);
    expect(parsed.findings).toEqual([{ row: 2, path: "", code: "LINE_NOT_JSON", severity: "refused", value: "2:14" }]);
  });

  it("on lines lose none of the others to a line of other bytes, or one that is nested without end", () => {
    const good = Array.from({ length: 30 }, (_, i) => JSON.stringify({ ...PACKAGE, id: `id-${i}`, name: `name-${i}` }));
    const deep = `{"name":"deep","x":${"[".repeat(100_000)}${"]".repeat(100_000)}}`;
    const bytes = bytesOf(`${good.join("\n")}\n${deep}\n{"name":"?"}\n`);
    bytes[bytes.lastIndexOf("?".charCodeAt(0))] = 0xff;
    const parsed = readTaken(bytes);
    expect([parsed.rows, parsed.records.length, parsed.rowsRefused, parsed.refusedWithoutId]).toEqual([32, 30, 2, 2]);
    expect(parsed.findings.map(({ row, code }) => `${row} ${code}`)).toEqual(["31 LINE_TOO_DEEP", "32 LINE_NOT_UTF8"]);
    const chinese = bytesOf(`${JSON.stringify(PACKAGE)}\n${JSON.stringify({ ...OTHER, title: "标题" })}`);
    expect(
      refusalOf(
        chinese.subarray(
          0,
          chinese.findLastIndex((byte) => byte >= 0x80),
        ),
      ),
    ).toMatch(/^JSON_CUT_SHORT 2:/);
    expect(refusalOf(Uint8Array.from(chinese, (byte) => (byte >= 0x80 ? 0xb1 : byte)))).toBe("FILE_NOT_UTF8 2:1");
  });

  it("refuse what would be lost in a row, and only that row", () => {
    const bad = [
      `{"name":"aa","title":"x","title":"y"}`,
      `{"name":"bb","__proto__":{"a":1}}`,
      String.raw`{"name":"cc","title":"\ud800"}`,
      `{"name":"dd","size":1e999}`,
      "null",
      `{"name":"ee","x":"${"x".repeat(300_000)}"}`,
    ];
    for (const text of [
      `${[...bad, JSON.stringify(PACKAGE)].join("\n")}\n`,
      `[${[...bad, JSON.stringify(PACKAGE)].join(",")}]`,
    ]) {
      const parsed = readTaken(bytesOf(text.replace("null\n", "7\n")));
      expect(parsed.findings.filter(({ severity }) => severity === "refused").map(({ code }) => code)).toEqual([
        "KEY_TWICE",
        "KEY_FORBIDDEN",
        "TEXT_BROKEN",
        "NUMBER_TOO_LARGE",
        "ROW_NOT_AN_OBJECT",
        "ROW_TOO_LARGE",
      ]);
      expect(parsed.records).toHaveLength(1);
    }
  });

  it("with a title of 50 MB cost one row and no more", () => {
    const parsed = readTaken(linesOf({ name: "large", title: "t".repeat(50_000_000) }, PACKAGE));
    expect(parsed.findings).toEqual([
      { row: 1, path: "", code: "ROW_TOO_LARGE", severity: "refused", sourceId: "large" },
    ]);
    expect(parsed.records).toHaveLength(1);
  });

  it("take time linear in a statement of nothing but slashes", () => {
    const statement = `${"/".repeat(40_000)}x`;
    const [record] = readTaken(listOf({ ...PACKAGE, access_rights: statement })).records;
    expect(record?.sharing).toBe("conditional");
  }, 5_000);

  it("never throw, whatever the rows, and take or refuse each", () => {
    const row = fc.oneof(fc.jsonValue(), fc.dictionary(fc.constantFrom(...Object.keys(PACKAGE)), fc.jsonValue()));
    fc.assert(
      fc.property(fc.array(row, { maxLength: 6 }), (rows) => {
        const parsed = parsePackages(listOf(...rows.map((each) => each as Json), PACKAGE), sha256);
        if (parsed.ok) expect(parsed.records.length + parsed.rowsRefused).toBe(rows.length + 1);
      }),
    );
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 200 }), (bytes) => {
        expect(() => parsePackages(bytes, sha256)).not.toThrow();
      }),
    );
  });

  test.each([...CKAN_FINDINGS, ...CKAN_REFUSALS, "LINE_NOT_JSON", "TOO_DEEP", "JSON_CUT_SHORT", "FIELD_MISSING"])(
    "%s has words in both languages",
    (code) => {
      for (const severity of ["refused", "warning"] as const) {
        for (const words of Object.values(describeCkanFinding({ code, severity }, "zh") ?? {}))
          expect(words).toMatch(/[\u4e00-\u9fff]/);
        const english = Object.values(describeCkanFinding({ code, severity }, "en") ?? {});
        expect(english).toHaveLength(2);
        for (const words of english) expect(words).toMatch(/^[A-Z][ -~]+$/);
      }
    },
  );

  it("have no words for a code of another format", () => {
    expect(describeCkanFinding({ code: "NO_SUCH_CODE", severity: "warning" }, "en")).toBeUndefined();
    expect(describeCkanFinding({ code: "toString", severity: "warning" }, "en")).toBeUndefined();
  });
});

const ARCHIVE = "catalog/ckanext-dcat-examples.tar.gz";
const examples = hasRealData(ARCHIVE) ? readRealArchive(ARCHIVE, "examples/ckan") : new Map<string, Uint8Array>();

/** What becomes of each, and the findings. The last four are no packages: the JSON of DCAT that came before. */
const EXAMPLES = [
  // It has no name yet: a harvester would make one.
  ["ckan_dataset.json", "refused FIELD_MISSING name"],
  ["ckan_dataset_multilingual.json", ""],
  ["ckan_dcat_ap_dataset_series.json", ""],
  ["ckan_full_dataset_croissant.json", ""],
  ["ckan_full_dataset_dcat_ap.json", "warning ACCESS_RIGHTS_IN_WORDS access_rights"],
  ["ckan_full_dataset_dcat_ap_legacy.json", "warning ACCESS_RIGHTS_IN_WORDS access_rights"],
  ["ckan_full_dataset_dcat_ap_vocabularies.json", ""],
  ["ckan_full_dataset_dcat_us_vocabularies.json", ""],
  ["full_ckan_dataset_legacy.json", ""],
  ["health_dcat_ap.json", "warning COUNT_DIFFERS num_resources"],
  ["catalog.json", "NOT_PACKAGES"],
  ["catalog_datasets_list.json", "NOT_PACKAGES"],
  ["dataset.json", "NOT_PACKAGES"],
] as const;

describe.skipIf(examples.size === 0)(
  `examples of ckanext-dcat${examples.size === 0 ? `, ${REAL_DATA_ABSENT}` : `, ${examples.size} files`}`,
  () => {
    it("are all listed", () => {
      expect(new Set(examples.keys())).toEqual(new Set(EXAMPLES.map(([name]) => name)));
    });

    test.each(EXAMPLES)("%s: %s", (name, expected) => {
      const bytes = examples.get(name) ?? new Uint8Array();
      const parsed = parsePackages(bytes, sha256);
      const isPackages = expected !== "NOT_PACKAGES";
      expect(guessFormat(bytes, name).format).toBe(isPackages ? "ckan" : "json");
      const said = parsed.ok
        ? parsed.findings.map(({ severity, code, path }) => `${severity} ${code} ${path}`).join("; ")
        : parsed.code;
      expect(said).toBe(expected);
      if (!parsed.ok || parsed.rowsRefused > 0) return;
      expect(jsonOf(writePackages(parsed.records, parsed.catalog))).toEqual(jsonOf(bytes));
      expect(readTaken(writePackages(parsed.records, parsed.catalog)).records).toEqual(parsed.records);
    });
  },
);
