/**
 * A ledger as it was at an earlier height, in a folder of its own: a copy that is set back, with search and counts made anew. What reads it
 * can ask in any order, search and filter, where the changes of the log give rows in the order of their keys alone (`Reader.rowsAt`).
 */
import { lstatSync, mkdtempSync, readdirSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { Worker } from "node:worker_threads";
import { NodeError } from "#ledger-core/node/node-error.ts";
import { lastMessageOf, stoppable } from "#ledger-core/node/stoppable-thread.ts";
import { workerFile } from "#ledger-core/node/worker-file.ts";
import { copyLedgerFile } from "#ledger-core/store/copy-ledger.ts";
import { ledgerFile } from "#ledger-core/store/ledger-file.ts";
import { StoreError } from "#ledger-core/store/store-error.ts";
import type { PastMessage, PastRequest } from "./past-worker.ts";

/** What is being done, and how much of it: pages that are copied, entries that are taken back, entries that search and counts take in. */
export type PastStep = "copy" | "set-back" | "derive";

const PREFIX = "ledger-past-";
/** Nobody asks for a day. */
const LEFTOVER_AGE_MS = 86_400_000;

export type MakePast = {
  readonly folder: string;
  /** A height that the ledger has reached. */
  readonly height: number;
  readonly progress: (step: PastStep, done: number, total: number) => void;
  readonly signal: AbortSignal;
};

/** A ledger of the past in its folder; `remove` takes it away, and so does the end of the process. */
export type Past = { readonly folder: string; readonly remove: () => void };

/**
 * Makes it beside a running writer, in the system's folder for what is temporary. It holds no keys and no content. Rejects with
 * PAST_WITHOUT_ROOM where that folder is full, with `StoreError`, or with the signal's reason; then nothing is left.
 */
export async function makePast({ folder, height, progress, signal }: MakePast): Promise<Past> {
  const temporary = tmpdir();
  removeLeftovers(temporary);
  const past = pastIn(temporary);
  try {
    const copied = (done: number, total: number): void => progress("copy", done, total);
    await copyLedgerFile({ folder, file: ledgerFile(past.folder), progress: copied, signal });
    const last = await setBackInThread({ folder: past.folder, height }, progress, signal);
    if (last?.kind === "failed") throw new StoreError(last.code, last.data);
    if (last === undefined) throw new Error("the thread of a past height ended before its time");
    return past;
  } catch (error) {
    past.remove();
    // The ledger's own disk has nothing to do with it.
    const isFull = error instanceof StoreError && error.code === "DISK_FULL";
    throw isFull ? new NodeError("PAST_WITHOUT_ROOM", { folder: temporary }, { cause: error }) : error;
  }
}

function pastIn(temporary: string): Past {
  const folder = mkdtempSync(join(temporary, PREFIX));
  const remove = (): void => {
    process.off("exit", remove);
    rmSync(folder, { recursive: true, force: true });
  };
  // A second interrupt ends the process at once.
  process.once("exit", remove);
  return { folder, remove };
}

/** What processes have left that were killed: the whole of a ledger. Only folders of this account are looked at. */
function removeLeftovers(temporary: string): void {
  for (const name of readdirSync(temporary).filter((one) => one.startsWith(PREFIX)))
    try {
      const path = join(temporary, name);
      const found = lstatSync(path);
      const isOurs = found.isDirectory() && found.uid === (process.getuid?.() ?? found.uid);
      if (isOurs && Date.now() - found.mtimeMs > LEFTOVER_AGE_MS) rmSync(path, { recursive: true, force: true });
    } catch {
      // Another process has taken it away.
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
