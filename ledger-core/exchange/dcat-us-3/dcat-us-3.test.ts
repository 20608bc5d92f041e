/** DCAT-US 3.0: what is read of a dataset, what a change on the ledger writes, and that its words stay apart from those of DCAT-AP. */
import { describe, expect, it, test } from "vitest";
import { ownKept } from "#ledger-core/exchange/catalog-format.ts";
import { formatsNamed } from "#ledger-core/exchange/catalog-formats.ts";
import type { DatasetRecord } from "#ledger-core/exchange/dataset-record.ts";
import { guessFormat } from "#ledger-core/exchange/guess-format.ts";
import { sha256 } from "#ledger-core/testdata/real-data.testing.ts";
import { DCAT_US_3_FINDINGS } from "./finding-codes.ts";
import { describeDcatUs3 } from "./finding-text.ts";
import { DCAT_US_3_FORMAT } from "./dcat-us-3-format.ts";
import { accessOf } from "./homes.ts";

const DATASET = {
  "@type": "Dataset",
  identifier: { "@type": "Identifier", "@id": "https://example.gov/d/1" },
  title: "Wells",
  description: "Where the wells are.",
  publisher: { "@type": "Organization", name: "Water Agency", subOrganizationOf: { name: "State" } },
  contactPoint: { "@type": "Kind", fn: "Desk", hasEmail: "mailto:desk@example.gov" },
  accessRights: { "@id": "https://example.gov/rights/restricted", prefLabel: "restricted public" },
  license: "https://creativecommons.org/publicdomain/zero/1.0/",
  issued: "2024-01-02",
  keyword: ["water", "wells"],
  theme: [{ "@type": "Concept", prefLabel: "Environment" }],
  language: "en",
  distribution: [
    {
      "@type": "Distribution",
      title: "All",
      downloadURL: "https://example.gov/w.csv",
      mediaType: "text/csv",
      byteSize: 9,
    },
  ],
  spatialResolutionInMeters: "10",
};

function fileOf(dataset: readonly unknown[], more: object = {}): Uint8Array {
  const catalog = {
    "@type": "Catalog",
    "@id": "urn:c",
    conformsTo: { "@type": "Standard", title: "DCAT-US 3.0" },
    ...more,
  };
  return new TextEncoder().encode(JSON.stringify({ ...catalog, dataset }));
}

async function taken(dataset: readonly unknown[]) {
  const parsed = await DCAT_US_3_FORMAT.parse(fileOf(dataset), sha256);
  if (!parsed.ok) throw new Error(parsed.code);
  return parsed;
}

async function writtenBack(records: readonly DatasetRecord[], parsed: Awaited<ReturnType<typeof taken>>) {
  const { catalog } = parsed;
  const bytes = await DCAT_US_3_FORMAT.write(records, { catalog, catalogs: [catalog], sha256 });
  return (JSON.parse(new TextDecoder().decode(bytes)) as { readonly dataset: readonly unknown[] }).dataset;
}

