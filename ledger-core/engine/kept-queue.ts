/** What of a queue lies in the outbox as well, where a crash does not reach it. */
import type { Outbox } from "./outbox.ts";

/** `isKept`: it lies in the outbox. */
export type Keepable = { readonly wire: Uint8Array; isKept: boolean };

export class KeptQueue {
  readonly #outbox: Outbox;
  /** The outbox holds, or may hold, what does not wait any more. */
  #isStale = false;

  constructor(outbox: Outbox) {
    this.#outbox = outbox;
  }

  /** Puts what waits, and is not kept yet, where a crash does not reach it. */
  keep(queue: readonly Keepable[]): void {
    this.tidy(queue);
    const fresh = queue.filter(({ isKept }) => !isKept);
    if (fresh.length === 0) return;
    // Should saving fail: what it could not undo is taken away before anything else is saved.
    this.#isStale = true;
    this.#outbox.save(fresh.map(({ wire }) => wire));
    this.#isStale = false;
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
    } catch {
      // The next block, the next quiet moment or the end takes it along.
    }
  }

  /** Clears it where that has failed before. */
  tidy(queue: readonly Keepable[]): void {
    if (this.#isStale) this.clear(queue);
  }
}
