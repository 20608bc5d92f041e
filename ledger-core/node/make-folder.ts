/** Folders that are made for what is written into them. */
import { mkdirSync, rmdirSync, statSync } from "node:fs";
import { dirname, resolve } from "node:path";

export type MakeFolder = {
  /** Of the folders that are made. */
  readonly mode?: number;
};

/**
 * Makes a folder with those above it, and gives those that were not there before, innermost first. Throws what the file system says of the
 * one that it refuses: asked for several at once, it says of a disk that is read-only that there is no such folder.
 */
export function makeFolder(folder: string, { mode = 0o777 }: MakeFolder = {}): readonly string[] {
  const missing = missingFolders(resolve(folder));
  const made: string[] = [];
  try {
    for (const path of missing.toReversed()) if (makeOne(path, mode)) made.unshift(path);
    return made;
  } catch (error) {
    removeFolders(made);
    throw error;
  }
}

/** Takes folders away that were made, innermost first, as far as they are empty. */
export function removeFolders(made: readonly string[]): void {
  try {
    for (const path of made) rmdirSync(path);
  } catch {
    // Something lies in there by now, put there by somebody else.
  }
}

/** Innermost first; whatever is not there, if there is something above it. */
function missingFolders(folder: string): readonly string[] {
  const missing: string[] = [];
  for (let path = folder; !isFolder(path) && path !== dirname(path); path = dirname(path)) missing.push(path);
  return missing;
}

function isFolder(path: string): boolean {
  try {
    return statSync(path).isDirectory();
  } catch {
    return false;
  }
}

/** False if somebody else has made it meanwhile. */
function makeOne(path: string, mode: number): boolean {
  try {
    mkdirSync(path, { mode });
    return true;
  } catch (error) {
    if (isFolder(path)) return false;
    throw error;
  }
}
