import { describe, expect, it } from "vitest";
import { encodeHex } from "#ledger-core/contract/schema/bytes.ts";
import { describeRealData, readRealFiles, readRealJsonFiles } from "#ledger-core/testdata/real-data.testing.ts";
import { Frontier } from "./frontier.ts";
import { parseCheckpoint } from "./checkpoint.ts";
import { parseNote } from "./note.ts";
import { testLeaves, testSuite } from "./suite.testing.ts";
import {
  consistencyProof,
  emptyRoot,
  inclusionProof,
  inclusionProofFrom,
  leafHash,
  nodeHash,
  treeRoot,
  verifyConsistency,
  verifyInclusion,
} from "./tree.ts";

type InclusionCase = {
  readonly leafIdx: number;
  readonly treeSize: number;
  readonly root: string;
  readonly leafHash: string;
  readonly proof: readonly string[] | null;
  readonly wantErr: boolean;
};

type ConsistencyCase = {
  readonly size1: number;
  readonly size2: number;
  readonly root1: string;
  readonly root2: string;
  readonly proof: readonly string[] | null;
  readonly wantErr: boolean;
};

const MERKLE_PROOFS = "evidence/rfc6962-merkle-inclusion-consistency.tar.gz";
const TESSERA_LOG = "evidence/tlog-tiles-tessera-log.tar.gz";

/** What the known proofs are about, in hexadecimal: `LeafInputs` of the same repository's package `testonly`. */
const MERKLE_LEAVES = [
  "",
  "00",
  "10",
  "2021",
  "3031",
  "40414243",
  "5051525354555657",
  "606162636465666768696a6b6c6d6e6f",
];

describeRealData("known proofs of transparency-dev/merkle", MERKLE_PROOFS, () => {
  const inclusionCases = readRealJsonFiles<InclusionCase>(MERKLE_PROOFS, "testdata/inclusion/");
  const consistencyCases = readRealJsonFiles<ConsistencyCase>(MERKLE_PROOFS, "testdata/consistency/");

  it("has all of the cases", () => {
    expect(inclusionCases.length + consistencyCases.length).toBe(196);
    expect([...inclusionCases, ...consistencyCases].some(([, value]) => !value.wantErr)).toBe(true);
  });

  it.each(inclusionCases)("%s", (_path, value) => {
    const holds = verifyInclusion(testSuite, {
      leafHash: bytes(value.leafHash),
      index: value.leafIdx,
      size: value.treeSize,
      proof: (value.proof ?? []).map(bytes),
      root: bytes(value.root),
    });
    expect(holds).toBe(!value.wantErr);
  });

  it.each(consistencyCases)("%s", (_path, value) => {
    const holds = verifyConsistency(testSuite, {
      oldSize: value.size1,
      oldRoot: bytes(value.root1),
      newSize: value.size2,
      newRoot: bytes(value.root2),
      proof: (value.proof ?? []).map(bytes),
    });
    // One sound case names a text of 13 letters as its root. Here a root has 32 bytes or is none.
    const areRoots = [value.root1, value.root2].every((root) => bytes(root).length === 32);
    expect(holds).toBe(!value.wantErr && areRoots);
  });

  const sound = <Case extends { readonly wantErr: boolean }>(cases: readonly (readonly [string, Case])[]) =>
    cases.filter(([path, { wantErr }]) => path.endsWith("happy-path.json") && !wantErr).map(([, value]) => value);

  it("are, the sound ones, those that we make of the same trees, hash by hash", () => {
    const hashes = MERKLE_LEAVES.map((leaf) => leafHash(testSuite, new Uint8Array(Buffer.from(leaf, "hex"))));
    const rootOf = (size: number): string => base64(treeRoot(testSuite, hashes.slice(0, size)));
    const [inclusions, consistencies] = [sound(inclusionCases), sound(consistencyCases)];
    expect([inclusions.length, consistencies.length]).toEqual([5, 5]);
    for (const { leafIdx, treeSize, root, proof } of inclusions) {
      expect(rootOf(treeSize)).toBe(root);
      expect(inclusionProof(testSuite, hashes.slice(0, treeSize), leafIdx).map(base64)).toEqual(proof ?? []);
    }
    for (const { size1, size2, root1, root2, proof } of consistencies) {
      expect([rootOf(size1), rootOf(size2)]).toEqual([root1, root2]);
      expect(consistencyProof(testSuite, hashes.slice(0, size2), size1).map(base64)).toEqual(proof ?? []);
    }
  });
});

describeRealData("the log of transparency-dev/tessera", TESSERA_LOG, () => {
  const files = readRealFiles(TESSERA_LOG);
  const sizes = Array.from({ length: 15 }, (_, i) => i + 1);

  it.each(sizes)("has the signed root at size %i", (size) => {
    const entries = splitBundle(files.get(`testdata/log/tile/entries/000.p/${size}`));
    const tile = files.get(`testdata/log/tile/0/000.p/${size}`) ?? new Uint8Array(0);
    const hashes = entries.map((entry) => leafHash(testSuite, entry));
    expect(hashes.map(encodeHex).join("")).toBe(encodeHex(tile));
    const note = parseNote(Buffer.from(files.get(`testdata/log/checkpoint.${size}`) ?? []).toString("utf8"));
    const checkpoint = parseCheckpoint(note?.text ?? "");
    expect(checkpoint?.size).toBe(size);
    expect(encodeHex(treeRoot(testSuite, hashes))).toBe(encodeHex(checkpoint?.root ?? new Uint8Array(0)));
  });
});

