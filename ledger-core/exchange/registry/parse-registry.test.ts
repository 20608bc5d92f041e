import { describe, expect, it, test } from "vitest";
import fc from "fast-check";
import { descriptionSchema } from "#ledger-core/contract/schema/catalog.ts";
import type { Description } from "#ledger-core/contract/schema/catalog.ts";
import { decode, encode } from "#ledger-core/contract/schema/codec.ts";
import type { DatasetRecord, Json, JsonObject } from "#ledger-core/exchange/dataset-record.ts";
import { sha256 } from "#ledger-core/testdata/real-data.testing.ts";
import { REGISTRY_FINDINGS } from "./finding-codes.ts";
import { describeRegistryFinding } from "./finding-text.ts";
import { parseRegistry } from "./parse-registry.ts";
import { recordToEntry, writeRegistry } from "./write-registry.ts";

const ENTRY: JsonObject = {
  id: "exampleorg",
  uid: "cdi00000001",
  name: "Open data of Example",
  description: "What the city gives away.",
  link: "https://data.example.org",
  catalog_type: "Open data portal",
  access_mode: ["open"],
  status: "active",
  owner: { name: "Example", link: "https://example.org", type: "Local government", location: { level: 30 } },
  langs: [{ id: "ZH", name: "Chinese" }],
  tags: ["city", "开放"],
  topics: [
    { id: "REGI", name: "Regions and cities", type: "eudatatheme" },
    { id: "Location", name: "Location", type: "iso19115" },
    { id: "loc", name: "Location", type: "general" },
  ],
  endpoints: [{ type: "ckanapi", url: "https://data.example.org/api/3", version: "3" }],
  rights: { license_id: "CC-BY-4.0", license_name: null, license_url: null, rights_type: "global" },
  software: { id: "ckan", name: "CKAN" },
};
const bytesOf = (text: string) => new TextEncoder().encode(text);
const linesOf = (...entries: readonly Json[]) => bytesOf(entries.map((entry) => `${JSON.stringify(entry)}\n`).join(""));
const readTaken = (bytes: Uint8Array) => {
  const parsed = parseRegistry(bytes, sha256);
  if (!parsed.ok) throw new Error(`the file was refused: ${parsed.code} ${parsed.detail}`);
  return parsed;
};
const changed = (changes: Readonly<Record<string, Json | undefined>>) =>
  JSON.parse(JSON.stringify({ ...ENTRY, ...changes })) as JsonObject;
const found = (changes: Readonly<Record<string, Json | undefined>>) =>
  readTaken(linesOf(changed(changes))).findings.map(({ severity, code, path }) => `${severity} ${code} ${path}`);

const word = fc.string({ minLength: 1, maxLength: 20 }).filter((text) => text.trim() !== "" && !/[…,]/.test(text));
const named = (name: string) =>
  fc.array(
    word.map((text) => ({ [name]: text, more: 1 })),
    { maxLength: 3 },
  );
const often = <T>(usual: fc.Arbitrary<T>) =>
  fc.oneof({ weight: 3, arbitrary: usual }, { weight: 1, arbitrary: fc.jsonValue() });
const anyEntry = fc
  .record(
    {
      id: word,
      name: word,
      description: often(word),
      link: often(fc.webUrl()),
      owner: often(fc.record({ name: word, type: word })),
      access_mode: often(fc.array(fc.constantFrom("open", "limited", "closed", "odd"), { maxLength: 2 })),
      rights: often(fc.record({ license_id: often(word), license_url: often(fc.webUrl()) })),
      langs: often(named("id")),
      topics: often(named("name")),
      tags: often(fc.array(word, { maxLength: 3 })),
      endpoints: often(fc.array(fc.record({ type: word, url: fc.webUrl(), version: word }), { maxLength: 3 })),
      anything: fc.jsonValue(),
    },
    { requiredKeys: ["id", "name"] },
  )
  .map((entry) => JSON.parse(JSON.stringify(entry)) as JsonObject);

