/** Files that people take away: under their name there is only ever the whole of one, or what was there before. */
import { closeSync, fsyncSync, openSync, renameSync, rmSync, writeFileSync } from "node:fs";
import { dirname } from "node:path";
import { syncDirectoryNow } from "#ledger-core/store/sync-directory.ts";

/**
 * Writes a file into a folder that must be there; it is on the disk on return, for it may be all that somebody has asked for. Throws what
 * the file system throws; nothing is left beside the file then.
 */
export function writeWhole(file: string, content: Uint8Array | string): void {
  const draft = `${file}.new`;
  try {
    const handle = openSync(draft, "w");
    try {
      writeFileSync(handle, content);
      fsyncSync(handle);
    } finally {
      closeSync(handle);
    }
    renameSync(draft, file);
    syncDirectoryNow(dirname(file));
  } catch (error) {
    rmSync(draft, { force: true });
    // Nobody has heard of the draft.
    throw withPath(error, file);
  }
}

/** The system's error with the path that people know: it names none where a disk is full, and a draft where there is one. */
export function withPath(error: unknown, path: string): unknown {
  return error instanceof Error && "code" in error ? Object.assign(error, { path }) : error;
}
