import { describe, expect, it, test } from "vitest";
import fc from "fast-check";
import { descriptionSchema } from "#ledger-core/contract/schema/catalog.ts";
import { decode, encode } from "#ledger-core/contract/schema/codec.ts";
import type { DatasetRecord } from "#ledger-core/exchange/dataset-record.ts";
import { sha256 } from "#ledger-core/testdata/real-data.testing.ts";
import {
  bytesOf,
  formatOf,
  graphIn,
  PREFIXES,
  readTaken,
  SHAPES,
  SYNTAXES,
  violationsOf,
  writeBack,
  writeNew,
} from "./dcat-ap.testing.ts";
import { changedFields } from "./ledger-words.ts";

const NATIONAL: DatasetRecord = {
  profile: "national",
  code: "307001010001/000001",
  sourceId: "307001010001/000001",
  title: "学校名录",
  summary: "全市学校的名称与地址",
  publisher: "教育局",
  providerCode: "11320100MB12345679",
  format: "数据库",
  items: [
    { name: "学校名称", dataType: "C", sensitivity: "open", rule: "", code: "xxmc" },
    { name: "校长电话", dataType: "C", sensitivity: "personal", rule: "仅末四位", code: "" },
  ],
  sharing: "conditional",
  sharingCondition: "书面申请",
  sharingMethod: "接口",
  openness: "closed",
  updateCycle: "每学期",
  publishedDay: 19_000,
  modifiedDay: undefined,
  relatedCodes: ["307001010001/000002"],
  keywords: ["学校", "教育"],
  themes: ["EDUC", "校园"],
  languages: ["zh-CN"],
  distributions: [
    { title: "名录", url: "https://example.org/a b.csv", mediaType: "text/csv", format: "csv" },
    { title: "", url: "\\\\server\\share", mediaType: "", format: "数据库" },
  ],
  classification: "部门/教育/学校/名录",
  legalBasis: "《政府信息公开条例》第十四条",
  licence: "https://example.org/licence",
  kept: {},
};

describe("a record of another profile", () => {
  it("comes back with every signed field, from every syntax, and conforms", async () => {
    for (const syntax of SYNTAXES) {
      const { records } = await readTaken(await writeNew([NATIONAL], syntax), syntax);
      expect(records.map((record) => changedFields(record, NATIONAL))).toEqual([[]]);
      expect(records[0]).toMatchObject({ sourceId: NATIONAL.sourceId, code: NATIONAL.code });
    }
    const turtle = await writeNew([NATIONAL]);
    expect(await violationsOf(turtle, ...SHAPES, "dcat-ap-3.0-values.ttl")).toEqual([]);
  });

  it("says in the vocabularies of the Union what these can say", async () => {
    const text = new TextDecoder().decode(await writeNew([{ ...NATIONAL, updateCycle: "每月" }]));
    for (const value of [
      "frequency/MONTHLY",
      "access-right/RESTRICTED",
      "language/ZHO",
      "file-type/CSV",
      "data-theme/EDUC",
    ])
      expect(text).toContain(`http://publications.europa.eu/resource/authority/${value}>`);
    const other = new TextDecoder().decode(await writeNew([NATIONAL]));
    expect(other).toContain("http://publications.europa.eu/resource/authority/frequency/OTHER>");
  });

  it("is believed in its statements where somebody has changed them since", async () => {
    const text = new TextDecoder().decode(await writeNew([NATIONAL]));
    const changed = text.replaceAll("authority/language/ZHO", "authority/language/ENG");
    const { records } = await readTaken(bytesOf(changed));
    expect(records[0]?.languages).toEqual(["en"]);
    expect(records[0]?.updateCycle).toBe("每学期");
  });

  it("is never let to say what the ledger's schema does not admit", async () => {
    const words = JSON.stringify({ openness: { is: "wide open", read: "conditional" }, code: { is: "x", read: "y" } });
    const text = `${PREFIXES} e:a a dcat:Dataset ; dct:title "A" ; dct:description "D" ; <urn:trusted-city:dcat-ap#ledgerWords> ${JSON.stringify(words)} .`;
    const { records } = await readTaken(bytesOf(text));
    expect(records[0]).toMatchObject({ openness: "conditional", code: "https://e.org/a" });
  });
});

