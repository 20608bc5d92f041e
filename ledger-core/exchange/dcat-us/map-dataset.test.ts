import { describe, expect, it } from "vitest";
import fc from "fast-check";
import type { Description } from "#ledger-core/contract/schema/catalog.ts";
import { descriptionSchema } from "#ledger-core/contract/schema/catalog.ts";
import { decode, encode } from "#ledger-core/contract/schema/codec.ts";
import type { DatasetRecord, Json, JsonObject } from "#ledger-core/exchange/dataset-record.ts";
import { sha256 } from "#ledger-core/testdata/real-data.testing.ts";
import { DATASET, dataJsonOf, readTaken } from "./dataset.testing.ts";
import { DATA_JSON_LIMITS } from "./limits.ts";
import { datasetToRecord, fingerprintRecord, recordToDataset } from "./map-dataset.ts";
import { NEW_CATALOG, writeDataJson } from "./write-data-json.ts";

const recordOf = (dataset: JsonObject) => datasetToRecord(dataset, sha256, DATA_JSON_LIMITS);
const withoutUndefined = (value: unknown) => JSON.parse(JSON.stringify(value)) as Json;
const word = fc.string({ minLength: 1, maxLength: 20 }).filter((text) => text.trim() !== "");
const day = fc.integer({ min: -62_091, max: 84_005 });
const iso = day.map((n) => new Date(n * 86_400_000).toISOString());
const url = fc.webUrl();
const anything = fc.jsonValue().map(withoutUndefined);

const dataset = fc
  .record(
    {
      identifier: word,
      title: word,
      description: word,
      keyword: fc.array(word, { minLength: 1, maxLength: 4 }),
      modified: fc.oneof(
        iso,
        iso.map((text) => text.slice(0, 10)),
        fc.constantFrom("R/P1W", "2015"),
      ),
      publisher: fc.record(
        { "@type": fc.constant("org:Organization"), name: word, subOrganizationOf: fc.record({ name: word }) },
        { requiredKeys: ["name"] },
      ),
      contactPoint: fc.record({ fn: word, hasEmail: fc.constant("mailto:a@example.org") }),
      accessLevel: fc.constantFrom("public", "restricted public", "non-public"),
      rights: fc.oneof(word, fc.constantFrom(null, "", 5)),
      issued: fc.oneof(iso, anything),
      accrualPeriodicity: fc.oneof(fc.constantFrom("R/P1Y", "irregular"), anything),
      theme: fc.oneof(fc.array(word), anything),
      language: fc.oneof(fc.constant(["zh-CN"]), anything),
      isPartOf: fc.oneof(word, anything),
      license: fc.oneof(fc.constant("https://creativecommons.org/publicdomain/zero/1.0/"), anything),
      distribution: fc.oneof(
        fc.array(
          fc.record(
            {
              "@type": fc.constant("dcat:Distribution"),
              title: word,
              accessURL: url,
              downloadURL: url,
              mediaType: word,
              format: word,
              description: word,
            },
            { requiredKeys: [] },
          ),
          { maxLength: 3 },
        ),
        fc.array(anything),
        anything,
      ),
      other: anything,
    },
    {
      requiredKeys: [
        "identifier",
        "title",
        "description",
        "keyword",
        "modified",
        "publisher",
        "contactPoint",
        "accessLevel",
      ],
    },
  )
  .map((value) => withoutUndefined(value) as JsonObject);

/** Changes that a person can make to a description on the ledger. */
const changes = fc.record<Partial<Omit<Description, "kept">>>(
  {
    title: word,
    summary: word,
    publisher: word,
    updateCycle: fc.constantFrom("R/P1M", ""),
    publishedDay: fc.option(day, { nil: undefined }),
    modifiedDay: day,
    relatedCodes: fc.array(word, { maxLength: 1 }),
    keywords: fc.array(word, { minLength: 1, maxLength: 3 }),
    themes: fc.array(word, { maxLength: 3 }),
    distributions: fc.array(
      fc.record({
        title: fc.oneof(word, fc.constant("")),
        url,
        mediaType: word,
        format: fc.oneof(word, fc.constant("")),
      }),
      { maxLength: 3 },
    ),
  },
  { requiredKeys: [] },
);

