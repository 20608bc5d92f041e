/** The nodes of a tile of the log's tree, worked out once and held: a proof asks for eight of them in each tile on its way. */
import { HASH_BYTES } from "#ledger-core/proof/suite.ts";
import type { Suite } from "#ledger-core/proof/suite.ts";
import { nodeHash } from "#ledger-core/proof/tree.ts";
import { StoreError } from "./store-error.ts";

/** Hashes in a tile, and the levels of the tree that it spans. */
export const TILE_HASHES = 256;
export const TILE_LEVELS = 8;

/**
 * The complete subtrees above the first hashes of a tile, which may be full or not yet. They never change: a log only grows, and so does
 * what is known of its last tile.
 */
export class TileNodes {
  readonly #suite: Suite;
  /** The hashes, then their parents, and so on up to the two children of the tile's root. */
  readonly #nodes = new Uint8Array(2 * TILE_HASHES * HASH_BYTES);
  #count = 0;

  constructor(suite: Suite) {
    this.#suite = suite;
  }

  /** Hashes that are known. */
  get count(): number {
    return this.#count;
  }

  /** Begins anew with another tile, in the same memory. */
  clear(): void {
    this.#count = 0;
  }

  append(hash: Uint8Array): void {
    if (hash.length !== HASH_BYTES) throw new StoreError("LEDGER_DAMAGED", { detail: "a hash of the tree" });
    let index = this.#count++;
    this.#nodes.set(hash, beginOf(0, index));
    for (let level = 0; index % 2 === 1 && level < TILE_LEVELS - 1; level++) {
      const parent = nodeHash(this.#suite, this.#view(level, index - 1), this.#view(level, index));
      index = (index - 1) / 2;
      this.#nodes.set(parent, beginOf(level + 1, index));
    }
  }

  /** The node over 2^level of the known hashes, level 0 to 7; a copy, for the memory goes on to another tile. */
  node(level: number, index: number): Uint8Array {
    if ((index + 1) * 2 ** level > this.#count) throw new RangeError(`node ${level}/${index} of ${this.#count} hashes`);
    return this.#view(level, index).slice();
  }

  #view(level: number, index: number): Uint8Array {
    const begin = beginOf(level, index);
    return this.#nodes.subarray(begin, begin + HASH_BYTES);
  }
}

function beginOf(level: number, index: number): number {
  const levelBegin = 2 * TILE_HASHES - ((2 * TILE_HASHES) >> level);
  return (levelBegin + index) * HASH_BYTES;
}
