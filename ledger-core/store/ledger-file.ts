/** Where things lie in a ledger's folder. Keys and the network's file are not the store's. */
import { join, resolve } from "node:path";

/** The log and the state: everything that counts. */
export function ledgerFile(folder: string): string {
  return absolute(folder, "ledger.sqlite");
}

/** Derived tables; may be deleted, and are then filled anew. */
export function projectionsFile(folder: string): string {
  return absolute(folder, "projections.sqlite");
}

/** A database's file, and those that SQLite keeps beside it. */
export function databaseFiles(file: string): readonly string[] {
  return ["", "-journal", "-wal", "-shm"].map((suffix) => file + suffix);
}

/** Held by the writer. */
export function lockFile(folder: string): string {
  return absolute(folder, "writer.lock");
}

export function blobsFolder(folder: string): string {
  return join(folder, "blobs");
}

/** Absolute, so that no folder's name is taken for a `file:` address. */
function absolute(folder: string, name: string): string {
  return join(resolve(folder), name);
}
