/** A large file is read in a thread of its own: the same comes of it as else, and others are answered meanwhile. */
import { rmSync } from "node:fs";
import { gzipSync } from "node:zlib";
import { ledgerFile } from "#ledger-core/store/ledger-file.ts";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import type { JsonObject } from "#ledger-core/exchange/dataset-record.ts";
import { StoreError } from "#ledger-core/store/store-error.ts";
import type { FileToPlan } from "./file-to-plan.ts";
import { bytesOf, ImportLedger, madeCatalog } from "./import.testing.ts";
import { planFile, QUICK_FILE_BYTES_MAX } from "./plan-file.ts";
import { LARGE_FILE_BYTES } from "./plan-import.ts";
import type { ImportPlan, RefusedFile } from "./plan-import.ts";

const LARGE = 3_000;
let city: ImportLedger;
beforeEach(async () => {
  city = await ImportLedger.found();
});
afterEach(async () => await city.close());

/** Some datasets that are as before, others that are not, one without a title and one with another's code. */
function largeCatalog(): JsonObject {
  const description = "What is in it, at length. ".repeat(60);
  return madeCatalog(LARGE, (i) => (i < 100 ? {} : i === 200 ? { title: "" } : { description: `${i} ${description}` }));
}

function fileOf(catalog: JsonObject): FileToPlan {
  return { bytes: bytesOf(catalog), fileName: "city.json", format: "dcat-us-1.1", source: "made", department: 1 };
}

/** What a plan says, with the kept fields as the texts that they are. */
function saidBy(plan: ImportPlan | RefusedFile | StoreError): unknown {
  if (plan instanceof StoreError || !plan.ok) return plan;
  return { ...plan, puts: plan.puts.map((put) => ({ ...put, kept: Buffer.from(put.kept).toString() })) };
}

describe("a large file", () => {
  it("is planned as it is where others wait for it, and its bytes come back", async () => {
    await city.import(madeCatalog(150), { source: "made" });
    const file = fileOf(largeCatalog());
    const bytes = Uint8Array.from(file.bytes);
    expect(bytes.length).toBeGreaterThan(LARGE_FILE_BYTES);
    const inline = await city.plan({ ...file, formats: undefined });
    const planned = await planFile(file, city.ledger);
    expect(saidBy(planned.plan)).toEqual(saidBy(inline));
    expect(planned.plan).toMatchObject({ ok: true, rows: LARGE });
    expect(Buffer.compare(planned.bytes, bytes)).toBe(0);
    // Lent, not copied.
    expect(file.bytes.length).toBe(0);
    if (planned.plan instanceof StoreError || !planned.plan.ok) throw new Error("it is a plan");
    expect(planned.plan.puts).toHaveLength(LARGE - 101);
    const { stopped } = await city.run(planned.plan);
    expect(stopped).toBeUndefined();
    const again = await planFile(fileOf(largeCatalog()), city.ledger);
    expect(again.plan).toMatchObject({ ok: true, puts: [] });
  });

  it("that is refused says why, and is there to be looked at in another way", async () => {
    const { bytes, ...file } = fileOf(largeCatalog());
    const cut = bytes.subarray(0, bytes.length - 9);
    const planned = await planFile({ ...file, bytes: cut }, city.ledger);
    expect(planned.plan).toEqual(await city.plan({ bytes: cut, fileName: file.fileName }));
    expect(planned.plan).toMatchObject({ ok: false, code: "JSON_CUT_SHORT" });
    // A part of other bytes is copied, so that those stay where they are.
    expect(bytes.length).toBeGreaterThan(LARGE_FILE_BYTES);
    expect(Buffer.compare(planned.bytes, cut)).toBe(0);
  });

  it("holds nobody up", async () => {
    let turns = 0;
    const counting = setInterval(() => turns++, 1);
    await planFile(fileOf(largeCatalog()), city.ledger);
    clearInterval(counting);
    const beside = turns;
    turns = 0;
    const again = setInterval(() => turns++, 1);
    await city.plan({ ...fileOf(largeCatalog()), formats: undefined });
    clearInterval(again);
    expect(beside).toBeGreaterThan(10 * (turns + 1));
  });

  it("is let go of when it is called off", async () => {
    const controller = new AbortController();
    const planned = planFile(fileOf(largeCatalog()), city.ledger, { signal: controller.signal });
    controller.abort(new Error("called off"));
    await expect(planned).rejects.toThrow("called off");
  });

  it("is given up after the time that it may take", async () => {
    const planned = planFile(fileOf(largeCatalog()), city.ledger, { msMax: 1 });
    await expect(planned).rejects.toMatchObject({ code: "IMPORT_SLOW", data: { file: "city.json", minutes: 1 } });
  });

  it("comes back where the ledger cannot be read", async () => {
    const { ledger } = city;
    const file = fileOf(largeCatalog());
    const { length } = file.bytes;
    await ledger.close();
    rmSync(ledgerFile(city.folder));
    const planned = await planFile(file, ledger);
    expect(planned.plan).toBeInstanceOf(StoreError);
    expect(planned.bytes).toHaveLength(length);
  });
});

describe("a file that is not large", () => {
  const turtle = `<https://e.org/a> a <http://www.w3.org/ns/dcat#Dataset> ; <http://purl.org/dc/terms/title> "A" .`;
  const packed = (catalog: JsonObject): Uint8Array => Uint8Array.from(gzipSync(bytesOf(catalog)));
  const small = bytesOf(madeCatalog(2));
  const given = { fileName: "city", format: "", source: "made", department: 1 };

  it.each([
    ["longer than is read at once", bytesOf(madeCatalog(100)), ""],
    ["packed", packed(madeCatalog(2)), ""],
    ["of statements", new TextEncoder().encode(turtle), ""],
    ["named a sheet", Uint8Array.from(small), "national"],
  ])("has a thread as well where it is %s", async (_, bytes, format) => {
    const planned = await planFile({ ...given, bytes, format }, city.ledger);
    expect(planned.plan).toHaveProperty("ok");
    expect([bytes.length, planned.bytes.length > 0]).toEqual([0, true]);
  });

  it("has none where it is plain and nobody else waits", async () => {
    const bytes = bytesOf(madeCatalog(100));
    const planned = await planFile({ ...given, bytes }, city.ledger, { isAlone: true });
    expect(planned.bytes).toBe(bytes);
    expect(bytes.length).toBeGreaterThan(QUICK_FILE_BYTES_MAX);
  });

  it("has none where it is short and plain", async () => {
    const planned = await planFile({ ...given, bytes: small }, city.ledger);
    expect(planned.plan).toMatchObject({ ok: true, rows: 2 });
    expect(planned.bytes).toBe(small);
  });
});
