import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { gzipSync } from "node:zlib";
import { Rows } from "#ledger-core/kernel/rows.ts";
import type { StoredRow } from "#ledger-core/kernel/rows.ts";
import { all, need, partySeat, persons } from "#ledger-core/kernel/policy-terms.ts";
import { datasetTable } from "#ledger-core/modules/catalog/tables.ts";
import type { Description } from "#ledger-core/contract/schema/catalog.ts";
import type { Blobs } from "#ledger-core/store/blobs.ts";
import { StoreError } from "#ledger-core/store/store-error.ts";
import { CKAN_FORMAT } from "#ledger-core/exchange/ckan/ckan-format.ts";
import { DCAT_US_FORMAT } from "#ledger-core/exchange/dcat-us/dcat-us-format.ts";
import { formatOf, graphIn, PREFIXES, violationsOf } from "#ledger-core/exchange/dcat-ap/dcat-ap.testing.ts";
import { exportCatalog } from "./export-catalog.ts";
import { bytesOf, ImportLedger, madeCatalog } from "./import.testing.ts";
import { loadKept } from "./kept-fields.ts";
import { planImport } from "./plan-import.ts";
import type { ImportedBatch } from "./run-import.ts";
import { FILE_BYTES_MAX, unpackFile } from "./unpack-file.ts";

let city: ImportLedger;
beforeEach(async () => {
  city = await ImportLedger.found();
});
afterEach(async () => await city.close());

const countsOf = (plan: { readonly diff: Readonly<Record<string, readonly string[]>> }): Record<string, number> =>
  Object.fromEntries(Object.entries(plan.diff).map(([name, ids]) => [name, ids.length]));
const exported = async (): Promise<unknown> =>
  JSON.parse(new TextDecoder().decode((await exportCatalog(city.ledger.reader, { format: DCAT_US_FORMAT })).bytes));
const descriptionOf = (code: string): Description => ({
  code,
  profile: "dcat-us",
  title: "Made here",
  summary: "s",
  publisher: "p",
  providerCode: "",
  format: "",
  items: [],
  sharing: "unconditional",
  sharingCondition: "",
  sharingMethod: "",
  openness: "open",
  updateCycle: "",
  publishedDay: undefined,
  modifiedDay: undefined,
  relatedCodes: [],
  keywords: ["k"],
  themes: [],
  languages: [],
  distributions: [],
  kept: undefined,
  classification: "",
  legalBasis: "",
  licence: "",
});

