/** Files that people take away: under their name there is only ever the whole of one, or what was there before. */
import { closeSync, fsyncSync, openSync, renameSync, rmSync, writeFileSync } from "node:fs";
import { dirname } from "node:path";
import { syncDirectoryNow } from "#ledger-core/store/sync-directory.ts";
import { makeFolder } from "./make-folder.ts";

/** Writes a file, and the folders above it. Throws what the file system throws; nothing is left beside the file then. */
export function writeWhole(file: string, content: Uint8Array | string): void {
  makeFolder(dirname(file));
  replace(file, content, { isDurable: false });
}

/** The same in a folder that must be there, and on the disk on return: for a file that is all that somebody has asked for. */
export function writeWholeDurably(file: string, content: Uint8Array | string): void {
  replace(file, content, { isDurable: true });
}

/** The system's error with the path that people know: it names none where a disk is full, and a draft where there is one. */
export function withPath(error: unknown, path: string): unknown {
  return error instanceof Error && "code" in error ? Object.assign(error, { path }) : error;
}

function replace(file: string, content: Uint8Array | string, { isDurable }: { readonly isDurable: boolean }): void {
  const draft = `${file}.new`;
  try {
    const handle = openSync(draft, "w");
    try {
      writeFileSync(handle, content);
      if (isDurable) fsyncSync(handle);
    } finally {
      closeSync(handle);
    }
    renameSync(draft, file);
    if (isDurable) syncDirectoryNow(dirname(file));
  } catch (error) {
    rmSync(draft, { force: true });
    // Nobody has heard of the draft.
    throw withPath(error, file);
  }
}
