/** Files of CKAN and of the registry through the whole import, again and again, and out. */
import { zstdCompressSync } from "node:zlib";
import { afterEach, beforeEach, describe, expect, it, test } from "vitest";
import { CKAN_FORMAT } from "#ledger-core/exchange/ckan/ckan-format.ts";
import type { Json, JsonObject } from "#ledger-core/exchange/dataset-record.ts";
import { REGISTRY_FORMAT } from "#ledger-core/exchange/registry/registry-format.ts";
import { datasetTable } from "#ledger-core/modules/catalog/tables.ts";
import { exportCatalog } from "./export-catalog.ts";
import { ImportLedger } from "./import.testing.ts";
import type { ImportPlan } from "./plan-import.ts";

let city: ImportLedger;
beforeEach(async () => {
  city = await ImportLedger.found();
});
afterEach(async () => await city.close());

const packageOf = (number: number, more: JsonObject = {}): JsonObject => ({
  id: `0b9e6f0a-5d1c-4f7a-9d8e-${String(number).padStart(12, "0")}`,
  name: `package-${number}`,
  title: `Package ${number}`,
  notes: "What it holds",
  private: false,
  state: "active",
  author: "Somebody",
  owner_org: "o",
  organization: { id: "o", name: "bureau", title: "Bureau" },
  tags: [{ name: "made", state: "active" }],
  extras: [{ key: "spatial_text", value: `place ${number}` }],
  resources: [{ id: `r${number}`, url: `https://example.org/${number}.csv`, format: "CSV", size: number }],
  metadata_modified: "2025-01-02T03:04:05.678901",
  ...more,
});
const entryOf = (number: number, more: JsonObject = {}): JsonObject => ({
  id: `portal${number}`,
  uid: `cdi${number}`,
  name: `Portal ${number}`,
  description: "A portal",
  link: `https://portal-${number}.example.org`,
  catalog_type: "Open data portal",
  access_mode: ["open"],
  owner: { name: "Owner", type: "Local government" },
  software: { id: "ckan", name: "CKAN" },
  ...more,
});

const many = (count: number, make: (number: number) => JsonObject): readonly JsonObject[] =>
  Array.from({ length: count }, (_, i) => make(i));
const linesOf = (rows: readonly JsonObject[]) => rows.map((row) => `${JSON.stringify(row)}\n`).join("");
const bytesOf = (text: string) => new TextEncoder().encode(text);
const countsOf = ({ diff }: ImportPlan) =>
  Object.fromEntries(Object.entries(diff).map(([name, ids]) => [name, ids.length]));
const none = { added: 0, changed: 0, unchanged: 0, retired: 0, held: 0 };

const FORMATS = [
  {
    name: "ckan",
    format: CKAN_FORMAT,
    make: packageOf,
    fileName: "site-2025-02-01.jsonl",
    change: { title: "Renamed" },
  },
  {
    name: "registry",
    format: REGISTRY_FORMAT,
    make: entryOf,
    fileName: "portals-2025-02-01.jsonl",
    change: { status: "inactive" },
  },
] as const;

