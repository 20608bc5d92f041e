import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import Database from "better-sqlite3";
import { beforeAll, describe, expect, it } from "vitest";
import { Frontier } from "#ledger-core/proof/frontier.ts";
import { testSuite } from "#ledger-core/proof/suite.testing.ts";
import { leafHash, verifyConsistency, verifyInclusion } from "#ledger-core/proof/tree.ts";
import { ledgerFile } from "./ledger-file.ts";
import { blockOf, signNothing } from "./shelf.testing.ts";
import { openReader, openWriter } from "./store.ts";
import type { Reader } from "./store-types.ts";
import { shelfOptions, temporaryFolder, temporaryReader, temporaryWriter } from "./temporary.testing.ts";

/** More than a full tile of the second level, so that three levels of tiles have an edge. */
const SIZE = 256 * 256 + 256 + 300;
/** Sizes around the places where tiles become full. */
const SIZES = [1, 2, 255, 256, 257, 511, 512, 513, 25_700, 65_535, 65_536, 65_537, 65_792, 66_047, SIZE - 1, SIZE];

describe("the tree of a log of three levels of tiles", () => {
  const leaves: Uint8Array[] = [];
  const roots = new Map<number, Uint8Array>();
  const signed = new Map<number, Uint8Array>();
  let reader: Reader;

  beforeAll(() => {
    const folder = mkdtempSync(join(tmpdir(), "store-tree-"));
    const frontier = new Frontier(testSuite);
    let writer = openWriter(shelfOptions(folder));
    while (frontier.size < SIZE) {
      const count = Math.min(frontier.size === 0 ? 1 : 1_999, SIZE - frontier.size);
      const block = blockOf(
        writer.rows,
        writer.head(),
        Array.from({ length: count }, () => []),
      );
      const head = writer.commit(block, signNothing);
      for (const { entry } of block.entries) {
        leaves.push(leafHash(testSuite, entry));
        frontier.append(leafHash(testSuite, entry));
        roots.set(frontier.size, frontier.root());
      }
      signed.set(head.size, head.root);
      // Reopened now and then, so that the edge is loaded at many sizes.
      if (head.height % 7 === 0) {
        writer.close();
        writer = openWriter(shelfOptions(folder));
      }
    }
    writer.close();
    reader = openReader(shelfOptions(folder));
    return () => {
      reader.close();
      rmSync(folder, { recursive: true });
    };
  });

  it("has the root that was signed, and that a frontier has, at every size", () => {
    expect(signed.size).toBeGreaterThan(30);
    for (const [size, root] of signed) expect(reader.rootAt(size)).toEqual(root);
    for (const size of SIZES) expect(reader.rootAt(size)).toEqual(roots.get(size));
  });

  it("proves leaves, as proof/ verifies", () => {
    for (const size of SIZES)
      for (const index of SIZES.map((other) => other - 1).filter((other) => other < size)) {
        const claim = {
          leafHash: leaves[index] ?? new Uint8Array(),
          index,
          size,
          root: roots.get(size) ?? new Uint8Array(),
        };
        const proof = reader.inclusion(index, size);
        expect(verifyInclusion(testSuite, { ...claim, proof })).toBe(true);
        expect(verifyInclusion(testSuite, { ...claim, proof, leafHash: leaves[index + 1] ?? new Uint8Array() })).toBe(
          false,
        );
      }
  });

  it("proves them in any order, also where more tiles are asked for than are held", () => {
    const root = roots.get(SIZE) ?? new Uint8Array();
    for (let i = 0; i < 600; i++) {
      const index = (i * 25_717) % SIZE;
      const claim = { leafHash: leaves[index] ?? new Uint8Array(), index, size: SIZE, root };
      expect(verifyInclusion(testSuite, { ...claim, proof: reader.inclusion(index, SIZE) }), String(index)).toBe(true);
    }
  });

  it("proves growth, as proof/ verifies", () => {
    for (const newSize of SIZES)
      for (const oldSize of SIZES.filter((other) => other <= newSize)) {
        const oldRoot = roots.get(oldSize) ?? new Uint8Array();
        const newRoot = roots.get(newSize) ?? new Uint8Array();
        const proof = reader.consistency(oldSize, newSize);
        expect(verifyConsistency(testSuite, { oldSize, oldRoot, newSize, newRoot, proof })).toBe(true);
      }
  });

  it("throws for what the log does not hold", () => {
    expect(() => reader.rootAt(SIZE + 1)).toThrow(RangeError);
    expect(() => reader.inclusion(0, SIZE + 1)).toThrow(RangeError);
    expect(() => reader.inclusion(5, 5)).toThrow(RangeError);
    expect(() => reader.consistency(0, SIZE + 1)).toThrow(RangeError);
  });
});

it.each([
  // A tile beside those of the entry and of the older log's end, the one of both, an entry at the end, and a root.
  ["UPDATE log_tile SET root = zeroblob(32) WHERE number = 0", [600, 700], [300, 700]],
  ["UPDATE log_tile SET hashes = zeroblob(8192) WHERE number = 1", [300, 700], [300, 700]],
  ["UPDATE log_entry SET leaf = x'00' WHERE place = 699", [0, 700], [300, 700]],
  ["UPDATE log_block SET root = zeroblob(32) WHERE height = 0", [5, 300], [300, 700]],
] as const)(
  "hands out no proof that does not lead to a root that was signed: %s",
  (sql, [index, size], [oldSize, newSize]) => {
    const options = shelfOptions(temporaryFolder());
    const writer = temporaryWriter(options);
    for (const count of [300, 400])
      writer.commit(
        blockOf(
          writer.rows,
          writer.head(),
          Array.from({ length: count }, () => []),
        ),
        signNothing,
      );
    const before = temporaryReader(options);
    expect(before.inclusion(index, size).length).toBeGreaterThan(0);
    expect(before.consistency(oldSize, newSize).length).toBeGreaterThan(0);
    const connection = new Database(ledgerFile(options.folder));
    connection.exec(sql);
    connection.close();
    const reader = temporaryReader(options);
    expect(() => reader.inclusion(index, size)).toThrow("LEDGER_DAMAGED");
    expect(() => reader.consistency(oldSize, newSize)).toThrow("LEDGER_DAMAGED");
  },
);

it("goes on proving by one reader while the log grows", () => {
  const writer = temporaryWriter();
  const reader = writer.reader();
  const leaves: Uint8Array[] = [];
  for (let round = 0; round < 30; round++) {
    const entries = Array.from({ length: 1 + ((round * 97) % 110) }, () => []);
    const block = blockOf(writer.rows, writer.head(), entries);
    const { root, size } = writer.commit(block, signNothing);
    leaves.push(...block.entries.map(({ entry }) => leafHash(testSuite, entry)));
    for (const index of [0, Math.floor(size / 2), size - 1]) {
      const claim = { leafHash: leaves[index] ?? new Uint8Array(), index, size, root };
      const proof = reader.inclusion(index, size);
      expect(verifyInclusion(testSuite, { ...claim, proof }), `${index} of ${size}`).toBe(true);
    }
  }
  reader.close();
});
