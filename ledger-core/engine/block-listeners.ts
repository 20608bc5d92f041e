/** Those who are told of each block. */
import { asStoreError } from "#ledger-core/store/database.ts";
import { StoreError } from "#ledger-core/store/store-error.ts";
import type { BlockEvent } from "./engine.ts";

export class BlockListeners {
  readonly #listeners = new Set<(event: BlockEvent) => void>();

  /** The returned function ends it. */
  add(listener: (event: BlockEvent) => void): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  /**
   * Tells all of them, whatever one of them runs into: the block is durable already. A disk that does not give what a listener reads is left
   * to the next block; anything else that was thrown is a bug of ours, and given back.
   */
  tell(event: BlockEvent): unknown {
    let bug: unknown;
    for (const listener of this.#listeners) {
      try {
        listener(event);
      } catch (error) {
        if (!(asStoreError(error, {}) instanceof StoreError)) bug ??= error;
      }
    }
    return bug;
  }
}
