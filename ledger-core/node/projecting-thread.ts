/** The thread that fills the derived tables: started at the first large block, ended after a quiet while. */
import { Worker } from "node:worker_threads";
import type { Projector } from "#ledger-core/store/store-types.ts";
import { workerFile } from "./worker-file.ts";
import type { ProjectingAnswer, ProjectingOrder, ProjectingRequest } from "./projecting-worker.ts";

/** Quiet time after which the thread and its memory are given back. */
const QUIET_MS = 10_000;

type Thread = { readonly worker: Worker; readonly waiting: ((failure: Error | undefined) => void)[] };

export class ProjectingThread implements Projector {
  readonly #folder: string;
  #thread: Thread | undefined;
  #quiet: NodeJS.Timeout | undefined;
  #ending: Promise<void> = Promise.resolve();

  constructor(folder: string) {
    this.#folder = folder;
  }

  async catchUp(): Promise<Error | undefined> {
    clearTimeout(this.#quiet);
    try {
      this.#thread ??= this.#start();
    } catch (error) {
      // The system may give no further thread.
      return error instanceof Error ? error : new Error(String(error));
    }
    const { worker, waiting } = this.#thread;
    // The process lives on until what it was asked for is answered, and no longer.
    worker.ref();
    const answer = new Promise<Error | undefined>((resolve) => waiting.push(resolve));
    worker.postMessage("catchUp" satisfies ProjectingOrder);
    return await answer;
  }

  /** Resolves once the thread no longer holds the files open. */
  async close(): Promise<void> {
    clearTimeout(this.#quiet);
    this.#end();
    await this.#ending;
  }

  #start(): Thread {
    const workerData: ProjectingRequest = { folder: this.#folder };
    const thread: Thread = {
      worker: new Worker(workerFile("projecting-worker", import.meta.url), { workerData }),
      waiting: [],
    };
    const { worker, waiting } = thread;
    worker.on("message", ({ failure }: ProjectingAnswer) => {
      waiting.shift()?.(failure);
      if (waiting.length > 0) return;
      worker.unref();
      this.#quiet = setTimeout(() => this.#end(), QUIET_MS).unref();
    });
    const fail = (error: Error): void => {
      if (this.#thread === thread) this.#thread = undefined;
      for (const answer of waiting.splice(0)) answer(error);
    };
    worker.on("error", fail);
    worker.on("exit", () => fail(new Error("the thread of the projections ended before its time")));
    return thread;
  }

  #end(): void {
    const thread = this.#thread;
    if (thread === undefined) return;
    this.#thread = undefined;
    const { worker } = thread;
    this.#ending = new Promise((resolve) => worker.once("exit", () => resolve()));
    worker.ref();
    worker.postMessage("end" satisfies ProjectingOrder);
  }
}
