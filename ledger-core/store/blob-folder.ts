/** Blobs as files: `aa/<hash>` under the folder, where `aa` is the hash's first byte, and packs of many small ones in `packs`. */
import { createHash } from "node:crypto";
import { createReadStream, existsSync } from "node:fs";
import { readdir } from "node:fs/promises";
import { join } from "node:path";
import { concatBytes, encodeHex, parseHex } from "#ledger-core/contract/schema/bytes.ts";
import { BlobDirectories } from "./blob-directories.ts";
import { nodeBlobFiles } from "./blob-files.ts";
import type { BlobFile } from "./blob-files.ts";
import { removeCutOff, writeIncoming, writeWhole } from "./blob-incoming.ts";
import type { BlobPlace } from "./blob-incoming.ts";
import type { BlobCopy, Blobs, StoredBlob } from "./blobs.ts";
import { BlobPacks } from "./blob-packs.ts";
import type { PackedBlob } from "./blob-packs.ts";
import { asStoreError } from "./database.ts";
import { hashedPieces } from "./hashed-pieces.ts";
import { isPlainFile, isThere, openPlainSync } from "./plain-file.ts";
import { StoreError } from "./store-error.ts";
import { syncDirectory } from "./sync-directory.ts";

const HASH_BYTES = 32;
/** Bytes that are read from a file at a time. */
const PIECE_BYTES = 262_144;

const PACKS = "packs";
/** A folder of blobs by their first byte, and a blob in it. */
const PREFIX = /^[0-9a-f]{2}$/;
const NAME = /^[0-9a-f]{64}$/;

/** As many contents are worth a pack; fewer are files of their own. */
const PACK_BLOBS_MIN = 8;

/** The blobs of a folder, which is made when the first one comes; `files` stands between them and the disk. */
export function openBlobs(folder: string, files = nodeBlobFiles): Blobs {
  const directories = new BlobDirectories(folder, files);
  const place: BlobPlace = { folder, files, directories };
  const packs = new BlobPacks({ folder: join(folder, PACKS), files, directories });
  const find = (hash: Uint8Array): PackedBlob | undefined => {
    const file = blobFile(folder, hash);
    return isPlainFile(file) ? { file, from: 0, to: Number.POSITIVE_INFINITY } : packs.find(encodeHex(hash));
  };
  return {
    put: (content, limits) => putBlob(place, content, limits.sizeBytesMax),
    putAll: (contents, limits) => putBlobs(place, packs, contents, limits.sizeBytesMax),
    get: (hash, limits) => getBlob(find, hash, limits.sizeBytesMax),
    read: (hash) => readBlob(folder, find, hash),
    has: (hash) => find(hash) !== undefined,
    copies: () => listCopies(folder, packs),
    strays: () => listStrays(folder, packs),
    remove: (hash) => removeBlob(place, packs, hash),
  };
}

/** Frees the room that blobs take of which nobody has heard: they were cut off while they were written. For the folder's writer. */
export function removeUnfinishedBlobs(folder: string): void {
  removeCutOff(folder);
  removeCutOff(join(folder, PACKS));
}

function blobFile(folder: string, hash: Uint8Array): string {
  if (hash.length !== HASH_BYTES) throw new RangeError("a blob is named by 32 bytes");
  const name = encodeHex(hash);
  return join(folder, name.slice(0, 2), name);
}

async function putBlob(
  place: BlobPlace,
  content: AsyncIterable<Uint8Array>,
  sizeBytesMax: number,
): Promise<StoredBlob> {
  const { folder } = place;
  try {
    return await writeIncoming(
      place,
      (file) => writeContent(file, content, sizeBytesMax),
      ({ hash }) => blobFile(folder, hash),
    );
  } catch (error) {
    throw asStoreError(error, { folder });
  }
}

async function writeContent(
  file: BlobFile,
  content: AsyncIterable<Uint8Array>,
  sizeBytesMax: number,
): Promise<StoredBlob> {
  const hash = createHash("sha256");
  let sizeBytes = 0;
  for await (const piece of content) {
    sizeBytes += piece.length;
    if (sizeBytes > sizeBytesMax) throw new StoreError("BLOB_TOO_LARGE", { sizeBytesMax });
    hash.update(piece);
    await writeWhole(file, piece);
  }
  return { hash: new Uint8Array(hash.digest()), sizeBytes };
}

