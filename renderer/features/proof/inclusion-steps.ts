import { leafHash, nodeHash } from "#ledger-core/proof/tree.ts";
import type { Suite } from "#ledger-core/proof/suite.ts";

/** One step from an entry to the root: the hash so far is joined with that of the `count` entries from `begin`, which lie on `side`. */
export type InclusionStep = { readonly side: "left" | "right"; readonly begin: number; readonly count: number };

/** The steps of a proof in their order, the entry's own neighbour first; as many as the proof has hashes. RFC 6962, section 2.1.1. */
export function inclusionSteps(index: number, size: number): readonly InclusionStep[] {
  const fromRoot: InclusionStep[] = [];
  let begin = 0;
  let count = size;
  while (count > 1) {
    const left = powerBelow(count);
    if (index - begin < left) {
      fromRoot.push({ side: "right", begin: begin + left, count: count - left });
      count = left;
    } else {
      fromRoot.push({ side: "left", begin, count: left });
      begin += left;
      count -= left;
    }
  }
  return fromRoot.reverse();
}

/** The largest power of two below `count`. */
function powerBelow(count: number): number {
  let power = 1;
  while (power * 2 < count) power *= 2;
  return power;
}

/** The hash at the entry and after each step; the last one is the root, if the proof holds. */
export function hashesAlong(
  suite: Suite,
  entry: Uint8Array,
  steps: readonly InclusionStep[],
  given: readonly Uint8Array[],
): readonly Uint8Array[] {
  const along = [leafHash(suite, entry)];
  for (const [place, sibling] of given.entries()) {
    const before = along.at(-1);
    const step = steps[place];
    if (before === undefined || step === undefined) break;
    along.push(step.side === "left" ? nodeHash(suite, sibling, before) : nodeHash(suite, before, sibling));
  }
  return along;
}
