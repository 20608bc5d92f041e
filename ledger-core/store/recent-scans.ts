/** Short results of scans of one table, found again by what was asked: value by value, for to make a text of it takes longer than the scan saves. */
import { bytesName } from "#ledger-core/contract/schema/bytes.ts";
import type { IndexRange, IndexValue, StoredRow } from "#ledger-core/kernel/rows.ts";

type Part = IndexValue | undefined;
/** What was asked branches part by part: the index, the limit, the bounds, then each value that must be equal. */
type Node = { readonly next: Map<Part, Node>; found: readonly StoredRow[] | undefined };

export class RecentScans {
  readonly #max: number;
  #root: Node = newNode();
  #count = 0;

  /** `max`: results that are held; then all of them are let go. */
  constructor(max: number) {
    this.#max = max;
  }

  get(index: string, { equal, from, below, limit }: IndexRange): readonly StoredRow[] | undefined {
    let node = this.#root.next.get(index)?.next.get(limit)?.next.get(named(from))?.next.get(named(below));
    if (equal !== undefined)
      for (let i = 0; node !== undefined && i < equal.length; i++) node = node.next.get(named(equal[i]));
    return node?.found;
  }

  set(index: string, { equal = [], from, below, limit }: IndexRange, found: readonly StoredRow[]): void {
    if (this.#count >= this.#max) this.clear();
    let node = this.#root;
    for (const part of [index, limit, named(from), named(below), ...equal.map(named)]) {
      const next = node.next.get(part) ?? newNode();
      node.next.set(part, next);
      node = next;
    }
    node.found = found;
    this.#count++;
  }

  clear(): void {
    if (this.#count === 0) return;
    this.#root = newNode();
    this.#count = 0;
  }
}

function newNode(): Node {
  return { next: new Map(), found: undefined };
}

/** A column holds values of one type, so the name of bytes is never taken for a text. */
function named(value: Part): Part {
  return value instanceof Uint8Array ? bytesName(value) : value;
}
