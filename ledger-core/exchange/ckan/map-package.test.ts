import { describe, expect, it, test } from "vitest";
import fc from "fast-check";
import { descriptionSchema } from "#ledger-core/contract/schema/catalog.ts";
import type { Description } from "#ledger-core/contract/schema/catalog.ts";
import { decode, encode } from "#ledger-core/contract/schema/codec.ts";
import type { DatasetRecord, Json, JsonObject } from "#ledger-core/exchange/dataset-record.ts";
import { sha256 } from "#ledger-core/testdata/real-data.testing.ts";
import { CKAN_FORMAT } from "./ckan-format.ts";
import { linesOf, PACKAGE, readTaken, recordOf } from "./package.testing.ts";
import { recordToPackage, writePackages } from "./write-packages.ts";

const day = (text: string) => Date.parse(text) / 86_400_000;
const word = fc.string({ minLength: 1, maxLength: 20 }).filter((text) => text.trim() !== "" && !text.includes("…"));
const withoutUndefined = (value: unknown) => JSON.parse(JSON.stringify(value)) as Json;
const anything = fc.jsonValue().map(withoutUndefined);
const often = <T>(usual: fc.Arbitrary<T>) =>
  fc.oneof({ weight: 3, arbitrary: usual }, { weight: 1, arbitrary: anything });
const listText = fc.array(word, { maxLength: 3 }).map((texts) => JSON.stringify(texts));
const isoDay = fc.integer({ min: -20_000, max: 40_000 }).map((n) => new Date(n * 86_400_000).toISOString());

const extra = fc.oneof(
  fc.record({ key: fc.constantFrom("issued", "modified", "dcat_issued", "dcat_modified"), value: often(isoDay) }),
  fc.record({ key: fc.constantFrom("language", "theme", "in_series"), value: often(listText) }),
  fc.record({ key: fc.constantFrom("frequency", "access_rights", "publisher_name", "other"), value: often(word) }),
  anything,
);
const resource = fc.record(
  {
    name: often(word),
    url: fc.webUrl(),
    download_url: fc.webUrl(),
    format: often(fc.constantFrom("CSV", "JSON")),
    mimetype: often(fc.constant("text/csv")),
    size: anything,
    position: anything,
  },
  { requiredKeys: [] },
);
const tag = fc.oneof(
  word,
  word.map((name) => ({ name, state: "active" })),
);

/** Packages of every age and make: fields beside each other or in extras, right or of any type. */
const anyPackage = fc
  .record(
    {
      id: fc.uuid(),
      name: fc.stringMatching(/^[a-z0-9_-]{2,30}$/),
      title: often(word),
      notes: often(word),
      private: fc.boolean(),
      owner_org: often(word),
      organization: often(fc.record({ name: word, title: word })),
      publisher: often(fc.array(fc.record({ name: word, email: word }), { maxLength: 2 })),
      license_id: often(fc.constantFrom("cc-by", "notspecified", "")),
      license_url: often(fc.webUrl()),
      issued: often(isoDay),
      modified: often(isoDay),
      metadata_created: isoDay,
      frequency: often(fc.constantFrom("monthly", "http://publications.europa.eu/resource/authority/frequency/DAILY")),
      language: often(fc.array(word, { maxLength: 3 })),
      theme: often(fc.array(word, { maxLength: 3 })),
      groups: often(fc.array(fc.record({ name: word, title: word }), { maxLength: 2 })),
      access_rights: often(fc.constantFrom("PUBLIC", "https://example.org/access-right/RESTRICTED", "On request")),
      tags: often(fc.array(tag, { maxLength: 4 })),
      extras: often(fc.array(extra, { maxLength: 5 })),
      resources: often(fc.array(resource, { maxLength: 3 })),
      anything,
    },
    { requiredKeys: ["name"] },
  )
  .map((row) => withoutUndefined(row) as JsonObject)
  .filter((row) => row["name"] !== "new" && row["name"] !== "edit" && row["name"] !== "search");

