import { execFileSync } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import Database from "better-sqlite3";
import fc from "fast-check";
import { afterAll, describe, expect, it } from "vitest";
import { compareBytes, encodeUtf8 } from "#ledger-core/contract/schema/bytes.ts";
import { nodeSuite } from "#ledger-core/node/crypto-suite.ts";
import { alterRow, damagesOf } from "#ledger-core/node/fsck/row-damages.testing.ts";
import { placeOf } from "#ledger-core/proof/state-order.ts";
import { rangeProofFrom, rangeRootFrom } from "#ledger-core/proof/state-range.ts";
import { encodeStatementHead } from "#ledger-core/proof/state-statement.ts";
import { inclusionProofFrom, leafHash, treeRoot, verifyInclusion } from "#ledger-core/proof/tree.ts";
import { LeafFile, LeafFileDamaged, LeafFileWriter } from "./leaf-file.ts";
import type { LeafRecord } from "./leaf-file.ts";
import { SortedLeaves } from "./sorted-leaves.ts";

const folder = mkdtempSync(join(tmpdir(), "leaf-file-"));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

/** Rows 2, 4, 6 and so on of one table. */
function leavesOf(count: number): readonly LeafRecord[] {
  return Array.from({ length: count }, (_, i) => {
    const key = 2 * i + 2;
    return {
      place: placeOf(7, [], key),
      table: 7,
      key,
      hash: nodeSuite.sha256(encodeUtf8(`leaf ${i}`) ?? new Uint8Array()),
    };
  });
}

function write(leaves: readonly LeafRecord[]): { readonly file: LeafFile; readonly hashes: readonly Uint8Array[] } {
  const path = join(folder, `leaves-${leaves.length}`);
  const zero = new Uint8Array(32);
  const tables = leaves.length === 0 ? [] : [{ number: 7, name: "a.b", rows: leaves.length }];
  const head = encodeStatementHead({ network: zero, height: 1, size: 2, logRoot: zero, tables });
  const writer = new LeafFileWriter(nodeSuite, path);
  for (const leaf of leaves) writer.append(leaf);
  const root = writer.finish(head, leafHash(nodeSuite, head));
  const hashes = [leafHash(nodeSuite, head), ...leaves.map(({ hash }) => hash)];
  expect(root).toEqual(treeRoot(nodeSuite, hashes));
  const file = LeafFile.open(nodeSuite, path);
  if (file === undefined) throw new Error("a file that was just written");
  expect(file.root).toEqual(root);
  return { file, hashes };
}

/** The file with the number in its index, behind where chunk 2 begins, changed: one byte that no mark covers. */
function lyingIndex(whole: Buffer, first: Uint8Array, number: number): Buffer {
  // A record of the index: the length of its head, the type of a byte string of that length, the type of a number of one byte.
  const cell = Buffer.concat([Buffer.from([3, 12 + 2 * first.length, 1]), first, Buffer.from([2])]);
  const at = whole.indexOf(cell);
  expect(at).toBeGreaterThan(0);
  const lying = Buffer.from(whole);
  lying[at + cell.length - 1] = number;
  return lying;
}

