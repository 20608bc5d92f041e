/** Catalogues of every format with their structure mutated: an answer in words, whatever it is, and nothing left behind in the runtime. */
import { describe, expect, it } from "vitest";
import {
  casesOf,
  damageBytes,
  fuzz,
  JSON_GRAMMAR,
  LINE_GRAMMAR,
  looseUtf8,
  mutateText,
  mutateValue,
  mutations,
  splice,
  TURTLE_GRAMMAR,
  XML_GRAMMAR,
} from "#ledger-core/kernel/testing/hostile.testing.ts";
import { watchPeak } from "#ledger-core/kernel/testing/peak-memory.testing.ts";
import type { Random } from "#ledger-core/sim/random.ts";
import { sha256 } from "#ledger-core/testdata/real-data.testing.ts";
import type { CatalogFormat, CatalogFormatName, ParsedCatalog } from "./catalog-format.ts";
import { CATALOG_FORMATS } from "./catalog-formats.ts";
import { PACKAGE, linesOf, readTaken } from "./ckan/package.testing.ts";
import { findHiddenMark } from "./hidden-marks.ts";
import { archiveOf } from "./national/workbook.testing.ts";
import { SHEET_LIMITS } from "./national/limits.ts";
import { unzipParts } from "./national/zip-parts.ts";

watchPeak(casesOf({ short: 512, long: 1_024 }));

