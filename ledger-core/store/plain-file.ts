/**
 * Files in a folder that strangers may have had in their hands. What stands in a file's place is read only if it is a plain file: a link
 * leads out of the folder, and whoever opens a pipe or reads a device may wait for ever.
 */
import { closeSync, constants, fstatSync, lstatSync, openSync, readSync } from "node:fs";
import type { Stats } from "node:fs";
import { open } from "node:fs/promises";
import type { FileHandle } from "node:fs/promises";
import { codeOf } from "./error-code.ts";

/** Without blocking, because opening a pipe to which nobody writes would wait for ever. */
const FOLLOWING = constants.O_RDONLY | (constants.O_NONBLOCK ?? 0);
const READING = FOLLOWING | (constants.O_NOFOLLOW ?? 0);
const APPENDING =
  constants.O_WRONLY |
  constants.O_APPEND |
  constants.O_CREAT |
  (constants.O_NONBLOCK ?? 0) |
  (constants.O_NOFOLLOW ?? 0);
const SMALL_FILE_BYTES = 4_096;

/** What stands there is no plain file; `code` and `path` as of an error of the file system. */
export class NotPlainFile extends Error {
  readonly code: "EISDIR" | "ENOTFILE";
  readonly path: string;

  constructor(path: string, code: NotPlainFile["code"], options?: { readonly cause: unknown }) {
    super(`${code}: no plain file, '${path}'`, options);
    this.code = code;
    this.path = path;
  }
}

/** True if anything has that name, also a link that leads nowhere. */
export function isThere(path: string): boolean {
  return lstatSync(path, { throwIfNoEntry: false }) !== undefined;
}

/** True for a plain file; what a link leads to does not count. */
export function isPlainFile(path: string): boolean {
  return lstatSync(path, { throwIfNoEntry: false })?.isFile() === true;
}

/** True for a link, a folder, a pipe or a device; what is not there, or goes meanwhile, is none. */
export function isStrange(path: string): boolean {
  return lstatSync(path, { throwIfNoEntry: false })?.isFile() === false;
}

/** Opens a file to be read. Throws `NotPlainFile` or what the file system throws. */
export async function openPlain(path: string): Promise<FileHandle> {
  const handle = await open(path, READING).catch((error: unknown) => {
    throw asNotPlain(error, path);
  });
  try {
    verifyPlain(await handle.stat(), path);
    return handle;
  } catch (error) {
    await handle.close();
    throw error;
  }
}

/** As `openPlain`; the answer is the descriptor. `followsLinks` is for a path that a person gives. */
export function openPlainSync(path: string, { followsLinks = false } = {}): number {
  return openAs(path, followsLinks ? FOLLOWING : READING);
}

/** Opens a file to be written at its end, which is made for its owner alone if it is missing. Throws as `openPlain` does. */
export function openPlainToAppend(path: string): number {
  return openAs(path, APPENDING, 0o600);
}

/** A file's bytes, of a longer one the first `bytesMax`. Throws as `openPlain` does. */
export function readPlainFile(path: string, bytesMax: number, options: { followsLinks?: boolean } = {}): Uint8Array {
  const descriptor = openPlainSync(path, options);
  try {
    return readUpTo(descriptor, Math.min(fstatSync(descriptor).size, bytesMax));
  } finally {
    closeSync(descriptor);
  }
}

/** The same as text: unless it is said how much, far more than the small files of a ledger's folder have. */
export function readPlainText(path: string, bytesMax = SMALL_FILE_BYTES): string {
  // To the letter, also a byte order mark, which a decoder would else drop.
  return new TextDecoder("utf-8", { ignoreBOM: true }).decode(readPlainFile(path, bytesMax));
}

/** The descriptor of a plain file; of anything else it is closed again. */
function openAs(path: string, flags: number, mode?: number): number {
  const descriptor = tryOpen(path, flags, mode);
  try {
    verifyPlain(fstatSync(descriptor), path);
    return descriptor;
  } catch (error) {
    closeSync(descriptor);
    throw error;
  }
}

function tryOpen(path: string, flags: number, mode?: number): number {
  try {
    return openSync(path, flags, mode);
  } catch (error) {
    throw asNotPlain(error, path);
  }
}

/** As many bytes as the file had when it was measured, or fewer if it shrank meanwhile. */
function readUpTo(descriptor: number, size: number): Uint8Array {
  const bytes = new Uint8Array(size);
  let length = 0;
  while (length < size) {
    const count = readSync(descriptor, bytes, length, size - length, null);
    if (count === 0) break;
    length += count;
  }
  return length === size ? bytes : bytes.slice(0, length);
}

function verifyPlain(stats: Stats, path: string): void {
  if (!stats.isFile()) throw new NotPlainFile(path, stats.isDirectory() ? "EISDIR" : "ENOTFILE");
}

/** The system says of a link, and of a socket, only that it cannot be opened, and of a folder that it cannot be written. */
function asNotPlain(error: unknown, path: string): unknown {
  const code = codeOf(error);
  if (code === "EISDIR") return new NotPlainFile(path, "EISDIR", { cause: error });
  return code === "ELOOP" || code === "ENXIO" ? new NotPlainFile(path, "ENOTFILE", { cause: error }) : error;
}