describe.each(FORMATS)("a file of $name", ({ format, make, fileName, change }) => {
  const importing = async (rows: readonly JsonObject[], name: string = fileName) =>
    await city.import({}, { bytes: bytesOf(linesOf(rows)), fileName: name });
  const exported = async (): Promise<readonly Json[]> => {
    const { bytes, withoutKept } = await exportCatalog(city.ledger.reader, { format });
    expect(withoutKept).toBe(0);
    const lines = new TextDecoder().decode(bytes).split("\n").slice(0, -1);
    return lines.map((line) => JSON.parse(line) as Json);
  };

  it("is added once, found unchanged the second time, and comes out as it went in", async () => {
    const rows = many(230, make);
    const first = await importing(rows);
    expect([first.format.name, countsOf(first), first.findings]).toEqual([format.name, { ...none, added: 230 }, []]);
    const { height } = city.ledger.reader.head() ?? {};
    // Another day's file of the same source, its lines and keys in another order.
    const turned = rows.map((row) => Object.fromEntries(Object.entries(row).toReversed())).toReversed();
    const again = await importing(turned, fileName.replace("02-01", "03-01"));
    expect(countsOf(again)).toEqual({ ...none, unchanged: 230 });
    expect(city.ledger.reader.head()?.height).toBe(height);
    expect(await exported()).toEqual(rows);
  });

  it("writes only what changed, retires what is gone, and takes it in again", async () => {
    const rows = many(20, make);
    await importing(rows);
    const later = rows.slice(0, 18).map((row, i) => (i === 3 ? { ...row, ...change } : row));
    const plan = await importing(later);
    expect(countsOf(plan)).toEqual({ ...none, changed: 1, unchanged: 17, retired: 2 });
    expect(plan.needsConsent).toBe(false);
    expect(await exported()).toEqual(later);
    expect(countsOf(await importing(rows))).toEqual({ ...none, added: 2, changed: 1, unchanged: 17 });
    expect(await exported()).toEqual(rows);
  });

  it("that was cut leaves everything as it is", async () => {
    const rows = many(20, make);
    await importing(rows);
    const bytes = bytesOf(linesOf(rows));
    const plan = await city.plan({ bytes: bytes.subarray(0, bytes.length >> 1), fileName });
    expect(plan).toMatchObject({ ok: false, code: "JSON_CUT_SHORT" });
    const packed = zstdCompressSync(bytes);
    const cut = await city.plan({
      bytes: new Uint8Array(packed.subarray(0, packed.length - 4)),
      fileName: `${fileName}.zst`,
    });
    expect(cut).toMatchObject({ ok: false, code: "GZIP_DAMAGED" });
    expect(await exported()).toEqual(rows);
  });

  it("keeps the record of a row that is refused, and asks before more go than a fifth", async () => {
    const rows = many(20, make);
    await importing(rows);
    const plan = await importing(rows.map((row, i) => (i === 4 ? { ...row, name: "" } : row)));
    const refused = plan.findings.filter(({ severity }) => severity === "refused");
    expect(refused.map(({ row, code, path }) => [row, code, path])).toEqual([[5, "FIELD_MISSING", "name"]]);
    expect(countsOf(plan)).toEqual({ ...none, unchanged: 19, held: 1 });
    const fewer = await city.plan({ bytes: bytesOf(linesOf(rows.slice(0, 15))), fileName });
    expect(fewer.ok && fewer.needsConsent).toBe(true);
    const damaged = bytesOf(linesOf(rows.slice(0, 18)).replace(/^.*\n/, "{}}\n"));
    const line = await city.plan({ bytes: damaged, fileName });
    // Nobody knows which one the broken line was.
    expect(line.ok && [line.needsConsent, line.diff.retired.length]).toEqual([true, 3]);
  });

  it("says what was changed on the ledger, beside everything that its source said", async () => {
    const rows = many(2, make);
    await importing(rows);
    const row = city.rows.get(datasetTable, 1);
    if (row === undefined) throw new Error("no row");
    const description = { ...row, title: "By hand" };
    expect((await city.perform("catalog.revise", { dataset: { kind: "key", key: 1 }, description })).code).toBe("");
    expect(countsOf(await importing(rows))).toEqual({ ...none, unchanged: 2 });
    const field = format.name === "ckan" ? "title" : "name";
    expect(await exported()).toEqual([{ ...rows[0], [field]: "By hand" }, rows[1]]);
  });
});

describe("packages", () => {
  it("that their site has deleted are retired", async () => {
    const rows = many(10, packageOf);
    await city.import({}, { bytes: bytesOf(linesOf(rows)), fileName: "site.jsonl" });
    const deleted = rows.map((row, i) => (i === 0 ? { ...row, state: "deleted" } : row));
    const plan = await city.import({}, { bytes: bytesOf(linesOf(deleted)), fileName: "site.jsonl" });
    expect(countsOf(plan)).toEqual({ ...none, unchanged: 9, retired: 1 });
    expect(city.rows.get(datasetTable, 1)?.state).toBe("retired");
  });

  test.each(["datasets.jsonl", "package_search.json"])(
    "in a file called %s want a name of their source",
    async (fileName) => {
      const plan = await city.plan({ bytes: bytesOf(linesOf([packageOf(1)])), fileName });
      expect(plan).toMatchObject({ ok: false, code: "SOURCE_UNNAMED", format: "ckan" });
    },
  );

  it("of an answer go by the site that gave it, and come out as an answer", async () => {
    const help = "https://data.example.org/api/3/action/help_show?name=package_search";
    const answer = { help, success: true, result: { count: 3, sort: "name asc", results: many(3, packageOf) } };
    const plan = await city.import(answer, { fileName: "package_search.json" });
    expect([plan.source.key, countsOf(plan)]).toEqual(["id:https://data.example.org", { ...none, added: 3 }]);
    expect(countsOf(await city.import(answer, { fileName: "other.json" }))).toEqual({ ...none, unchanged: 3 });
    const { bytes } = await exportCatalog(city.ledger.reader, { format: CKAN_FORMAT });
    expect(JSON.parse(new TextDecoder().decode(bytes))).toEqual(answer);
  });
});
