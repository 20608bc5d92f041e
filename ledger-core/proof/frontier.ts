import { emptyRoot, nodeHash, TREE_SIZE_MAX } from "./tree.ts";
import { HASH_BYTES } from "./suite.ts";
import type { Suite } from "./suite.ts";

/** What a frontier is between two runs: at most 48 hashes, the largest complete subtree first. */
export type FrontierState = { readonly size: number; readonly hashes: readonly Uint8Array[] };

/** Told each complete subtree of 2^level leaves, level 0 first, at the moment it becomes complete; `index` counts within the level. */
export type NodeComplete = (level: number, index: number, hash: Uint8Array) => void;

/** The right edge of an RFC 6962 tree: all that is needed to append to it and to know its root, in 48 hashes at most. */
export class Frontier {
  readonly #suite: Suite;
  readonly #hashes: Uint8Array[];
  #size: number;

  /** Goes on from a state that `state` gave; from the empty tree without one. Throws RangeError if the state cannot be one. */
  constructor(suite: Suite, state: FrontierState = { size: 0, hashes: [] }) {
    if (!Number.isSafeInteger(state.size) || state.size < 0 || state.size > TREE_SIZE_MAX)
      throw new RangeError("the size of a frontier");
    if (state.hashes.length !== countOnes(state.size) || state.hashes.some((hash) => hash.length !== HASH_BYTES))
      throw new RangeError("the hashes of a frontier do not fit its size");
    this.#suite = suite;
    this.#size = state.size;
    this.#hashes = [...state.hashes];
  }

  /** The count of leaves so far. */
  get size(): number {
    return this.#size;
  }

  /** Appends one leaf by its hash; its index is the size before. */
  append(leafHash: Uint8Array, complete?: NodeComplete): void {
    if (this.#size >= TREE_SIZE_MAX) throw new RangeError("the tree is full");
    let hash = leafHash;
    let index = this.#size;
    let level = 0;
    complete?.(level, index, hash);
    while (index % 2 === 1) {
      const left = this.#hashes.pop();
      if (left === undefined) throw new RangeError("the hashes of a frontier do not fit its size");
      hash = nodeHash(this.#suite, left, hash);
      index = (index - 1) / 2;
      level++;
      complete?.(level, index, hash);
    }
    this.#hashes.push(hash);
    this.#size++;
  }

  /** The root of the tree so far. */
  root(): Uint8Array {
    let root: Uint8Array | undefined;
    for (const hash of this.#hashes.toReversed()) root = root === undefined ? hash : nodeHash(this.#suite, hash, root);
    return root ?? emptyRoot(this.#suite);
  }

  /** What to keep in order to go on later. A copy: later appends do not change it. */
  state(): FrontierState {
    return { size: this.#size, hashes: [...this.#hashes] };
  }
}

function countOnes(value: number): number {
  let ones = 0;
  for (let rest = value; rest > 0; rest = Math.floor(rest / 2)) ones += rest % 2;
  return ones;
}
