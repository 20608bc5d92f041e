/** Small files that are there whole or not at all, also after a power cut. */
import { closeSync, fsyncSync, mkdirSync, openSync, renameSync, rmSync, writeFileSync } from "node:fs";
import { mkdir, open, rm } from "node:fs/promises";
import { dirname } from "node:path";
import { syncDirectoryNow } from "#ledger-core/store/sync-directory.ts";

/** Fails where anything stands: a link would lead out of the folder, a pipe have one wait for ever, a file keep the mode that it has. */
const NEW = "wx";

/**
 * `place` gives the file its name: `linkSync` where none may be there yet. What stands under the draft's name, left by a crash or put there
 * by somebody, is taken away, unless it is a folder. Throws what the file system throws; the file is then as it was.
 */
export function saveWhole(path: string, content: string | Uint8Array, place: typeof renameSync = renameSync): void {
  mkdirSync(dirname(path), { recursive: true, mode: 0o700 });
  const draft = draftOf(path);
  rmSync(draft, { force: true });
  writeNew(draft, content);
  try {
    place(draft, path);
  } finally {
    rmSync(draft, { force: true });
  }
  syncDirectoryNow(dirname(path));
}

/** As `saveWhole`, without having the thread wait, but for its name, which may be that of the file before once more after a power cut. */
export async function saveWholeMeanwhile(
  path: string,
  content: string,
  place: (draft: string, path: string) => Promise<void>,
): Promise<void> {
  await mkdir(dirname(path), { recursive: true, mode: 0o700 });
  const draft = draftOf(path);
  await rm(draft, { force: true });
  try {
    await writeNewMeanwhile(draft, content);
    await place(draft, path);
  } catch (error) {
    await rm(draft, { force: true });
    throw error;
  }
}

/**
 * A file where there is none, which only its owner reads unless `mode` says otherwise; on return its content is on the disk, though its name
 * may not be. Throws what the file system throws; nothing of it is left then.
 */
export function writeNew(path: string, content: string | Uint8Array, mode = 0o600): void {
  const file = openSync(path, NEW, mode);
  try {
    try {
      writeFileSync(file, content);
      fsyncSync(file);
    } finally {
      closeSync(file);
    }
  } catch (error) {
    rmSync(path, { force: true });
    throw error;
  }
}

/** The same without having the thread wait; what a failure leaves of it is the caller's to remove. */
export async function writeNewMeanwhile(path: string, content: string | Uint8Array): Promise<void> {
  const file = await open(path, NEW, 0o600);
  try {
    await file.writeFile(content);
    await file.sync();
  } finally {
    await file.close();
  }
}

/** Undefined for what is no JSON object. */
export function parseObject(text: string): Readonly<Record<string, unknown>> | undefined {
  try {
    const json: unknown = JSON.parse(text);
    return typeof json === "object" && json !== null ? { ...json } : undefined;
  } catch {
    return undefined;
  }
}

/** Always the same, so that what a crash leaves, which may be half a key, is gone with the next attempt. */
function draftOf(path: string): string {
  return `${path}.new`;
}
