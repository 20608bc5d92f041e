/** Small files that are there whole or not at all, also after a power cut. */
import { closeSync, fsyncSync, mkdirSync, openSync, renameSync, rmSync, writeFileSync } from "node:fs";
import { mkdir, open, rename, rm } from "node:fs/promises";
import { dirname } from "node:path";
import { syncDirectoryNow } from "#ledger-core/store/sync-directory.ts";

/** `place` gives the file its name: `linkSync` where none may be there yet. Throws what the file system throws; the file is then as it was. */
export function saveWhole(path: string, content: string | Uint8Array, place: typeof renameSync = renameSync): void {
  mkdirSync(dirname(path), { recursive: true, mode: 0o700 });
  putWhole(path, content, { mode: 0o600, place });
}

/** The same in a folder that must be there; `mode` of a file that was not. */
export function putWhole(
  path: string,
  content: string | Uint8Array,
  { mode, place = renameSync }: { readonly mode: number; readonly place?: typeof renameSync },
): void {
  const draft = `${path}.new`;
  try {
    const file = openSync(draft, "w", mode);
    try {
      writeFileSync(file, content);
      fsyncSync(file);
    } finally {
      closeSync(file);
    }
    place(draft, path);
  } finally {
    rmSync(draft, { force: true });
  }
  syncDirectoryNow(dirname(path));
}

/** The same without having the thread wait, but for its name, which may be that of the file before once more after a power cut. */
export async function saveWholeMeanwhile(path: string, content: string, place: typeof rename = rename): Promise<void> {
  await mkdir(dirname(path), { recursive: true, mode: 0o700 });
  const draft = `${path}.new`;
  try {
    const file = await open(draft, "w", 0o600);
    try {
      await file.writeFile(content);
      await file.sync();
    } finally {
      await file.close();
    }
    await place(draft, path);
  } catch (error) {
    await rm(draft, { force: true });
    throw error;
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