describe("a dataset and its record", () => {
  it("maps each field to its home and keeps the rest", () => {
    const record = recordOf({
      ...DATASET,
      accessLevel: "restricted public",
      rights: "Apply in writing.",
      accrualPeriodicity: "R/P1Y",
      issued: "2020-05-01T08:00:00Z",
      theme: ["education"],
      language: ["zh-CN"],
      isPartOf: "edu",
      license: "https://example.org/licence",
      distribution: [
        {
          "@type": "dcat:Distribution",
          title: "As a table",
          downloadURL: "https://example.org/a.csv",
          mediaType: "text/csv",
        },
        {
          "@type": "dcat:Distribution",
          accessURL: "https://example.org/map",
          format: "Map",
          description: "With a legend",
        },
      ],
    });
    expect(record).toMatchObject({
      profile: "dcat-us",
      sourceId: "edu-001",
      code: "edu-001",
      title: "Schools of the city",
      summary: "Name, address and pupils of each school.",
      publisher: "Education Bureau",
      sharing: "conditional",
      sharingCondition: "Apply in writing.",
      openness: "conditional",
      format: "csv, map",
      updateCycle: "R/P1Y",
      publishedDay: 18_383,
      modifiedDay: 20_120,
      relatedCodes: ["edu"],
      keywords: ["school", "学校"],
      themes: ["education"],
      languages: ["zh-CN"],
    });
    expect(record.distributions).toEqual([
      { title: "As a table", url: "https://example.org/a.csv", mediaType: "text/csv", format: "" },
      { title: "", url: "https://example.org/map", mediaType: "", format: "Map" },
    ]);
    expect(Object.keys(record.kept)).toEqual(["@type", "contactPoint", "issued", "distribution"]);
  });

  it("maps access levels to the three sharing attributes", () => {
    const of = (accessLevel: string) => {
      const { sharing, sharingCondition, openness } = recordOf({ ...DATASET, accessLevel, rights: "why" });
      return [sharing, sharingCondition, openness];
    };
    expect(of("public")).toEqual(["unconditional", "", "open"]);
    expect(of("restricted public")).toEqual(["conditional", "why", "conditional"]);
    expect(of("non-public")).toEqual(["not-shared", "why", "closed"]);
  });

  it("gives back the very dataset, and its description can be signed", () => {
    fc.assert(
      fc.property(dataset, (value) => {
        const record = recordOf(value);
        expect(recordToDataset(record)).toEqual(value);
        const { sourceId: _sourceId, kept: _kept, ...description } = record;
        const bytes = encode(descriptionSchema, { ...description, kept: undefined });
        expect(decode(descriptionSchema, bytes).ok).toBe(true);
      }),
      { numRuns: 1_000 },
    );
  });

  it("says what was changed on the ledger, and all the rest as before", () => {
    fc.assert(
      fc.property(dataset, changes, (value, change) => {
        const record: DatasetRecord = { ...recordOf(value), ...change };
        const written = recordToDataset(record);
        const again = recordOf(written);
        for (const field of Object.keys(change) as (keyof typeof change)[]) expect(again[field]).toEqual(record[field]);
        for (const field of ["contactPoint", "other", "license", "accessLevel"])
          expect(written[field]).toEqual(value[field]);
      }),
      { numRuns: 1_000 },
    );
  });

  it("changes one word of a distribution and leaves what else its source says of it", () => {
    const entry = {
      "@type": "dcat:Distribution",
      title: "Old",
      accessURL: "https://example.org/a",
      description: "With a legend",
      conformsTo: 5,
    };
    const record = recordOf({ ...DATASET, distribution: [entry, { accessURL: "https://example.org/b", extra: 1 }] });
    const [first] = record.distributions;
    const changed = {
      ...record,
      distributions: [{ title: "New", url: "https://example.org/a", mediaType: "", format: "" }],
    };
    expect(first?.title).toBe("Old");
    expect(recordToDataset(changed)["distribution"]).toEqual([{ ...entry, title: "New" }]);
  });

  it("renames a publisher within the organisations that it is part of", () => {
    const publisher = { name: "Old", "@id": "x", subOrganizationOf: { name: "City" } };
    const record = { ...recordOf({ ...DATASET, publisher }), publisher: "New" };
    expect(recordToDataset(record)["publisher"]).toEqual({ ...publisher, name: "New" });
  });

  it("keeps the whole of a text that it shortens", () => {
    const long = "数据".repeat(15_000);
    const record = recordOf({ ...DATASET, description: long });
    expect(record.summary.endsWith("…")).toBe(true);
    expect(new TextEncoder().encode(record.summary).length).toBeLessThanOrEqual(DATA_JSON_LIMITS.summaryBytesMax);
    expect(recordToDataset(record)["description"]).toBe(long);
    expect(recordToDataset({ ...record, summary: "Short now" })["description"]).toBe("Short now");
  });

  it("makes a code of any identifier, always the same, with no two alike", () => {
    const codeOf = (identifier: string) => recordOf({ ...DATASET, identifier }).code;
    expect(codeOf("https://example.org/item?id=1")).toBe("https://example.org/item?id=1");
    expect(codeOf("a\u202eb")).toMatch(/^a-b-[0-9a-f]{12}$/);
    expect(codeOf(`${"x".repeat(600)}1`)).not.toBe(codeOf(`${"x".repeat(600)}2`));
    expect(codeOf("数".repeat(400))).toMatch(/^id-[0-9a-f]{12}$/);
    fc.assert(
      fc.property(fc.string({ unit: "grapheme", minLength: 1, maxLength: 600 }), (identifier) => {
        const code = codeOf(identifier);
        expect(codeOf(identifier)).toBe(code);
        expect(new TextEncoder().encode(code).length).toBeLessThanOrEqual(512);
      }),
    );
  });

  it("has a fingerprint of what the source says, not of its layout", () => {
    const reordered = Object.fromEntries(Object.entries(DATASET).reverse());
    const fingerprint = fingerprintRecord(recordOf(DATASET), sha256);
    expect(fingerprint).toMatch(/^[0-9a-f]{64}$/);
    expect(fingerprintRecord(recordOf(reordered), sha256)).toBe(fingerprint);
    expect(fingerprintRecord(recordOf({ ...DATASET, rights: null }), sha256)).not.toBe(fingerprint);
    expect(fingerprintRecord(recordOf({ ...DATASET, keyword: ["学校", "school"] }), sha256)).not.toBe(fingerprint);
  });
});

