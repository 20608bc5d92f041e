/** A copy of the log as a folder of tiles (C2SP tlog-tiles): anybody reads it with tools that we did not write, from a disk or any web server. */
import { existsSync } from "node:fs";
import { dirname, join } from "node:path";
import { setImmediate } from "node:timers/promises";
import { concatBytes, equalBytes } from "#ledger-core/contract/schema/bytes.ts";
import { nodeSuite } from "#ledger-core/node/crypto-suite.ts";
import { makeFolder } from "#ledger-core/node/make-folder.ts";
import { NodeError } from "#ledger-core/node/node-error.ts";
import { writeWhole } from "#ledger-core/node/write-whole.ts";
import { parseSignedCheckpoint } from "#ledger-core/proof/checkpoint-check.ts";
import { leafHash, treeRoot } from "#ledger-core/proof/tree.ts";
import { CHECKPOINT_BYTES_MAX } from "#ledger-core/proof/proof-parts.ts";
import { bundlePath, encodeBundle, TILE_LEVELS, TILE_WIDTH, tilePath, tilesOf } from "#ledger-core/proof/tiles.ts";
import type { TileName } from "#ledger-core/proof/tiles.ts";
import { isPlainFile, readPlainFile, readPlainText } from "#ledger-core/store/plain-file.ts";
import { StoreError } from "#ledger-core/store/store-error.ts";
import type { Reader } from "#ledger-core/store/store-types.ts";
import { syncDirectories } from "#ledger-core/store/sync-directory.ts";

export const CHECKPOINT_FILE = "checkpoint";
/** A list of notes, beside what the specification asks for: how the log's first key, and each after it, handed over to the next. */
export const HANDOVERS_FILE = "handovers.json";
/** The vkey that has signed the checkpoint, beside what the specification asks for: for whoever has no key, and so that key's own word alone. */
export const VKEY_FILE = "vkey";
/** Tiles between two looks at whether somebody has stopped the work. */
const TILES_AT_ONCE = 64;

export type ExportedTiles = {
  /** Entries of the log, and what was written now: files that were there already are not written again. */
  readonly entries: number;
  readonly tiles: number;
  readonly bytes: number;
};

export type TilesOptions = {
  readonly reader: Reader;
  /** By which the newest checkpoint is verified. */
  readonly vkey: string;
  /** Notes by which the log's first key, and each after it, handed over to the next. */
  readonly handovers?: readonly string[];
  readonly folder: string;
  readonly progress: (tilesDone: number, tilesTotal: number) => void;
  readonly signal: AbortSignal;
};

/**
 * Writes the log up to its newest checkpoint, or what a folder that was written before still lacks. The checkpoint comes last, but for the key that signed it, so that a
 * folder which is being read, or is left by a loss of power, never promises what is not there; cut off, it is run again, whichever log
 * that was of. Throws TILES_FOLDER_OTHER for a folder that holds another log, or more of this one,
 * `NotPlainFile` where no plain file stands in the place of its checkpoint, and LEDGER_DAMAGED before it writes a tile that is not of the
 * tree that was signed.
 */
export async function exportTiles({
  reader,
  vkey,
  handovers = [],
  folder,
  progress,
  signal,
}: TilesOptions): Promise<ExportedTiles> {
  const head = reader.head();
  if (head === undefined) throw new NodeError("NO_LEDGER", { folder });
  // With this, the tiles that are not full are right: the root is over all that they hold.
  if (!equalBytes(reader.rootAt(head.size), head.root)) throw treeDamaged({ size: head.size });
  const before = sizeInFolder(reader, folder);
  const names = [...tilesOf(head.size)];
  let [tiles, bytes] = [0, 0];
  const write = (name: TileName, path: string, content: () => Uint8Array): void => {
    const file = join(folder, path);
    const isThere = isPlainFile(file);
    // Below the folder's checkpoint, which is one of this log, a full tile is as it was written.
    if (isThere && isBelow(name, before)) return;
    const made = content();
    // Above it, what lies there may be of a run that was cut off: of this log, or of another.
    if (isThere && equalBytes(readPlainFile(file, made.length + 1), made)) return;
    makeFolder(dirname(file));
    writeWhole(file, made);
    tiles++;
    bytes += made.length;
  };
  for (const [done, name] of names.entries()) {
    if (done % TILES_AT_ONCE === 0) {
      await setImmediate();
      signal.throwIfAborted();
      progress(done, names.length);
    }
    if (name.level === 0) write(name, bundlePath(name), () => bundleOf(reader, name));
    write(name, tilePath(name), () => hashesOf(reader, name));
  }
  // With the names of the folders that were made: what the checkpoint speaks of is not written again, so it is on the disk before it.
  await syncDirectories(folder);
  // Another run has come further meanwhile: what it has published is not taken back.
  if (sizeInFolder(reader, folder) > head.size) return { entries: head.size, tiles, bytes };
  if (handovers.length > 0) writeWhole(join(folder, HANDOVERS_FILE), `${JSON.stringify(handovers, null, 1)}\n`);
  writeWhole(join(folder, CHECKPOINT_FILE), new TextEncoder().encode(head.checkpoint));
  // From the key of the checkpoint before, the handovers lead to this one's; no way leads back.
  writeWhole(join(folder, VKEY_FILE), `${vkey}\n`);
  progress(names.length, names.length);
  return { entries: head.size, tiles, bytes };
}

/** Entries that the folder's checkpoint speaks of; 0 where there is none. */
function sizeInFolder(reader: Reader, folder: string): number {
  const file = join(folder, CHECKPOINT_FILE);
  if (!existsSync(file)) return 0;
  const held = parseSignedCheckpoint(readPlainText(file, CHECKPOINT_BYTES_MAX))?.checkpoint;
  const size = reader.head()?.size ?? 0;
  // The name of a log may change with a loss of entries; its root says which log it is.
  if (held === undefined || held.size > size || !equalBytes(held.root, reader.rootAt(held.size)))
    throw new NodeError("TILES_FOLDER_OTHER", { folder });
  return held.size;
}

/** Whether a tile was full already in a log of that size. */
function isBelow({ level, number, width }: TileName, size: number): boolean {
  return width === TILE_WIDTH && (number + 1) * TILE_WIDTH ** (level + 1) <= size;
}

function bundleOf(reader: Reader, { number, width }: TileName): Uint8Array {
  const leaves = reader.leaves(number * TILE_WIDTH, width);
  const hashes = leaves.map((leaf) => leafHash(nodeSuite, leaf));
  const isOfTree =
    width === TILE_WIDTH
      ? equalBytes(treeRoot(nodeSuite, hashes), reader.subtree(TILE_LEVELS, number))
      : hashes.every((hash, i) => equalBytes(hash, reader.subtree(0, number * TILE_WIDTH + i)));
  if (!isOfTree) throw treeDamaged({ level: 0, number });
  return encodeBundle(leaves);
}

function hashesOf(reader: Reader, { level, number, width }: TileName): Uint8Array {
  const hashes = Array.from({ length: width }, (_, i) => reader.subtree(level * TILE_LEVELS, number * TILE_WIDTH + i));
  // A full tile is what the tile above has of it, and so on up to the ones that are not full.
  const isOfTree =
    width < TILE_WIDTH || equalBytes(treeRoot(nodeSuite, hashes), reader.subtree((level + 1) * TILE_LEVELS, number));
  if (!isOfTree) throw treeDamaged({ level, number });
  return concatBytes(...hashes);
}

function treeDamaged(data: Readonly<Record<string, number>>): StoreError {
  return new StoreError("LEDGER_DAMAGED", { detail: "the tree is not the one that was signed", ...data });
}