describe("a dataset of DCAT-US 3.0", () => {
  it("is read whole, with fields that are texts or objects", async () => {
    const { records, findings, about } = await taken([DATASET]);
    expect(findings).toEqual([]);
    expect(about).toEqual({ id: "urn:c" });
    expect(records[0]).toMatchObject({
      sourceId: "https://example.gov/d/1",
      profile: "dcat-ap",
      title: "Wells",
      publisher: "Water Agency",
      sharing: "conditional",
      sharingCondition: "restricted public",
      licence: "https://creativecommons.org/publicdomain/zero/1.0/",
      keywords: ["water", "wells"],
      themes: ["Environment"],
      languages: ["en"],
      distributions: [{ title: "All", url: "https://example.gov/w.csv", mediaType: "text/csv", format: "" }],
    });
  });

  it("comes back unchanged, and with nothing but what was changed on the ledger", async () => {
    const parsed = await taken([DATASET]);
    expect(await writtenBack(parsed.records, parsed)).toEqual([DATASET]);
    const changed = parsed.records.map((record) => ({ ...record, title: "Wells of the state", keywords: ["water"] }));
    expect(await writtenBack(changed, parsed)).toEqual([
      { ...DATASET, title: "Wells of the state", keyword: ["water"] },
    ]);
  });

  it("keeps its words under its own name, so that DCAT-AP does not take them for its own", async () => {
    const { records } = await taken([DATASET]);
    const [record] = records;
    expect(record === undefined ? undefined : ownKept(record, "dcat-ap")).toEqual({});
    const [turtle] = formatsNamed("dcat-ap-turtle");
    const { catalog } = await taken([DATASET]);
    const bytes = await turtle?.write(records, { catalog, catalogs: [catalog], sha256 });
    const text = new TextDecoder().decode(bytes);
    expect(text).toContain("Where the wells are.");
    expect(text).not.toContain("spatialResolutionInMeters");
  });

  test.each([
    ["a missing title", { title: undefined }, "FIELD_MISSING title"],
    ["a publisher that is a number", { publisher: 5 }, "FIELD_TYPE publisher"],
    ["an empty description", { description: " " }, "FIELD_MISSING description"],
    ["an unknown way of access", { accessRights: "ask nicely" }, "ACCESS_UNKNOWN accessRights"],
    ["a broken address", { distribution: [{ accessURL: "javascript:alert(1)" }] }, "URL_INVALID distribution[0]"],
  ])("%s is found", async (_name, change, found) => {
    const { findings } = await taken([{ ...DATASET, ...change }]);
    expect(findings.map(({ code, path }) => `${code} ${path}`)).toEqual([found]);
  });
});

test.each([
  [undefined, "unconditional", true],
  ["public", "unconditional", true],
  ["http://publications.europa.eu/resource/authority/access-right/PUBLIC", "unconditional", true],
  ["restricted public", "conditional", true],
  ["non-public", "not-shared", true],
  ["http://publications.europa.eu/resource/authority/access-right/NON_PUBLIC", "not-shared", true],
  [["public", "restricted"], "conditional", true],
  [["", "non-public"], "not-shared", false],
  ["This data is not public", "conditional", false],
  ["Closed to the public", "conditional", false],
  ["https://opendata.city.gov/rights/private", "conditional", false],
  [{ "@type": "RightsStatement", description: "Restricted to law enforcement" }, "conditional", false],
  [{ en: "Restricted" }, "conditional", false],
  [[], "conditional", false],
  [5, "conditional", false],
])("access said as %j is %s", (accessRights, sharing, isKnown) => {
  expect(accessOf(accessRights === undefined ? {} : { accessRights })).toMatchObject({ sharing, isKnown });
});

test("a condition in the ledger's own words is written and read back", async () => {
  const parsed = await taken([DATASET]);
  const records = parsed.records.map((record) => ({ ...record, sharingCondition: "经审批后使用" }));
  const [dataset] = await writtenBack(records, parsed);
  expect(dataset).toMatchObject({ accessRights: "经审批后使用" });
  const [again] = (await taken([dataset])).records;
  expect(again).toMatchObject({ sharing: "conditional", sharingCondition: "经审批后使用" });
});

test("a file is known by what it conforms to, and one that is no catalogue is refused", async () => {
  expect(guessFormat(fileOf([DATASET]), "data.json")).toEqual({ format: "dcat-us-3.0", sure: true });
  const refused = async (text: string) => {
    const parsed = await DCAT_US_3_FORMAT.parse(new TextEncoder().encode(text), sha256);
    return parsed.ok ? "taken" : parsed.code;
  };
  expect(await refused("[]")).toBe("NOT_DCAT_US_3");
  expect(await refused("{}")).toBe("NOT_DCAT_US_3");
  expect(await refused('{"@type":"Catalog","dataset":{}}')).toBe("DATASET_NOT_A_LIST");
  expect(await refused('{"@type":"Catalog","dataset":[{"title"')).toBe("JSON_CUT_SHORT");
});

test.each([...DCAT_US_3_FINDINGS, "NOT_DCAT_US_3", "DATASET_NOT_A_LIST"])("%s is said in both languages", (code) => {
  for (const language of ["zh", "en"] as const)
    expect(describeDcatUs3({ code, severity: "warning" }, language)?.message).toBeTruthy();
});
