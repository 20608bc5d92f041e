/** A thread of a check, so that the node's own reads stay fast meanwhile: one for each half of it. */
import { parentPort, workerData } from "node:worker_threads";
import type { MessagePort } from "node:worker_threads";
import type { Language } from "#ledger-core/contract/text/texts.ts";
import { nodeSuite } from "#ledger-core/node/crypto-suite.ts";
import { cityRuleset } from "#ledger-core/node/rules.ts";
import { checkDerived, checkLog } from "./check-folder.ts";
import type { CheckedLog } from "./check-folder.ts";
import type { LedgerProblem } from "./problems.ts";
import { SharedChecks } from "./signatures.ts";

/** What a thread is given. */
export type CheckRequest = {
  readonly folder: string;
  readonly checkpoint: string | undefined;
  readonly language: Language;
  /** Shared; no longer 0 once the check is to stop. */
  readonly stop: Int32Array;
  /** Where the thread that executes the log sends signatures to be checked; the other has none. */
  readonly signatures: MessagePort | undefined;
};

/** What a thread says. The last message does not come if the check was stopped. */
export type CheckMessage =
  | { readonly kind: "progress"; readonly done: number; readonly total: number }
  | { readonly kind: "log"; readonly checked: CheckedLog }
  | { readonly kind: "derived"; readonly problems: readonly LedgerProblem[] };

const { folder, checkpoint, language, stop, signatures } = workerData as CheckRequest;
const say = (message: CheckMessage): void => parentPort?.postMessage(message);
const isStopped = (): boolean => Atomics.load(stop, 0) !== 0;
const options = { folder, ruleset: cityRuleset, suite: nodeSuite, language, isStopped };

if (signatures !== undefined) {
  const progress = (done: number, total: number): void => say({ kind: "progress", done, total });
  const checked = await checkLog({
    ...options,
    checkpoint,
    progress,
    signatures: new SharedChecks(signatures, nodeSuite),
  });
  // Which lets the thread that checks them end, too.
  signatures.close();
  if (checked !== undefined) say({ kind: "log", checked });
} else {
  const problems = await checkDerived(options);
  if (problems !== undefined) say({ kind: "derived", problems });
}
