/** Proving a ledger's folder from its first byte, beside whatever else the process does. */
import { existsSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { Worker } from "node:worker_threads";
import type { Language } from "#ledger-core/contract/text/texts.ts";
import type { CheckMessage, CheckRequest } from "./check-messages.ts";
import type { LedgerProblem } from "./problems.ts";

export type { LedgerProblem } from "./problems.ts";

export type CheckOptions = {
  readonly folder: string;
  /** A signed note of this log that was held elsewhere: the log must extend it. */
  readonly checkpoint?: string | undefined;
  /** Of the problems' `message`; English where it is left out. Each problem also has its `words` in both. */
  readonly language?: Language | undefined;
  /** Entries that were executed once more, of how many. */
  readonly progress?: (entriesDone: number, entriesTotal: number) => void;
  readonly signal?: AbortSignal | undefined;
};

export type CheckResult = {
  readonly ok: boolean;
  readonly entries: number;
  readonly blocks: number;
  readonly seconds: number;
  /** At most `PROBLEMS_MAX`, in the order in which they were found. */
  readonly problems: readonly LedgerProblem[];
};

/**
 * Executes the whole log once more on an empty state and compares everything that the folder holds with what comes out: entries,
 * tree, checkpoints, rows, indexes, derived tables; and looks at blobs and key files. Reads only, also beside a running writer, as
 * of the newest block at the end. What is wrong is in the result. Rejects with the signal's reason if it is aborted, and otherwise
 * only if the check itself could not be run at all. What it does not know: whether the log was cut off at a block, or replaced by
 * another that its own key signed; for this it is given a checkpoint.
 */
export async function checkLedger({ folder, checkpoint, language = "en", progress, signal }: CheckOptions): Promise<CheckResult> {
  signal?.throwIfAborted();
  const begun = performance.now();
  const stop = new Int32Array(new SharedArrayBuffer(Int32Array.BYTES_PER_ELEMENT));
  const request: CheckRequest = { folder, checkpoint, language, stop };
  const worker = new Worker(workerFile(), { workerData: request });
  const onAbort = (): void => void Atomics.store(stop, 0, 1);
  signal?.addEventListener("abort", onAbort);
  try {
    const result = await outcomeOf(worker, progress);
    signal?.throwIfAborted();
    if (result === undefined) throw new Error("the check was stopped");
    const seconds = Math.round((performance.now() - begun) / 10) / 100;
    return { ok: result.problems.length === 0, ...result, seconds };
  } finally {
    signal?.removeEventListener("abort", onAbort);
  }
}

/** Resolves once the worker has ended, so that it no longer holds the files open; undefined if it was stopped. */
async function outcomeOf(worker: Worker, progress: CheckOptions["progress"]): Promise<Checked | undefined> {
  return await new Promise((resolve, reject) => {
    let checked: Checked | undefined;
    worker.on("message", (message: CheckMessage) => {
      if (message.kind === "progress") progress?.(message.done, message.total);
      else checked = message.checked;
    });
    worker.on("error", reject);
    worker.on("exit", () => resolve(checked));
  });
}

type Checked = Extract<CheckMessage, { kind: "checked" }>["checked"];

/** Beside this file as it is written; in a built program beside the file that holds it all. */
function workerFile(): URL {
  const source = new URL("./check-ledger-worker.ts", import.meta.url);
  return existsSync(fileURLToPath(source)) ? source : new URL("./check-ledger-worker.js", import.meta.url);
}
