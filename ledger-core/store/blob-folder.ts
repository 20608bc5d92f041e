/** Blobs as files: `aa/<hash>` under the folder, where `aa` is the hash's first byte. */
import { createHash, randomUUID } from "node:crypto";
import { createReadStream, existsSync } from "node:fs";
import { mkdir, open, readdir, rename, rm, stat } from "node:fs/promises";
import type { FileHandle } from "node:fs/promises";
import { join } from "node:path";
import { concatBytes, encodeHex, parseHex } from "#ledger-core/contract/schema/bytes.ts";
import type { Blobs, StoredBlob } from "./blobs.ts";
import { asStoreError } from "./database.ts";
import { StoreError } from "./store-error.ts";

const HASH_BYTES = 32;
/** Bytes that are read from a file at a time. */
const PIECE_BYTES = 262_144;

/** The blobs of a folder, which is made when the first one comes. */
export function openBlobs(folder: string): Blobs {
  return {
    put: (content, limits) => putBlob(folder, content, limits.sizeBytesMax),
    get: (hash, limits) => getBlob(folder, hash, limits.sizeBytesMax),
    read: (hash) => readBlob(folder, hash),
    has: (hash) => existsSync(blobFile(folder, hash)),
    list: () => listBlobs(folder),
    remove: (hash) => removeBlob(folder, hash),
  };
}

function blobFile(folder: string, hash: Uint8Array): string {
  if (hash.length !== HASH_BYTES) throw new RangeError("a blob is named by 32 bytes");
  const name = encodeHex(hash);
  return join(folder, name.slice(0, 2), name);
}

async function putBlob(folder: string, content: AsyncIterable<Uint8Array>, sizeBytesMax: number): Promise<StoredBlob> {
  const incoming = join(folder, "incoming");
  const temporary = join(incoming, randomUUID());
  try {
    await mkdir(incoming, { recursive: true });
    const stored = await writeTemporary(temporary, content, sizeBytesMax);
    const file = blobFile(folder, stored.hash);
    const parent = join(file, "..");
    await mkdir(parent, { recursive: true });
    // The content stands under its name only when it is whole, and the name is on the disk before anyone relies on it.
    await rename(temporary, file);
    for (const directory of [parent, folder]) await syncDirectory(directory);
    return stored;
  } catch (error) {
    await rm(temporary, { force: true });
    throw asStoreError(error, { folder });
  }
}

async function writeTemporary(
  file: string,
  content: AsyncIterable<Uint8Array>,
  sizeBytesMax: number,
): Promise<StoredBlob> {
  const handle = await open(file, "wx", 0o600);
  try {
    const hash = createHash("sha256");
    let sizeBytes = 0;
    for await (const piece of content) {
      sizeBytes += piece.length;
      if (sizeBytes > sizeBytesMax) throw new StoreError("BLOB_TOO_LARGE", { sizeBytesMax });
      hash.update(piece);
      await writeWhole(handle, piece);
    }
    await handle.sync();
    return { hash: new Uint8Array(hash.digest()), sizeBytes };
  } finally {
    await handle.close();
  }
}

/** A write may take fewer bytes than it is given. */
async function writeWhole(handle: FileHandle, piece: Uint8Array): Promise<void> {
  let offset = 0;
  while (offset < piece.length) offset += (await handle.write(piece, offset)).bytesWritten;
}

/** On the systems where a directory can be opened, its names are made durable; elsewhere the file system does it. */
async function syncDirectory(directory: string): Promise<void> {
  if (process.platform === "win32") return;
  const handle = await open(directory, "r");
  try {
    await handle.sync();
  } finally {
    await handle.close();
  }
}

async function getBlob(folder: string, hash: Uint8Array, sizeBytesMax: number): Promise<Uint8Array | undefined> {
  if (!existsSync(blobFile(folder, hash))) return undefined;
  const pieces: Uint8Array[] = [];
  let sizeBytes = 0;
  for await (const piece of readBlob(folder, hash)) {
    sizeBytes += piece.length;
    if (sizeBytes > sizeBytesMax) throw new StoreError("BLOB_TOO_LARGE", { sizeBytesMax });
    pieces.push(piece);
  }
  return concatBytes(...pieces);
}

async function* readBlob(folder: string, hash: Uint8Array): AsyncGenerator<Uint8Array> {
  const digest = createHash("sha256");
  let last: Uint8Array | undefined;
  for await (const chunk of createReadStream(blobFile(folder, hash), { highWaterMark: PIECE_BYTES })) {
    const piece = new Uint8Array(chunk as Uint8Array);
    digest.update(piece);
    if (last !== undefined) yield last;
    last = piece;
  }
  if (digest.digest("hex") !== encodeHex(hash)) throw new StoreError("BLOB_DAMAGED", { hash: encodeHex(hash) });
  if (last !== undefined) yield last;
}

async function* listBlobs(folder: string): AsyncGenerator<StoredBlob> {
  if (!existsSync(folder)) return;
  const prefixes = (await readdir(folder)).filter((name) => /^[0-9a-f]{2}$/.test(name));
  for (const prefix of prefixes.sort()) {
    const names = (await readdir(join(folder, prefix))).filter((name) => /^[0-9a-f]{64}$/.test(name));
    for (const name of names.sort()) {
      const hash = parseHex(name);
      if (hash !== undefined) yield { hash, sizeBytes: (await stat(join(folder, prefix, name))).size };
    }
  }
}

async function removeBlob(folder: string, hash: Uint8Array): Promise<boolean> {
  const file = blobFile(folder, hash);
  if (!existsSync(file)) return false;
  await rm(file, { force: true });
  await syncDirectory(join(file, ".."));
  return true;
}
