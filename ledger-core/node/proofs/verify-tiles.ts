/** A folder of tiles, whoever wrote it: every hash computed anew from the entries, and the root compared with the checkpoint. */
import { join } from "node:path";
import { concatBytes, decodeUtf8, equalBytes } from "#ledger-core/contract/schema/bytes.ts";
import { failed, recomputed } from "#ledger-core/proof/check.ts";
import type { Check, Finding } from "#ledger-core/proof/check.ts";
import { checkSignatures, parseSignedCheckpoint } from "#ledger-core/proof/checkpoint-check.ts";
import { HandoverChain } from "#ledger-core/proof/handover.ts";
import { checkGrown } from "#ledger-core/proof/proof-files.ts";
import type { FilesRules, ReadConsistency } from "#ledger-core/proof/proof-files.ts";
import { CHECKPOINT_BYTES_MAX } from "#ledger-core/proof/proof-parts.ts";
import { HASH_BYTES } from "#ledger-core/proof/suite.ts";
import type { Suite } from "#ledger-core/proof/suite.ts";
import { Frontier } from "#ledger-core/proof/frontier.ts";
import {
  bundlePath,
  parseBundle,
  placeOfSubtree,
  TILE_LEVELS,
  TILE_WIDTH,
  tilePath,
} from "#ledger-core/proof/tiles.ts";
import type { TileName } from "#ledger-core/proof/tiles.ts";
import { consistencyProofFrom, leafHash, treeRoot } from "#ledger-core/proof/tree.ts";
import type { ReadHash } from "#ledger-core/proof/tree.ts";
import { CHECKPOINT_FILE, HANDOVERS_FILE, VKEY_FILE } from "./export-tiles.ts";
import { readGivenFile } from "./proof-folder.ts";
import type { LedgerVerdict } from "./verify-path.ts";

const HANDOVERS_BYTES_MAX = 0x20_0000;
/** Far more than a vkey has. */
const VKEY_BYTES_MAX = 4_096;
/** 256 entries of at most 65,535 bytes, each after two. */
const BUNDLE_BYTES_MAX = TILE_WIDTH * (0xffff + 2);

/**
 * Checks a folder of tiles, and with `since` that its log grew from that checkpoint. The key that the folder brings is looked at only where
 * no other is given. Only the tiles of a folder that holds give consistency proofs to the proofs beside it. Never throws, nor does `consistency`.
 */
export function verifyTiles(
  { suite, keys, since }: Pick<FilesRules, "suite" | "keys" | "since">,
  folder: string,
): LedgerVerdict {
  const bytes = readGivenFile(join(folder, CHECKPOINT_FILE), CHECKPOINT_BYTES_MAX);
  if (!(bytes instanceof Uint8Array)) return { checks: [{ name: "files", ...bytes }] };
  const newer = decodeUtf8(bytes) ?? "";
  const signed = parseSignedCheckpoint(newer);
  if (signed === undefined) return { checks: [{ name: "checkpoint", ...failed("CHECKPOINT_MALFORMED") }] };
  const { size, root } = signed.checkpoint;
  const offeredKeys = keys.length > 0 ? [] : readOffered(folder);
  if ("code" in offeredKeys) return { checks: [{ name: "files", ...offeredKeys }] };
  const log = { offeredKeys, handovers: new HandoverChain(suite, readHandovers(folder)) };
  const checks: Check[] = [
    { name: "checkpoint", ...checkSignatures(suite, signed, { ...log, keys }) },
    { name: "log", ...compareTiles(suite, folder, { size, root }) },
  ];
  const isSound = checks.every(({ ok }) => ok);
  const consistency = isSound ? consistencyIn(suite, folder, size) : undefined;
  if (since === undefined) return { checks, consistency };
  const growth = isSound
    ? checkGrown({ suite, keys, consistency }, { ...log, older: since, newer })
    : failed("NOT_RUN");
  return { checks: [...checks, { name: "growth", ...growth }], consistency };
}

/** Undefined for sizes that the log does not have. Of a tile that was taken away meanwhile a proof comes that does not hold. */
function consistencyIn(suite: Suite, folder: string, size: number): ReadConsistency {
  const readHash: ReadHash = (level, index) => {
    const { tile, begin, count } = placeOfSubtree(size, { level, index });
    const bytes = readGivenFile(join(folder, tilePath(tile)), TILE_WIDTH * HASH_BYTES);
    const hashes = bytes instanceof Uint8Array ? bytes : new Uint8Array(0);
    const hashAt = (place: number): Uint8Array => hashes.subarray(place * HASH_BYTES, (place + 1) * HASH_BYTES);
    return treeRoot(
      suite,
      Array.from({ length: count }, (_, i) => hashAt(begin + i)),
    );
  };
  return (oldSize, newSize) =>
    oldSize > newSize || newSize > size ? undefined : consistencyProofFrom(suite, { oldSize, newSize }, readHash);
}

