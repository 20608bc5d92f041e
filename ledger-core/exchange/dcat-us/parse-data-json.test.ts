import { describe, expect, it, test } from "vitest";
import fc from "fast-check";
import { sha256 } from "#ledger-core/testdata/real-data.testing.ts";
import { bytesOf, dataJsonOf, DATASET, readTaken } from "./dataset.testing.ts";
import { DATA_JSON_LIMITS } from "./limits.ts";
import { parseDataJson } from "./parse-data-json.ts";

const refusalOf = (bytes: Uint8Array, limits = DATA_JSON_LIMITS) => {
  const parsed = parseDataJson(bytes, sha256, limits);
  return parsed.ok ? "taken" : `${parsed.code} ${parsed.detail}`.trim();
};
const briefly = (bytes: Uint8Array) =>
  readTaken(bytes).findings.map(({ row, severity, code, path }) => `${row} ${severity} ${code} ${path}`.trim());
const withText = (text: string) =>
  bytesOf(new TextDecoder().decode(dataJsonOf([DATASET])).replace('"Schools of the city"', text));

describe("a file that is refused as a whole", () => {
  test.each([
    ["empty", bytesOf(""), "FILE_EMPTY"],
    ["only white space", bytesOf(" \n"), "FILE_EMPTY"],
    ["UTF-16 with a mark, little end first", new Uint8Array([0xff, 0xfe, 0x7b, 0]), "FILE_UTF16"],
    ["UTF-16 with a mark, big end first", new Uint8Array([0xfe, 0xff, 0, 0x7b]), "FILE_UTF16"],
    ["UTF-16 without a mark", new Uint8Array([0x7b, 0, 0x22, 0, 0x61, 0]), "FILE_UTF16"],
    ["Latin-1", new Uint8Array([0x7b, 0x22, 0xe9, 0x22]), "FILE_NOT_UTF8"],
    ["a surrogate in UTF-8", new Uint8Array([0x22, 0xed, 0xa0, 0x80, 0x22]), "FILE_NOT_UTF8"],
    ["cut short", dataJsonOf([DATASET]).subarray(0, 200), "JSON_CUT_SHORT 1:201"],
    ["cut within a character", bytesOf(`{"dataset":[{"title":"题`).slice(0, -1), "JSON_CUT_SHORT 1:23"],
    ["whole, with half a character behind it", bytesOf(`{"dataset":[]} 题`).slice(0, -1), "FILE_NOT_UTF8"],
    ["not JSON", bytesOf("<html>"), "JSON_SYNTAX 1:1"],
    ["JSON with a comment", bytesOf("{\n// datasets\n}"), "JSON_SYNTAX 2:1"],
    ["a list", bytesOf("[]"), "NOT_A_CATALOG"],
    ["null", bytesOf("null"), "NOT_A_CATALOG"],
    ["without dataset", bytesOf("{}"), "NOT_A_CATALOG"],
    ["dataset an object", dataJsonOf({ a: 1 }), "DATASET_NOT_A_LIST"],
    ["dataset null", dataJsonOf(null), "DATASET_NOT_A_LIST"],
    [
      "version 3.0",
      dataJsonOf([], { conformsTo: { "@type": "Standard", title: "DCAT-US 3.0" } }),
      "OTHER_VERSION DCAT-US 3.0",
    ],
    [
      "version 3.0 by its address",
      dataJsonOf([], { conformsTo: "https://resources.data.gov/standards/catalog/v3.0/" }),
      "OTHER_VERSION DCAT-US 3.0",
    ],
    [
      "version 1.0",
      dataJsonOf([], { conformsTo: "https://project-open-data.cio.gov/v1.0/schema" }),
      "OTHER_VERSION DCAT-US 1.0",
    ],
    ["two lists of datasets", bytesOf(`{"dataset":[],"dataset":[{}]}`), "CATALOG_KEY_TWICE dataset"],
    ["a forbidden key", bytesOf(`{"dataset":[],"__proto__":{"a":1}}`), "CATALOG_KEY_FORBIDDEN __proto__"],
    ["half a character", bytesOf(String.raw`{"dataset":[],"title":"\ud800"}`), "CATALOG_TEXT_BROKEN title"],
  ])("%s", (_what, bytes, code) => {
    expect(refusalOf(bytes)).toBe(code);
  });

  it("stops at each limit", () => {
    expect(refusalOf(dataJsonOf([]), { ...DATA_JSON_LIMITS, fileBytesMax: 10 })).toMatch(/^FILE_TOO_LARGE \d+ > 10$/);
    expect(refusalOf(dataJsonOf([1, 2]), { ...DATA_JSON_LIMITS, rowsMax: 1 })).toBe("TOO_MANY_ROWS 2 > 1");
    expect(refusalOf(dataJsonOf([1, 2]), { ...DATA_JSON_LIMITS, valuesMax: 3 })).toMatch(/^TOO_MANY_VALUES/);
    expect(refusalOf(bytesOf("[".repeat(5_000_000)))).toBe("TOO_DEEP 1:33");
  });
});

