/** Proofs that leaves one after another stand in a tree, from RFC 6962's own recursion: one hash for each part outside the range. */
import type { Suite } from "./suite.ts";
import { HASH_BYTES } from "./suite.ts";
import { nodeHash, powerBelow, rangeRoot, TREE_SIZE_MAX } from "./tree.ts";
import type { ReadHash } from "./tree.ts";

/** Leaves from `begin` up to and without `end`, at least one, in a tree of `size`. */
export type LeafRange = { readonly size: number; readonly begin: number; readonly end: number };

/** The hashes beside the range, from left to right; at most two per level. Throws RangeError for a range that is not in the tree. */
export function rangeProofFrom(
  suite: Suite,
  { size, begin, end }: LeafRange,
  readHash: ReadHash,
): readonly Uint8Array[] {
  if (!isRange({ size, begin, end })) throw new RangeError(`no leaves ${begin} to ${end} in a tree of ${size}`);
  const hashes: Uint8Array[] = [];
  const walk = (first: number, count: number): void => {
    if (first >= end || first + count <= begin) hashes.push(rangeRoot(suite, first, count, readHash));
    else if (first < begin || first + count > end) {
      const left = powerBelow(count);
      walk(first, left);
      walk(first + left, count - left);
    }
  };
  walk(0, size);
  return hashes;
}

/** The root that the leaves and the hashes beside them give; undefined if they do not fit the tree. Never throws. */
export function rangeRootFrom(
  suite: Suite,
  claim: {
    readonly size: number;
    readonly begin: number;
    readonly leafHashes: readonly Uint8Array[];
    readonly proof: readonly Uint8Array[];
  },
): Uint8Array | undefined {
  const { size, begin, leafHashes, proof } = claim;
  const end = begin + leafHashes.length;
  if (!isRange({ size, begin, end }) || proof.some((hash) => hash.length !== HASH_BYTES)) return undefined;
  let used = 0;
  const walk = (first: number, count: number): Uint8Array | undefined => {
    if (first >= end || first + count <= begin) return proof[used++];
    if (count === 1) return leafHashes[first - begin];
    const half = powerBelow(count);
    const left = walk(first, half);
    const right = left === undefined ? undefined : walk(first + half, count - half);
    return left === undefined || right === undefined ? undefined : nodeHash(suite, left, right);
  };
  const root = walk(0, size);
  return used === proof.length ? root : undefined;
}

function isRange({ size, begin, end }: LeafRange): boolean {
  const isWhole = [size, begin, end].every((value) => Number.isSafeInteger(value) && value >= 0);
  return isWhole && size <= TREE_SIZE_MAX && begin < end && end <= size;
}
