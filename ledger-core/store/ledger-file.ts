/** Where things lie in a ledger's folder. Keys and the network's file are not the store's. */
import { join } from "node:path";

/** The log and the state: everything that counts. */
export function ledgerFile(folder: string): string {
  return join(folder, "ledger.sqlite");
}

/** Derived tables; may be deleted, and are then filled anew. */
export function projectionsFile(folder: string): string {
  return join(folder, "projections.sqlite");
}

export function blobsFolder(folder: string): string {
  return join(folder, "blobs");
}
