/**
 * The log's tree on the disk: hashes in tiles of 256 of one level, written when full (the levels and tiles of C2SP tlog-tiles). The
 * ragged edge is never stored: it follows from the last entries and from the roots of the tiles below.
 */
import { concatBytes } from "#ledger-core/contract/schema/bytes.ts";
import { Frontier } from "#ledger-core/proof/frontier.ts";
import { HASH_BYTES } from "#ledger-core/proof/suite.ts";
import type { Suite } from "#ledger-core/proof/suite.ts";
import { leafHash } from "#ledger-core/proof/tree.ts";
import type { ReadHash } from "#ledger-core/proof/tree.ts";
import { plainBytes } from "./database.ts";
import type { Statements } from "./database.ts";
import { StoreError } from "./store-error.ts";
import { TILE_HASHES, TILE_LEVELS, TileNodes } from "./tile-nodes.ts";

/** Levels of a tree of 2^48 leaves. */
const TREE_LEVELS_MAX = 48;
/** Tiles of one level that a reader holds; 16 KiB each. */
const TILES_HELD_MAX = 128;

/** A full tile: hash `i` is the node `number * 256 + i` of level `8 * level`; `root` is the node above all of them. */
export type Tile = {
  readonly level: number;
  readonly number: number;
  readonly hashes: Uint8Array;
  readonly root: Uint8Array;
};

/** Gives complete subtrees of the stored log, as the functions of `proof/tree.ts` ask for them. */
export function hashReader(suite: Suite, statements: Statements): ReadHash {
  const held = new HeldTiles(suite);
  return (level, index) => {
    const tileLevel = Math.floor(level / TILE_LEVELS);
    const levelInTile = level % TILE_LEVELS;
    const first = index * 2 ** levelInTile;
    const number = Math.floor(first / TILE_HASHES);
    const place = first % TILE_HASHES;
    const tile = held.get(tileLevel, number);
    if (tile.count < place + 2 ** levelInTile)
      loadHashes(suite, statements, tile, { tileLevel, number, end: place + 2 ** levelInTile });
    return tile.node(levelInTile, place / 2 ** levelInTile);
  };
}

/** The tiles that were asked for last, apart for each level: the few of the upper ones are on the way of every proof. */
class HeldTiles {
  readonly #suite: Suite;
  readonly #levels: Map<number, TileNodes>[] = [];

  constructor(suite: Suite) {
    this.#suite = suite;
  }

  /** A tile of which nothing is known yet, if it is not among them. */
  get(level: number, number: number): TileNodes {
    const tiles = (this.#levels[level] ??= new Map());
    let tile = tiles.get(number);
    if (tile === undefined) tile = this.#takeOver(tiles);
    else tiles.delete(number);
    tiles.set(number, tile);
    return tile;
  }

  #takeOver(tiles: Map<number, TileNodes>): TileNodes {
    const [oldest] = tiles;
    if (oldest === undefined || tiles.size < TILES_HELD_MAX) return new TileNodes(this.#suite);
    tiles.delete(oldest[0]);
    oldest[1].clear();
    return oldest[1];
  }
}

type TilePart = { readonly tileLevel: number; readonly number: number; readonly end: number };

/** The hashes of a tile that are not known yet, up to `end`; all of them at once where the tile is full. */
function loadHashes(suite: Suite, statements: Statements, tile: TileNodes, { tileLevel, number, end }: TilePart): void {
  const sql = "SELECT hashes FROM log_tile WHERE level = ? AND number = ?";
  const row = tile.count > 0 ? undefined : statements.row<[Uint8Array]>(sql, tileLevel, number);
  if (row !== undefined) {
    const hashes = plainBytes(row[0]);
    if (hashes.length !== TILE_HASHES * HASH_BYTES)
      throw new StoreError("LEDGER_DAMAGED", { detail: "a tile of the tree", tileLevel, number });
    for (let i = 0; i < TILE_HASHES; i++) tile.append(hashes.subarray(i * HASH_BYTES, (i + 1) * HASH_BYTES));
    return;
  }
  const known = tile.count;
  const rest = { tileLevel, first: number * TILE_HASHES + known, count: end - known };
  for (const hash of readEdge(suite, statements, rest)) tile.append(hash);
}

/** The frontier of the first `size` leaves. */
export function frontierAt(suite: Suite, size: number, readHash: ReadHash): Frontier {
  const hashes: Uint8Array[] = [];
  let begin = 0;
  for (let level = TREE_LEVELS_MAX; level >= 0; level--) {
    const count = 2 ** level;
    if (size - begin < count) continue;
    hashes.push(readHash(level, begin / count));
    begin += count;
  }
  return new Frontier(suite, { size, hashes });
}

/** The writer's end of the tree. Growing gives a new one, so that a commit that fails leaves the old one as it was. */
export class LogTree {
  readonly size: number;
  readonly root: Uint8Array;
  readonly #suite: Suite;
  readonly #frontier: Frontier;
  /** For each level of tiles: the hashes of the tile that is not yet full. */
  readonly #edge: readonly (readonly Uint8Array[])[];

