/** Short results of scans of one table, found again by what was asked: value by value, for to make a text of it takes longer than the scan saves. */
import { bytesName } from "#ledger-core/contract/schema/bytes.ts";
import type { IndexRange, IndexValue, StoredRow } from "#ledger-core/kernel/rows.ts";

type Part = IndexValue | undefined;
type Node = { readonly next: Map<Part, Node>; found: readonly StoredRow[] | undefined };

export class RecentScans {
  readonly #max: number;
  #root: Node = newNode();
  #count = 0;

  /** `max`: results that are held; then all of them are let go. */
  constructor(max: number) {
    this.#max = max;
  }

  get(index: string, range: IndexRange): readonly StoredRow[] | undefined {
    let node: Node | undefined = this.#root;
    for (const part of partsOf(index, range)) {
      node = node.next.get(part);
      if (node === undefined) return undefined;
    }
    return node.found;
  }

  set(index: string, range: IndexRange, found: readonly StoredRow[]): void {
    if (this.#count >= this.#max) this.clear();
    let node = this.#root;
    for (const part of partsOf(index, range)) {
      let next = node.next.get(part);
      if (next === undefined) node.next.set(part, (next = newNode()));
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
function partsOf(index: string, { equal = [], from, below, limit }: IndexRange): readonly Part[] {
  const parts: Part[] = [index, limit, named(from), named(below)];
  for (const value of equal) parts.push(named(value));
  return parts;
}

function named(value: Part): Part {
  return value instanceof Uint8Array ? bytesName(value) : value;
}