const changes = fc.record<Partial<Omit<Description, "kept">>>(
  {
    title: word,
    summary: word,
    publisher: word,
    licence: fc.oneof(word, fc.webUrl()),
    sharing: fc.constantFrom("unconditional", "not-shared"),
    keywords: fc.array(word, { maxLength: 3 }),
    themes: fc.uniqueArray(word, { maxLength: 3 }),
    languages: fc.uniqueArray(word, { maxLength: 3 }),
    distributions: fc.array(
      fc.record({ title: fc.constant(""), url: fc.webUrl(), mediaType: fc.constant(""), format: word }),
      { maxLength: 3 },
    ),
  },
  { requiredKeys: [] },
);

describe("an entry of the registry", () => {
  it("maps each field to its home and keeps the rest", () => {
    const [record] = readTaken(linesOf(ENTRY)).records;
    if (record === undefined) throw new Error("the entry was refused");
    const { kept, ...description } = record;
    expect(description).toEqual({
      sourceId: "exampleorg",
      code: "exampleorg",
      profile: "registry",
      title: "Open data of Example",
      summary: "What the city gives away.",
      publisher: "Example",
      providerCode: "",
      format: "ckanapi",
      items: [],
      sharing: "unconditional",
      sharingCondition: "",
      sharingMethod: "",
      openness: "open",
      updateCycle: "",
      publishedDay: undefined,
      modifiedDay: undefined,
      relatedCodes: [],
      keywords: ["city", "开放"],
      themes: ["Regions and cities", "Location"],
      languages: ["ZH"],
      licence: "CC-BY-4.0",
      classification: "",
      legalBasis: "",
      distributions: [
        { title: "", url: "https://data.example.org", mediaType: "", format: "" },
        { title: "", url: "https://data.example.org/api/3", mediaType: "", format: "ckanapi" },
      ],
    });
    expect(kept["software"]).toEqual({ id: "ckan", name: "CKAN" });
  });

  test.each([
    [["open", "public"], "unconditional", ""],
    [["open", "limited"], "conditional", "open, limited"],
    [["restricted"], "conditional", "restricted"],
    [["closed"], "not-shared", ""],
    [["odd"], "conditional", "odd"],
    [[], "unconditional", ""],
  ])("that is %j is shared %s", (modes, sharing, sharingCondition) => {
    expect(readTaken(linesOf(changed({ access_mode: modes }))).records[0]).toMatchObject({ sharing, sharingCondition });
  });

  test.each<[string, Readonly<Record<string, Json | undefined>>, string]>([
    ["no identifier", { id: "" }, "refused FIELD_MISSING id"],
    ["a number as identifier", { id: 7 }, "refused FIELD_TYPE id"],
    ["no name", { name: null }, "refused FIELD_MISSING name"],
    ["a long name", { name: "n".repeat(2_001) }, "refused FIELD_TOO_LONG name"],
    ["1,001 tags", { tags: Array.from({ length: 1_001 }, String) }, "refused LIST_TOO_LONG tags"],
    ["a tag that is a number", { tags: [911] }, "warning FIELD_TYPE tags[0]"],
    ["no owner", { owner: undefined }, "warning FIELD_MISSING owner"],
    ["no address", { link: undefined }, "warning FIELD_MISSING link"],
    ["a script as address", { link: "javascript:alert(1)" }, "warning URL_INVALID link"],
    ["an unknown way in", { access_mode: ["odd"] }, "warning ACCESS_MODE_UNKNOWN access_mode[0]"],
    ["HTML", { description: "<b>x</b>" }, "warning HTML_MARKUP description"],
    ["writing turned around", { owner: { name: "a\u202eb" } }, "warning HIDDEN_CHARACTER owner.name"],
  ])("that has %s", (_what, change, finding) => {
    expect(found(change)).toEqual([finding]);
  });

  it("gives back the very entry, and its description can be signed", () => {
    let taken = 0;
    fc.assert(
      fc.property(anyEntry, (entry) => {
        const parsed = readTaken(linesOf(entry, ENTRY));
        const [record] = parsed.records;
        if (record === undefined || record.sourceId !== entry["id"]) return;
        taken++;
        expect(recordToEntry(record)).toEqual(entry);
        const { sourceId: _sourceId, kept: _kept, ...description } = record;
        const value = { ...description, kept: undefined };
        const decoded = decode(descriptionSchema, encode(descriptionSchema, value));
        expect(decoded.ok && decoded.value).toEqual(value);
        expect(readTaken(writeRegistry(parsed.records, parsed.catalog)).records).toEqual(parsed.records);
      }),
      { numRuns: 300 },
    );
    expect(taken).toBeGreaterThan(100);
  });

  it("says what was changed on the ledger, and all the rest as before", () => {
    fc.assert(
      fc.property(anyEntry, changes, (entry, change) => {
        const [record] = readTaken(linesOf(entry, ENTRY)).records;
        if (record === undefined || record.sourceId !== entry["id"]) return;
        const sharingCondition = change.sharing === undefined ? record.sharingCondition : "";
        const revised: DatasetRecord = { ...record, ...change, sharingCondition };
        const written = recordToEntry(revised);
        const [again] = readTaken(linesOf(written, ENTRY)).records;
        for (const field of Object.keys(change) as (keyof typeof change)[])
          expect(again?.[field]).toEqual(revised[field]);
        expect(written["anything"]).toEqual(entry["anything"]);
      }),
      { numRuns: 300 },
    );
  });
});

