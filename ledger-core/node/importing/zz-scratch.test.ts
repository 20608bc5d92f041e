import { it, expect } from "vitest";
import { readFileSync } from "node:fs";
import { ImportLedger } from "./import.testing.ts";
import { exportCatalog } from "./export-catalog.ts";
import { REGISTRY_FORMAT } from "#ledger-core/exchange/registry/registry-format.ts";
it("full", async () => {
  const city = await ImportLedger.found();
  const bytes = new Uint8Array(readFileSync("/work/shared/data/catalog/dataportals-registry-catalogs.jsonl.zst"));
  let t = performance.now();
  const plan = await city.plan({ bytes, fileName: "dataportals-registry-catalogs.jsonl.zst" });
  if (!plan.ok) throw new Error(plan.code + plan.detail);
  console.log(
    "plan",
    performance.now() - t,
    plan.puts.length,
    plan.source.key,
    plan.findings.length,
    process.memoryUsage().rss / 1e6,
  );
  t = performance.now();
  const out = await city.run(plan);
  console.log("run", performance.now() - t, out.batches.length, out.stopped, process.memoryUsage().rss / 1e6);
  t = performance.now();
  const again = await city.plan({ bytes, fileName: "dataportals-registry-catalogs.jsonl.zst" });
  if (!again.ok) throw new Error(again.code);
  console.log(
    "again",
    performance.now() - t,
    again.diff.unchanged.length,
    again.puts.length,
    process.memoryUsage().rss / 1e6,
  );
  t = performance.now();
  const ex = await exportCatalog(city.ledger.reader, { format: REGISTRY_FORMAT });
  console.log(
    "export",
    performance.now() - t,
    ex.records,
    ex.withoutKept,
    ex.bytes.length,
    process.memoryUsage().rss / 1e6,
  );
  const A = readFileSync("/tmp/ckan/reg.jsonl", "utf8").trim().split("\n"),
    B = new TextDecoder().decode(ex.bytes).trim().split("\n");
  let d = 0;
  for (let i = 0; i < A.length; i++) {
    try {
      expect(JSON.parse(B[i]!)).toEqual(JSON.parse(A[i]!));
    } catch {
      d++;
    }
  }
  console.log("different", d);
  await city.close();
}, 600_000);
