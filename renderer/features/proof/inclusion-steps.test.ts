import { expect, test } from "vitest";
import { inclusionProof, leafHash, treeRoot } from "#ledger-core/proof/tree.ts";
import { hashesAlong, inclusionSteps } from "./inclusion-steps.ts";
import { windowSuite } from "#renderer/shared/hashing/window-suite.ts";

const leaves = Array.from({ length: 21 }, (_unused, place) => Uint8Array.of(place));
const hashes = leaves.map((leaf) => leafHash(windowSuite, leaf));

test("in every tree up to 21 leaves each entry's steps are those of its proof, and the last hash is the root", () => {
  for (let size = 1; size <= leaves.length; size++) {
    const inTree = hashes.slice(0, size);
    const root = treeRoot(windowSuite, inTree);
    for (let index = 0; index < size; index++) {
      const given = inclusionProof(windowSuite, inTree, index);
      const steps = inclusionSteps(index, size);
      const along = hashesAlong(windowSuite, leaves[index] ?? new Uint8Array(0), steps, given);
      expect(steps.length).toBe(given.length);
      expect(along.at(-1)).toEqual(root);
      // The range that a step names is the one whose root the log gave.
      for (const [place, step] of steps.entries())
        expect(treeRoot(windowSuite, inTree.slice(step.begin, step.begin + step.count))).toEqual(given[place]);
    }
  }
});

test("steps of a large log are few and cover everything else", () => {
  const size = 2_913_448;
  const steps = inclusionSteps(136_552, size);
  expect(steps.length).toBeLessThanOrEqual(22);
  expect(steps.reduce((sum, step) => sum + step.count, 1)).toBe(size);
});
