/** A thread that checks signatures for the engine. It holds nothing, so it may be ended at any moment. */
import { parentPort } from "node:worker_threads";
import { nodeSuite } from "./crypto-suite.ts";
import { serveChecks } from "./fsck/signatures.ts";

if (parentPort !== null) {
  serveChecks(parentPort, nodeSuite);
  // From now on it can be asked.
  parentPort.postMessage("ready");
}
