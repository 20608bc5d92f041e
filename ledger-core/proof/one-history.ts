/**
 * What is checked together: of one log no two checkpoints may say different things, for then somebody has signed two histories; nor may two
 * statements of what its rows were.
 */
import { equalBytes, parseHex } from "#ledger-core/contract/schema/bytes.ts";
import { failed } from "./check.ts";
import type { Check, CheckData, CheckName } from "./check.ts";
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
  /** The statements of what the rows were, by height and log. */
  readonly #states = new Map<string, { readonly subject: string; readonly root: string }>();

  constructor(suite: Suite) {
    this.#suite = suite;
  }

  /**
   * The check that fails where what was found valid contradicts something before it; none where it does not, or was not found valid.
   * Two of different sizes are compared where the longer one is a whole log, whose `consistency` it is. Throws nothing but what that throws.
   */
  add(subject: string, checks: readonly Check[], consistency?: ReadConsistency): readonly Check[] {
    if (!checks.every(({ ok }) => ok)) return [];
    const origin = checks.find(({ name }) => name === "checkpoint")?.data["origin"] ?? "";
    for (const { name, data } of checks) {
      const own = restedOn(subject, name, { ...data, ...(name === "statement" ? { origin } : {}) });
      const other = own && this.#addOne({ ...own, consistency: name === "checkpoint" ? consistency : undefined });
      const state = name === "statement" ? this.#addState(subject, { ...data, origin }) : undefined;
      if (own !== undefined && other !== undefined) {
        const found = { origin: own.origin, size: Math.min(own.size, other.size), other: other.subject };
        return [{ name: "history", ...failed("HISTORIES_DIFFER", found) }];
      }
      // One log may hold both: whoever signs a statement may be wrong.
      if (state !== undefined)
        return [{ name: "history", ...failed("STATEMENTS_DIFFER", { height: data["height"] ?? 0, other: state }) }];
    }
    return [];
  }

  /** What states other rows of the same height, if anything does. */
  #addState(subject: string, { origin, height, root }: CheckData): string | undefined {
    const name = `${height} ${origin}`;
    const before = this.#states.get(name);
    if (before === undefined) this.#states.set(name, { subject, root: String(root) });
    return before === undefined || before.root === root ? undefined : before.subject;
  }

  /** What contradicts it, if anything does. */
  #addOne(own: Rested): Rested | undefined {
    const name = `${own.size} ${own.origin}`;
    const same = this.#bySize.get(name);
    if (same === undefined) this.#bySize.set(name, own);
    // What says the same as one before it was compared with the logs when that was.
    const isKnown = same !== undefined && equalBytes(same.root, own.root) && own.consistency === undefined;
    const others = isKnown ? [] : [...(same === undefined ? [] : [same]), ...this.#logs];
    if (own.consistency !== undefined) this.#logs.push(own);
    return others.find((one) => this.#contradicts(own, one));
  }

  #contradicts(own: Rested, other: Rested): boolean {
    if (own.origin !== other.origin) return false;
    if (own.size === other.size) return !equalBytes(own.root, other.root);
    const [older, newer] = own.size < other.size ? [own, other] : [other, own];
    const proof = newer.consistency?.(older.size, newer.size);
    const claim = { oldSize: older.size, oldRoot: older.root, newSize: newer.size, newRoot: newer.root };
    return proof !== undefined && !verifyConsistency(this.#suite, { ...claim, proof });
  }
}

/** The log that a check names: by the checkpoint that something rests on, the older one from which it grew, or the head of a statement. */
function restedOn(subject: string, name: CheckName, data: CheckData): Omit<Rested, "consistency"> | undefined {
  if (name !== "checkpoint" && name !== "growth" && name !== "statement") return undefined;
  const { origin } = data;
  const isState = name === "statement";
  const size = isState ? data["logSize"] : (data["size"] ?? data["oldSize"]);
  const root = isState ? data["logRoot"] : (data["root"] ?? data["oldRoot"]);
  const bytes = typeof root === "string" ? parseHex(root) : undefined;
  if (typeof origin !== "string" || typeof size !== "number" || bytes === undefined) return undefined;
  return { subject, origin, size, root: bytes };
}
