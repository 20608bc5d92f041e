/** What every catalogue format promises of files from anybody, whichever formats there are. */
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { deflateRawSync } from "node:zlib";
import { afterAll, describe, expect, it, test } from "vitest";
import fc from "fast-check";
import { watchPeak } from "#ledger-core/kernel/testing/peak-memory.testing.ts";
import { sha256 } from "#ledger-core/testdata/real-data.testing.ts";
import type { CatalogFormat, ParsedCatalog } from "./catalog-format.ts";
import { CATALOG_FORMATS } from "./catalog-formats.ts";
import type { DatasetRecord } from "./dataset-record.ts";
import { guessFormat } from "./guess-format.ts";
import { findHiddenMark } from "./hidden-marks.ts";
import { SHEET_LIMITS } from "./national/limits.ts";
import { archiveOf } from "./national/workbook.testing.ts";
import { unzipParts } from "./national/zip-parts.ts";

watchPeak(512);

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

const MADE_BY_UNIX = 3;
const LINK_MODE = 0o120777;

/** The archive with the member of that name said to be a symbolic link, as a Unix program writes one. */
function asLink(archive: Uint8Array, name: string): Uint8Array {
  const bytes = Buffer.from(archive);
  // The last place that has the name is the directory's.
  const at = bytes.lastIndexOf(name) - 46;
  bytes.writeUInt8(MADE_BY_UNIX, at + 5);
  bytes.writeUInt32LE(LINK_MODE * 2 ** 16, at + 38);
  return new Uint8Array(bytes);
}

describe("the archive of a workbook", () => {
  const STRINGS = "xl/sharedStrings.xml";
  const folder = mkdtempSync(join(tmpdir(), "archives-"));
  const outside = join(folder, "outside.xml");
  afterAll(() => rmSync(folder, { recursive: true }));
  const xlsx = CATALOG_FORMATS.find(({ name }) => name === "national-xlsx");

  /** What comes of the workbook after a change: its titles, or the code of its refusal. */
  async function outcomeOf(change: (parts: Parts, strings: Uint8Array) => Uint8Array): Promise<readonly string[]> {
    if (xlsx === undefined) throw new Error("there is a format of workbooks");
    const zip = await unzipParts(await written(xlsx, "x"), () => true, SHEET_LIMITS);
    if (!zip.ok) throw new Error(zip.reason);
    const text = new TextDecoder().decode(zip.parts.get(STRINGS));
    const withTitle = (title: string): string => text.replace("Dataset 1 x", title);
    // It could take the place of the workbook's own strings, and theirs its place.
    writeFileSync(outside, withTitle("from outside"));
    const parsed = await xlsx.parse(change(zip.parts, bytesOf(withTitle("brought along"))), sha256);
    checkWords(xlsx, parsed);
    expect(readdirSync(folder)).toEqual(["outside.xml"]);
    expect(readFileSync(outside, "utf8")).toBe(withTitle("from outside"));
    return parsed.ok ? parsed.records.map(({ title }) => title) : [parsed.code];
  }
  type Parts = ReadonlyMap<string, Uint8Array>;
  const asItWas = [1, 2, 3].map((number) => `Dataset ${number} x`);

  it("is read by the strings in it", async () => {
    const brought = await outcomeOf((parts, strings) => archiveOf(new Map([...parts, [STRINGS, strings]])));
    expect(brought).toEqual(["brought along", ...asItWas.slice(1)]);
  });

  it.each([
    ["climbs out", "../".repeat(40) + outside.slice(1)],
    ["climbs by the signs of Windows", "xl\\worksheets\\..\\sharedStrings.xml"],
    ["climbs out from a folder that is read", `xl/worksheets/${"../".repeat(40)}${outside.slice(1)}`],
    ["is absolute", outside],
    ["is absolute with a drive", `C:\\${STRINGS}`],
    ["climbs to a part that there is", `xl/worksheets/../${STRINGS.slice(3)}`],
    ["begins where it stands", `./${STRINGS}`],
  ])("is read as if a member were not there whose name %s", async (_what, name) => {
    for (const isFirst of [true, false]) {
      const outcome = await outcomeOf((parts, strings) =>
        archiveOf(new Map(isFirst ? [[name, strings], ...parts] : [...parts, [name, strings]])),
      );
      expect(outcome).toEqual(asItWas);
    }
  });

  it("has no links: one that nobody asks for is not there, and one in the place of a part is the path as its text", async () => {
    const link = (parts: Parts, name: string): Uint8Array =>
      asLink(archiveOf(new Map([...parts, [name, bytesOf(outside)]])), name);
    expect(await outcomeOf((parts) => link(parts, "xl/media/image1.png"))).toEqual(asItWas);
    expect(await outcomeOf((parts) => link(parts, "xl/worksheets/sheet1.xml"))).toEqual(["HEADER_MISSING"]);
    expect(await outcomeOf((parts) => link(parts, STRINGS))).toEqual(["FILE_DAMAGED"]);
  });

  it.each([
    ["the same", STRINGS],
    ["the same in other letters, as a workbook's parts are named", STRINGS.toUpperCase()],
  ])("is refused where two members have names that are %s", async (_what, name) => {
    const spare = "x".repeat(name.length);
    const renamed = (parts: readonly (readonly [string, Uint8Array])[]): Uint8Array => {
      const text = Buffer.from(archiveOf(new Map(parts))).toString("latin1");
      return new Uint8Array(Buffer.from(text.replaceAll(spare, name), "latin1"));
    };
    expect(await outcomeOf((parts, strings) => renamed([...parts, [spare, strings]]))).toEqual(["FILE_DAMAGED"]);
    expect(await outcomeOf((parts, strings) => renamed([[spare, strings], ...parts]))).toEqual(["FILE_DAMAGED"]);
  });
});