describe("the limits and the ledger's description", () => {
  it("agree: a dataset at every limit can be signed", () => {
    const limits = DATA_JSON_LIMITS;
    const full = {
      ...DATASET,
      identifier: "i".repeat(limits.codeBytesMax),
      title: "t".repeat(limits.titleBytesMax),
      description: "d".repeat(limits.summaryBytesMax + 1),
      publisher: { name: "p".repeat(limits.publisherBytesMax) },
      accessLevel: "non-public",
      rights: "r".repeat(limits.conditionBytesMax + 1),
      accrualPeriodicity: "c".repeat(limits.cycleBytesMax),
      isPartOf: "o".repeat(limits.codeBytesMax),
      keyword: [
        "k".repeat(limits.keywords.bytesMax),
        ...Array.from({ length: limits.keywords.lengthMax - 1 }, () => "k"),
      ],
      theme: Array.from({ length: limits.themes.lengthMax }, () => "h".repeat(limits.themes.bytesMax)),
      language: Array.from({ length: limits.languages.lengthMax }, () => "l".repeat(limits.languages.bytesMax)),
      distribution: [
        {
          title: "n".repeat(limits.distributionTitleBytesMax),
          downloadURL: `https://${"u".repeat(limits.urlBytesMax - 8)}`,
          mediaType: "m".repeat(limits.distributionFormatBytesMax),
          format: "f".repeat(limits.distributionFormatBytesMax),
        },
        ...Array.from({ length: limits.distributionsMax - 1 }, (_, i) => ({ format: `${i}` })),
      ],
    };
    const parsed = readTaken(dataJsonOf([full]), { ...limits, rowCharactersMax: 1_000_000 });
    expect(parsed.findings.filter((finding) => finding.severity === "refused")).toEqual([]);
    const [record] = parsed.records;
    const { sourceId: _sourceId, kept: _kept, ...description } = record as DatasetRecord;
    expect(() => encode(descriptionSchema, { ...description, kept: undefined })).not.toThrow();
  });
});

describe("a file of records that were made here", () => {
  it("says its version and is read back without findings", () => {
    const record = { ...recordOf(DATASET), kept: { contactPoint: DATASET["contactPoint"] ?? null } };
    const parsed = readTaken(writeDataJson([record]));
    expect(parsed.catalog).toEqual(NEW_CATALOG);
    expect(parsed.findings).toEqual([]);
    expect(parsed.records[0]).toMatchObject({ title: record.title, modifiedDay: record.modifiedDay });
  });
});
