/**
 * Merkle trees of RFC 6962, section 2.1. Sizes and indexes go up to 2^48, so they are halved by division: the operators on 32 bits
 * would cut them. Verifying follows the algorithms of RFC 9162, sections 2.1.3.2 and 2.1.4.2.
 */
import { equalBytes } from "#ledger-core/contract/schema/bytes.ts";
import { HASH_BYTES } from "./suite.ts";
import type { Suite } from "./suite.ts";

/** Hashes of an inclusion proof at most, for a tree of 2^48 leaves has as many levels; a consistency proof may have one more. */
export const PROOF_HASHES_MAX = 48;
/** The most leaves that a tree may have. */
export const TREE_SIZE_MAX = 0x1_0000_0000_0000;

/** Gives the hash of the complete subtree of 2^level leaves whose place among the subtrees of its level is `index`, from 0. */
export type ReadHash = (level: number, index: number) => Uint8Array;

/** What stands before the bytes of a leaf that are hashed. */
export const LEAF_PREFIX = new Uint8Array([0]);

/** What is hashed is put together here and nowhere kept: memory of its own for each hash would cost more than the hash. */
const leafInput = new Uint8Array(4_096);
const nodeInput = new Uint8Array(1 + 2 * HASH_BYTES);

/** Hash of a leaf, in a domain apart from the nodes. */
export function leafHash(suite: Suite, bytes: Uint8Array): Uint8Array {
  const size = 1 + bytes.length;
  const input = size <= leafInput.length ? leafInput.subarray(0, size) : new Uint8Array(size);
  input[0] = 0;
  input.set(bytes, 1);
  return suite.sha256(input);
}

/** Hash of a node from its two children, 32 bytes each. */
export function nodeHash(suite: Suite, left: Uint8Array, right: Uint8Array): Uint8Array {
  // A hash of another length, as a hostile proof may have, must not meet what the last one left.
  const isUsual = left.length === HASH_BYTES && right.length === HASH_BYTES;
  const input = isUsual ? nodeInput : new Uint8Array(nodeInput.length);
  input[0] = 1;
  input.set(left, 1);
  input.set(right, 1 + HASH_BYTES);
  return suite.sha256(input);
}

/** Root of the tree without leaves. */
export function emptyRoot(suite: Suite): Uint8Array {
  return suite.sha256(new Uint8Array(0));
}

/** Root over leaf hashes that are all in memory; `emptyRoot` for none. */
export function treeRoot(suite: Suite, leafHashes: readonly Uint8Array[]): Uint8Array {
  let hashes = leafHashes;
  while (hashes.length > 1) {
    const parents: Uint8Array[] = [];
    for (let i = 0; i < hashes.length; i += 2) {
      const left = at(hashes, i);
      const right = hashes[i + 1];
      // The last of an odd count has no sibling at this level and moves up as it is: the same tree as RFC 6962's recursive split.
      parents.push(right === undefined ? left : nodeHash(suite, left, right));
    }
    hashes = parents;
  }
  return hashes[0] ?? emptyRoot(suite);
}

/** The hashes that lead from leaf `index` to the root, the leaf's sibling first. Throws RangeError if there is no such leaf. */
export function inclusionProof(suite: Suite, leafHashes: readonly Uint8Array[], index: number): readonly Uint8Array[] {
  return inclusionProofFrom(suite, leafHashes.length, index, readIn(suite, leafHashes));
}

/**
 * The hashes that show that the tree of the first `oldSize` leaves is the beginning of this one.
 *
 * @internal The store proves from complete subtrees; tests have all leaves at hand.
 */
export function consistencyProof(
  suite: Suite,
  leafHashes: readonly Uint8Array[],
  oldSize: number,
): readonly Uint8Array[] {
  return consistencyProofFrom(suite, { oldSize, newSize: leafHashes.length }, readIn(suite, leafHashes));
}

/** As `inclusionProof`, for a tree of which only the complete subtrees can be asked for: at most 2 reads per level. */
export function inclusionProofFrom(
  suite: Suite,
  size: number,
  index: number,
  readHash: ReadHash,
): readonly Uint8Array[] {
  if (!isSize(size) || !isSize(index) || index >= size) throw new RangeError(`no leaf ${index} in a tree of ${size}`);
  const fromRoot: Uint8Array[] = [];
  let begin = 0;
  let count = size;
  while (count > 1) {
    const left = powerBelow(count);
    if (index - begin < left) {
      fromRoot.push(rangeRoot(suite, begin + left, count - left, readHash));
      count = left;
    } else {
      fromRoot.push(rangeRoot(suite, begin, left, readHash));
      begin += left;
      count -= left;
    }
  }
  return fromRoot.reverse();
}

