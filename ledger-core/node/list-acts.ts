/** The log without the entries that close its blocks: half of a quiet ledger, and nothing that anybody did. */
import type { EntrySummary, Reader } from "#ledger-core/store/store-types.ts";

export type ListedActs = { readonly total: number; readonly entries: readonly EntrySummary[] };

/** What is left of the log, newest first, from place `skip` on; any place is found as fast as the first one. */
export function listActs(
  reader: Reader,
  { skip, limit }: { readonly skip: number; readonly limit: number },
): ListedActs {
  const head = reader.head();
  // Every block but the first one, which creates the network, is closed by its last entry.
  const total = head === undefined ? 0 : head.size - head.height;
  if (head === undefined || skip >= total) return { total, entries: [] };
  const before = placeBefore(reader, head.height, total - skip);
  return { total, entries: reader.entries({ limit, before, closing: false }) };
}

/** The index behind the first `count` entries that close no block. */
function placeBefore(reader: Reader, height: number, count: number): number {
  // The newest block before which fewer than `count` of them stand.
  let [low, high] = [0, height];
  while (low < high) {
    const middle = Math.ceil((low + high) / 2);
    if (actsBefore(reader, middle) < count) low = middle;
    else high = middle - 1;
  }
  return firstIndexOf(reader, low) + count - actsBefore(reader, low);
}

/** How many stand before the block of that height. */
function actsBefore(reader: Reader, height: number): number {
  return firstIndexOf(reader, height) - Math.max(0, height - 1);
}

function firstIndexOf(reader: Reader, height: number): number {
  const block = reader.block(height);
  if (block === undefined) throw new RangeError(`there is no block ${height}`);
  return block.firstIndex;
}
