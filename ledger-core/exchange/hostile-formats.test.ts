/** What every catalogue format promises of files from anybody, whichever formats there are. */
import { deflateRawSync } from "node:zlib";
import { describe, expect, it, test } from "vitest";
import fc from "fast-check";
import { sha256 } from "#ledger-core/testdata/real-data.testing.ts";
import type { CatalogFormat, ParsedCatalog } from "./catalog-format.ts";
import { CATALOG_FORMATS } from "./catalog-formats.ts";
import type { DatasetRecord } from "./dataset-record.ts";
import { guessFormat } from "./guess-format.ts";
import { findHiddenMark } from "./hidden-marks.ts";

const bytesOf = (text: string) => new TextEncoder().encode(text);
const formats = CATALOG_FORMATS.map((format) => [format.name, format] as const);

const made = (format: CatalogFormat, number: number, text: string): DatasetRecord => ({
  profile: format.profile,
  code: `307001010001/${String(number).padStart(6, "0")}`,
  sourceId: `307001010001/${String(number).padStart(6, "0")}`,
  title: `Dataset ${number} ${text}`,
  summary: `What it holds ${text}`,
  publisher: "Education Bureau",
  providerCode: "11320100MB12345679",
  format: "CSV",
  items: [{ name: "name", dataType: "C", sensitivity: "open", rule: "", code: "" }],
  sharing: "unconditional",
  sharingCondition: "",
  sharingMethod: "",
  openness: "open",
  updateCycle: "R/P1Y",
  publishedDay: 19_800,
  modifiedDay: 19_900,
  relatedCodes: [],
  keywords: [`school ${text}`],
  themes: [],
  languages: ["zh"],
  distributions: [{ title: "Table", url: "https://example.org/a.csv", mediaType: "text/csv", format: "CSV" }],
  classification: "A/B/C",
  legalBasis: "",
  licence: "cc-by",
  kept: {},
});
const written = async (format: CatalogFormat, text: string, count = 3) =>
  await format.write(
    Array.from({ length: count }, (_, i) => made(format, i + 1, text)),
    { catalog: undefined, catalogs: [], sha256 },
  );

/** Everything that is said has words in both languages and is safe to print. */
function checkWords(format: CatalogFormat, parsed: ParsedCatalog): void {
  const said = parsed.ok
    ? parsed.findings
    : [{ code: parsed.code, severity: "refused" as const, value: parsed.detail }];
  for (const finding of said) {
    expect(format.describeFinding(finding, "zh")?.message, finding.code).toMatch(/[\u4e00-\u9fff]/);
    expect(format.describeFinding(finding, "en")?.advice, finding.code).toMatch(/^[A-Z]/);
    expect(findHiddenMark(finding.value ?? "")).toBeUndefined();
    expect((finding.value ?? "").length).toBeLessThan(1_000);
  }
}

/** A ZIP archive of one member that says nothing of how long it is unpacked. */
function zipOf(name: string, content: Uint8Array): Uint8Array {
  const packed = deflateRawSync(content);
  const header = (start: string, length: number) => {
    const bytes = Buffer.alloc(length);
    bytes.write(start, "latin1");
    return bytes;
  };
  const local = header("PK\u0003\u0004", 30);
  const central = header("PK\u0001\u0002", 46);
  for (const [bytes, at] of [
    [local, 8],
    [central, 10],
  ] as const) {
    bytes.writeUInt16LE(8, at);
    bytes.writeUInt32LE(packed.length, at + 10);
    bytes.writeUInt32LE(1_000, at + 14);
    bytes.writeUInt16LE(name.length, at + 18);
  }
  const end = header("PK\u0005\u0006", 22);
  end.writeUInt16LE(1, 8);
  end.writeUInt16LE(1, 10);
  end.writeUInt32LE(central.length + name.length, 12);
  end.writeUInt32LE(local.length + name.length + packed.length, 16);
  return new Uint8Array(Buffer.concat([local, Buffer.from(name), packed, central, Buffer.from(name), end]));
}

const ENTITIES = Array.from({ length: 12 }, (_, i) => `<!ENTITY e${i + 1} "${`&e${i};`.repeat(10)}">`).join("");
const RDF = `xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#" xmlns:dcat="http://www.w3.org/ns/dcat#"`;

