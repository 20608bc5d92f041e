/** Reading a file for an import beside whatever else the node does: a large one takes seconds. */
import { Worker } from "node:worker_threads";
import { CATALOG_FORMATS } from "#ledger-core/exchange/catalog-formats.ts";
import { assert } from "#ledger-core/kernel/assert.ts";
import type { ReadLedger } from "#ledger-core/node/open-ledger.ts";
import { releaseMemory, releaseMemorySoon } from "#ledger-core/node/release-memory.ts";
import { workerFile } from "#ledger-core/node/worker-file.ts";
import { StoreError } from "#ledger-core/store/store-error.ts";
import { planWith } from "./file-to-plan.ts";
import type { FileToPlan } from "./file-to-plan.ts";
import { LARGE_FILE_BYTES } from "./plan-import.ts";
import type { ImportPlan, PlannedPut, RefusedFile } from "./plan-import.ts";
import type { PlanningMessage, PlanningOutcome, PlanningRequest } from "./planning-worker.ts";

/** The plan, or why the ledger could not be read for it; and the file's bytes again. */
export type PlannedFile = { readonly plan: ImportPlan | RefusedFile | StoreError; readonly bytes: Uint8Array };

/**
 * What `planImport` says of a file; a large one has a thread of its own. Its bytes are lent to that and may not be used until it is done:
 * they are gone if it is called off, or fails otherwise. Rejects with the signal's reason if it is aborted.
 */
export async function planFile(
  file: FileToPlan,
  { folder, reader }: Pick<ReadLedger, "folder" | "reader">,
  signal?: AbortSignal,
): Promise<PlannedFile> {
  const thread = file.bytes.length < LARGE_FILE_BYTES ? undefined : startThread(folder);
  if (thread === undefined) return { plan: await planWith(reader, file), bytes: file.bytes };
  // What the file came in pieces of would lie beside all that the thread needs, for nothing is made here meanwhile.
  releaseMemory();
  try {
    return await planInThread(thread, file, signal);
  } finally {
    await thread.terminate();
    releaseMemorySoon(0);
  }
}

/** Undefined where the system gives no further thread. */
function startThread(folder: string): Worker | undefined {
  try {
    return new Worker(workerFile("planning-worker", import.meta.url), {
      workerData: { folder } satisfies PlanningRequest,
    });
  } catch {
    return undefined;
  }
}

async function planInThread(thread: Worker, file: FileToPlan, signal: AbortSignal | undefined): Promise<PlannedFile> {
  signal?.throwIfAborted();
  const { promise, resolve, reject } = Promise.withResolvers<PlannedFile>();
  // Where the file cannot even be handed over, nobody waits for the thread's end.
  promise.catch(() => undefined);
  const puts: PlannedPut[] = [];
  thread.on("message", (message: PlanningMessage) => {
    if (message.kind === "puts") {
      puts.push(...message.puts);
      thread.postMessage("taken");
    } else resolve({ plan: planOf(message.outcome, puts), bytes: message.bytes });
  });
  thread.on("error", reject);
  thread.on("exit", () => reject(new Error("the thread that reads a file ended before its time")));
  const stop = (): void => reject(signal?.reason);
  signal?.addEventListener("abort", stop);
  try {
    // Lent, not copied, unless it is a part of something else.
    const bytes = file.bytes.length === file.bytes.buffer.byteLength ? file.bytes : file.bytes.slice();
    thread.postMessage({ ...file, bytes } satisfies FileToPlan, [bytes.buffer as ArrayBuffer]);
    return await promise;
  } finally {
    signal?.removeEventListener("abort", stop);
  }
}

function planOf(outcome: PlanningOutcome, puts: readonly PlannedPut[]): PlannedFile["plan"] {
  if (outcome.kind === "refused") return outcome.refused;
  if (outcome.kind === "failed") return new StoreError(outcome.code, outcome.data);
  const format = CATALOG_FORMATS.find(({ name }) => name === outcome.format);
  assert(format !== undefined, "a thread knows the same formats");
  return { ...outcome.head, format, puts };
}
