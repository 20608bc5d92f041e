/** A thread that checks signatures: for the engine, or for a check of a folder, which gives it a port. It holds nothing, so it may be ended at any moment. */
import { MessagePort, parentPort, workerData } from "node:worker_threads";
import { unpackWires } from "#ledger-core/engine/packed-wires.ts";
import { parseClaim } from "#ledger-core/proof/transaction.ts";
import { nodeSuite } from "./crypto-suite.ts";
import { serveChecks } from "./fsck/signatures.ts";

/** Transactions one behind another, and which answer is theirs. */
export type SignatureBatch = { readonly number: number; readonly bytes: Uint8Array };
/** The places of those whose signature was not found valid. */
export type SignatureVerdict = { readonly number: number; readonly invalid: readonly number[] };

if (workerData instanceof MessagePort) serveChecks(workerData, nodeSuite);
else if (parentPort !== null) {
  const port = parentPort;
  port.on("message", ({ number, bytes }: SignatureBatch) => {
    const invalid = unpackWires(bytes).flatMap((wire, place) => (isSigned(wire) ? [] : [place]));
    port.postMessage({ number, invalid } satisfies SignatureVerdict);
  });
  // From now on it can be asked.
  port.postMessage("ready");
}

function isSigned(wire: Uint8Array): boolean {
  const claim = parseClaim(wire);
  return claim !== undefined && nodeSuite.verifyEd25519(claim.publicKey, claim.message, claim.signature);
}