/** Changes that a person can make on the ledger and that CKAN has a field for. */
const changes = fc.record<Partial<Omit<Description, "kept">>>(
  {
    title: word,
    summary: word,
    publisher: word,
    licence: fc.oneof(word, fc.webUrl()),
    updateCycle: fc.constantFrom("R/P1M", "weekly"),
    publishedDay: fc.integer({ min: 0, max: 30_000 }),
    modifiedDay: fc.integer({ min: 0, max: 30_000 }),
    keywords: fc.uniqueArray(word, { maxLength: 3 }),
    themes: fc.array(word, { minLength: 1, maxLength: 3 }),
    languages: fc.array(word, { maxLength: 3 }),
    relatedCodes: fc.array(word, { maxLength: 2 }),
    sharing: fc.constantFrom("unconditional", "conditional", "not-shared"),
    distributions: fc.array(
      fc.record({ title: fc.oneof(word, fc.constant("")), url: fc.webUrl(), mediaType: word, format: word }),
      { maxLength: 3 },
    ),
  },
  { requiredKeys: [] },
);

describe("a package and its record", () => {
  it("maps each field to its home by ckanext-dcat's table and keeps the rest", () => {
    const { kept, ...record } = recordOf();
    expect(record).toEqual({
      sourceId: "0b9e6f0a-5d1c-4f7a-9d8e-5f6b7a8c9d0e",
      code: "schools",
      profile: "ckan",
      title: "Schools of the city",
      summary: "Name, address and pupils of each school.",
      publisher: "Education Bureau",
      providerCode: "",
      format: "csv",
      items: [],
      sharing: "unconditional",
      sharingCondition: "",
      sharingMethod: "",
      openness: "open",
      updateCycle: "R/P1Y",
      publishedDay: day("2023-05-06"),
      modifiedDay: day("2025-02-03"),
      relatedCodes: [],
      keywords: ["school"],
      themes: ["Education"],
      languages: ["zh", "en"],
      licence: "cc-by",
      classification: "",
      legalBasis: "",
      distributions: [{ title: "Table", url: "https://example.org/schools.csv", mediaType: "text/csv", format: "CSV" }],
    });
    // The names and addresses of people are in what is kept, and nowhere else.
    expect(JSON.stringify(record)).not.toContain("omebody");
    expect(JSON.stringify(kept)).toContain("somebody@example.org");
  });

  test.each<[string, JsonObject, Partial<DatasetRecord>]>([
    ["private", { private: true }, { sharing: "not-shared", openness: "closed" }],
    [
      "restricted, by the address of the term",
      { access_rights: "http://publications.europa.eu/resource/authority/access-right/RESTRICTED" },
      { sharing: "conditional", sharingCondition: "", openness: "conditional" },
    ],
    ["not public", { access_rights: "NON_PUBLIC" }, { sharing: "not-shared" }],
    ["shared as a statement says", { access_rights: "Ask us" }, { sharing: "conditional", sharingCondition: "Ask us" }],
    ["under no licence that is said", { license_id: "notspecified" }, { licence: "" }],
    ["under a licence by its address", { license_id: "" }, { licence: "http://www.opendefinition.org/licenses/cc-by" }],
    ["published by an agent", { publisher: [{ name: "Agency" }] }, { publisher: "Agency" }],
    [
      "of a site with the first names of the extras",
      {
        extras: [
          { key: "dcat_issued", value: "2010-01-02" },
          { key: "dcat_publisher_name", value: "Agency" },
        ],
      },
      { publishedDay: day("2010-01-02"), publisher: "Agency" },
    ],
    [
      "of the first version of the API",
      { tags: ["a", "b"], groups: ["g"], extras: { language: "zh, en", issued: "2009-08-07" } },
      { keywords: ["a", "b"], themes: ["g"], languages: ["zh", "en"], publishedDay: day("2009-08-07") },
    ],
    ["of a site in several languages", { title: { de: "Schulen", en: "Schools" } }, { title: "Schools" }],
    ["without dates of its own", { extras: [] }, { publishedDay: day("2024-01-02"), modifiedDay: day("2025-02-03") }],
    ["without a title", { title: null }, { title: "schools" }],
    ["in a series", { in_series: ["series-1"] }, { relatedCodes: ["series-1"] }],
  ])("that is %s", (_what, changed, expected) => {
    const record = recordOf(changed);
    expect(record).toMatchObject(expected);
    expect(recordToPackage(record)).toEqual({ ...PACKAGE, ...changed });
  });

  it("gives back the very package, and its description can be signed", () => {
    let taken = 0;
    fc.assert(
      fc.property(anyPackage, (row) => {
        const parsed = readTaken(linesOf(row, { ...PACKAGE, name: "by-its-side" }));
        const record = parsed.records.find((each) => each.kept["name"] === row["name"]);
        if (record === undefined) return;
        taken++;
        expect(recordToPackage(record)).toEqual(row);
        const { sourceId: _sourceId, kept: _kept, ...description } = record;
        const value = { ...description, kept: undefined };
        const decoded = decode(descriptionSchema, encode(descriptionSchema, value));
        expect(decoded.ok && decoded.value).toEqual(value);
        // Written and read again, nothing is new.
        expect(readTaken(writePackages(parsed.records, parsed.catalog)).records).toEqual(parsed.records);
      }),
      { numRuns: 300 },
    );
    expect(taken).toBeGreaterThan(100);
  });

  it("says what was changed on the ledger, and all the rest as before", () => {
    fc.assert(
      fc.property(anyPackage, changes, (row, change) => {
        const parsed = readTaken(linesOf(row, { ...PACKAGE, name: "by-its-side" }));
        const record = parsed.records.find((each) => each.kept["name"] === row["name"]);
        if (record === undefined) return;
        const sharingCondition = change.sharing === undefined ? record.sharingCondition : "";
        const revised: DatasetRecord = { ...record, ...change, sharingCondition };
        const written = recordToPackage(revised);
        const [again] = readTaken(linesOf(written, { ...PACKAGE, name: "by-its-side" })).records;
        for (const field of Object.keys(change) as (keyof typeof change)[])
          expect(again?.[field]).toEqual(revised[field]);
        expect(written["anything"]).toEqual(row["anything"]);
        expect(written["name"]).toEqual(row["name"]);
      }),
      { numRuns: 300 },
    );
  });

  it("is written in CKAN's words where it came from no file, each under a name of its own", () => {
    const { kept: _kept, ...record } = recordOf();
    const made = ["学校/1", "学校/1", "https://example.org/A_b/1", "x"].map((sourceId): DatasetRecord => ({
      ...record,
      profile: "national",
      sourceId,
      kept: { 信息资源名称: "学校" },
    }));
    const rows = new TextDecoder()
      .decode(writePackages(made))
      .trim()
      .split("\n")
      .map((line) => JSON.parse(line) as JsonObject);
    expect(rows.map((row) => row["name"])).toEqual(["dataset-1", "dataset-1-2", "example-org-a-b-1", "dataset-x"]);
    const again = readTaken(writePackages(made.slice(1)));
    expect(again.findings.filter(({ severity }) => severity === "refused")).toEqual([]);
    expect(again.records.map(({ sourceId, title, licence, keywords }) => [sourceId, title, licence, keywords])).toEqual(
      made.slice(1).map(({ sourceId, title, licence, keywords }) => [sourceId, title, licence, keywords]),
    );
  });

  it("has one fingerprint, whatever the order of its keys, and another for any change", () => {
    const reversed = Object.fromEntries(Object.entries(PACKAGE).reverse());
    const [one, two] = [PACKAGE, reversed].map(
      (row) => readTaken(linesOf(row, { ...PACKAGE, id: "i", name: "other" })).records[0],
    );
    const print = (record: DatasetRecord | undefined) => record && CKAN_FORMAT.fingerprint(record, sha256);
    expect(print(one)).toBe(print(two));
    expect(print(recordOf({ version: "3" }))).not.toBe(print(recordOf()));
  });
});
