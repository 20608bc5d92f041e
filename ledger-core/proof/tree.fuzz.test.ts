import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { concatBytes, encodeHex } from "#ledger-core/contract/schema/bytes.ts";
import { Frontier } from "./frontier.ts";
import { testLeaves, testSuite } from "./suite.testing.ts";
import {
  consistencyProof,
  consistencyProofFrom,
  inclusionProof,
  inclusionProofFrom,
  leafHash,
  treeRoot,
  verifyConsistency,
  verifyInclusion,
} from "./tree.ts";

const leaves = testLeaves(300);
const hashes = leaves.map((leaf) => leafHash(testSuite, leaf));
const sizes = fc.integer({ min: 1, max: 300 });

/** RFC 6962, section 2.1, letter by letter and slow: MTH, PATH and SUBPROOF. */
const naive = {
  root(part: readonly Uint8Array[]): Uint8Array {
    if (part.length === 0) return testSuite.sha256(new Uint8Array(0));
    if (part.length === 1) return testSuite.sha256(concatBytes(Uint8Array.of(0), ...part));
    const k = naive.split(part.length);
    return testSuite.sha256(concatBytes(Uint8Array.of(1), naive.root(part.slice(0, k)), naive.root(part.slice(k))));
  },
  path(m: number, part: readonly Uint8Array[]): Uint8Array[] {
    if (part.length === 1) return [];
    const k = naive.split(part.length);
    if (m < k) return [...naive.path(m, part.slice(0, k)), naive.root(part.slice(k))];
    return [...naive.path(m - k, part.slice(k)), naive.root(part.slice(0, k))];
  },
  subproof(m: number, part: readonly Uint8Array[], isWhole: boolean): Uint8Array[] {
    if (m === part.length) return isWhole ? [] : [naive.root(part)];
    const k = naive.split(part.length);
    if (m <= k) return [...naive.subproof(m, part.slice(0, k), isWhole), naive.root(part.slice(k))];
    return [...naive.subproof(m - k, part.slice(k), false), naive.root(part.slice(0, k))];
  },
  split(n: number): number {
    let k = 1;
    while (2 * k < n) k *= 2;
    return k;
  },
};

function hex(list: readonly Uint8Array[]): readonly string[] {
  return list.map(encodeHex);
}

describe("trees against RFC 6962 written out", () => {
  it("have its roots, built at once or leaf by leaf, in one run or two", () => {
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 300 }), fc.nat(300), (size, pause) => {
        const wanted = encodeHex(naive.root(leaves.slice(0, size)));
        expect(encodeHex(treeRoot(testSuite, hashes.slice(0, size)))).toBe(wanted);
        let frontier = new Frontier(testSuite);
        hashes.slice(0, size).forEach((hash, i) => {
          if (i === pause) frontier = new Frontier(testSuite, frontier.state());
          frontier.append(hash);
        });
        expect(frontier.size).toBe(size);
        expect(encodeHex(frontier.root())).toBe(wanted);
      }),
    );
  });

  it("have its inclusion proofs, from memory and from complete subtrees, and verify them", () => {
    const nodes = completeSubtrees(300);
    fc.assert(
      fc.property(sizes, fc.nat(), (size, seed) => {
        const index = seed % size;
        const wanted = naive.path(index, leaves.slice(0, size));
        expect(hex(inclusionProof(testSuite, hashes.slice(0, size), index))).toEqual(hex(wanted));
        expect(hex(inclusionProofFrom(testSuite, size, index, nodes))).toEqual(hex(wanted));
        const root = treeRoot(testSuite, hashes.slice(0, size));
        const claim = { leafHash: hashes[index] ?? root, index, size, proof: wanted, root };
        expect(verifyInclusion(testSuite, claim)).toBe(true);
      }),
    );
  });

  it("have its consistency proofs, from memory and from complete subtrees, and verify them", () => {
    const nodes = completeSubtrees(300);
    fc.assert(
      fc.property(sizes, fc.nat(), (newSize, seed) => {
        const oldSize = seed % (newSize + 1);
        const wanted = oldSize === 0 ? [] : naive.subproof(oldSize, leaves.slice(0, newSize), true);
        expect(hex(consistencyProof(testSuite, hashes.slice(0, newSize), oldSize))).toEqual(hex(wanted));
        expect(hex(consistencyProofFrom(testSuite, { oldSize, newSize }, nodes))).toEqual(hex(wanted));
        const oldRoot = treeRoot(testSuite, hashes.slice(0, oldSize));
        const newRoot = treeRoot(testSuite, hashes.slice(0, newSize));
        expect(verifyConsistency(testSuite, { oldSize, oldRoot, newSize, newRoot, proof: wanted })).toBe(true);
      }),
    );
  });
});

describe("verifying hostile proofs", () => {
  const noise = fc.array(fc.uint8Array({ minLength: 30, maxLength: 33 }), { maxLength: 12 });

  it("accepts no other leaf, place, size or hash", () => {
    fc.assert(
      fc.property(sizes, fc.nat(), fc.nat(), fc.nat(255), (size, indexSeed, hashSeed, bit) => {
        const index = indexSeed % size;
        const proof = inclusionProof(testSuite, hashes.slice(0, size), index).map((hash) => hash.slice());
        const root = treeRoot(testSuite, hashes.slice(0, size));
        const claim = { leafHash: (hashes[index] ?? root).slice(), index, size, proof, root };
        const other = (index + 1 + (hashSeed % 7)) % 300;
        expect(verifyInclusion(testSuite, { ...claim, index: other })).toBe(false);
        expect(verifyInclusion(testSuite, { ...claim, proof: [...proof, root] })).toBe(false);
        expect(verifyInclusion(testSuite, { ...claim, leafHash: flipped(claim.leafHash, bit) })).toBe(false);
        if (proof.length === 0) return;
        const place = hashSeed % proof.length;
        const broken = proof.map((hash, i) => (i === place ? flipped(hash, bit) : hash));
        expect(verifyInclusion(testSuite, { ...claim, proof: broken })).toBe(false);
        expect(verifyInclusion(testSuite, { ...claim, proof: proof.slice(1) })).toBe(false);
      }),
    );
  });

  it("never throws and never accepts noise", () => {
    const numbers = fc.oneof(fc.nat(400), fc.integer(), fc.double(), fc.maxSafeInteger());
    fc.assert(
      fc.property(numbers, numbers, noise, fc.uint8Array({ minLength: 31, maxLength: 33 }), (a, b, proof, root) => {
        const leaf = hashes[0] ?? root;
        expect(verifyInclusion(testSuite, { leafHash: leaf, index: a, size: b, proof, root })).toBe(false);
        const growth = { oldSize: a, oldRoot: leaf, newSize: b, newRoot: root, proof };
        expect(verifyConsistency(testSuite, growth)).toBe(false);
      }),
    );
  });
});

function flipped(hash: Uint8Array, bit: number): Uint8Array {
  const other = hash.slice();
  other[bit >> 3] = (other[bit >> 3] ?? 0) ^ (1 << (bit & 7));
  return other;
}

/** What a store would keep: every subtree that became complete, as the frontier told it. */
function completeSubtrees(count: number): (level: number, index: number) => Uint8Array {
  const kept = new Map<string, Uint8Array>();
  const frontier = new Frontier(testSuite);
  for (const hash of hashes.slice(0, count))
    frontier.append(hash, (level, index, node) => kept.set(`${level}/${index}`, node));
  return (level, index) => {
    const node = kept.get(`${level}/${index}`);
    if (node === undefined) throw new Error(`subtree ${level}/${index} is not complete`);
    return node;
  };
}
