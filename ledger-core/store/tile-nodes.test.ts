import { describe, expect, it } from "vitest";
import { testSuite } from "#ledger-core/proof/suite.testing.ts";
import { treeRoot } from "#ledger-core/proof/tree.ts";
import { TileNodes } from "./tile-nodes.ts";

const hashes = Array.from({ length: 256 }, (_, i) => testSuite.sha256(Uint8Array.of(i)));

describe("the nodes of a tile", () => {
  it("are those of a tree over its hashes, however many are known so far", () => {
    const tile = new TileNodes(testSuite);
    for (const hash of hashes) {
      tile.append(hash);
      for (let level = 0; level < 8; level++)
        for (let index = 0; (index + 1) * 2 ** level <= tile.count; index++) {
          // Only the newest of each level is new; the others are looked at once, when the tile is full.
          if (tile.count < 256 && (index + 2) * 2 ** level <= tile.count) continue;
          const under = hashes.slice(index * 2 ** level, (index + 1) * 2 ** level);
          expect(tile.node(level, index)).toEqual(treeRoot(testSuite, under));
        }
    }
    expect(tile.count).toBe(256);
  });

  it("are not given before they are known, nor of what the memory held before", () => {
    const tile = new TileNodes(testSuite);
    for (const hash of hashes.slice(0, 5)) tile.append(hash);
    const before = tile.node(2, 0);
    expect(() => tile.node(2, 1)).toThrow(RangeError);
    tile.clear();
    expect(() => tile.node(0, 0)).toThrow(RangeError);
    for (const hash of hashes.slice(7, 11)) tile.append(hash);
    expect(tile.node(2, 0)).toEqual(treeRoot(testSuite, hashes.slice(7, 11)));
    expect(before).toEqual(treeRoot(testSuite, hashes.slice(0, 4)));
  });

  it("are not made of something that is no hash", () => {
    expect(() => new TileNodes(testSuite).append(new Uint8Array(31))).toThrow("LEDGER_DAMAGED");
  });
});
