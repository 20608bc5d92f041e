/** A thread that checks signatures: for the engine, or for a check of a folder, which gives it a port. It holds nothing, so it may be ended at any moment. */
import { MessagePort, parentPort, workerData } from "node:worker_threads";
import { unpackWires } from "#ledger-core/engine/packed-wires.ts";
import { isSigned } from "#ledger-core/engine/signature-queue.ts";
import { nodeSuite } from "./crypto-suite.ts";
import { serveChecks } from "./fsck/signatures.ts";
import type { Batch, Verdict } from "./fsck/signatures.ts";

if (workerData instanceof MessagePort) serveChecks(workerData, nodeSuite);
else if (parentPort !== null) {
  const port = parentPort;
  // To the engine's thread a transaction is only bytes yet.
  port.on("message", ({ number, bytes }: Batch) => {
    const valid = unpackWires(bytes).map((wire) => isSigned(nodeSuite, wire));
    port.postMessage({ number, valid } satisfies Verdict);
  });
  // From now on it can be asked.
  port.postMessage("ready");
}