describe("an import", () => {
  it("adds everything once, finds it unchanged the second time, and gives it back on export", async () => {
    const first = await city.import(madeCatalog(450));
    expect(countsOf(first)).toEqual({ added: 450, changed: 0, unchanged: 0, retired: 0, held: 0 });
    expect(city.ledger.reader.head()?.height).toBe(3);
    const second = await city.import(madeCatalog(450));
    expect(countsOf(second)).toEqual({ added: 0, changed: 0, unchanged: 450, retired: 0, held: 0 });
    expect(city.ledger.reader.head()?.height).toBe(3);
    expect(await exported()).toEqual(madeCatalog(450));
  });

  it("writes only what changed, and retires what is gone", async () => {
    await city.import(madeCatalog(20));
    const plan = await city.import(madeCatalog(18, (i) => (i === 3 ? { title: "Renamed" } : {})));
    expect(countsOf(plan)).toEqual({ added: 0, changed: 1, unchanged: 17, retired: 2, held: 0 });
    expect(plan.needsConsent).toBe(false);
    expect(await exported()).toEqual(madeCatalog(18, (i) => (i === 3 ? { title: "Renamed" } : {})));
    const back = await city.import(madeCatalog(20));
    expect(countsOf(back)).toEqual({ added: 2, changed: 1, unchanged: 17, retired: 0, held: 0 });
    expect(await exported()).toEqual(madeCatalog(20));
  });

  it("asks a person before more than a fifth of a source is retired", async () => {
    await city.import(madeCatalog(20));
    const plan = await city.plan({ bytes: bytesOf(madeCatalog(15)) });
    expect(plan.ok && plan.needsConsent).toBe(true);
  });

  it("keeps what the catalog says of itself, also when nothing else changes", async () => {
    const changed = { ...madeCatalog(5), publisher: { name: "Another" }, describedBy: "x" };
    await city.import(madeCatalog(5), { source: "s" });
    const plan = await city.import(changed, { source: "s" });
    expect(countsOf(plan)).toEqual({ added: 0, changed: 1, unchanged: 4, retired: 0, held: 0 });
    expect(plan.findings.map((finding) => finding.code)).toContain("CATALOG_CHANGED");
    expect(await exported()).toEqual(changed);
    const again = await city.import(changed, { source: "s" });
    expect(countsOf(again)).toEqual({ added: 0, changed: 0, unchanged: 5, retired: 0, held: 0 });
  });

  it("gives a record another code where another source has it, and its own identifier on export", async () => {
    await city.import(madeCatalog(3), { source: "one" });
    const plan = await city.import(
      madeCatalog(2, (i) => ({ title: `Other ${i}` })),
      { source: "two" },
    );
    expect(plan.findings.filter((finding) => finding.code === "CODE_PREFIXED")).toHaveLength(2);
    expect(plan.puts.map((put) => put.code)).toEqual(["two:made-0", "two:made-1"]);
    const again = await city.import(
      madeCatalog(2, (i) => ({ title: `Other ${i}` })),
      { source: "two" },
    );
    expect(countsOf(again)["unchanged"]).toBe(2);
    const two = await exportCatalog(city.ledger.reader, { format: DCAT_US_FORMAT, source: "two" });
    const own = JSON.parse(new TextDecoder().decode(two.bytes)) as unknown;
    expect(own).toEqual(madeCatalog(2, (i) => ({ title: `Other ${i}` })));
    const all = (await exported()) as { readonly dataset: readonly { readonly identifier: string }[] };
    expect(new Set(all.dataset.map((dataset) => dataset.identifier)).size).toBe(5);
  });

  it("does not write over what was changed on the ledger while its source stayed as it was", async () => {
    await city.import(madeCatalog(2));
    const row = city.rows.get(datasetTable, 1);
    if (row === undefined) throw new Error("no row");
    const description = { ...row, title: "By hand" };
    const revised = await city.perform("catalog.revise", { dataset: { kind: "key", key: 1 }, description });
    expect(revised.code).toBe("");
    expect(countsOf(await city.import(madeCatalog(2)))["unchanged"]).toBe(2);
    const out = (await exported()) as { readonly dataset: readonly { readonly title: string }[] };
    expect(out.dataset[0]?.title).toBe("By hand");
  });

  it("reports a row that is refused, imports the others, and does not retire what the row was", async () => {
    await city.import(madeCatalog(10));
    const plan = await city.import(madeCatalog(10, (i) => (i === 4 ? { title: "" } : {})));
    expect(plan.findings.filter((finding) => finding.severity === "refused").map((finding) => finding.row)).toEqual([
      5,
    ]);
    expect(countsOf(plan)).toEqual({ added: 0, changed: 0, unchanged: 9, retired: 0, held: 1 });
    expect(city.rows.get(datasetTable, 5)?.state).toBe("published");
  });

  it("stops after the batches that are under way, and goes on where it stopped", async () => {
    const plan = await city.plan({ bytes: bytesOf(madeCatalog(850)) });
    if (!plan.ok) throw new Error(plan.code);
    const stop = new AbortController();
    const { ledger } = city;
    const end = ledger.engine.onBlock(() => stop.abort());
    const outcome = await city.run(plan, { signal: stop.signal });
    end();
    expect([outcome.batches.length, outcome.stopped]).toEqual([2, { why: "aborted" }]);
    const rest = await city.import(madeCatalog(850));
    expect(countsOf(rest)).toEqual({ added: 450, changed: 0, unchanged: 400, retired: 0, held: 0 });
    expect(await exported()).toEqual(madeCatalog(850));
  });

  it("submits nothing after a batch that was refused, and reports the one that was under way", async () => {
    const plan = await city.plan({ bytes: bytesOf(madeCatalog(850)) });
    if (!plan.ok) throw new Error(plan.code);
    const created = await city.perform("catalog.create", { description: descriptionOf("made-0") });
    expect(created.code).toBe("");
    const outcome = await city.run(plan);
    expect(outcome.stopped).toMatchObject({ why: "refused", code: "CODE_TAKEN", data: { sourceId: "made-0" } });
    expect(outcome.batches.map(({ sourceIds }) => sourceIds.length)).toEqual([200]);
    expect(city.rows.scan(datasetTable, "key", { limit: 1_000 })).toHaveLength(201);
  });

  it("reports what was under way when the disk does not take what a later batch keeps", async () => {
    const plan = await city.plan({ bytes: bytesOf(madeCatalog(850)) });
    if (!plan.ok) throw new Error(plan.code);
    const { blobs } = city.ledger.reader;
    let batches = 0;
    const putAll: Blobs["putAll"] = async (contents, limits) => {
      batches++;
      if (batches === 4) throw new StoreError("DISK_FULL", { folder: city.folder });
      return await blobs.putAll(contents, limits);
    };
    const told: number[] = [];
    const run = city.run(plan, { blobs: { ...blobs, putAll }, onBatch: ({ lines }) => told.push(lines.length) });
    await expect(run).rejects.toThrow(expect.objectContaining({ code: "DISK_FULL" }));
    expect(told).toEqual([200, 200]);
    expect(city.rows.scan(datasetTable, "key", { limit: 1_000 })).toHaveLength(400);
  });

  it("says why the ledger refuses a batch", async () => {
    const plan = await city.plan({ bytes: bytesOf(madeCatalog(1)) });
    if (!plan.ok) throw new Error(plan.code);
    const created = await city.perform("catalog.create", { description: descriptionOf("made-0") });
    expect(created.code).toBe("");
    const taken = await city.run(plan);
    expect(taken.stopped).toMatchObject({ why: "refused", code: "CODE_TAKEN", data: { sourceId: "made-0" } });
    expect(city.rows.get(datasetTable, 2)).toBeUndefined();
  });

  it("leaves to an open proposal what is part of it already", async () => {
    const cases = [need([all(partySeat("owner", ["steward"], persons(2)))])];
    expect((await city.perform("policy.set", { kind: "catalog.import", cases })).code).toBe("");
    const plan = await city.plan({ bytes: bytesOf(madeCatalog(3)) });
    if (!plan.ok) throw new Error(plan.code);
    const outcome = await city.run(plan);
    expect(outcome.batches.map(({ receipt }) => receipt.state)).toEqual(["proposed"]);
    expect(city.rows.get(datasetTable, 1)).toBeUndefined();
    const again = await city.plan({ bytes: bytesOf(madeCatalog(4)) });
    expect(again.ok && [again.waiting, countsOf(again)["added"]]).toEqual([["made-0", "made-1", "made-2"], 1]);
    const changed = await city.plan({ bytes: bytesOf(madeCatalog(3, (i) => (i === 0 ? { title: "Later" } : {}))) });
    expect(changed.ok && changed.puts.map((put) => put.record.title)).toEqual(["Later"]);
  });

  it("puts what narrows or retires apart from what only adds", async () => {
    await city.import(madeCatalog(20));
    const next = madeCatalog(19, (i) => (i === 2 ? { accessLevel: "non-public" } : i === 3 ? { title: "Later" } : {}));
    const plan = await city.plan({ bytes: bytesOf(next) });
    if (!plan.ok) throw new Error(plan.code);
    const batches: ImportedBatch[] = [];
    await city.run(plan, { onBatch: (batch) => batches.push(batch) });
    expect(batches.map(({ lines }) => lines.map((line) => [line.kind, line.origin.sourceId]))).toEqual([
      [["put", "made-3"]],
      [
        ["put", "made-2"],
        ["retire", "made-19"],
      ],
    ]);
    expect(city.rows.get(datasetTable, 3)?.sharing).toBe("not-shared");
    expect(city.rows.get(datasetTable, 20)?.state).toBe("retired");
  });

  it.each([
    ["agreements are in force on", { agreementsLive: 1, agreementsInForce: 1 }, "AGREEMENTS_IN_FORCE"],
    ["is contested", { suspended: "yes" }, "DATASET_CONTESTED"],
  ])("does not retire what %s, and says so", async (_name, change, code) => {
    await city.import(madeCatalog(20));
    const { source } = city.rows;
    const changed = (stored: StoredRow): StoredRow =>
      stored.key === 20 ? { ...stored, row: { ...stored.row, ...change } } : stored;
    const rows = new Rows({
      get: (table, key) => source.get(table, key),
      scan: (table, index, range) => {
        const found = source.scan(table, index, range);
        return table.name === datasetTable.name ? found.map(changed) : found;
      },
    });
    const request = { bytes: bytesOf(madeCatalog(18)), fileName: "city.json", department: 1 };
    const plan = await planImport(request, { rows, blobs: city.ledger.reader.blobs });
    expect(plan.ok && [plan.diff.retired, plan.diff.held]).toEqual([["made-18"], ["made-19"]]);
    const refused = plan.ok ? plan.findings.filter((finding) => finding.severity === "refused") : [];
    expect(refused).toMatchObject([{ code, sourceId: "made-19" }]);
  });

  it("puts kept fields under a hash that tells nothing, another one each time", async () => {
    await city.import(madeCatalog(1), { source: "a" });
    await city.import(madeCatalog(1), { source: "b" });
    const [first, second] = [1, 2].map((key) => city.rows.get(datasetTable, key)?.kept);
    if (first === undefined || second === undefined) throw new Error("nothing kept");
    expect(first).not.toEqual(second);
    const [one, two] = await Promise.all([first, second].map((hash) => loadKept(city.ledger.reader.blobs, hash)));
    expect(one?.fields).toEqual(two?.fields);
    expect(one?.fields["spatial"]).toBe("place 0");
  });

  it("exports the ledger's own words where kept fields are no longer held", async () => {
    await city.import(madeCatalog(1));
    const kept = city.rows.get(datasetTable, 1)?.kept;
    if (kept !== undefined) await city.ledger.reader.blobs.remove(kept);
    const { bytes, withoutKept } = await exportCatalog(city.ledger.reader, { format: DCAT_US_FORMAT });
    expect(withoutKept).toBe(1);
    const out = JSON.parse(new TextDecoder().decode(bytes)) as { readonly dataset: readonly object[] };
    expect(out.dataset[0]).toMatchObject({ identifier: "made-0", title: "Dataset 0" });
  });

  it("says which records the readers of a standard will refuse, and why", async () => {
    await city.import(madeCatalog(2));
    const asWritten = await exportCatalog(city.ledger.reader, { format: DCAT_US_FORMAT });
    expect(asWritten.unfit).toEqual({ records: 0, fields: [] });
    const kept = city.rows.get(datasetTable, 2)?.kept;
    if (kept !== undefined) await city.ledger.reader.blobs.remove(kept);
    const { unfit } = await exportCatalog(city.ledger.reader, { format: DCAT_US_FORMAT });
    expect(unfit).toEqual({ records: 1, fields: ["contactPoint"] });
    const inCkan = await exportCatalog(city.ledger.reader, { format: CKAN_FORMAT });
    expect(inCkan.unfit).toEqual({ records: 0, fields: [] });
  });

  it("exports the catalogue as it was at a height", async () => {
    await city.import(madeCatalog(2));
    await city.import(madeCatalog(3, (i) => ({ title: `New ${i}` })));
    const { bytes } = await exportCatalog(city.ledger.reader, { format: DCAT_US_FORMAT, height: 1 });
    expect(JSON.parse(new TextDecoder().decode(bytes))).toEqual(madeCatalog(2));
  });
});

