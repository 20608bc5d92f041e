/**
 * Files in a folder that strangers may have had in their hands. What stands in a file's place is read only if it is a plain file: a link
 * leads out of the folder, and whoever opens a pipe or reads a device may wait for ever.
 */
import { lstatSync } from "node:fs";

/** True if anything has that name, also a link that leads nowhere. */
export function isThere(path: string): boolean {
  return lstatSync(path, { throwIfNoEntry: false }) !== undefined;
}

/** True for a plain file; what a link leads to does not count. */
export function isPlainFile(path: string): boolean {
  return lstatSync(path, { throwIfNoEntry: false })?.isFile() === true;
}
