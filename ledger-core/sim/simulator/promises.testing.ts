/** What the clients of a run have submitted or given to be kept, and what they were told: they remember across every crash. */
import { encodeHex } from "#ledger-core/contract/schema/bytes.ts";
import type { Turnaway } from "#ledger-core/contract/schema/errors.ts";
import type { Receipt } from "#ledger-core/engine/engine.ts";
import { nodeSuite } from "#ledger-core/node/crypto-suite.ts";

/** Bytes that somebody has submitted, once or often. */
export type Sent = {
  readonly wire: Uint8Array;
  submissions: number;
  /** All that was said for certain. */
  readonly answers: (Receipt | Turnaway)[];
  /** What was said last, for certain or not. */
  last?: Receipt | Turnaway;
};

export class Promises {
  /** By the hash of the bytes. */
  readonly sent = new Map<string, Sent>();
  /** Heads that somebody was shown: checkpoints that are out in the world. */
  readonly shown = new Map<number, string>();
  /** Content that somebody was told is kept, by its hash. */
  readonly kept = new Set<string>();
  /** What must not be and was seen already while it happened. */
  readonly faults: string[] = [];

  submitted(wire: Uint8Array): Sent {
    const name = encodeHex(nodeSuite.sha256(wire));
    const sent = this.sent.get(name) ?? { wire, submissions: 0, answers: [] };
    sent.submissions++;
    this.sent.set(name, sent);
    return sent;
  }

  /** A checkpoint leaves the node. */
  show(checkpoint: { readonly size: number; readonly root: Uint8Array }): void {
    const root = encodeHex(checkpoint.root);
    const before = this.shown.get(checkpoint.size);
    if (before !== undefined && before !== root)
      this.faults.push(`two checkpoints of the size ${checkpoint.size} were signed, with different roots`);
    this.shown.set(checkpoint.size, root);
  }
}