  private constructor(suite: Suite, frontier: Frontier, edge: readonly (readonly Uint8Array[])[]) {
    this.size = frontier.size;
    this.root = frontier.root();
    this.#suite = suite;
    this.#frontier = frontier;
    this.#edge = edge;
  }

  /** The tree of the stored log's first `size` entries. */
  static load(suite: Suite, statements: Statements, size: number): LogTree {
    const edge: Uint8Array[][] = [];
    for (let count = size; count > 0; count = Math.floor(count / TILE_HASHES)) {
      const first = count - (count % TILE_HASHES);
      edge.push(readEdge(suite, statements, { tileLevel: edge.length, first, count: count - first }));
    }
    return new LogTree(suite, frontierAt(suite, size, hashReader(suite, statements)), edge);
  }

  /** The tree with further leaves, and the tiles that became full on the way. */
  grow(entries: readonly Uint8Array[]): { readonly tree: LogTree; readonly tiles: readonly Tile[] } {
    const frontier = new Frontier(this.#suite, this.#frontier.state());
    const edge = this.#edge.map((hashes) => [...hashes]);
    const tiles: Tile[] = [];
    for (const entry of entries) {
      frontier.append(leafHash(this.#suite, entry), (level, index, hash) => {
        if (level % TILE_LEVELS !== 0) return;
        const tileLevel = level / TILE_LEVELS;
        // The node that is complete now is the root of the full tile one level below.
        const full = tileLevel === 0 ? undefined : edge[tileLevel - 1];
        if (full !== undefined) {
          tiles.push({ level: tileLevel - 1, number: index, hashes: concatBytes(...full), root: hash });
          edge[tileLevel - 1] = [];
        }
        (edge[tileLevel] ??= []).push(hash);
      });
    }
    return { tree: new LogTree(this.#suite, frontier, edge), tiles };
  }
}

/** Hashes of tiles that are not full: of entries, or of the full tiles one level below. */
function readEdge(
  suite: Suite,
  statements: Statements,
  { tileLevel, first, count }: { readonly tileLevel: number; readonly first: number; readonly count: number },
): Uint8Array[] {
  const sql =
    tileLevel === 0
      ? "SELECT leaf FROM log_entry WHERE place >= ? AND place < ? ORDER BY place"
      : "SELECT root FROM log_tile WHERE number >= ? AND number < ? AND level = ? ORDER BY number";
  const levels = tileLevel === 0 ? [] : [tileLevel - 1];
  const rows = statements.rows<[Uint8Array]>(sql, first, first + count, ...levels);
  if (rows.length !== count)
    throw new StoreError("LEDGER_DAMAGED", { detail: "a part of the tree is missing", first, count });
  return rows.map(([bytes]) => (tileLevel === 0 ? leafHash(suite, plainBytes(bytes)) : plainBytes(bytes)));
}
