/** What is checked together: of one log no two checkpoints may say different things, for then somebody has signed two histories. */
import { equalBytes, parseHex } from "#ledger-core/contract/schema/bytes.ts";
import { failed } from "./check.ts";
import type { Check } from "./check.ts";
import type { ReadConsistency } from "./proof-files.ts";
import type { Suite } from "./suite.ts";
import { verifyConsistency } from "./tree.ts";

/** The checkpoint that something rests on. */
type Rested = {
  readonly subject: string;
  readonly origin: string;
  readonly size: number;
  readonly root: Uint8Array;
  /** Of what holds every entry. */
  readonly consistency: ReadConsistency | undefined;
};

export class OneHistory {
  readonly #suite: Suite;
  readonly #bySize = new Map<string, Rested>();
  readonly #logs: Rested[] = [];

  constructor(suite: Suite) {
    this.#suite = suite;
  }

  /**
   * The check that fails where what was found valid contradicts something before it; none where it does not, or was not found valid.
   * Two of different sizes are compared where one is of a whole log, whose `consistency` it is. Never throws.
   */
  add(subject: string, checks: readonly Check[], consistency?: ReadConsistency): readonly Check[] {
    const own = restedOn(subject, checks, consistency);
    if (own === undefined) return [];
    const name = `${own.size} ${own.origin}`;
    const same = this.#bySize.get(name);
    const others = [...(same === undefined ? [] : [same]), ...(consistency === undefined ? this.#logs : [])];
    if (same === undefined) this.#bySize.set(name, own);
    if (consistency !== undefined) this.#logs.push(own);
    const other = others.find((one) => this.#contradicts(own, one));
    if (other === undefined) return [];
    const data = { origin: own.origin, size: Math.min(own.size, other.size), other: other.subject };
    return [{ name: "history", ...failed("HISTORIES_DIFFER", data) }];
  }

  #contradicts(own: Rested, other: Rested): boolean {
    if (own.origin !== other.origin) return false;
    if (own.size === other.size) return !equalBytes(own.root, other.root);
    const [older, newer] = own.size < other.size ? [own, other] : [other, own];
    const proof = other.consistency?.(older.size, newer.size);
    const claim = { oldSize: older.size, oldRoot: older.root, newSize: newer.size, newRoot: newer.root };
    return proof !== undefined && !verifyConsistency(this.#suite, { ...claim, proof });
  }
}

function restedOn(
  subject: string,
  checks: readonly Check[],
  consistency: ReadConsistency | undefined,
): Rested | undefined {
  if (!checks.every(({ ok }) => ok)) return undefined;
  const { origin, size, root } = checks.find(({ name }) => name === "checkpoint")?.data ?? {};
  const bytes = typeof root === "string" ? parseHex(root) : undefined;
  if (typeof origin !== "string" || typeof size !== "number" || bytes === undefined) return undefined;
  return { subject, origin, size, root: bytes, consistency };
}
