/** A folder that appears whole or not at all: made under another name beside its own, and renamed when it is done. */
import { randomBytes } from "node:crypto";
import { existsSync, mkdirSync, readdirSync, renameSync, rmdirSync, rmSync, statSync } from "node:fs";
import type { Dirent } from "node:fs";
import { basename, dirname, join, resolve } from "node:path";
import { asStoreError } from "#ledger-core/store/database.ts";
import { lockFile } from "#ledger-core/store/ledger-file.ts";
import { takeLock } from "#ledger-core/store/lock.ts";
import type { FolderLock } from "#ledger-core/store/lock.ts";
import { makeFolder } from "#ledger-core/node/make-folder.ts";
import { syncDirectories, syncDirectory } from "#ledger-core/store/sync-directory.ts";
import { BackupError } from "./backup-error.ts";
import { codeOf } from "#ledger-core/store/error-code.ts";

const UNFINISHED = ".unfinished-";
const UNIQUE = /^[0-9a-f]{8}$/;
/** Whoever makes a folder is without its lock for moments, just after it was begun and just before it is renamed. */
const UNLOCKED_AGE_MS_MAX = 3_600_000;

/** Told of each folder that an earlier attempt, killed, had left beside the target, and that is gone now. */
export type ToldOfLeftover = (folder: string) => void;

/**
 * Has `fill` fill the folder. Whatever it throws leaves nothing behind; killed, the process leaves a folder whose name ends in `.unfinished-`
 * and eight characters, which the next attempt under the same name takes away. Rejects with TARGET_TAKEN if there is more than an empty
 * folder under the name.
 */
export async function makeWholeFolder<T>(
  target: string,
  removed: ToldOfLeftover,
  fill: (folder: string) => Promise<T>,
): Promise<T> {
  const folder = resolve(target);
  refuseTaken(folder);
  removeLeftovers(folder, removed);
  const unfinished = `${folder}${UNFINISHED}${randomBytes(4).toString("hex")}`;
  let lock: FolderLock | undefined;
  try {
    makeFolder(dirname(folder));
    mkdirSync(unfinished, { mode: 0o700 });
    // As long as it is held, somebody is at work in there; the system lets go of it when the process ends.
    lock = takeLock(unfinished);
    const result = await fill(unfinished);
    refuseTaken(folder);
    rmdirIfThere(folder);
    lock.release();
    removeLock(unfinished);
    await syncDirectories(unfinished);
    renameSync(unfinished, folder);
    await syncDirectory(dirname(folder));
    return result;
  } catch (error) {
    lock?.release();
    rmSync(unfinished, { recursive: true, force: true });
    throw asStoreError(error, { folder });
  }
}

/** What nobody holds any more, its maker was killed over. */
function removeLeftovers(folder: string, removed: ToldOfLeftover): void {
  const beginning = basename(folder) + UNFINISHED;
  for (const entry of entriesIn(dirname(folder))) {
    const isLeftover = entry.isDirectory() && entry.name.startsWith(beginning);
    if (!isLeftover || !UNIQUE.test(entry.name.slice(beginning.length))) continue;
    const leftover = join(dirname(folder), entry.name);
    if (isAtWork(leftover)) continue;
    try {
      rmSync(leftover, { recursive: true, force: true });
      removed(leftover);
    } catch {
      // What cannot be taken away does no harm but to the room that it takes.
    }
  }
}

/** Whether somebody may still be making the folder: what has no lock may have been begun just now, or may be about to be renamed. */
function isAtWork(folder: string): boolean {
  if (existsSync(lockFile(folder))) return isHeld(folder);
  const changed = statSync(folder, { throwIfNoEntry: false })?.mtimeMs;
  return changed === undefined || Date.now() - changed < UNLOCKED_AGE_MS_MAX;
}

function isHeld(folder: string): boolean {
  try {
    takeLock(folder).release();
    return false;
  } catch {
    return true;
  }
}

function removeLock(folder: string): void {
  for (const suffix of ["", "-journal"]) rmSync(lockFile(folder) + suffix, { force: true });
}

/** None where the folder cannot be read: whoever writes there is told soon enough. */
function entriesIn(folder: string): readonly Dirent[] {
  try {
    return readdirSync(folder, { withFileTypes: true });
  } catch {
    return [];
  }
}

function refuseTaken(folder: string): void {
  if (namesIn(folder).length > 0) throw new BackupError("TARGET_TAKEN", folder);
}

/** A file in the folder's place counts as one name. */
function namesIn(folder: string): readonly string[] {
  try {
    return readdirSync(folder);
  } catch (error) {
    const code = codeOf(error);
    if (code === "ENOENT") return [];
    if (code === "ENOTDIR" && existsSync(folder)) return [folder];
    if (code === "ENOTDIR") return [];
    throw error;
  }
}

function rmdirIfThere(folder: string): void {
  try {
    rmdirSync(folder);
  } catch (error) {
    if (codeOf(error) !== "ENOENT") throw error;
  }
}
