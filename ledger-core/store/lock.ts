/**
 * One writer per folder. The lock is SQLite's own on a small file, which the operating system lets go of when the process ends,
 * however it ends. No other part of the process may open and close that file: on POSIX systems this would drop the lock.
 */
import Database from "better-sqlite3";
import { lockFile } from "./ledger-file.ts";
import { asStoreError, orClose, refuseStrange } from "./database.ts";

export type FolderLock = { release(): void };

/**
 * Takes the folder's lock or throws `StoreError` `LEDGER_LOCKED` at once; `FOLDER_UNWRITABLE` if there can be no lock, NOT_A_LEDGER, with the
 * lock's path as `file`, for what is no plain file or none of SQLite's.
 */
export function takeLock(folder: string): FolderLock {
  const file = lockFile(folder);
  try {
    refuseStrange(file);
    const connection = new Database(file, { timeout: 0 });
    return orClose(connection, () => {
      connection.exec("BEGIN EXCLUSIVE");
      return { release: () => void connection.close() };
    });
  } catch (error) {
    throw asStoreError(error, { folder, file });
  }
}