describe("trees", () => {
  it("hash nothing, one leaf and two as RFC 6962 says", () => {
    expect(encodeHex(emptyRoot(testSuite))).toBe("e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855");
    const one = leafHash(testSuite, new Uint8Array(0));
    expect(encodeHex(one)).toBe("6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d");
    expect(treeRoot(testSuite, [one])).toBe(one);
    const two = leafHash(testSuite, Uint8Array.of(0));
    expect(encodeHex(treeRoot(testSuite, [one, two]))).toBe(
      "fac54203e7cc696cf0dfcb42c92a1d9dbaf70ad9e621f4bd8d98662f00e3c125",
    );
  });

  it("hash the same whatever was hashed before: short and long leaves, and nodes of a length that none should have", () => {
    const leaves = [0, 1, 4_094, 4_095, 4_096, 10_000].map((size) => new Uint8Array(size).fill(7));
    const [left, right] = [new Uint8Array(32).fill(1), new Uint8Array(31).fill(2)];
    const all = (): string[] =>
      [...leaves.map((leaf) => leafHash(testSuite, leaf)), nodeHash(testSuite, left, right)].map(encodeHex);
    const first = all();
    leafHash(testSuite, new Uint8Array(4_095).fill(255));
    nodeHash(testSuite, new Uint8Array(32).fill(255), new Uint8Array(32).fill(255));
    expect(all()).toEqual(first);
    const input = (leaf: Uint8Array): Uint8Array => Uint8Array.from([0, ...leaf]);
    expect(first.slice(0, -1)).toEqual(leaves.map((leaf) => encodeHex(testSuite.sha256(input(leaf)))));
  });

  it("prove and verify beyond 2^32, where operators on 32 bits fail", () => {
    // A tree of one leaf repeated: the hash of a complete subtree then depends on its level alone.
    const levels = [leafHash(testSuite, Uint8Array.of(7))];
    for (let level = 1; level <= 48; level++) {
      const below = levels[level - 1] ?? new Uint8Array(0);
      levels.push(treeRoot(testSuite, [below, below]));
    }
    const readHash = (level: number): Uint8Array => levels[level] ?? new Uint8Array(0);
    for (const size of [2 ** 33 + 5, 2 ** 47 + 2 ** 32 + 1, 2 ** 48]) {
      const root = rootFrom(size, readHash);
      for (const index of [0, 2 ** 32, 2 ** 33 + 1, size - 1].filter((place) => place < size)) {
        const proof = inclusionProofFrom(testSuite, size, index, readHash);
        const claim = { leafHash: readHash(0), index, size, proof, root };
        expect(verifyInclusion(testSuite, claim)).toBe(true);
        expect(verifyInclusion(testSuite, { ...claim, leafHash: readHash(1) })).toBe(false);
        expect(verifyInclusion(testSuite, { ...claim, size: size * 2 })).toBe(false);
      }
    }
  });

  it("refuse what is not a place", () => {
    const leaves = testLeaves(3).map((leaf) => leafHash(testSuite, leaf));
    const claim = { leafHash: leaves[0] ?? new Uint8Array(0), proof: [], root: leaves[0] ?? new Uint8Array(0) };
    for (const [index, size] of [
      [0, 0],
      [1, 1],
      [-1, 1],
      [0.5, 1],
      [0, Number.NaN],
      [0, 2 ** 53],
    ] as const)
      expect(verifyInclusion(testSuite, { ...claim, index, size })).toBe(false);
    expect(() => inclusionProofFrom(testSuite, 3, 3, () => new Uint8Array(32))).toThrow(RangeError);
  });
});

describe("Frontier", () => {
  it("refuses a state that cannot be one", () => {
    expect(() => new Frontier(testSuite, { size: 3, hashes: [new Uint8Array(32)] })).toThrow(RangeError);
    expect(() => new Frontier(testSuite, { size: 1, hashes: [new Uint8Array(31)] })).toThrow(RangeError);
    expect(() => new Frontier(testSuite, { size: -1, hashes: [] })).toThrow(RangeError);
  });
});

/** The root of a huge tree from its frontier, which is made of complete subtrees, the largest first. */
function rootFrom(size: number, readHash: (level: number) => Uint8Array): Uint8Array {
  const hashes: Uint8Array[] = [];
  for (let level = 48, rest = size; level >= 0; level--) {
    if (rest < 2 ** level) continue;
    hashes.push(readHash(level));
    rest -= 2 ** level;
  }
  return new Frontier(testSuite, { size, hashes }).root();
}

/** A C2SP entry bundle: each entry after its length in two bytes. */
function splitBundle(bundle: Uint8Array = new Uint8Array(0)): readonly Uint8Array[] {
  const entries: Uint8Array[] = [];
  for (let at = 0; at < bundle.length;) {
    const length = (bundle[at] ?? 0) * 256 + (bundle[at + 1] ?? 0);
    entries.push(bundle.subarray(at + 2, at + 2 + length));
    at += 2 + length;
  }
  return entries;
}

function bytes(base64: string): Uint8Array {
  return new Uint8Array(Buffer.from(base64, "base64"));
}

function base64(hash: Uint8Array): string {
  return Buffer.from(hash).toString("base64");
}
