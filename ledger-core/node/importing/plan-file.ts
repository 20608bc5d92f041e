/** Reading a file for an import beside whatever else the node does: a large one takes seconds. */
import { Worker } from "node:worker_threads";
import { CATALOG_FORMATS, formatsNamed } from "#ledger-core/exchange/catalog-formats.ts";
import { guessFormat } from "#ledger-core/exchange/guess-format.ts";
import type { FileFormat } from "#ledger-core/exchange/guess-format.ts";
import { assert } from "#ledger-core/kernel/assert.ts";
import { NodeError } from "#ledger-core/node/node-error.ts";
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
 * How long to wait for it: until the signal is aborted, and so many milliseconds. With `isAlone` nobody else is held up by a long plain
 * file, which takes less memory without a thread.
 */
export type Patience = { readonly signal?: AbortSignal; readonly msMax?: number; readonly isAlone?: boolean };

/**
 * How long a node reads one file, while others wait for their turn. The most that is read of the costliest format, a million statements
 * of JSON-LD, is a minute's work, and takes several times as long on a busy machine.
 */
export const PLANNING_MS_MAX = 300_000;
/** A plain file below this is read sooner than a thread starts. */
export const QUICK_FILE_BYTES_MAX = 32_768;
/** A short file of these may hold a thousand times as much, or costs much for each byte. */
const COSTLY_FORMATS: ReadonlySet<FileFormat> = new Set([
  "gzip",
  "zstd",
  "zip",
  "xlsx",
  "national-xlsx",
  "dcat-ap-jsonld",
  "dcat-ap-turtle",
  "dcat-ap-rdfxml",
]);

/**
 * What `planImport` says of a file; one that is not quick has a thread of its own. Its bytes are lent to that and may not be used until it
 * is done: they are gone if it is called off, or fails otherwise. Rejects with the signal's reason if it is aborted, and with IMPORT_SLOW
 * if it takes longer than it may; without a thread neither is heeded.
 */
export async function planFile(
  file: FileToPlan,
  { folder, reader }: Pick<ReadLedger, "folder" | "reader">,
  patience: Patience = {},
): Promise<PlannedFile> {
  const isRead = isQuick(file) || (patience.isAlone === true && isPlain(file));
  const thread = isRead ? undefined : startThread(folder);
  if (thread === undefined) return { plan: await planWith(reader, file), bytes: file.bytes };
  const isLarge = file.bytes.length >= LARGE_FILE_BYTES;
  // What the file came in pieces of would lie beside all that the thread needs, for nothing is made here meanwhile.
  if (isLarge) releaseMemory();
  try {
    return await planInThread(thread, file, patience);
  } finally {
    await thread.terminate();
    if (isLarge) releaseMemorySoon(0);
  }
}

type FileToGuess = Pick<FileToPlan, "bytes" | "fileName" | "format">;

/** True if reading it holds nobody up. */
export function isQuick(file: FileToGuess): boolean {
  return file.bytes.length < QUICK_FILE_BYTES_MAX && isPlain(file);
}

/** True if how long it takes can be told by its length. */
function isPlain({ bytes, fileName, format }: FileToGuess): boolean {
  const formats = [guessFormat(bytes, fileName).format, ...formatsNamed(format).map(({ name }) => name)];
  return !formats.some((name) => COSTLY_FORMATS.has(name));
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

async function planInThread(thread: Worker, file: FileToPlan, { signal, msMax }: Patience): Promise<PlannedFile> {
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
  const timer = msMax === undefined ? undefined : setTimeout(() => reject(slow(file, msMax)), msMax);
  try {
    // Lent, not copied, unless it is a part of something else.
    const bytes = file.bytes.length === file.bytes.buffer.byteLength ? file.bytes : file.bytes.slice();
    thread.postMessage({ ...file, bytes } satisfies FileToPlan, [bytes.buffer as ArrayBuffer]);
    return await promise;
  } finally {
    clearTimeout(timer);
    signal?.removeEventListener("abort", stop);
  }
}

function slow({ fileName }: FileToPlan, msMax: number): NodeError {
  return new NodeError("IMPORT_SLOW", { file: fileName, minutes: Math.ceil(msMax / 60_000) });
}

function planOf(outcome: PlanningOutcome, puts: PlannedPut[]): PlannedFile["plan"] {
  if (outcome.kind === "refused") return outcome.refused;
  if (outcome.kind === "failed") return new StoreError(outcome.code, outcome.data);
  const format = CATALOG_FORMATS.find(({ name }) => name === outcome.format);
  assert(format !== undefined, "a thread knows the same formats");
  return { ...outcome.head, format, puts };
}
