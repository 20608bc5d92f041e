/** The threads that check signatures for the engine: started under load, ended after a quiet while. */
import { availableParallelism } from "node:os";
import { Worker } from "node:worker_threads";
import type { MessagePort } from "node:worker_threads";
import { packWires } from "#ledger-core/engine/packed-wires.ts";
import type { SignatureChecker } from "#ledger-core/engine/signature-queue.ts";
import type { Batch, Verdict } from "./fsck/signatures.ts";
import { workerFile } from "./worker-file.ts";

/** Quiet time after which the threads and their memory are given back. */
const QUIET_MS = 10_000;
/** Signatures that come together from which on it is worth to start threads, which takes as long as checking some thousands. */
const START_MIN = 256;
/** The engine itself takes the rest of a core for each. */
const THREADS_MAX = 3;

type Thread = {
  readonly worker: Worker;
  readonly waiting: Map<number, (valid: readonly boolean[] | Error) => void>;
  isReady: boolean;
};

export class VerifyingThreads implements SignatureChecker {
  #threads: Thread[] = [];
  #sent = 0;
  #quiet: NodeJS.Timeout | undefined;

  check(wires: readonly Uint8Array[]): Promise<readonly boolean[]> | undefined {
    clearTimeout(this.#quiet);
    this.#quiet = setTimeout(() => void this.close(), QUIET_MS).unref();
    if (this.#threads.length === 0 && wires.length >= START_MIN) this.#startAll();
    const thread = this.#threads
      .filter(({ isReady }) => isReady)
      .toSorted((left, right) => left.waiting.size - right.waiting.size)[0];
    return thread === undefined ? undefined : this.#ask(thread, wires);
  }

  async close(): Promise<void> {
    clearTimeout(this.#quiet);
    const threads = this.#threads;
    this.#threads = [];
    await Promise.all(threads.map(({ worker }) => worker.terminate()));
  }

  async #ask(thread: Thread, wires: readonly Uint8Array[]): Promise<readonly boolean[]> {
    const { worker, waiting } = thread;
    const number = this.#sent++;
    const bytes = packWires(wires);
    const { promise, resolve } = Promise.withResolvers<readonly boolean[] | Error>();
    waiting.set(number, resolve);
    // The process lives on until what it was asked for is answered, and no longer.
    worker.ref();
    worker.postMessage({ number, bytes } satisfies Batch, [bytes.buffer]);
    const valid = await promise;
    if (valid instanceof Error) throw valid;
    return valid;
  }

  #startAll(): void {
    try {
      while (this.#threads.length < threadCount()) this.#threads.push(this.#start());
    } catch {
      // The system gives no further thread: those there are do, and without any it is checked where it is asked.
    }
  }

  #start(): Thread {
    const worker = new Worker(workerFile("verifying-worker", import.meta.url));
    const thread: Thread = { worker, waiting: new Map(), isReady: false };
    worker.unref();
    worker.on("message", (message: Verdict | string) => {
      if (typeof message === "string") {
        thread.isReady = true;
        return;
      }
      const { number, valid } = message;
      thread.waiting.get(number)?.(valid);
      thread.waiting.delete(number);
      if (thread.waiting.size === 0) worker.unref();
    });
    const fail = (error: Error): void => {
      this.#threads = this.#threads.filter((one) => one !== thread);
      for (const answer of thread.waiting.values()) answer(error);
      thread.waiting.clear();
    };
    worker.on("error", fail);
    worker.on("exit", () => fail(new Error("a thread that checks signatures has ended")));
    return thread;
  }
}

/** A thread that checks the signatures that come through a port, and ends once its other end is closed. */
export function startVerifier(port: MessagePort): Worker {
  return new Worker(workerFile("verifying-worker", import.meta.url), { workerData: port, transferList: [port] });
}

function threadCount(): number {
  return Math.max(1, Math.min(THREADS_MAX, availableParallelism() - 1));
}
