/** The calls by which content reaches a disk that fails on purpose. They answer without waiting for anything, so that a run stays the same. */
import {
  appendFileSync,
  existsSync,
  mkdirSync,
  readFileSync,
  renameSync,
  rmSync,
  statSync,
  writeFileSync,
} from "node:fs";
import { dirname, relative } from "node:path";
import type { BlobFile, BlobFiles } from "#ledger-core/store/blob-files.ts";
import type { UnsyncedFiles } from "./unsynced-files.testing.ts";

export type BlobDisk = {
  readonly folder: string;
  readonly unsynced: UnsyncedFiles;
  /** Carries a call out, or fails it on purpose. */
  readonly reach: <T>(name: string, call: () => T) => T;
  /** What a write takes of the bytes. */
  readonly shortened: (bytes: Uint8Array) => Uint8Array;
};

export function blobFilesOn({ folder, unsynced, reach, shortened }: BlobDisk): BlobFiles {
  const below = (path: string): string => relative(folder, path) || ".";
  const bytesOf = (path: string): Uint8Array | undefined => (existsSync(path) ? readFileSync(path) : undefined);
  const make = (directory: string): string | undefined => {
    const outermost = mkdirSync(directory, { recursive: true });
    const made: string[] = [];
    for (let one = directory; outermost !== undefined && one.startsWith(outermost); one = dirname(one)) made.push(one);
    for (const one of made.toReversed()) unsynced.made(below(one));
    return outermost;
  };
  const makeFile = (path: string, mode = 0o666): void => {
    writeFileSync(path, "", { flag: "wx", mode });
    unsynced.madeFile(below(path));
  };
  const append = (path: string, bytes: Uint8Array): { readonly bytesWritten: number } => {
    appendFileSync(path, bytes);
    return { bytesWritten: bytes.length };
  };
  const move = (from: string, to: string): void => {
    const before = bytesOf(to);
    renameSync(from, to);
    unsynced.moved(below(from), below(to), before);
  };
  const remove = (path: string): void => {
    const before = bytesOf(path);
    rmSync(path, { force: true });
    if (before !== undefined) unsynced.removed(below(path), before);
  };
  const fileAt = (path: string): BlobFile => ({
    write: async (bytes, offset) => reach("blobs write", () => append(path, shortened(bytes.subarray(offset)))),
    sync: async () => reach("blobs sync", () => unsynced.syncedFile(below(path), statSync(path).size)),
    close: async () => {},
  });
  const directoryAt = (path: string): BlobFile => ({
    write: async () => ({ bytesWritten: 0 }),
    sync: async () => reach("blobs directory sync", () => unsynced.syncedDirectory(below(path))),
    close: async () => {},
  });
  return {
    mkdir: async (directory) => reach("blobs mkdir", () => make(directory)),
    open: async (path, flags, mode) => {
      if (flags === "r") return directoryAt(path);
      reach("blobs open", () => makeFile(path, mode));
      return fileAt(path);
    },
    rename: async (from, to) => reach("blobs rename", () => move(from, to)),
    rm: async (path) => reach("blobs remove", () => remove(path)),
  };
}
