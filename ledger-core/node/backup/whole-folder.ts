/** A folder that appears whole or not at all: made under another name beside its own, and renamed when it is done. */
import { randomBytes } from "node:crypto";
import { existsSync, mkdirSync, readdirSync, renameSync, rmdirSync, rmSync } from "node:fs";
import { dirname, resolve } from "node:path";
import { asStoreError } from "#ledger-core/store/database.ts";
import { syncDirectory } from "#ledger-core/store/sync-directory.ts";
import { BackupError } from "./backup-error.ts";

/**
 * Has `fill` fill the folder. Whatever it throws leaves nothing behind; killed, the process leaves a folder whose name ends in `.unfinished-`
 * and eight characters. Rejects with TARGET_TAKEN if there is more than an empty folder under the name.
 */
export async function makeWholeFolder<T>(target: string, fill: (folder: string) => Promise<T>): Promise<T> {
  const folder = resolve(target);
  refuseTaken(folder);
  const unfinished = `${folder}.unfinished-${randomBytes(4).toString("hex")}`;
  try {
    mkdirSync(dirname(folder), { recursive: true });
    mkdirSync(unfinished, { mode: 0o700 });
    const result = await fill(unfinished);
    refuseTaken(folder);
    rmdirIfThere(folder);
    renameSync(unfinished, folder);
    await syncDirectory(dirname(folder));
    return result;
  } catch (error) {
    rmSync(unfinished, { recursive: true, force: true });
    throw asStoreError(error, { folder });
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
    const code = error instanceof Error && "code" in error ? error.code : undefined;
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
    if (!(error instanceof Error) || !("code" in error) || error.code !== "ENOENT") throw error;
  }
}