describe("rows", () => {
  it("with a value that is nested too deep are refused by themselves, whatever stands in it", () => {
    const deep = (levels: number): string => `${'{"a":['.repeat(levels)}"]}\\"]}"${"]}".repeat(levels)}`;
    const row = (id: string, extra: string): string =>
      JSON.stringify({ ...DATASET, identifier: id }).replace(/\}$/, `,"x":${extra}}`);
    const rows = [row("a", deep(3)), row("b", deep(40)), row("c", deep(50_000)), row("d", "1")];
    const parsed = readTaken(
      bytesOf(`{"conformsTo":"https://project-open-data.cio.gov/v1.1/schema","dataset":[${rows.join(",")}]}`),
    );
    expect(parsed.records.map((record) => record.sourceId)).toEqual(["a", "d"]);
    expect(parsed.findings.map(({ row: place, code, severity }) => `${place} ${code} ${severity}`)).toEqual([
      "2 VALUE_TOO_DEEP refused",
      "3 VALUE_TOO_DEEP refused",
    ]);
    expect(refusalOf(bytesOf(`{"dataset":[],"more":${deep(40)}}`))).toMatch(/^TOO_DEEP more/);
    expect(refusalOf(bytesOf(`{"dataset":[],"more":${"[".repeat(100_000)}`))).toMatch(/^TOO_DEEP/);
  });

  it("are refused one by one; the others are taken", () => {
    const rows = [DATASET, 7, { ...DATASET, identifier: "b", title: null }, { ...DATASET, identifier: "c" }, null];
    const parsed = readTaken(dataJsonOf(rows));
    expect(parsed.records.map((record) => record.sourceId)).toEqual(["edu-001", "c"]);
    expect(parsed.findings).toEqual([
      { row: 2, path: "", code: "ROW_NOT_AN_OBJECT", severity: "refused" },
      { row: 3, path: "title", code: "FIELD_MISSING", severity: "refused", sourceId: "b" },
      { row: 5, path: "", code: "ROW_NOT_AN_OBJECT", severity: "refused" },
    ]);
    expect([parsed.rows, parsed.rowsRefused, parsed.refusedWithoutId, [...parsed.refusedIds]]).toEqual([
      5,
      3,
      2,
      ["b"],
    ]);
  });

  it("keep the first of two with one identifier, unless that one was refused", () => {
    const twice = readTaken(dataJsonOf([DATASET, { ...DATASET, title: "Other" }]));
    expect(twice.records.map((record) => record.title)).toEqual(["Schools of the city"]);
    expect(twice.findings).toEqual([
      {
        row: 2,
        path: "identifier",
        code: "IDENTIFIER_TWICE",
        severity: "refused",
        value: "edu-001",
        sourceId: "edu-001",
      },
    ]);
    const second = readTaken(dataJsonOf([{ ...DATASET, title: "" }, DATASET]));
    expect(second.records.map((record) => record.title)).toEqual(["Schools of the city"]);
  });

  it("are refused where a value would be lost or could do harm", () => {
    expect(briefly(withText(String.raw`"\ud83d"`))).toEqual(["1 refused TEXT_BROKEN title"]);
    expect(briefly(withText(String.raw`"a\u0000b"`))).toEqual([
      "1 refused TEXT_NUL title",
      "1 warning HIDDEN_CHARACTER title",
    ]);
    expect(briefly(withText(`"a","title":"b"`))).toEqual(["1 refused KEY_TWICE title"]);
    expect(briefly(withText(`"a","__proto__":{"accessLevel":"public"}`))).toEqual([
      "1 refused KEY_FORBIDDEN __proto__",
    ]);
    expect(briefly(withText(`"a","size":1e999`))).toEqual(["1 refused NUMBER_TOO_LARGE size"]);
    expect(briefly(withText(`"a","size":12345678901234567890`))).toEqual(["1 warning NUMBER_ROUNDED size"]);
    expect(briefly(dataJsonOf([{ ...DATASET, notes: "a".repeat(DATA_JSON_LIMITS.rowCharactersMax) }]))).toEqual([
      "1 refused ROW_TOO_LARGE",
    ]);
  });

  it("keep markup, marks and odd keys as they are", () => {
    const odd = {
      ...DATASET,
      description: "<script>\u202e</script>",
      constructor: { toString: 1 },
      "": null,
      hasOwnProperty: [],
    };
    const [record] = readTaken(dataJsonOf([odd])).records;
    expect(record?.summary).toBe(odd.description);
    expect(record?.kept).toMatchObject({ constructor: { toString: 1 }, "": null, hasOwnProperty: [] });
  });

  it("are taken from a file with a byte order mark or without a version, which is said", () => {
    expect(briefly(bytesOf(`\ufeff{"dataset":[]}`))).toEqual([
      "0 warning BYTE_ORDER_MARK",
      "0 warning PROFILE_UNSTATED conformsTo",
    ]);
  });

  it("have as many findings as a person can read; refusals are never cut", () => {
    const rows = Array.from({ length: 20 }, (_, i) => ({
      ...DATASET,
      identifier: `${i}`,
      license: "none",
      title: i < 15 ? "a" : "",
    }));
    const parsed = readTaken(dataJsonOf(rows), { ...DATA_JSON_LIMITS, findingsMax: 10, findingsPerRowMax: 1 });
    expect(parsed.findings[0]).toEqual({ row: 0, path: "", code: "FINDINGS_CUT", severity: "warning", value: "10" });
    expect(parsed.findings.filter((finding) => finding.severity === "warning")).toHaveLength(11);
    expect(parsed.findings.filter((finding) => finding.severity === "refused").map(({ row }) => row)).toEqual([
      16, 17, 18, 19, 20,
    ]);
  });

  it("show values that no terminal obeys", () => {
    const parsed = readTaken(dataJsonOf([{ ...DATASET, accessLevel: "\u001b[2Jpublic\u202e" }]));
    expect(parsed.findings[0]?.value).toBe("[U+001B][2Jpublic[U+202E]");
  });
});

