/** A checkpoint that somebody took away, which the log must extend. */
import { equalBytes } from "#ledger-core/contract/schema/bytes.ts";
import { readHeld } from "#ledger-core/proof/checkpoint-check.ts";
import type { Suite } from "#ledger-core/proof/suite.ts";
import type { VerifierKey } from "#ledger-core/proof/verifier-key.ts";
import type { Problems } from "./problems.ts";

const WHERE = "checkpoint";
const FLAWS = {
  unreadable: "HELD_CHECKPOINT_UNREADABLE",
  "other-log": "HELD_CHECKPOINT_OTHER_LOG",
  unsigned: "HELD_CHECKPOINT_UNSIGNED",
} as const;

export class HeldCheckpoint {
  readonly #problems: Problems;
  /** What the log is still to be compared with; undefined once it was, or if there is nothing to compare. */
  #awaited: { readonly size: number; readonly root: Uint8Array } | undefined;

  /** `text` is the note as it was kept; `keys` those that ever signed for the log. What is wrong with the note itself is said at once. */
  constructor(
    problems: Problems,
    suite: Suite,
    { text, keys }: { readonly text: string; readonly keys: readonly VerifierKey[] },
  ) {
    this.#problems = problems;
    const held = readHeld(suite, text, keys);
    if (held.flaw === undefined) this.#awaited = held;
    else problems.add(WHERE, FLAWS[held.flaw]);
  }

  /** To be called as the tree grows from `before` to `after` entries; `rootAt` gives the root at a size between. */
  compare(before: number, after: number, rootAt: (size: number) => Uint8Array): void {
    const held = this.#awaited;
    if (held === undefined || held.size > after || (held.size <= before && before > 0)) return;
    this.#awaited = undefined;
    if (!equalBytes(rootAt(held.size), held.root))
      this.#problems.add(WHERE, "HELD_CHECKPOINT_FORKED", { size: held.size });
  }

  /** To be called at the end of the log. */
  end(entries: number): void {
    if (this.#awaited !== undefined)
      this.#problems.add(WHERE, "HELD_CHECKPOINT_AHEAD", { size: this.#awaited.size, entries });
  }
}