const HOSTILE: readonly (readonly [string, Uint8Array])[] = [
  ["no bytes", new Uint8Array()],
  ["blanks", bytesOf(" \r\n\t ".repeat(100))],
  ["zeros", new Uint8Array(10_000)],
  ["one mark of UTF-16", new Uint8Array([0xff, 0xfe])],
  ["lists in lists", bytesOf("[".repeat(50_000))],
  ["objects in objects", bytesOf(`{"dataset":`.repeat(20_000))],
  ["objects in a row", bytesOf(`{"name":"aa","extras":${"[".repeat(1_000)}${"]".repeat(1_000)}}\n`.repeat(50))],
  ["elements in elements", bytesOf(`<rdf:RDF ${RDF}>${"<dcat:Catalog><dcat:dataset>".repeat(5_000)}`)],
  ["blank nodes in blank nodes", bytesOf(`@prefix d: <http://www.w3.org/ns/dcat#> . ${"[ d:dataset ".repeat(10_000)}`)],
  [
    "lists of Turtle in lists",
    bytesOf(`@prefix d: <http://www.w3.org/ns/dcat#> . <a:b> d:dataset ${"(".repeat(10_000)}`),
  ],
  ["entities of entities", bytesOf(`<!DOCTYPE x [<!ENTITY e0 "lol">${ENTITIES}]><rdf:RDF ${RDF}>&e12;</rdf:RDF>`)],
  [
    "an entity from a file",
    bytesOf(`<!DOCTYPE x [<!ENTITY e SYSTEM "file:///etc/passwd">]><rdf:RDF ${RDF}>&e;</rdf:RDF>`),
  ],
  ["a sheet that unpacks without end", zipOf("xl/worksheets/sheet1.xml", new Uint8Array(80_000_000))],
  ["an archive that was cut", zipOf("xl/workbook.xml", bytesOf("<a/>".repeat(1_000))).subarray(0, 60)],
  ["a quote that never ends", bytesOf(`信息资源名称,信息资源代码\n"${"x,".repeat(50_000)}`)],
  ["a hundred thousand commas", bytesOf(`信息资源名称,信息资源代码\n${",".repeat(100_000)}`)],
];

describe.each(formats)("%s", (_name, format) => {
  test.each(HOSTILE)("refuses %s in words, and never throws", async (_what, bytes) => {
    const parsed = await format.parse(bytes, sha256);
    checkWords(format, parsed);
    expect(parsed.ok ? parsed.records : []).toEqual([]);
  });

  it("never throws for any bytes", async () => {
    await fc.assert(
      fc.asyncProperty(fc.uint8Array({ maxLength: 400 }), async (bytes) => {
        checkWords(format, await format.parse(bytes, sha256));
      }),
    );
  });

  it("never throws for a file of its own with bytes changed, cut or put in, and takes no half of a row", async () => {
    const whole = await written(format, "x", 4);
    const titles = new Set([1, 2, 3, 4].map((number) => `Dataset ${number} x`));
    await fc.assert(
      fc.asyncProperty(
        fc.nat(whole.length - 1),
        fc.nat(300),
        fc.uint8Array({ maxLength: 3 }),
        async (at, length, put) => {
          const bytes = new Uint8Array([...whole.subarray(0, at), ...put, ...whole.subarray(at + length)]);
          const parsed = await format.parse(bytes, sha256);
          checkWords(format, parsed);
          if (parsed.ok && put.length === 0) expect(parsed.records.length).toBeLessThanOrEqual(titles.size);
        },
      ),
      { numRuns: 60 },
    );
  });

  it("gives nothing of a file that was cut in the middle", async () => {
    const whole = await written(format, "x", 20);
    for (const part of [0.3, 0.5, 0.8, 0.97]) {
      const parsed = await format.parse(whole.subarray(0, Math.floor(whole.length * part)), sha256);
      checkWords(format, parsed);
      // A table as text ends where it ends: only a row that is not whole can be told.
      if (format.name !== "national-csv") expect(parsed.ok, `${part}`).toBe(false);
    }
  });

  it.each([
    ["HTML", "<script>alert(1)</script>&amp;<!-- -->"],
    ["writing turned around", "a\u202egpj.exe\u202c \u2066b\u2069"],
    ["marks of every syntax", `"'\\,;|{}[]()<>#@^%$\u00a0\u{1f3eb}`],
  ])("keeps %s in every text as it is", async (_what, text) => {
    const bytes = await written(format, text);
    const guess = guessFormat(bytes, "x");
    expect(guess.format).toBe(format.name);
    const parsed = await format.parse(bytes, sha256);
    if (!parsed.ok) throw new Error(`${parsed.code} ${parsed.detail}`);
    checkWords(format, parsed);
    const titles = parsed.records.map((record) => record.title);
    const expected = [1, 2, 3].map((number) => `Dataset ${number} ${text}`);
    // A graph has no order.
    if (parsed.rowsRefused === 0) expect(titles.toSorted()).toEqual(expected);
    const { catalog } = parsed;
    const again = await format.parse(
      await format.write(parsed.records, { catalog, catalogs: [catalog], sha256 }),
      sha256,
    );
    const byId = (records: readonly DatasetRecord[]) => new Map(records.map((record) => [record.sourceId, record]));
    expect(byId(again.ok ? again.records : [])).toEqual(byId(parsed.records));
  });
});
