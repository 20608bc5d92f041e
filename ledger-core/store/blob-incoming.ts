/** Where blobs are written before they have their names, and what stays there of those that were cut off. */
import { randomUUID } from "node:crypto";
import { lstatSync, readdirSync, rmSync } from "node:fs";
import { dirname, join } from "node:path";
import type { BlobDirectories } from "./blob-directories.ts";
import type { BlobFile, BlobFiles } from "./blob-files.ts";
import { isPlainFile } from "./plain-file.ts";
import { syncDirectory } from "./sync-directory.ts";

/** A folder of blobs or of packs, with the calls by which it reaches the disk, and the directories in it. */
export type BlobPlace = {
  readonly folder: string;
  readonly files: BlobFiles;
  readonly directories: BlobDirectories;
};

const INCOMING = "incoming";
const UUID = /^[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}$/;
/** Content that is being written is younger: it is written to again and again. */
const CUT_OFF_AGE_MS = 3_600_000;

/**
 * Has a new file written, which then stands whole under the name that follows from what was written; durable before it answers. Throws
 * what the file system throws or the writing does, leaving nothing, or the whole file where nothing but its name could not be made durable.
 */
export async function writeIncoming<Written>(
  { folder, files, directories }: BlobPlace,
  write: (file: BlobFile) => Promise<Written>,
  pathOf: (written: Written) => string,
): Promise<Written> {
  const incoming = join(folder, INCOMING);
  const temporary = join(incoming, randomUUID());
  try {
    await directories.make(incoming);
    const written = await writeDurably(files, temporary, write);
    const path = pathOf(written);
    await directories.make(dirname(path));
    // It stands under its name only when it is whole, and the name is on the disk before anyone relies on it.
    await files.rename(temporary, path);
    await syncDirectory(dirname(path), files);
    return written;
  } catch (error) {
    await files.rm(temporary, { force: true });
    throw error;
  }
}

async function writeDurably<Written>(
  files: BlobFiles,
  path: string,
  write: (file: BlobFile) => Promise<Written>,
): Promise<Written> {
  const file = await files.open(path, "wx", 0o600);
  try {
    const written = await write(file);
    await file.sync();
    return written;
  } finally {
    await file.close();
  }
}

/** Writes all of the bytes: one call may take fewer than it is given. */
export async function writeWhole(file: BlobFile, bytes: Uint8Array): Promise<void> {
  let offset = 0;
  while (offset < bytes.length) offset += (await file.write(bytes, offset)).bytesWritten;
}

/** Takes away what a process has left that ended while it wrote: it has no name by which anybody would ask for it. No link is followed. */
export function removeCutOff(folder: string): void {
  try {
    if (!isFolder(folder) || !isFolder(join(folder, INCOMING))) return;
    for (const name of readdirSync(join(folder, INCOMING)).filter((entry) => UUID.test(entry)))
      removeIfOld(join(folder, INCOMING, name));
  } catch {
    // It takes room and does no other harm; the next start tries again.
  }
}

function removeIfOld(file: string): void {
  if (isPlainFile(file) && Date.now() - lstatSync(file).mtimeMs > CUT_OFF_AGE_MS) rmSync(file);
}

function isFolder(path: string): boolean {
  return lstatSync(path, { throwIfNoEntry: false })?.isDirectory() === true;
}