const SOURCE = `${PREFIXES}
e:a a dcat:Dataset ; dct:title "Schools"@en, "Schulen"@de ; dct:description "All"@en ; dct:identifier "s-1" ;
  dct:publisher [ a foaf:Organization ; foaf:name "Bureau" ; foaf:mbox <mailto:a@e.org> ] ; dcat:keyword "school" ; e:note "mine" ;
  dct:accessRights <http://publications.europa.eu/resource/authority/access-right/PUBLIC> ;
  dcat:distribution e:d1, e:d2 . e:d1 a dcat:Distribution ; dcat:accessURL e:f1 ; e:note "kept" . e:d2 a dcat:Distribution ; dcat:accessURL e:f2 .`;

describe("a record that came as DCAT-AP", () => {
  const change = async (changes: Partial<DatasetRecord>): Promise<readonly string[]> => {
    const taken = await readTaken(bytesOf(SOURCE));
    const records = taken.records.map((record) => ({ ...record, ...changes }));
    const written = await writeBack({ ...taken, records });
    const [read] = (await readTaken(written)).records;
    const [expected] = records;
    if (read === undefined || expected === undefined) throw new Error("no record");
    expect(changedFields(read, expected)).toEqual([]);
    expect(await violationsOf(written, ...SHAPES)).toEqual([]);
    const before = await graphIn(bytesOf(SOURCE));
    const after = await graphIn(written);
    return [...before.filter((key) => !after.includes(key)), "->", ...after.filter((key) => !before.includes(key))];
  };

  it("is written with what was changed on the ledger, and nothing else", async () => {
    expect(await change({})).toEqual(["->"]);
    const title = "http://purl.org/dc/terms/title";
    expect(await change({ title: "Schools of the city" })).toEqual([
      `["https://e.org/a","${title}",["Schools","@en"]]`,
      "->",
      `["https://e.org/a","${title}",["Schools of the city","@en"]]`,
    ]);
    const keyword = "http://www.w3.org/ns/dcat#keyword";
    expect(await change({ keywords: ["school", "pupil"] })).toEqual([
      "->",
      `["https://e.org/a","${keyword}",["pupil"]]`,
    ]);
  });

  it("loses with a distribution what hung on it alone, and keeps the rest of one that is renamed", async () => {
    const [first, second] = (await readTaken(bytesOf(SOURCE))).records[0]?.distributions ?? [];
    if (first === undefined || second === undefined) throw new Error("no distributions");
    const lines = await change({ distributions: [{ ...first, title: "Named" }] });
    expect(lines.filter((line) => line.includes("https://e.org/note"))).toEqual([]);
    expect(lines.filter((line) => line.includes("https://e.org/d2") || line.includes("https://e.org/f2")).length).toBe(
      3,
    );
    expect(lines.at(-1)).toBe(`["https://e.org/d1","http://purl.org/dc/terms/title",["Named"]]`);
  });

  test.each([
    { sharing: "not-shared", openness: "closed" },
    { sharing: "conditional", sharingCondition: "Ask", openness: "open" },
    { publisher: "Another" },
    { updateCycle: "every full moon" },
    { licence: "own words" },
    { publishedDay: 1, modifiedDay: -1 },
    { themes: ["ENVI", "trees"] },
    { items: NATIONAL.items },
    { sharingMethod: "by post", classification: "a/b", legalBasis: "law" },
  ] as const)("says %j", async (changes) => {
    expect((await change(changes)).length).toBeGreaterThan(1);
  });

  it("is the same record whatever the syntax, the order and the names of blank nodes", async () => {
    const taken = await readTaken(bytesOf(SOURCE));
    const [record] = taken.records;
    if (record === undefined) throw new Error("no record");
    const print = formatOf("turtle").fingerprint(record, sha256);
    const shuffled = SOURCE.replace("[ a foaf", "_:zz . _:zz foaf:mbox <mailto:a@e.org> ; a foaf")
      .replace(`foaf:mbox <mailto:a@e.org> ] ;`, ". e:a")
      .replace("e:d1, e:d2", "e:d2, e:d1");
    for (const [bytes, syntax] of [
      [bytesOf(shuffled), "turtle"],
      [await writeBack(taken, "jsonld"), "jsonld"],
      [await writeBack(taken, "rdfxml"), "rdfxml"],
    ] as const) {
      const [other] = (await readTaken(bytes, syntax)).records;
      expect(other === undefined ? "" : formatOf(syntax).fingerprint(other, sha256)).toBe(print);
    }
  });
});