/** None in a folder that was written before keys came along. What is not spelt as it is written is no key. */
function readOffered(folder: string): readonly string[] | Finding {
  const bytes = readGivenFile(join(folder, VKEY_FILE), VKEY_BYTES_MAX);
  if (!(bytes instanceof Uint8Array)) return bytes.code === "FILE_ABSENT" ? [] : bytes;
  const text = decodeUtf8(bytes) ?? "";
  return [text.endsWith("\n") ? text.slice(0, -1) : text];
}

/** None where the file is missing; what is no list of texts is a chain that does not hold. */
function readHandovers(folder: string): readonly string[] {
  const bytes = readGivenFile(join(folder, HANDOVERS_FILE), HANDOVERS_BYTES_MAX);
  if (!(bytes instanceof Uint8Array)) return bytes.code === "FILE_ABSENT" ? [] : [""];
  try {
    const list: unknown = JSON.parse(decodeUtf8(bytes) ?? "");
    return Array.isArray(list) && list.every((note) => typeof note === "string") ? list : [""];
  } catch {
    return [""];
  }
}

function compareTiles(
  suite: Suite,
  folder: string,
  { size, root }: { readonly size: number; readonly root: Uint8Array },
): Finding {
  const tree = new GrowingTiles(suite);
  for (let first = 0; first < size; first += TILE_WIDTH) {
    const width = Math.min(TILE_WIDTH, size - first);
    const path = bundlePath({ number: first / TILE_WIDTH, width });
    const bytes = readGivenFile(join(folder, path), BUNDLE_BYTES_MAX);
    if (!(bytes instanceof Uint8Array)) return absent(bytes, path);
    const entries = parseBundle(bytes, width);
    if (entries === undefined) return failed("TILE_DIFFERS", { file: path });
    for (const tile of tree.append(entries)) {
      const finding = compareTile(folder, tile);
      if (finding !== undefined) return finding;
    }
  }
  for (const tile of tree.edge()) {
    const finding = compareTile(folder, tile);
    if (finding !== undefined) return finding;
  }
  return equalBytes(tree.root(), root)
    ? recomputed("TILES_HOLD", { count: size })
    : failed("TILES_ROOT_DIFFERS", { count: size });
}

type Tile = { readonly name: TileName; readonly hashes: readonly Uint8Array[] };

function compareTile(folder: string, { name, hashes }: Tile): Finding | undefined {
  const path = tilePath(name);
  const bytes = readGivenFile(join(folder, path), TILE_WIDTH * HASH_BYTES);
  if (!(bytes instanceof Uint8Array)) return absent(bytes, path);
  return equalBytes(bytes, concatBytes(...hashes)) ? undefined : failed("TILE_DIFFERS", { file: path });
}

function absent(finding: Finding, file: string): Finding {
  return finding.code === "FILE_ABSENT" ? failed("TILE_ABSENT", { file }) : finding;
}

/** The tree over entries that come one bundle after the other, holding of each level only the tile that is not full yet. */
class GrowingTiles {
  readonly #suite: Suite;
  readonly #frontier: Frontier;
  readonly #edge: { number: number; hashes: Uint8Array[] }[] = [];

  constructor(suite: Suite) {
    this.#suite = suite;
    this.#frontier = new Frontier(suite);
  }

  /** Answers with the tiles that became full. */
  append(entries: readonly Uint8Array[]): readonly Tile[] {
    const full: Tile[] = [];
    for (const entry of entries) {
      this.#frontier.append(leafHash(this.#suite, entry), (level, index, hash) => {
        if (level % TILE_LEVELS !== 0) return;
        const tileLevel = level / TILE_LEVELS;
        const number = Math.floor(index / TILE_WIDTH);
        const tile = (this.#edge[tileLevel] ??= { number, hashes: [] });
        if (tile.number !== number) this.#edge[tileLevel] = { number, hashes: [hash] };
        else tile.hashes.push(hash);
        const { hashes } = this.#edge[tileLevel] ?? tile;
        if (hashes.length === TILE_WIDTH) full.push({ name: { level: tileLevel, number, width: TILE_WIDTH }, hashes });
      });
    }
    return full;
  }

  /** The tiles that are not full. */
  edge(): readonly Tile[] {
    return this.#edge
      .map(({ number, hashes }, level) => ({ name: { level, number, width: hashes.length }, hashes }))
      .filter(({ hashes }) => hashes.length < TILE_WIDTH);
  }

  root(): Uint8Array {
    return this.#frontier.root();
  }
}
