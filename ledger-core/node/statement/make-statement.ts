/** State statements, made in a thread beside whatever else the process does. */
import { existsSync } from "node:fs";
import { join } from "node:path";
import { Worker } from "node:worker_threads";
// A thread can read a folder that is read-only only if the main thread has told SQLite about addresses before.
import "#ledger-core/store/database.ts";
import { lastMessageOf, stoppable } from "#ledger-core/node/stoppable-thread.ts";
import { workerFile } from "#ledger-core/node/worker-file.ts";
import { StoreError } from "#ledger-core/store/store-error.ts";
import { RowsNotProvable } from "./prove-rows.ts";
import { KEPT } from "./run-statement.ts";
import type { RootsWork, runKept, StatementAnswer, StatementRoot, StatementWork } from "./run-statement.ts";
import type { StatementMessage, StatementRequest } from "./statement-worker.ts";

/** A statement streams: more memory would only be garbage that waits. */
const HEAP = { maxOldGenerationSizeMb: 512, maxYoungGenerationSizeMb: 48 };

export type StatementOptions = Omit<StatementWork, "wanted" | "keep"> & {
  readonly wanted?: StatementWork["wanted"];
  readonly keep?: boolean;
  /** Rows that are done. */
  readonly progress?: ((done: number) => void) | undefined;
  readonly signal?: AbortSignal | undefined;
};

/**
 * The statement of a height that is sealed. It reads beside a running writer and holds it up by no lock. The leaves are kept in the
 * folder, if it can be written to and `keep` is not false, so that the next statement hashes only rows that changed. Throws
 * `RowsNotProvable` or `StoreError`; rejects with the signal's reason if it is aborted.
 */
export async function makeStatement(options: StatementOptions): Promise<StatementAnswer> {
  const { folder, network, height, wanted, keep = true } = options;
  const last = await workInThread({ folder, network, height, wanted, keep }, options);
  if (last?.kind !== "done") throw failureOf(last);
  return last.answer;
}

/** What statements of those heights would say, by height, from the log alone. Throws as `makeStatement` does. */
export async function computeRoots(
  work: RootsWork,
  options: Pick<StatementOptions, "progress" | "signal"> = {},
): Promise<readonly StatementRoot[]> {
  const last = await workInThread(work, options);
  if (last?.kind !== "roots") throw failureOf(last);
  return last.roots;
}

/** What the leaves say that are kept in a folder, undefined where there are none. Rejects with the signal's reason if it is aborted. */
export async function readKept(
  folder: string,
  signal: AbortSignal | undefined,
): Promise<ReturnType<typeof runKept> | undefined> {
  // A thread takes longer to start than most ledgers' leaves to be read.
  if (!existsSync(join(folder, KEPT))) return undefined;
  const last = await workInThread({ folder, isOfKept: true }, { signal });
  if (last?.kind !== "kept") throw failureOf(last);
  return last.kept;
}

function failureOf(last: StatementMessage | undefined): Error {
  if (last?.kind === "refused") return new RowsNotProvable(last.why);
  if (last?.kind === "failed") return new StoreError(last.code, last.data);
  return new Error("the thread of a statement ended before its time");
}

async function workInThread(
  work: StatementRequest["work"],
  { progress, signal }: Pick<StatementOptions, "progress" | "signal">,
): Promise<StatementMessage | undefined> {
  return await stoppable(signal, async (stop) => {
    const request = { work, stop } satisfies StatementRequest;
    const file = workerFile("statement-worker", import.meta.url);
    const thread = new Worker(file, { workerData: request, resourceLimits: HEAP });
    let most = 0;
    try {
      return await lastMessageOf<StatementMessage>(thread, ({ done }) => {
        if (done > most) progress?.((most = done));
      });
    } finally {
      await thread.terminate();
    }
  });
}