async function putBlobs(
  place: BlobPlace,
  packs: BlobPacks,
  contents: readonly Uint8Array[],
  sizeBytesMax: number,
): Promise<readonly StoredBlob[]> {
  if (contents.some((bytes) => bytes.length > sizeBytesMax)) throw new StoreError("BLOB_TOO_LARGE", { sizeBytesMax });
  if (contents.length < PACK_BLOBS_MIN) return await putFew(place, contents, sizeBytesMax);
  const hashed = contents.map((bytes) => ({
    bytes,
    hash: new Uint8Array(createHash("sha256").update(bytes).digest()),
  }));
  try {
    await packs.put(hashed);
  } catch (error) {
    throw asStoreError(error, { folder: place.folder });
  }
  return hashed.map(({ hash, bytes }) => ({ hash, sizeBytes: bytes.length }));
}

/** Side by side. Answers or rejects once none of them is under way any more. */
async function putFew(
  place: BlobPlace,
  contents: readonly Uint8Array[],
  sizeBytesMax: number,
): Promise<readonly StoredBlob[]> {
  const puts = contents.map((bytes) => putBlob(place, oneOf(bytes), sizeBytesMax));
  await Promise.allSettled(puts);
  return await Promise.all(puts);
}

async function* oneOf(bytes: Uint8Array): AsyncGenerator<Uint8Array> {
  yield bytes;
}

type FindBlob = (hash: Uint8Array) => PackedBlob | undefined;

async function getBlob(find: FindBlob, hash: Uint8Array, sizeBytesMax: number): Promise<Uint8Array | undefined> {
  const blob = find(hash);
  if (blob === undefined) return undefined;
  const pieces: Uint8Array[] = [];
  let sizeBytes = 0;
  for await (const piece of readPieces(blob, hash)) {
    sizeBytes += piece.length;
    if (sizeBytes > sizeBytesMax) throw new StoreError("BLOB_TOO_LARGE", { sizeBytesMax });
    pieces.push(piece);
  }
  return concatBytes(...pieces);
}

/** One that is not held fails as a file that is not there. */
async function* readBlob(folder: string, find: FindBlob, hash: Uint8Array): AsyncGenerator<Uint8Array> {
  yield* readPieces(find(hash) ?? { file: blobFile(folder, hash), from: 0, to: Number.POSITIVE_INFINITY }, hash);
}

function readPieces(blob: PackedBlob, hash: Uint8Array): AsyncGenerator<Uint8Array> {
  return hashedPieces(piecesOf(blob), hash, () => new StoreError("BLOB_DAMAGED", { hash: encodeHex(hash) }));
}

async function* piecesOf({ file, from, to }: PackedBlob): AsyncGenerator<Uint8Array> {
  // What a stream is told to read has at least one byte.
  if (to <= from) return;
  const fd = openPlainSync(file);
  const chunks = createReadStream(file, { fd, start: from, end: to - 1, highWaterMark: PIECE_BYTES });
  for await (const chunk of chunks) yield new Uint8Array(chunk as Uint8Array);
}

async function* listCopies(folder: string, packs: BlobPacks): AsyncGenerator<BlobCopy> {
  if (!existsSync(folder)) return;
  const entries = await readdir(folder, { withFileTypes: true });
  const folders = entries.filter((entry) => entry.isDirectory() && PREFIX.test(entry.name)).map(({ name }) => name);
  for (const prefix of folders.toSorted()) {
    const names = await readdir(join(folder, prefix));
    for (const name of names.filter((one) => NAME.test(one)).toSorted()) {
      const file = join(folder, prefix, name);
      // Nothing but a plain file is content: not a link, wherever it leads, and not what has gone meanwhile.
      if (isPlainFile(file)) yield copyOf(name, { file, from: 0, to: Number.POSITIVE_INFINITY });
    }
  }
  for (const [name, blob] of packs.copies()) yield copyOf(name, blob);
}

function copyOf(name: string, blob: PackedBlob): BlobCopy {
  const hash = parseHex(name) ?? new Uint8Array(HASH_BYTES);
  return { hash, content: readPieces(blob, hash) };
}

async function* listStrays(folder: string, packs: BlobPacks): AsyncGenerator<string> {
  if (!existsSync(folder)) return;
  const entries = await readdir(folder, { withFileTypes: true });
  for (const entry of entries.filter(({ name }) => PREFIX.test(name) || name === PACKS)) {
    if (!entry.isDirectory()) yield entry.name;
    else if (entry.name === PACKS) yield* packs.strays().map((name) => `${PACKS}/${name}`);
    else
      for (const inner of await readdir(join(folder, entry.name), { withFileTypes: true }))
        if (NAME.test(inner.name) && !inner.isFile()) yield inner.name;
  }
}

async function removeBlob({ folder, files }: BlobPlace, packs: BlobPacks, hash: Uint8Array): Promise<boolean> {
  const file = blobFile(folder, hash);
  const isHeld = isThere(file);
  if (isHeld) {
    await files.rm(file, { force: true });
    await syncDirectory(join(file, ".."), files);
  }
  return (await packs.remove(encodeHex(hash))) || isHeld;
}