describe("a catalogue of DCAT-AP", () => {
  const turtle = formatOf("turtle");
  const source = (change = ""): Uint8Array =>
    new TextEncoder()
      .encode(`${PREFIXES} e:c a dcat:Catalog ; dct:title "C" ; dct:description "D" ; dct:publisher e:p ; dcat:dataset e:a, e:b .
      e:p a foaf:Agent ; foaf:name "Bureau" . e:a a dcat:Dataset ; dct:title "A" ; dct:description "D" ; e:own "kept" ; dct:publisher e:p .
      e:b a dcat:Dataset ; dct:title "B${change}" ; dct:description "D" ; dct:issued "1 May" ; dct:publisher [ foaf:name "Other" ] .`);

  it("is recognised, imported once, found unchanged in another syntax, and given back", async () => {
    const first = await city.plan({ bytes: source(), fileName: "c.ttl" });
    if (!first.ok) throw new Error(first.code);
    expect([first.format.name, first.source.key]).toEqual(["dcat-ap-turtle", "id:https://e.org/c"]);
    expect((await city.run(first)).stopped).toBeUndefined();
    const jsonld = (await exportCatalog(city.ledger.reader, { format: formatOf("jsonld") })).bytes;
    const again = await city.plan({ bytes: jsonld, fileName: "c.jsonld" });
    expect(again.ok && countsOf(again)).toEqual({ added: 0, changed: 0, unchanged: 2, retired: 0, held: 0 });
    const changed = await city.plan({ bytes: source(" new"), fileName: "c.ttl" });
    expect(changed.ok && changed.diff.changed).toEqual(["https://e.org/b"]);
    const { bytes } = await exportCatalog(city.ledger.reader, { format: turtle });
    expect(await graphIn(bytes)).toEqual(await graphIn(source()));
  });

  it("is written with the catalogues of other formats, and conforms", async () => {
    const plan = await city.plan({ bytes: source(), fileName: "c.ttl" });
    if (!plan.ok) throw new Error(plan.code);
    await city.run(plan);
    await city.import(madeCatalog(3));
    const { bytes, records } = await exportCatalog(city.ledger.reader, { format: turtle });
    expect(records).toBe(5);
    expect(await violationsOf(bytes, "dcat-ap-3.0-shapes.ttl")).toEqual([]);
    const written = new Set(await graphIn(bytes));
    for (const statement of await graphIn(source())) expect(written).toContain(statement);
    const us = (await exported()) as { readonly dataset: readonly { readonly identifier: string }[] };
    expect(us.dataset.map(({ identifier }) => identifier)).toContain("https://e.org/a");
    expect(JSON.stringify(us)).not.toContain("statements");
  });

  it("is refused by what a person says it is, where it is something else", async () => {
    const plan = await city.plan({ bytes: source(), formats: [formatOf("jsonld")] });
    expect(plan.ok ? "" : plan.code).toBe("JSON_SYNTAX");
  });
});

