/**
 * An engine that says at once, and not only when it is to make the next block, that another folder has taken over under the same ledger's
 * name.
 */
import type { Turnaway } from "#ledger-core/contract/schema/errors.ts";
import type { BlockEvent, Engine, Receipt } from "#ledger-core/engine/engine.ts";
import type { OutsideMemory } from "./outside-memory.ts";

export class WatchedEngine implements Engine {
  readonly kind = "solo";
  readonly #engine: Engine;
  readonly #outside: Pick<OutsideMemory, "overtaken">;

  constructor(engine: Engine, outside: Pick<OutsideMemory, "overtaken">) {
    this.#engine = engine;
    this.#outside = outside;
  }

  async submit(
    wires: readonly Uint8Array[],
    accepted?: (place: number) => void,
  ): Promise<readonly (Receipt | Turnaway)[]> {
    const overtaken = this.#outside.overtaken();
    if (overtaken !== undefined) return wires.map(() => overtaken);
    return await this.#engine.submit(wires, accepted);
  }

  onBlock(listener: (event: BlockEvent) => void): () => void {
    return this.#engine.onBlock(listener);
  }

  notSealing(): Turnaway | undefined {
    return this.#outside.overtaken() ?? this.#engine.notSealing();
  }

  acceptClock(): void {
    this.#engine.acceptClock();
  }

  async close(): Promise<void> {
    await this.#engine.close();
  }
}