test("two catalogues' descriptions of one dataset are not mixed", async () => {
  const { records } = await readTaken(bytesOf(SOURCE));
  const [first] = records;
  if (first === undefined) throw new Error("no record");
  const again = { ...first, title: "Seen by another", sourceId: "two:https://e.org/a" };
  const written = await writeNew([first, again]);
  const back = (await readTaken(written)).records;
  expect(back.map(({ sourceId, title }) => [sourceId, title])).toEqual([
    ["https://e.org/a", "Schools"],
    ["two:https://e.org/a", "Seen by another"],
  ]);
  expect(await violationsOf(written, ...SHAPES)).toEqual([]);
});

const word = fc
  .string({ unit: "grapheme", minLength: 1, maxLength: 12 })
  .filter((text) => text.trim() === text && text !== "");
const someRecord = fc
  .record({
    title: word,
    summary: word,
    publisher: fc.oneof(word, fc.constant("")),
    sharing: fc.constantFrom("unconditional", "conditional", "not-shared"),
    sharingCondition: fc.oneof(word, fc.constant("")),
    openness: fc.constantFrom("closed", "conditional", "open"),
    updateCycle: fc.oneof(word, fc.constantFrom("", "R/P1Y", "P1M", "每周")),
    publishedDay: fc.option(fc.integer({ min: -60_000, max: 80_000 }), { nil: undefined }),
    keywords: fc.uniqueArray(word, { maxLength: 3 }),
    themes: fc.uniqueArray(fc.oneof(word, fc.constantFrom("ENVI", "https://e.org/t")), { maxLength: 3 }),
    languages: fc.uniqueArray(fc.constantFrom("zh-CN", "en", "tlh", "x"), { maxLength: 3 }),
    licence: fc.oneof(word, fc.constantFrom("", "https://e.org/l")),
    distributions: fc.array(
      fc.record({
        title: fc.oneof(word, fc.constant("")),
        url: fc.oneof(word, fc.webUrl(), fc.constant("")),
        mediaType: fc.constantFrom("", "text/csv", "no type"),
        format: fc.oneof(word, fc.constantFrom("", "CSV", "csv", "Excel")),
      }),
      { maxLength: 3 },
    ),
  })
  .map((fields): DatasetRecord => ({ ...NATIONAL, ...fields }));

test("any record comes back from any syntax with what was signed, conforms, and can be signed again", async () => {
  await fc.assert(
    fc.asyncProperty(
      fc.array(someRecord, { minLength: 1, maxLength: 2 }),
      fc.constantFrom(...SYNTAXES),
      async (made, syntax) => {
        const records = made.map((record, i) => ({ ...record, sourceId: `id ${i}`, code: `id ${i}` }));
        const { records: read } = await readTaken(await writeNew(records, syntax), syntax);
        const byId = new Map(read.map((record) => [record.sourceId, record]));
        for (const record of records) {
          const back = byId.get(record.sourceId);
          expect(back === undefined ? ["lost"] : changedFields(back, record)).toEqual([]);
          const { kept: _kept, sourceId: _sourceId, ...description } = back ?? record;
          const bytes = encode(descriptionSchema, { ...description, kept: undefined });
          expect(decode(descriptionSchema, bytes).ok).toBe(true);
        }
        const found = await violationsOf(await writeNew(records), ...SHAPES, "dcat-ap-3.0-values.ttl");
        expect(found).toEqual([]);
      },
    ),
    { numRuns: 15 },
  );
}, 60_000);
