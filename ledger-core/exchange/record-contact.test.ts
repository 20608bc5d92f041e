/** What one standard gave a record and another one demands goes along from file to file. */
import { describe, expect, it, test } from "vitest";
import { hasRealData, readRealData, REAL_DATA_ABSENT, sha256 } from "#ledger-core/testdata/real-data.testing.ts";
import type { CatalogFormatName, TakenCatalog } from "./catalog-format.ts";
import { formatsNamed } from "./catalog-formats.ts";
import type { DatasetRecord } from "./dataset-record.ts";
import { contactOf } from "./record-contact.ts";

const bytesOf = (value: unknown): Uint8Array => new TextEncoder().encode(JSON.stringify(value));

async function read(name: CatalogFormatName, bytes: Uint8Array): Promise<TakenCatalog> {
  const parsed = await formatsNamed(name)[0]?.parse(bytes, sha256);
  if (parsed === undefined || !parsed.ok) throw new Error(`${name} refused its file`);
  return parsed;
}

async function written(name: CatalogFormatName, records: readonly DatasetRecord[]): Promise<TakenCatalog> {
  const bytes = await formatsNamed(name)[0]?.write(records, { catalog: undefined, catalogs: [], sha256 });
  return await read(name, bytes ?? new Uint8Array());
}

const CONTACT = { name: "Open Data Office", email: "mailto:data@example.org" };
const LICENCE = "https://creativecommons.org/publicdomain/zero/1.0/";
const DATASET = {
  "@type": "dcat:Dataset",
  identifier: "waste-2026",
  title: "Waste",
  description: "Tonnes by month",
  keyword: ["waste"],
  modified: "2026-03-01",
  publisher: { "@type": "org:Organization", name: "City" },
  contactPoint: { "@type": "vcard:Contact", fn: CONTACT.name, hasEmail: CONTACT.email },
  accessLevel: "public",
  license: LICENCE,
};
const DATA_JSON = { conformsTo: "https://project-open-data.cio.gov/v1.1/schema", dataset: [DATASET] };

describe("a contact and a licence", () => {
  const chains: readonly (readonly CatalogFormatName[])[] = [
    ["dcat-us-3.0"],
    ["dcat-us-3.0", "dcat-us-1.1"],
    ["dcat-ap-jsonld", "dcat-us-1.1"],
    ["dcat-ap-turtle", "dcat-us-3.0", "dcat-us-1.1"],
    ["dcat-us-3.0", "dcat-ap-rdfxml", "dcat-us-3.0"],
  ];
  it.each(chains.map((chain) => [chain.join(", then "), chain] as const))("go along to %s", async (_, chain) => {
    let { records } = await read("dcat-us-1.1", bytesOf(DATA_JSON));
    for (const name of chain) {
      const taken = await written(name, records);
      expect(taken.rowsRefused).toBe(0);
      records = taken.records;
    }
    const [record] = records;
    expect(record?.licence).toBe(LICENCE);
    expect(record === undefined ? undefined : contactOf(record)).toEqual(CONTACT);
  });

  it("of CKAN are its maintainer, else its author", async () => {
    const ckan = { id: "1", name: "waste", title: "Waste", author: "A. Author", author_email: "author@example.org" };
    const [byAuthor] = (await read("ckan", bytesOf(ckan))).records;
    const [byMaintainer] = (await read("ckan", bytesOf({ ...ckan, maintainer: "Office" }))).records;
    const named = [byAuthor, byMaintainer].map((record) => record && contactOf(record));
    expect(named).toEqual([
      { name: "A. Author", email: "mailto:author@example.org" },
      { name: "Office", email: "" },
    ]);
  });

  it("are not made up where the source names nobody", async () => {
    const [record] = (await read("ckan", bytesOf({ id: "1", name: "waste", title: "Waste" }))).records;
    expect(record && contactOf(record)).toBeUndefined();
  });

  it("stay where a licence was imported before it had a place in the ledger", async () => {
    const { records } = await read("dcat-us-1.1", bytesOf(DATA_JSON));
    const older = records.map((record) => ({ ...record, licence: "", kept: { ...record.kept, license: LICENCE } }));
    expect((await written("dcat-us-1.1", older)).records[0]?.licence).toBe(LICENCE);
    const fingerprint = formatsNamed("dcat-us-1.1")[0]?.fingerprint;
    expect(older.map((record) => fingerprint?.(record, sha256))).toEqual(
      records.map((record) => fingerprint?.(record, sha256)),
    );
  });
});

const present = hasRealData("catalog/us-datajson-gsa.json.gz");
test.skipIf(!present)(
  `a whole agency's catalogue goes from DCAT-US 1.1 to 3.0${present ? "" : `, ${REAL_DATA_ABSENT}`}`,
  async () => {
    const { records } = await read("dcat-us-1.1", readRealData("catalog/us-datajson-gsa.json.gz"));
    const taken = await written("dcat-us-3.0", records);
    expect([taken.rows, taken.rowsRefused]).toEqual([339, 0]);
    expect(taken.records.map(({ licence }) => licence)).toEqual(records.map(({ licence }) => licence));
  },
);
