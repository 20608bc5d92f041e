/** The thread that sets the copy of a ledger back and fills its derived tables, so that whoever waits for it can still be told to stop. */
import { parentPort, workerData } from "node:worker_threads";
import { storeFailed } from "#ledger-core/node/stoppable-thread.ts";
import type { StoreFailed } from "#ledger-core/node/stoppable-thread.ts";
import { nodeSuite } from "#ledger-core/node/crypto-suite.ts";
import { cityRuleset } from "#ledger-core/node/rules.ts";
import { setBackLedger } from "#ledger-core/store/set-back.ts";
import { openWriter } from "#ledger-core/store/store.ts";

/** What the thread is given. */
export type PastRequest = {
  /** Of the copy. */
  readonly folder: string;
  readonly height: number;
  /** Shared; no longer 0 once it is to stop. */
  readonly stop: Int32Array;
};

/** What it says. The last message does not come if it was stopped. */
export type PastMessage =
  | { readonly kind: "progress"; readonly step: "set-back" | "derive"; readonly done: number; readonly total: number }
  | { readonly kind: "done" }
  | StoreFailed;

/** Thrown to stop. */
class Stopped extends Error {}

const { folder, height, stop } = workerData as PastRequest;
const say = (message: PastMessage): void => parentPort?.postMessage(message);
const progressOf = (step: "set-back" | "derive") => (done: number, total: number) => {
  if (Atomics.load(stop, 0) !== 0) throw new Stopped();
  say({ kind: "progress", step, done, total });
};

try {
  const options = { folder, ruleset: cityRuleset, suite: nodeSuite };
  setBackLedger(options, height, progressOf("set-back"));
  const writer = openWriter({ ...options, onProjections: progressOf("derive") });
  const failure = writer.projectionFailure();
  writer.close();
  if (failure !== undefined) throw failure;
  say({ kind: "done" });
} catch (error) {
  if (!(error instanceof Stopped)) say(storeFailed(error, folder));
}
