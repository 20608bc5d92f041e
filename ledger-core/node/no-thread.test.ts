import { expect, it, vi } from "vitest";
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
