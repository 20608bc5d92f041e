/** Several files that are taken away together. */
import { rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { makeFolder, removeFolders } from "#ledger-core/node/make-folder.ts";
import { withPath, writeTogether } from "#ledger-core/node/write-whole.ts";

/**
 * Writes the files into a folder, which is made if it is missing, and gives their paths. Throws what the file system throws; nothing new is
 * left behind then.
 */
export function writeFiles(
  folder: string,
  files: readonly { readonly name: string; readonly bytes: Uint8Array }[],
): readonly string[] {
  const made = makeFolder(folder);
  try {
    writeTogether(files.map(({ name, bytes }) => ({ file: join(folder, name), content: bytes })));
    return files.map(({ name }) => join(folder, name));
  } catch (error) {
    removeFolders(made);
    throw error;
  }
}

/** Room that is tried for beside the bytes that are known: for the proof of an act that is yet to be signed. */
const ROOM_BESIDE_BYTES = 65_536;

/** Finds out whether so many bytes can be written into the folder. Throws what the file system throws; leaves nothing behind. */
export function tryRoom(folder: string, bytes: number): void {
  const made = makeFolder(folder);
  const trial = join(folder, `.trial-${process.pid}`);
  try {
    writeFileSync(trial, new Uint8Array(bytes + ROOM_BESIDE_BYTES), { flag: "wx" });
  } catch (error) {
    // Nobody has heard of the trial.
    throw withPath(error, folder);
  } finally {
    rmSync(trial, { force: true });
    removeFolders(made);
  }
}
