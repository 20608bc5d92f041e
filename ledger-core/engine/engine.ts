/** What every engine does: order signed bytes, execute them, make them durable, and say what became of them. */
import type { RefusalData, Turnaway } from "#ledger-core/contract/schema/errors.ts";
import type { SealedEntry } from "#ledger-core/kernel/block.ts";

/** An entry that is durable in a checkpointed block: the acknowledgement. */
export type Receipt = {
  readonly id: Uint8Array;
  readonly height: number;
  readonly index: number;
  readonly kind: string;
  /** `refused` carries the code of the refusal; every other state an empty one. */
  readonly state: SealedEntry["state"];
  readonly code: SealedEntry["code"];
  readonly data: RefusalData;
  readonly proposal: number | undefined;
};

/** A block that has become durable, with the rows that it changed. */
export type BlockEvent = {
  readonly height: number;
  readonly time: number;
  readonly size: number;
  readonly changed: ReadonlyMap<string, readonly number[]>;
};

export type Engine = {
  readonly kind: "solo";
  /**
   * Submits transactions in their order; answers when each of them is sealed, or was turned away. Meanwhile `accepted` is told the
   * place of each that the door let in and that waits for its block: that promises nothing. Whatever stops the engine answers
   * what waits, so no promise is left open.
   */
  submit(wires: readonly Uint8Array[], accepted?: (place: number) => void): Promise<readonly (Receipt | Turnaway)[]>;
  /** Called after each block; the returned function ends it. */
  onBlock(listener: (event: BlockEvent) => void): () => void;
  /** Why nothing is sealed now; undefined while it can be. */
  notSealing(): Turnaway | undefined;
  /** A named person has looked at the machine's clock and says that it is right: sealing goes on. */
  acceptClock(): void;
  /** Seals what waits, then stops. */
  close(): Promise<void>;
};

export function isReceipt(answer: Receipt | Turnaway): answer is Receipt {
  return "index" in answer;
}
