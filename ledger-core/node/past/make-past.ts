/**
 * A ledger as it was at an earlier height, in a folder of its own: a copy that is set back, with search and counts made anew. What reads it
 * can ask in any order, search and filter, where the changes of the log give rows in the order of their keys alone (`Reader.rowsAt`).
 */
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { Worker } from "node:worker_threads";
import { lastMessageOf, stoppable } from "#ledger-core/node/stoppable-thread.ts";
import { workerFile } from "#ledger-core/node/worker-file.ts";
import { copyLedgerFile } from "#ledger-core/store/copy-ledger.ts";
import { ledgerFile } from "#ledger-core/store/ledger-file.ts";
import { StoreError } from "#ledger-core/store/store-error.ts";
import type { PastMessage, PastRequest } from "./past-worker.ts";

/** What is being done, and how much of it: pages that are copied, entries that are taken back, entries that search and counts take in. */
export type PastStep = "copy" | "set-back" | "derive";

export type MakePast = {
  readonly folder: string;
  /** A height that the ledger has reached. */
  readonly height: number;
  readonly progress: (step: PastStep, done: number, total: number) => void;
  readonly signal: AbortSignal;
};

/**
 * Makes it beside a running writer, in the system's folder for what is temporary, and gives the folder, which is the caller's to remove. It
 * holds no keys and no content. Rejects with `StoreError`, or with the signal's reason; then nothing is left.
 */
export async function makePast({ folder, height, progress, signal }: MakePast): Promise<string> {
  const past = mkdtempSync(join(tmpdir(), "ledger-past-"));
  try {
    const copied = (done: number, total: number): void => progress("copy", done, total);
    await copyLedgerFile({ folder, file: ledgerFile(past), progress: copied, signal });
    const last = await setBackInThread({ folder: past, height }, progress, signal);
    if (last?.kind === "failed") throw new StoreError(last.code, last.data);
    if (last === undefined) throw new Error("the thread of a past height ended before its time");
    return past;
  } catch (error) {
    rmSync(past, { recursive: true, force: true });
    throw error;
  }
}

async function setBackInThread(
  copy: Pick<PastRequest, "folder" | "height">,
  progress: MakePast["progress"],
  signal: AbortSignal,
): Promise<Exclude<PastMessage, { readonly kind: "progress" }> | undefined> {
  return await stoppable(signal, async (stop) => {
    const workerData = { ...copy, stop } satisfies PastRequest;
    const thread = new Worker(workerFile("past-worker", import.meta.url), { workerData });
    try {
      return await lastMessageOf<PastMessage>(thread, ({ step, done, total }) => progress(step, done, total));
    } finally {
      await thread.terminate();
    }
  });
}