describe("a file", () => {
  const codeOf = async (bytes: Uint8Array, fileName = "city.json"): Promise<string> => {
    const plan = await city.plan({ bytes, fileName });
    return plan.ok ? "" : plan.code;
  };

  it("is taken packed or not, and refused where it is not what it says", async () => {
    const json = bytesOf(madeCatalog(1));
    expect(await codeOf(new Uint8Array(gzipSync(json)), "city.json.gz")).toBe("");
    expect(await codeOf(new Uint8Array(gzipSync(json)).subarray(0, 60), "city.json.gz")).toBe("GZIP_DAMAGED");
    expect(await codeOf(new TextEncoder().encode("%PDF-1.7\n"))).toBe("FORMAT_UNSUPPORTED");
    expect(await codeOf(json.subarray(0, 200))).toBe("JSON_CUT_SHORT");
    expect(await codeOf(new Uint8Array())).toBe("FILE_EMPTY");
    expect(await codeOf(bytesOf({ hello: 1 }))).toBe("NOT_A_CATALOG");
    expect(await codeOf(bytesOf({ ...madeCatalog(1), big: "x".repeat(70_000) }))).toBe("CATALOG_TOO_LARGE");
    expect(await codeOf(json, "data.json")).toBe("SOURCE_UNNAMED");
  });

  it("is never unpacked beyond the limit", () => {
    const bomb = gzipSync(Buffer.alloc(FILE_BYTES_MAX + 1));
    expect(unpackFile(new Uint8Array(bomb), "bomb.json.gz")).toEqual({
      ok: false,
      format: "gzip",
      code: "FILE_TOO_LARGE",
    });
  });

  it("refuses nothing that the ledger would take, and leaves no rows for what it refuses", async () => {
    expect(await codeOf(new TextEncoder().encode("a,b\n1,2\n"), "t.csv")).toBe("FORMAT_UNSUPPORTED");
    expect(new Rows(city.ledger.reader.rows()).scan(datasetTable, "key", { limit: 1 })).toEqual([]);
  });
});
