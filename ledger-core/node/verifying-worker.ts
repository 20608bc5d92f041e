/** A thread that checks signatures: for the engine, or for a check of a folder, which gives it a port. It holds nothing, so it may be ended at any moment. */
import { MessagePort, parentPort, workerData } from "node:worker_threads";
import { unpackWires } from "#ledger-core/engine/packed-wires.ts";
import { parseClaim } from "#ledger-core/proof/transaction.ts";
import { nodeSuite } from "./crypto-suite.ts";
import { serveChecks } from "./fsck/signatures.ts";
import type { Batch, Verdict } from "./fsck/signatures.ts";

if (workerData instanceof MessagePort) serveChecks(workerData, nodeSuite);
else if (parentPort !== null) {
  const port = parentPort;
  // To the engine's thread a transaction is only bytes yet.
  port.on("message", ({ number, bytes }: Batch) => {
    const invalid = unpackWires(bytes).flatMap((wire, place) => (isSigned(wire) ? [] : [place]));
    port.postMessage({ number, invalid } satisfies Verdict);
  });
  // From now on it can be asked.
  port.postMessage("ready");
}

function isSigned(wire: Uint8Array): boolean {
  const claim = parseClaim(wire);
  return claim !== undefined && nodeSuite.verifyEd25519(claim.publicKey, claim.message, claim.signature);
}