describe("any input", () => {
  const noise = fc.oneof(fc.uint8Array(), fc.string({ unit: "binary" }).map(bytesOf), fc.json().map(bytesOf));
  const rows = fc.array(
    fc.oneof(
      fc.jsonValue(),
      fc.dictionary(fc.constantFrom(...Object.keys(DATASET), "issued", "distribution", "rights"), fc.jsonValue()),
    ),
  );

  it("never throws, whatever the bytes", () => {
    fc.assert(
      fc.property(noise, (bytes) => {
        expect(typeof parseDataJson(bytes, sha256).ok).toBe("boolean");
      }),
      { numRuns: 500 },
    );
  });

  it("never throws, whatever the rows, and takes or refuses each", () => {
    fc.assert(
      fc.property(rows, (value) => {
        const parsed = parseDataJson(bytesOf(JSON.stringify({ dataset: value })), sha256);
        expect(parsed.ok && parsed.records.length + parsed.rowsRefused).toBe(value.length);
      }),
      { numRuns: 500 },
    );
  });

  it("takes time in proportion to the file: texts that make careless patterns slow", () => {
    const size = 200_000;
    const started = performance.now();
    for (const text of [
      `http://${"a".repeat(size)}<`,
      `mailto:${"a".repeat(size)}`,
      `R/P${"1".repeat(size)}`,
      `<${" ".repeat(size)}`,
      `${"\n".repeat(size)}x`,
      `${"\u200b".repeat(size)}`,
    ]) {
      const row = {
        ...DATASET,
        license: text,
        issued: text,
        accrualPeriodicity: text,
        contactPoint: { fn: "x", hasEmail: text },
      };
      expect(
        readTaken(dataJsonOf([{ ...row, identifier: text }]), { ...DATA_JSON_LIMITS, rowCharactersMax: 10 * size })
          .rows,
      ).toBe(1);
    }
    expect(performance.now() - started).toBeLessThan(10_000);
  });

  it("takes time linear in what a catalogue says that it follows", () => {
    const parsed = readTaken(dataJsonOf([DATASET], { conformsTo: "resources.data.gov".repeat(25_000) }));
    expect(parsed.rows).toBe(1);
  }, 5_000);

  it("never throws when one byte of a good file is changed or the rest is missing", () => {
    const good = dataJsonOf([DATASET, { ...DATASET, identifier: "b" }]);
    fc.assert(
      fc.property(fc.nat(good.length - 1), fc.nat(255), fc.boolean(), (at, byte, cut) => {
        const bad = cut ? good.slice(0, at) : good.slice();
        if (!cut) bad[at] = byte;
        const parsed = parseDataJson(bad, sha256);
        expect(parsed.ok ? parsed.rows : 0).toBeLessThanOrEqual(2);
      }),
      { numRuns: 1_000 },
    );
  });
});