describe("a registry", () => {
  it("is one entry on each line, a list or one entry, and goes as such", () => {
    const other = { ...ENTRY, id: "other", uid: "cdi00000002" };
    const documents: readonly Json[] = [[ENTRY, other], ENTRY, []];
    for (const document of documents) {
      const parsed = readTaken(bytesOf(JSON.stringify(document, undefined, 1)));
      expect(JSON.parse(new TextDecoder().decode(writeRegistry(parsed.records, parsed.catalog)))).toEqual(document);
    }
    const parsed = readTaken(linesOf(ENTRY, other));
    expect([parsed.rows, parsed.records.length, parsed.catalog]).toEqual([2, 2, { form: "lines" }]);
  });

  it("says which identifiers came before: the second of one is refused, a number of its own twice is not", () => {
    const parsed = readTaken(linesOf(ENTRY, { ...ENTRY, id: "other" }, ENTRY));
    expect(parsed.findings.map(({ row, severity, code }) => `${row} ${severity} ${code}`)).toEqual([
      "2 warning UID_TWICE",
      "3 refused IDENTIFIER_TWICE",
      "3 warning UID_TWICE",
    ]);
    expect(parsed.records).toHaveLength(2);
  });

  test.each<[string, Uint8Array, string]>([
    ["nothing", new Uint8Array(), "FILE_EMPTY"],
    ["a number", bytesOf("7"), "NOT_A_REGISTRY"],
    ["packages", bytesOf(`[{"name":"aa","resources":[]}]`), "NOT_A_REGISTRY"],
    ["UTF-16", new Uint8Array(Buffer.from(`\ufeff[]`, "utf16le")), "FILE_UTF16"],
    ["a file that was cut", linesOf(ENTRY, ENTRY).subarray(0, -9), "JSON_CUT_SHORT"],
  ])("that is %s is refused as a whole", (_what, bytes, code) => {
    expect(parseRegistry(bytes, sha256)).toMatchObject({ ok: false, code });
  });

  test.each([...REGISTRY_FINDINGS, "NOT_A_REGISTRY"])("%s has words in both languages", (code) => {
    const [zh, en] = (["zh", "en"] as const).map((language) =>
      Object.values(describeRegistryFinding({ code, severity: "warning" }, language) ?? {}),
    );
    expect([zh?.length, en?.length]).toEqual([2, 2]);
    for (const words of zh ?? []) expect(words).toMatch(/[\u4e00-\u9fff]/);
    for (const words of en ?? []) expect(words).toMatch(/^[A-Z][ -~]+$/);
  });
});
