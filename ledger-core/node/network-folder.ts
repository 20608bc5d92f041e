/** The folder of a network that is being created: if that fails, it is as it was before, so that it can be tried again. */
import { existsSync, rmSync } from "node:fs";
import { asStoreError } from "#ledger-core/store/database.ts";
import { databaseFiles, ledgerFile, lockFile, projectionsFile } from "#ledger-core/store/ledger-file.ts";
import { takeLock } from "#ledger-core/store/lock.ts";
import { StoreError } from "#ledger-core/store/store-error.ts";
import { keyFilePath } from "./keystore/key-folder.ts";
import { keysFolder } from "./keystore/ledger-keystore.ts";
import { logKeyFile } from "./log-key.ts";
import { makeFolder, removeFolders } from "./make-folder.ts";
import { NodeError } from "./node-error.ts";
import { placeOf, removePlace } from "./outside/place-file.ts";

/**
 * Makes the folder if it is missing and has `fill` create the network of the person in it. Whatever it throws takes away what was made,
 * but nothing that was there before or that another process makes. Rejects with FOLDER_UNWRITABLE and as `fill` does.
 */
export async function makeNetworkFolder<T>(folder: string, person: string, fill: () => Promise<T>): Promise<T> {
  const made = makeFolders(folder);
  const files = filesOf(folder, person).filter((file) => !existsSync(file));
  const folders = existsSync(keysFolder(folder)) ? made : [keysFolder(folder), ...made];
  const hasPlace = placeOf(folder) !== undefined;
  try {
    return await fill();
  } catch (error) {
    if (!isAnothers(error)) takeAway(folder, { files, hasPlace });
    removeFolders(folders.filter((path) => existsSync(path)));
    throw error;
  }
}

/** What lies in a folder whose network was created, besides its place. */
function filesOf(folder: string, person: string): readonly string[] {
  return [
    ...[ledgerFile(folder), projectionsFile(folder)].flatMap(databaseFiles),
    logKeyFile(folder),
    keyFilePath(keysFolder(folder), person),
    ...lockFiles(folder),
  ];
}

function lockFiles(folder: string): readonly string[] {
  return ["-journal", ""].map((suffix) => lockFile(folder) + suffix);
}

/** What a department holds is for the account that runs its node alone. */
function makeFolders(folder: string): readonly string[] {
  try {
    return makeFolder(folder, { mode: 0o700 });
  } catch (error) {
    throw asStoreError(error, { folder });
  }
}

/** Another process was there first, and what lies in the folder is its. */
function isAnothers(error: unknown): boolean {
  const isLocked = error instanceof StoreError && error.code === "LEDGER_LOCKED";
  return isLocked || (error instanceof NodeError && error.code === "LEDGER_EXISTS");
}

/** Leaves everything to a process that has taken the folder's lock meanwhile. */
function takeAway(
  folder: string,
  { files, hasPlace }: { readonly files: readonly string[]; readonly hasPlace: boolean },
): void {
  const isLock = (file: string): boolean => lockFiles(folder).includes(file);
  try {
    const lock = takeLock(folder);
    try {
      if (!hasPlace) removePlace(folder);
      for (const file of files) if (existsSync(file) && !isLock(file)) rmSync(file);
    } finally {
      lock.release();
    }
    for (const file of files) if (existsSync(file) && isLock(file)) rmSync(file);
  } catch {
    // What cannot be taken away is named by the next attempt.
  }
}
