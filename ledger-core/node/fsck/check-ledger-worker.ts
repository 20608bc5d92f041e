/** The thread in which a ledger is checked, so that the node's own reads stay fast meanwhile. */
import { parentPort, workerData } from "node:worker_threads";
import { cityRuleset } from "#ledger-core/node/rules.ts";
import { nodeSuite } from "#ledger-core/node/crypto-suite.ts";
import { checkFolder } from "./check-folder.ts";
import type { CheckMessage, CheckRequest } from "./check-messages.ts";

const { folder, checkpoint, language, stop } = workerData as CheckRequest;
const say = (message: CheckMessage): void => parentPort?.postMessage(message);

const checked = await checkFolder({
  folder,
  ruleset: cityRuleset,
  suite: nodeSuite,
  checkpoint,
  language,
  progress: (done, total) => say({ kind: "progress", done, total }),
  isStopped: () => Atomics.load(stop, 0) !== 0,
});
if (checked !== undefined) say({ kind: "checked", checked });
