import { expect, it, vi } from "vitest";
import { bytesOf, ImportLedger, madeCatalog } from "./importing/import.testing.ts";
import { planFile } from "./importing/plan-file.ts";
import { ProjectingThread } from "./projecting-thread.ts";
import { VerifyingThreads } from "./verifying-thread.ts";

// A system that gives no further thread cannot be had for a test: its limits do not hold for every account.
vi.mock(import("node:worker_threads"), async (original) => {
  class Refused {
    constructor() {
      throw new Error("ERR_WORKER_INIT_FAILED");
    }
  }
  return { ...(await original()), Worker: Refused as never };
});

it("where no thread can be started, signatures are left to who asks, and projections say why they do not follow", async () => {
  const checker = new VerifyingThreads();
  expect(checker.check(Array.from({ length: 256 }, () => new Uint8Array(1)))).toBeUndefined();
  await checker.close();
  const projector = new ProjectingThread("nowhere");
  expect(await projector.catchUp()).toMatchObject({ message: "ERR_WORKER_INIT_FAILED" });
  await projector.close();
});

it("where no thread can be started, a large file is read where it is asked", async () => {
  const city = await ImportLedger.found();
  const bytes = bytesOf(madeCatalog(500, (i) => ({ description: `${i} `.repeat(3_000) })));
  const file = { bytes, fileName: "city.json", format: "", source: "made", department: 1 };
  const { length } = bytes;
  const planned = await planFile(file, city.ledger);
  expect(planned.plan).toMatchObject({ ok: true, rows: 500 });
  expect(planned.bytes).toHaveLength(length);
  await city.close();
});