/** As `consistencyProof`, from complete subtrees. Empty where `oldSize` is 0 or equal to `newSize`. */
export function consistencyProofFrom(
  suite: Suite,
  { oldSize, newSize }: { readonly oldSize: number; readonly newSize: number },
  readHash: ReadHash,
): readonly Uint8Array[] {
  if (!isSize(oldSize) || !isSize(newSize) || oldSize > newSize)
    throw new RangeError(`no growth from ${oldSize} to ${newSize}`);
  if (oldSize === 0) return [];
  const fromRoot: Uint8Array[] = [];
  let begin = 0;
  let count = newSize;
  let old = oldSize;
  while (old !== count) {
    const left = powerBelow(count);
    if (old <= left) {
      fromRoot.push(rangeRoot(suite, begin + left, count - left, readHash));
      count = left;
    } else {
      fromRoot.push(rangeRoot(suite, begin, left, readHash));
      begin += left;
      count -= left;
      old -= left;
    }
  }
  // The old root itself is known to who asks, unless it is only a part of the old tree.
  if (begin !== 0) fromRoot.push(rangeRoot(suite, begin, count, readHash));
  return fromRoot.reverse();
}

/** True if the proof leads from the leaf at `index` to the root of the tree of `size` leaves. Never throws. */
export function verifyInclusion(
  suite: Suite,
  claim: {
    readonly leafHash: Uint8Array;
    readonly index: number;
    readonly size: number;
    readonly proof: readonly Uint8Array[];
    readonly root: Uint8Array;
  },
): boolean {
  const { index, size, proof, root } = claim;
  if (!isSize(size) || !isSize(index) || index >= size) return false;
  if (![claim.leafHash, root, ...proof].every(isHash)) return false;
  let node = index;
  let last = size - 1;
  let hash = claim.leafHash;
  for (const sibling of proof) {
    if (last === 0) return false;
    if (isOdd(node) || node === last) {
      hash = nodeHash(suite, sibling, hash);
      while (!isOdd(node) && node !== 0) [node, last] = [half(node), half(last)];
    } else hash = nodeHash(suite, hash, sibling);
    [node, last] = [half(node), half(last)];
  }
  return last === 0 && equalBytes(hash, root);
}

/**
 * True if the proof shows that the tree of `oldSize` leaves is the beginning of the tree of `newSize`. The empty tree is the
 * beginning of every tree; its proof is empty and its root is `emptyRoot`. Never throws.
 */
export function verifyConsistency(
  suite: Suite,
  claim: {
    readonly oldSize: number;
    readonly oldRoot: Uint8Array;
    readonly newSize: number;
    readonly newRoot: Uint8Array;
    readonly proof: readonly Uint8Array[];
  },
): boolean {
  const { oldSize, oldRoot, newSize, newRoot, proof } = claim;
  if (!isSize(oldSize) || !isSize(newSize) || oldSize > newSize) return false;
  if (![oldRoot, newRoot, ...proof].every(isHash)) return false;
  if (oldSize === 0 && !equalBytes(oldRoot, emptyRoot(suite))) return false;
  if (oldSize === newSize) return proof.length === 0 && equalBytes(oldRoot, newRoot);
  if (oldSize === 0) return proof.length === 0;
  let node = oldSize - 1;
  let last = newSize - 1;
  while (isOdd(node)) [node, last] = [half(node), half(last)];
  // A complete old tree is a node of the new one, so the proof does not repeat its root.
  const [seed, ...rest] = node === 0 ? [oldRoot, ...proof] : proof;
  if (seed === undefined) return false;
  let oldHash = seed;
  let newHash = seed;
  for (const sibling of rest) {
    if (last === 0) return false;
    if (isOdd(node) || node === last) {
      oldHash = nodeHash(suite, sibling, oldHash);
      newHash = nodeHash(suite, sibling, newHash);
      while (!isOdd(node) && node !== 0) [node, last] = [half(node), half(last)];
    } else newHash = nodeHash(suite, newHash, sibling);
    [node, last] = [half(node), half(last)];
  }
  return last === 0 && equalBytes(oldHash, oldRoot) && equalBytes(newHash, newRoot);
}

/** Root of `count` leaves from `begin`, where `begin` is a multiple of the largest power of two within `count`. */
export function rangeRoot(suite: Suite, begin: number, count: number, readHash: ReadHash): Uint8Array {
  const { size, level } = powerWithin(count);
  const left = readHash(level, begin / size);
  return size === count ? left : nodeHash(suite, left, rangeRoot(suite, begin + size, count - size, readHash));
}

function readIn(suite: Suite, leafHashes: readonly Uint8Array[]): ReadHash {
  return (level, index) => {
    const count = 2 ** level;
    return treeRoot(suite, leafHashes.slice(index * count, (index + 1) * count));
  };
}

/** The largest power of two that is at most `count`, and which power it is. */
function powerWithin(count: number): { readonly size: number; readonly level: number } {
  let size = 1;
  let level = 0;
  while (2 * size <= count) {
    size *= 2;
    level++;
  }
  return { size, level };
}

/** The largest power of two below `count`, where RFC 6962 splits a tree of more than one leaf. */
export function powerBelow(count: number): number {
  return powerWithin(count - 1).size;
}

function isSize(value: number): boolean {
  return Number.isSafeInteger(value) && value >= 0 && value <= TREE_SIZE_MAX;
}

function isHash(value: Uint8Array): boolean {
  return value.length === HASH_BYTES;
}

function isOdd(value: number): boolean {
  return value % 2 === 1;
}

function half(value: number): number {
  return Math.floor(value / 2);
}

function at(hashes: readonly Uint8Array[], index: number): Uint8Array {
  const hash = hashes[index];
  if (hash === undefined) throw new RangeError(`no hash ${index}`);
  return hash;
}