const CASES = casesOf({ short: 60, long: 3_000 });
const CSV_GRAMMAR = { ...LINE_GRAMMAR, tokens: /[^,"\n]+|[^]/g };

const { records } = readTaken(linesOf(PACKAGE, { ...PACKAGE, id: "2", name: "parks", title: "Parks" }));
const written = async (format: CatalogFormat): Promise<Uint8Array> =>
  await format.write(records, { catalog: undefined, catalogs: [], sha256 });

const decode = (bytes: Uint8Array): string => new TextDecoder().decode(bytes);
const several = (random: Random, text: string, mutate: (text: string) => string): string => {
  let mutated = text;
  for (let left = mutations(random); left > 0; left--) mutated = mutate(mutated);
  return mutated;
};

function mutateJson(random: Random, text: string): string {
  if (random.once(3)) return several(random, text, (one) => mutateText(random, one, JSON_GRAMMAR));
  // JSON lines are mutated one by one.
  const lines = text.trimEnd().split("\n");
  const isLines = lines.length > 1 && lines.every((line) => line.startsWith("{") && line.endsWith("}"));
  if (!isLines) return several(random, text, (one) => JSON.stringify(mutateValue(random, JSON.parse(one))) ?? "null");
  const at = random.below(lines.length);
  return lines.map((line, i) => (i === at ? JSON.stringify(mutateValue(random, JSON.parse(line))) : line)).join("\n");
}

const mutateXml = (random: Random, text: string): string =>
  several(random, text, (one) => mutateText(random, one, XML_GRAMMAR));

/** Parts with their text changed or their names, and the directory with numbers that lie. */
async function mutateWorkbook(random: Random, bytes: Uint8Array): Promise<Uint8Array> {
  const zip = await unzipParts(bytes, () => true, SHEET_LIMITS);
  if (!zip.ok) throw new Error(zip.reason);
  const parts = [...zip.parts];
  const at = random.below(parts.length);
  const [name = "", part = new Uint8Array()] = parts[at] ?? [];
  switch (random.below(5)) {
    case 0: {
      const names = [
        "../../etc/passwd",
        "/etc/passwd",
        "C:\\x",
        "xl\\workbook.xml",
        "xl/worksheets/../workbook.xml",
        "xl/workbook.bin",
        "content.xml",
        "\0",
        "__proto__",
      ];
      return archiveOf(new Map([...parts.toSpliced(at, random.below(2)), [random.pick(names), part]]));
    }
    case 1: {
      // Two parts of one name: the names are of equal length, so one is written over the other.
      const whole = archiveOf(new Map([...parts, [`${name.slice(0, -1)}~`, part]]));
      const text = Buffer.from(whole)
        .toString("latin1")
        .replaceAll(`${name.slice(0, -1)}~`, name);
      return new Uint8Array(Buffer.from(text, "latin1"));
    }
    case 2: {
      // Somewhere in the directory at the end, which has every size, place and check sum.
      const start = Math.floor(bytes.length * 0.8);
      const lie = random.pick([[0xff, 0xff, 0xff, 0xff], [0, 0, 0, 0], [0xff, 0xff, 0xff, 0x7f], [1]]);
      return splice(bytes, start + random.below(bytes.length - start), lie.length, lie);
    }
    case 3:
      return damageBytes(random, bytes);
    default:
      return archiveOf(
        new Map(
          parts.map(([one, content], i) => [one, i === at ? looseUtf8(mutateXml(random, decode(content))) : content]),
        ),
      );
  }
}

const MUTATE: Readonly<
  Record<CatalogFormatName, (random: Random, bytes: Uint8Array) => Uint8Array | Promise<Uint8Array>>
> = {
  "dcat-us-1.1": (random, bytes) => looseUtf8(mutateJson(random, decode(bytes))),
  "dcat-us-3.0": (random, bytes) => looseUtf8(mutateJson(random, decode(bytes))),
  "dcat-ap-jsonld": (random, bytes) => looseUtf8(mutateJson(random, decode(bytes))),
  "dcat-ap-turtle": (random, bytes) =>
    looseUtf8(several(random, decode(bytes), (one) => mutateText(random, one, TURTLE_GRAMMAR))),
  "dcat-ap-rdfxml": (random, bytes) => looseUtf8(mutateXml(random, decode(bytes))),
  ckan: (random, bytes) => looseUtf8(mutateJson(random, decode(bytes))),
  registry: (random, bytes) => looseUtf8(mutateJson(random, decode(bytes))),
  "national-xlsx": mutateWorkbook,
  "national-csv": (random, bytes) =>
    looseUtf8(several(random, decode(bytes), (one) => mutateText(random, one, CSV_GRAMMAR))),
};

const keysOfPrototypes = (): readonly number[] =>
  [Object.prototype, Array.prototype, String.prototype].map((one) => Reflect.ownKeys(one).length);
const prototypesBefore = keysOfPrototypes();

/** What was found has words in both languages and can be printed; what was taken is counted right. */
function checkAnswer(format: CatalogFormat, parsed: ParsedCatalog): void {
  const found = parsed.ok
    ? parsed.findings
    : [{ code: parsed.code, severity: "refused" as const, value: parsed.detail }];
  for (const finding of found) {
    expect(format.describeFinding(finding, "zh")?.message, finding.code).toMatch(/[\u4e00-\u9fff]/);
    expect(format.describeFinding(finding, "en")?.advice, finding.code).toMatch(/^[A-Z]/);
    expect(findHiddenMark(finding.value ?? "")).toBeUndefined();
  }
  if (!parsed.ok) return;
  expect(parsed.records.length + parsed.rowsRefused).toBeLessThanOrEqual(parsed.rows);
  expect(new Set(parsed.records.map(({ sourceId }) => sourceId)).size).toBe(parsed.records.length);
  for (const record of parsed.records) {
    expect(Object.getPrototypeOf(record.kept)).toBe(Object.prototype);
    expect(JSON.stringify(record).isWellFormed()).toBe(true);
  }
}

/** What the records of a catalogue say, in one order; the code where it was refused. */
function meaningOf(format: CatalogFormat, parsed: ParsedCatalog): readonly string[] {
  if (!parsed.ok) return [parsed.code];
  return parsed.records.map((record) => format.fingerprint(record, sha256)).toSorted();
}

describe.each(CATALOG_FORMATS.map((format) => [format.name, format] as const))("%s", (name, format) => {
  it("shows what cannot be seen by its number", async () => {
    for (const text of [
      '"\ufeff"',
      '{"dataset":{"\u202e":1}}',
      '{"@type":"Catalog","dataset":"\u200b"}',
      "<\u202e/>",
      "\u202e\n",
    ])
      checkAnswer(format, await format.parse(new TextEncoder().encode(text), sha256));
  });

  it(`answers ${CASES} mutations of a catalogue, and reads again what it took`, async () => {
    const sound = await written(format);
    const taken = { whole: 0, refused: 0 };
    await fuzz(CASES, async (random) => {
      const parsed = await format.parse(await MUTATE[name](random, sound), sha256);
      checkAnswer(format, parsed);
      if (!parsed.ok) return void taken.refused++;
      taken.whole++;
      // What was taken means the same after it was written and read once more.
      const again = await format.parse(
        await format.write(parsed.records, { catalog: parsed.catalog, catalogs: [parsed.catalog], sha256 }),
        sha256,
      );
      if (parsed.records.length > 0) expect(meaningOf(format, again)).toEqual(meaningOf(format, parsed));
    });
    expect(keysOfPrototypes()).toEqual(prototypesBefore);
    expect(taken.whole).toBeGreaterThan(0);
    expect(taken.refused).toBeGreaterThan(0);
  });
});

it.each([
  ["points to", "_:x a dcat:Dataset ."],
  ["shares what it points to with", '<https://e.org/b> a dcat:Dataset ; dct:title "b"@en ; dcat:contactPoint _:x .'],
])("a dataset that %s a refused one has one fingerprint before it is written and after", async (_what, refused) => {
  const [turtle] = CATALOG_FORMATS.filter(({ name }) => name === "dcat-ap-turtle");
  if (turtle === undefined) throw new Error("there is a format for Turtle");
  const text = `@prefix dcat: <http://www.w3.org/ns/dcat#> . @prefix dct: <http://purl.org/dc/terms/> .
    <https://e.org/a> a dcat:Dataset ; dct:title "a"@en ; dct:description "d"@en ; dct:identifier "a" ; dcat:contactPoint _:x .
    ${refused}`;
  const parsed = await turtle.parse(new TextEncoder().encode(text), sha256);
  if (!parsed.ok) throw new Error(parsed.code);
  expect([parsed.records.length, parsed.rowsRefused]).toEqual([1, 1]);
  const bytes = await turtle.write(parsed.records, { catalog: parsed.catalog, catalogs: [parsed.catalog], sha256 });
  expect(meaningOf(turtle, await turtle.parse(bytes, sha256))).toEqual(meaningOf(turtle, parsed));
});
