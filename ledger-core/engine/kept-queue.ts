/** What of a queue lies in the outbox as well, where a crash does not reach it. */
import { StoreError } from "#ledger-core/store/store-error.ts";
import type { Outbox } from "./outbox.ts";

/** From this size on the outbox is to be emptied: a node that starts reads all of it before it answers. */
const LONG_BYTES = 16_777_216;

/** `isKept`: it lies in the outbox. */
export type Keepable = { readonly wire: Uint8Array; isKept: boolean };

export class KeptQueue {
  readonly #outbox: Outbox;
  /** The outbox holds, or may hold, what does not wait any more. */
  #isStale = false;
  /** Of the outbox, when it was written last. */
  #bytes = 0;
  readonly #longBytes: number;

  constructor(outbox: Outbox, longBytes = LONG_BYTES) {
    this.#outbox = outbox;
    this.#longBytes = longBytes;
  }

  /** True where the outbox has become long of what is sealed already: it is emptied once nothing that is kept waits any more. */
  get isLong(): boolean {
    return this.#bytes > this.#longBytes;
  }

  /** Puts what waits, and is not kept yet, where a crash does not reach it. */
  keep(queue: readonly Keepable[]): void {
    this.tidy(queue);
    const fresh = queue.filter(({ isKept }) => !isKept);
    if (fresh.length === 0) return;
    const wasStale = this.#isStale;
    // Should saving fail: what it could not undo is taken away before anything else is saved.
    this.#isStale = true;
    this.#bytes = this.#outbox.save(fresh.map(({ wire }) => wire));
    this.#isStale = wasStale;
    for (const waiting of fresh) waiting.isKept = true;
  }

  /**
   * Nothing waits any more, or nothing that was kept. A file that cannot be removed does no harm while all of it is sealed: submitted
   * again, that is turned away as seen. But it may hold what was turned away, so it is tried again at every occasion.
   */
  clear(queue: readonly Keepable[]): void {
    for (const waiting of queue) waiting.isKept = false;
    this.#isStale = true;
    try {
      this.#outbox.clear();
      this.#isStale = false;
      this.#bytes = 0;
    } catch {
      // The next block, the next quiet moment or the end takes it along.
    }
  }

  /** Has the outbox hold what waits and nothing else any more. What cannot be written now is when the next block is made. */
  keepAnew(queue: readonly Keepable[]): void {
    this.clear(queue);
    try {
      this.keep(queue);
    } catch (error) {
      if (!(error instanceof StoreError)) throw error;
    }
  }

  /** Clears it where that has failed before. */
  tidy(queue: readonly Keepable[]): void {
    if (this.#isStale) this.clear(queue);
  }
}
