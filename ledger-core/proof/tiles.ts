/** The log as files that any client of C2SP tlog-tiles reads: names of tiles and of bundles of entries, and what is in them. */
import { concatBytes } from "#ledger-core/contract/schema/bytes.ts";

/** Hashes in a full tile, entries in a full bundle. */
export const TILE_WIDTH = 256;
/** Levels of the tree between two levels of tiles. */
export const TILE_LEVELS = 8;
/** Bytes of an entry in a bundle, whose length has two. */
const ENTRY_BYTES_MAX = 0xffff;

/** A tile: its hashes are the nodes `number * 256` and on of level `8 * level`; fewer than 256 at the edge of the log. */
export type TileName = { readonly level: number; readonly number: number; readonly width: number };

/** All tiles of a log of that size, a level after the other from the leaves up, the one at the edge last in its level. */
export function* tilesOf(size: number): Generator<TileName> {
  for (let level = 0, hashes = size; hashes > 0; level++, hashes = Math.floor(hashes / TILE_WIDTH)) {
    for (let number = 0; number * TILE_WIDTH < hashes; number++)
      yield { level, number, width: Math.min(TILE_WIDTH, hashes - number * TILE_WIDTH) };
  }
}

/** Where a complete subtree of 2^level leaves stands: it is the root over `count` hashes of the tile, from `begin` on. */
export type SubtreePlace = { readonly tile: TileName; readonly begin: number; readonly count: number };

/** Where the tiles of a log of `size` entries have the subtree that is number `index` of its level. */
export function placeOfSubtree(
  size: number,
  { level, index }: { readonly level: number; readonly index: number },
): SubtreePlace {
  const tileLevel = Math.floor(level / TILE_LEVELS);
  const count = 2 ** (level % TILE_LEVELS);
  const number = Math.floor((index * count) / TILE_WIDTH);
  const hashes = Math.floor(size / TILE_WIDTH ** tileLevel);
  const width = Math.min(TILE_WIDTH, hashes - number * TILE_WIDTH);
  return { tile: { level: tileLevel, number, width }, begin: (index * count) % TILE_WIDTH, count };
}

/** The path of a tile of hashes below the log's own. */
export function tilePath({ level, number, width }: TileName): string {
  return `tile/${level}/${numberPath(number)}${edge(width)}`;
}

/** The path of the bundle with the entries of a tile of level 0. */
export function bundlePath({ number, width }: Omit<TileName, "level">): string {
  return `tile/entries/${numberPath(number)}${edge(width)}`;
}

/** Three digits at a time, all groups but the last marked: 1234067 is `x001/x234/067`. */
function numberPath(number: number): string {
  const digits = String(number);
  const padded = digits.padStart(3 * Math.ceil(digits.length / 3), "0");
  const groups = padded.match(/\d{3}/g) ?? [];
  return groups.map((group, i) => (i < groups.length - 1 ? `x${group}` : group)).join("/");
}

function edge(width: number): string {
  return width === TILE_WIDTH ? "" : `.p/${width}`;
}

/** Entries one after another, each after its length in two bytes. Throws RangeError for an entry that is too long for it. */
export function encodeBundle(entries: readonly Uint8Array[]): Uint8Array {
  return concatBytes(
    ...entries.flatMap((entry) => {
      if (entry.length > ENTRY_BYTES_MAX) throw new RangeError(`an entry of ${entry.length} bytes`);
      return [Uint8Array.of(entry.length >> 8, entry.length & 255), entry];
    }),
  );
}

/** The entries of a bundle of that width; undefined if its bytes are not so many whole entries. Never throws. */
export function parseBundle(bytes: Uint8Array, width: number): readonly Uint8Array[] | undefined {
  const entries: Uint8Array[] = [];
  for (let at = 0; at < bytes.length;) {
    const [high, low] = [bytes[at], bytes[at + 1]];
    if (high === undefined || low === undefined || entries.length === width) return undefined;
    const end = at + 2 + (high << 8) + low;
    if (end > bytes.length) return undefined;
    entries.push(bytes.subarray(at + 2, end));
    at = end;
  }
  return entries.length === width ? entries : undefined;
}
