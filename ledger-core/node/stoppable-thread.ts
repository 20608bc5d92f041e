/** Threads that look at a flag to see whether to stop, tell how far they are, and say at the end what came of it. */
import type { Worker } from "node:worker_threads";
import { asStoreError } from "#ledger-core/store/database.ts";
import { StoreError } from "#ledger-core/store/store-error.ts";
import type { StoreErrorData } from "#ledger-core/store/store-error.ts";

/**
 * What `work` gives, which hands a flag to its threads: it is no longer 0 once they are to stop. Rejects with the signal's reason if it is
 * aborted.
 */
export async function stoppable<T>(
  signal: AbortSignal | undefined,
  work: (stop: Int32Array) => Promise<T>,
): Promise<T> {
  signal?.throwIfAborted();
  const stop = new Int32Array(new SharedArrayBuffer(Int32Array.BYTES_PER_ELEMENT));
  const onAbort = (): void => void Atomics.store(stop, 0, 1);
  signal?.addEventListener("abort", onAbort);
  try {
    const result = await work(stop);
    signal?.throwIfAborted();
    return result;
  } finally {
    signal?.removeEventListener("abort", onAbort);
  }
}

/** The last message of a thread, each before which is one of its progress. Resolves once it has ended, so that it no longer holds files open. */
export async function lastMessageOf<Message extends { readonly kind: string }>(
  thread: Worker,
  progress: (told: Extract<Message, { readonly kind: "progress" }>) => void,
): Promise<Exclude<Message, { readonly kind: "progress" }> | undefined> {
  return await new Promise((resolve, reject) => {
    let last: Exclude<Message, { readonly kind: "progress" }> | undefined;
    thread.on("message", (message: Message) => {
      if (message.kind === "progress") progress(message as Extract<Message, { readonly kind: "progress" }>);
      else last = message as Exclude<Message, { readonly kind: "progress" }>;
    });
    thread.on("error", reject);
    thread.on("exit", () => resolve(last));
  });
}

/** What a thread says where the store failed, so that whoever started it throws the same. */
export type StoreFailed = { readonly kind: "failed"; readonly code: StoreError["code"]; readonly data: StoreErrorData };

/** An error in a thread as what it says of it. Throws any other than one of the store, for that is a bug. */
export function storeFailed(error: unknown, folder: string): StoreFailed {
  const failure = asStoreError(error, { folder });
  if (!(failure instanceof StoreError)) throw error;
  return { kind: "failed", code: failure.code, data: failure.data };
}
