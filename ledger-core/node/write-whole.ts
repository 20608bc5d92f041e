/** Files that people take away: under their name there is only ever the whole of one, or what was there before. */
import { lstatSync, renameSync, rmSync } from "node:fs";
import { dirname, join } from "node:path";
import { encodeHex } from "#ledger-core/contract/schema/bytes.ts";
import { isThere, NotPlainFile } from "#ledger-core/store/plain-file.ts";
import { syncDirectoryNow } from "#ledger-core/store/sync-directory.ts";
import { randomBytes } from "./crypto-suite.ts";
import { writeNew } from "./small-file.ts";

/**
 * Writes a file into a folder that must be there; it is on the disk on return, for it may be all that somebody has asked for. Throws what
 * the file system throws; nothing is left beside the file then.
 */
export function writeWhole(file: string, content: Uint8Array | string): void {
  writeTogether([{ file, content }]);
}

/**
 * The same of files that belong together: all of them, or none that was not there before. They get their names one after the other, so that a
 * power cut, or a system that refuses one of the names, may leave the first ones in the place of what was there.
 */
export function writeTogether(
  files: readonly { readonly file: string; readonly content: Uint8Array | string }[],
): void {
  // Under a name that nobody else has: whatever lies beside a file is somebody's, and any name made of its own may be too long.
  const drafts = files.map(({ file, content }) => {
    return { file, content, draft: join(dirname(file), `.draft-${encodeHex(randomBytes(8))}`) };
  });
  const each = (step: (one: (typeof drafts)[number]) => void): void => {
    for (const one of drafts)
      try {
        step(one);
      } catch (error) {
        // Nobody has heard of the draft.
        throw withPath(error, one.file);
      }
  };
  const written: string[] = [];
  const fresh = files.filter(({ file }) => !isThere(file)).map(({ file }) => file);
  let isDone = false;
  try {
    each(({ draft, content }) => {
      writeNew(draft, content, 0o666);
      written.push(draft);
    });
    // Found out before the first one has its name.
    each(({ file }) => verifyNameFree(file));
    each(({ draft, file }) => renameSync(draft, file));
    isDone = true;
  } finally {
    for (const path of isDone ? written : [...written, ...fresh]) rmSync(path, { force: true });
  }
  each(({ file }) => syncDirectoryNow(dirname(file)));
}

/** Throws for a name that no file can have, and for that of a folder; a file of that name is one that is replaced. */
function verifyNameFree(file: string): void {
  if (lstatSync(file, { throwIfNoEntry: false })?.isDirectory() === true) throw new NotPlainFile(file, "EISDIR");
}

/** The system's error with the path that people know: it names none where a disk is full, and a draft where there is one. */
export function withPath(error: unknown, path: string): unknown {
  return error instanceof Error && "code" in error ? Object.assign(error, { path }) : error;
}
