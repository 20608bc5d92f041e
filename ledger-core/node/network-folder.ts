/**
 * The folder of a network that is being created: if that fails, it is as it was before, so that it can be tried again. Where the process is
 * killed meanwhile, or the power goes, a list of what it was making is left, and whoever looks into the folder next takes that away.
 */
import { existsSync, linkSync, lstatSync, rmSync } from "node:fs";
import { join, relative } from "node:path";
import { isHandle } from "#ledger-core/contract/schema/handle.ts";
import { asStoreError } from "#ledger-core/store/database.ts";
import { databaseFiles, ledgerFile, lockFile, projectionsFile } from "#ledger-core/store/ledger-file.ts";
import { takeLock } from "#ledger-core/store/lock.ts";
import { isBlank } from "#ledger-core/store/reader.ts";
import { readPlainText } from "#ledger-core/store/plain-file.ts";
import { StoreError } from "#ledger-core/store/store-error.ts";
import { keyFilePath } from "./keystore/key-folder.ts";
import { keysFolder } from "./keystore/ledger-keystore.ts";
import { logKeyFile } from "./log-key.ts";
import { makeFolder, removeFolders } from "./make-folder.ts";
import { NodeError } from "./node-error.ts";
import { placeOf, removePlace } from "./outside/place-file.ts";
import { parseObject, saveWhole } from "./small-file.ts";

/** What a creation has begun to make. */
type Begun = {
  readonly person: string;
  /** Of the network's files those that were not there before. */
  readonly files: readonly string[];
  readonly hasKeysFolder: boolean;
  readonly hasPlace: boolean;
};

/** True if there is a ledger in the folder; what was left of one that never got its first entry is taken away. */
export function hasLedger(folder: string): boolean {
  const begun = loadBegun(folder);
  if (begun !== undefined) takeAway(folder, begun, () => isBlank(folder));
  return existsSync(ledgerFile(folder));
}

/**
 * Makes the folder if it is missing and has `fill` create the network of the person in it. Whatever it throws takes away what was made,
 * but nothing that was there before or that another process makes. Rejects with FOLDER_UNWRITABLE and as `fill` does.
 */
export async function makeNetworkFolder<T>(folder: string, person: string, fill: () => Promise<T>): Promise<T> {
  const made = makeFolders(folder);
  const begun: Begun = {
    person,
    files: filesOf(folder, person).filter((file) => !existsSync(file)),
    hasKeysFolder: existsSync(keysFolder(folder)),
    hasPlace: placeOf(folder) !== undefined,
  };
  const isListed = saveBegun(folder, begun);
  try {
    const filled = await fill();
    forgetBegun(folder);
    return filled;
  } catch (error) {
    if (!isAnothers(error)) takeAway(folder, begun);
    else if (isListed) forgetBegun(folder);
    removeFolders(made.filter((path) => existsSync(path)));
    throw error;
  }
}

function begunFile(folder: string): string {
  return join(folder, "creating.json");
}

/** False where another process is at it, whose list is left, or where nothing can be written, which the network's own files find out. */
function saveBegun(folder: string, { files, ...rest }: Begun): boolean {
  const names = files.map((file) => relative(folder, file));
  try {
    saveWhole(begunFile(folder), `${JSON.stringify({ ...rest, names })}\n`, linkSync);
    return true;
  } catch {
    return false;
  }
}

/** A list that cannot be removed now is looked at, and removed, when somebody looks for a ledger next. */
function forgetBegun(folder: string): void {
  try {
    rmSync(begunFile(folder), { force: true });
  } catch {
    // Nothing is lost by it.
  }
}

/** Undefined where nothing was begun. Whatever stands in the file, it names nothing but files of a network in this folder. */
function loadBegun(folder: string): Begun | undefined {
  const json = parseObject(readBegun(folder));
  const person = json?.["person"];
  const names: unknown = json?.["names"];
  if (typeof person !== "string" || !isHandle(person) || !Array.isArray(names)) return undefined;
  const files = filesOf(folder, person).filter((file) => names.includes(relative(folder, file)));
  const was = (key: "hasKeysFolder" | "hasPlace"): boolean => json?.[key] !== false;
  return { person, files, hasKeysFolder: was("hasKeysFolder"), hasPlace: was("hasPlace") };
}

/** Nothing where there is none, of no plain file, and of one that may not be read. */
function readBegun(folder: string): string {
  try {
    return readPlainText(begunFile(folder));
  } catch {
    return "";
  }
}

/**
 * What lies in a folder whose network was created, besides its place; the ledger's own file, which is made first, comes last: while it is there, the
 * others may be left of a creation.
 */
function filesOf(folder: string, person: string): readonly string[] {
  const keys = keysFolder(folder);
  const isElsewhere = lstatSync(keys, { throwIfNoEntry: false })?.isSymbolicLink() === true;
  return [
    ...databaseFiles(projectionsFile(folder)),
    ...["", ".new"].map((suffix) => logKeyFile(folder) + suffix),
    ...(isElsewhere ? [] : [keyFilePath(keys, person)]),
    ...lockFiles(folder),
    ...databaseFiles(ledgerFile(folder)).toReversed(),
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

/**
 * Leaves everything to a process that has taken the folder's lock meanwhile, and where `hasFailed` says that the network came about after all; then, and
 * where others may be about to take the lock, its file stays.
 */
function takeAway(folder: string, { files, hasKeysFolder, hasPlace }: Begun, hasFailed?: () => boolean): void {
  const isLock = (file: string): boolean => lockFiles(folder).includes(file);
  try {
    const lock = takeLock(folder);
    try {
      if (hasFailed?.() !== false) {
        if (!hasPlace) removePlace(folder);
        for (const file of files) if (existsSync(file) && !isLock(file)) rmSync(file);
        if (!hasKeysFolder && existsSync(keysFolder(folder))) removeFolders([keysFolder(folder)]);
      }
      // Last: until then whoever comes next goes on with it.
      forgetBegun(folder);
    } finally {
      lock.release();
    }
    if (hasFailed === undefined) for (const file of files) if (existsSync(file) && isLock(file)) rmSync(file);
  } catch {
    // What cannot be taken away is named by the next attempt.
  }
}