describe("a file of leaves", () => {
  it("gives the root, every leaf, every place and every proof, wherever its chunks end", () => {
    for (const count of [0, 1, 254, 255, 256, 511, 512, 700]) {
      const leaves = leavesOf(count);
      const { file, hashes } = write(leaves);
      const size = count + 1;
      expect([...file.records()]).toEqual(leaves);
      expect(file.size).toBe(size);
      for (const index of [1, 254, 255, 256, 257, 511, 512, count].filter((one) => one >= 1 && one <= count)) {
        expect(file.record(index)).toEqual(leaves[index - 1]);
        const { key } = file.record(index);
        expect(file.indexAt(placeOf(7, [], key))).toBe(index);
        expect(file.indexAt(placeOf(7, [], key - 1))).toBe(index);
        expect(file.indexAt(placeOf(7, [], key + 1))).toBe(index + 1);
        const proof = inclusionProofFrom(nodeSuite, size, index, file.readHash);
        const claim = { leafHash: hashes[index] ?? new Uint8Array(), index, size, proof, root: file.root };
        expect(verifyInclusion(nodeSuite, claim)).toBe(true);
        const range = { size, begin: Math.max(0, index - 300), end: index + 1 };
        const beside = rangeProofFrom(nodeSuite, range, file.readHash);
        const leafHashes = hashes.slice(range.begin, range.end);
        expect(rangeRootFrom(nodeSuite, { ...range, leafHashes, proof: beside })).toEqual(file.root);
      }
      expect(file.indexAt(placeOf(6, []))).toBe(1);
      expect(file.indexAt(placeOf(8, []))).toBe(size);
      expect(() => file.record(size)).toThrow(LeafFileDamaged);
      file.close();
    }
  });

  it("is none, and asks nothing, where its tables and indexes are not those that it was given", () => {
    for (const sql of [
      "CREATE TABLE planted (a)",
      "CREATE INDEX planted ON chunk (number, root)",
      "DROP INDEX chunk_by_first",
      "DROP INDEX chunk_by_first; CREATE INDEX chunk_by_first ON chunk (first) WHERE number > 0",
    ]) {
      write(leavesOf(300)).file.close();
      const connection = new Database(join(folder, "leaves-300"));
      connection.exec(sql);
      connection.close();
      expect(LeafFile.open(nodeSuite, join(folder, "leaves-300")), sql).toBeUndefined();
      rmSync(join(folder, "leaves-300"));
    }
  });

  it("is damaged where its index leads to another chunk than the one that is meant", () => {
    const leaves = leavesOf(1_100);
    write(leaves).file.close();
    const path = join(folder, "leaves-1100");
    const whole = readFileSync(path);
    const place = leaves[2 * 256 + 9]?.place ?? new Uint8Array();
    for (const number of [0, 1, 3, 4]) {
      writeFileSync(path, lyingIndex(whole, leaves[2 * 256 - 1]?.place ?? new Uint8Array(), number));
      const file = LeafFile.open(nodeSuite, path);
      expect(() => file?.indexAt(place), `chunk ${number}`).toThrow(LeafFileDamaged);
      expect(file?.digest(), `chunk ${number}`).toBeUndefined();
      file?.close();
    }
  });

  it("is none, or damaged, wherever a byte of its rows is another", () => {
    // Of two chunks, with the smaller one's row to be altered.
    write(leavesOf(264)).file.close();
    const name = "leaves-264";
    const path = join(folder, name);
    const whole = readFileSync(path);
    const damages = damagesOf(folder, name, "ASC").flatMap(([, ofTable]) => ofTable);
    const isWhole = (): boolean => {
      const file = LeafFile.open(nodeSuite, path);
      try {
        return file?.digest() !== undefined;
      } catch (error) {
        expect(error).toBeInstanceOf(LeafFileDamaged);
        return false;
      } finally {
        file?.close();
      }
    };
    expect(isWhole()).toBe(true);
    expect(damages.length).toBeGreaterThan(500);
    for (const damage of damages) {
      writeFileSync(path, whole);
      if (alterRow(folder, damage, name)) expect(isWhole(), damage.what).toBe(false);
    }
  });

  it("is none where there is none", () => {
    expect(LeafFile.open(nodeSuite, join(folder, "nothing"))).toBe(undefined);
    expect(LeafFile.open(nodeSuite, folder)).toBe(undefined);
  });
});

it("puts leaves in order, on the disk as in memory", () => {
  const keys = fc.uniqueArray(fc.nat(5_000), { maxLength: 400 });
  fc.assert(
    fc.property(keys, fc.constantFrom(1, 3, 50, 1_000), (list, runLeaves) => {
      const sorted = new SortedLeaves(runLeaves);
      const hash = new Uint8Array(32);
      const leaves = list.map((key) => ({ place: placeOf(7, [], key), table: 7, key, hash }));
      for (const leaf of leaves) sorted.add(leaf);
      const expected = leaves.toSorted((left, right) => compareBytes(left.place, right.place));
      expect([...sorted.inOrder()]).toEqual(expected);
      sorted.close();
    }),
    { numRuns: 40 },
  );
});

it.skipIf(process.platform === "win32")("is none where a pipe stands in its place, for which nothing waits", () => {
  const path = join(folder, "pipe");
  execFileSync("mkfifo", [path]);
  expect(LeafFile.open(nodeSuite, path)).toBeUndefined();
});
