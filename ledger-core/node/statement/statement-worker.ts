/** The thread that makes a statement, so that nobody waits for it, on a connection of its own and after everybody else's work. */
import { parentPort, workerData } from "node:worker_threads";
import { storeFailed } from "#ledger-core/node/stoppable-thread.ts";
import type { StoreFailed } from "#ledger-core/node/stoppable-thread.ts";
import { nodeSuite } from "#ledger-core/node/crypto-suite.ts";
import { giveWayInThread } from "#ledger-core/node/give-way.ts";
import { cityRuleset } from "#ledger-core/node/rules.ts";
import type { NotProvable } from "./prove-rows.ts";
import { RowsNotProvable } from "./prove-rows.ts";
import { runKept, runRoots, runStatement, StatementStopped } from "./run-statement.ts";
import type { KeptWork, RootsWork, StatementAnswer, StatementRoot, StatementWork } from "./run-statement.ts";

/** What the thread is given. */
export type StatementRequest = {
  /** One statement, or the roots of several heights, or what the kept leaves say. */
  readonly work: StatementWork | RootsWork | KeptWork;
  /** Shared; no longer 0 once it is to stop. */
  readonly stop: Int32Array;
};

/** What it says. The last message does not come if it was stopped. */
export type StatementMessage =
  | { readonly kind: "progress"; readonly done: number }
  | { readonly kind: "done"; readonly answer: StatementAnswer }
  | { readonly kind: "roots"; readonly roots: readonly StatementRoot[] }
  | { readonly kind: "kept"; readonly kept: ReturnType<typeof runKept> }
  | { readonly kind: "refused"; readonly why: NotProvable }
  | StoreFailed;

/** As on a machine that has better things to do. */
const NICE = 10;

const { stop, work } = workerData as StatementRequest;
const rules = { ruleset: cityRuleset, suite: nodeSuite };
const say = (message: StatementMessage): void => parentPort?.postMessage(message);

giveWayInThread(NICE);
try {
  const progress = (done: number): void => {
    if (Atomics.load(stop, 0) !== 0) throw new StatementStopped();
    say({ kind: "progress", done });
  };
  if ("isOfKept" in work) say({ kind: "kept", kept: runKept(nodeSuite, work) });
  else if ("heights" in work) say({ kind: "roots", roots: runRoots(rules, work, progress) });
  else say({ kind: "done", answer: runStatement(rules, work, progress) });
} catch (error) {
  if (error instanceof RowsNotProvable) say({ kind: "refused", why: error.why });
  else if (!(error instanceof StatementStopped)) say(storeFailed(error, work.folder));
}
