import fc from "fast-check";
import { expect, it } from "vitest";
import { equalBytes } from "#ledger-core/contract/schema/bytes.ts";
import { rangeProofFrom, rangeRootFrom } from "./state-range.ts";
import { testLeaves, testSuite } from "./suite.testing.ts";
import { leafHash, treeRoot } from "./tree.ts";

const ALL = testLeaves(70).map((leaf) => leafHash(testSuite, leaf));
const readHash = (level: number, index: number): Uint8Array =>
  treeRoot(testSuite, ALL.slice(index * 2 ** level, (index + 1) * 2 ** level));

it("leads from every range of every small tree to its root, with at most two hashes a level", () => {
  for (const size of [1, 2, 3, 5, 8, 13, 32, 33]) {
    const hashes = ALL.slice(0, size);
    const root = treeRoot(testSuite, hashes);
    for (let begin = 0; begin < size; begin++)
      for (let end = begin + 1; end <= size; end++) {
        const proof = rangeProofFrom(testSuite, { size, begin, end }, readHash);
        const leafHashes = hashes.slice(begin, end);
        expect(rangeRootFrom(testSuite, { size, begin, leafHashes, proof })).toEqual(root);
        expect(proof.length).toBeLessThanOrEqual(2 * Math.ceil(Math.log2(size)));
      }
  }
});

it("leads nowhere near with leaves left out, swapped, doubled or moved, another size, or other hashes", () => {
  const ranges = fc
    .tuple(fc.integer({ min: 2, max: 70 }), fc.nat(69), fc.nat(69))
    .filter(([size, a, b]) => a !== b && Math.max(a, b) < size)
    .map(([size, a, b]) => ({ size, begin: Math.min(a, b), end: Math.max(a, b) + 1 }));
  fc.assert(
    fc.property(ranges, fc.nat(), (range, pick) => {
      const { size, begin, end } = range;
      const hashes = ALL.slice(0, size);
      const root = treeRoot(testSuite, hashes);
      const proof = rangeProofFrom(testSuite, range, readHash);
      const leafHashes = hashes.slice(begin, end);
      const at = pick % leafHashes.length;
      const other = (at + 1) % leafHashes.length;
      const swapped = leafHashes.with(at, leafHashes[other] ?? root).with(other, leafHashes[at] ?? root);
      const claims = [
        { size, begin, leafHashes: leafHashes.toSpliced(at, 1), proof },
        { size, begin, leafHashes: leafHashes.toSpliced(at, 0, root), proof },
        { size, begin, leafHashes: swapped, proof },
        { size, begin: begin + 1, leafHashes, proof },
        { size, begin: begin - 1, leafHashes, proof },
        { size, begin, leafHashes, proof: [...proof, root] },
        ...(proof.length === 0 ? [] : [{ size, begin, leafHashes, proof: proof.slice(1) }]),
        ...proof.map((hash, i) => ({ size, begin, leafHashes, proof: proof.with(i, testSuite.sha256(hash)) })),
        { size: Number.NaN, begin, leafHashes, proof },
        { size: 2 ** 60, begin, leafHashes, proof },
        { size, begin, leafHashes: [], proof },
      ];
      for (const claim of claims) {
        const computed = rangeRootFrom(testSuite, claim);
        expect(computed !== undefined && equalBytes(computed, root)).toBe(false);
      }
    }),
    { numRuns: 300 },
  );
});

it("has no proof for a range that is not there", () => {
  for (const range of [
    { size: 5, begin: 5, end: 6 },
    { size: 5, begin: 2, end: 2 },
    { size: 0, begin: 0, end: 0 },
  ])
    expect(() => rangeProofFrom(testSuite, range, readHash)).toThrow(RangeError);
});
