/** Where blobs are written before they have their names, and what stays there of those that were cut off. */
import { randomUUID } from "node:crypto";
import { lstatSync, readdirSync, rmSync } from "node:fs";
import { join } from "node:path";
import { isPlainFile } from "./plain-file.ts";

const INCOMING = "incoming";
const UUID = /^[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}$/;
/** Content that is being written is younger: it is written to again and again. */
const CUT_OFF_AGE_MS = 3_600_000;

/** The folder beside its blobs or packs. */
export function incomingFolder(folder: string): string {
  return join(folder, INCOMING);
}

/** A new file there, which nobody else writes. */
export function incomingFile(folder: string): string {
  return join(incomingFolder(folder), randomUUID());
}

/** Takes away what a process has left that ended while it wrote: it has no name by which anybody would ask for it. No link is followed. */
export function removeCutOff(folder: string): void {
  try {
    if (!isFolder(folder) || !isFolder(incomingFolder(folder))) return;
    for (const name of readdirSync(incomingFolder(folder)).filter((entry) => UUID.test(entry)))
      removeIfOld(join(incomingFolder(folder), name));
  } catch {
    // It takes room and does no other harm; the next start tries again.
  }
}

function removeIfOld(file: string): void {
  if (isPlainFile(file) && Date.now() - lstatSync(file).mtimeMs > CUT_OFF_AGE_MS) rmSync(file);
}

function isFolder(path: string): boolean {
  return lstatSync(path, { throwIfNoEntry: false })?.isDirectory() === true;
}
