/** The keys that signed the log, and what each handover says of the log that it was about. */
import { equalBytes } from "#ledger-core/contract/schema/bytes.ts";
import { PUBLIC_KEY_BYTES } from "#ledger-core/proof/suite.ts";
import type { Suite } from "#ledger-core/proof/suite.ts";
import type { VerifierKey } from "#ledger-core/proof/verifier-key.ts";
import { logVerifierKey } from "#ledger-core/kernel/log-keys.ts";
import type { FirstLogKey, LogKey } from "#ledger-core/kernel/log-keys.ts";
import { plainBytes } from "#ledger-core/store/database.ts";
import type { Statements } from "#ledger-core/store/database.ts";
import type { Problems } from "./problems.ts";

/** False handovers that are named: a list that they filled would leave no room for damage. */
const DIFFERING_MAX = 10;

/** A handover as the file has it. Whether it was signed so comes out where its entry is executed once more. */
type StoredHandover = LogKey & { readonly size: number; readonly root: Uint8Array };

export class LogKeyCheck {
  /** Every key that the file names, the first one first. */
  readonly keys: readonly VerifierKey[];
  readonly #problems: Problems;
  #differing = 0;
  #awaited: readonly (StoredHandover & { readonly place: number })[];

  constructor(problems: Problems, suite: Suite, stored: Statements, first: FirstLogKey) {
    const handovers = readHandovers(stored);
    const all: readonly LogKey[] = [{ publicKey: first.publicKey, revision: 1 }, ...handovers];
    this.keys = all.map((key) => logVerifierKey(suite, first.network, key));
    this.#problems = problems;
    this.#awaited = handovers.map((handover, i) => ({ ...handover, place: i + 1 }));
  }

  /** To be called as the tree grows to `after` entries; `rootAt` gives the root at a size between. */
  compare(before: number, after: number, rootAt: (size: number) => Uint8Array): void {
    if (this.#awaited.length === 0) return;
    const isReached = ({ size }: StoredHandover): boolean => size <= after && (size > before || before === 0);
    for (const { place, size, root } of this.#awaited.filter(isReached))
      if (!equalBytes(rootAt(size), root)) this.#differs(place, size);
    this.#awaited = this.#awaited.filter((one) => !isReached(one));
  }

  /** To be called at the end of the log. */
  end(): void {
    for (const { place, size } of this.#awaited) this.#differs(place, size);
  }

  #differs(place: number, size: number): void {
    this.#differing++;
    if (this.#differing > DIFFERING_MAX) return;
    this.#problems.add(`kernel.logkey ${place}`, "HANDOVER_DIFFERS", { size: String(size) });
  }
}

function readHandovers(stored: Statements): readonly StoredHandover[] {
  const sql = "SELECT publicKey, revision, size, root FROM kernel_logkey ORDER BY key";
  return stored.rows<[Uint8Array, number, number, Uint8Array]>(sql).flatMap(([key, revision, size, root]) => {
    const publicKey = plainBytes(key);
    const isSound = publicKey.length === PUBLIC_KEY_BYTES && Number.isSafeInteger(revision) && revision > 0;
    return isSound ? [{ publicKey, revision, size, root: plainBytes(root) }] : [];
  });
}
