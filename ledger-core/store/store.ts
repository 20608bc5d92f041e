/** Opening a ledger's folder, to write or to read beside the writer. */
import { LedgerReader } from "./reader.ts";
import type { Reader, StoreOptions, Writer } from "./store-types.ts";
import { LedgerWriter } from "./writer.ts";

/**
 * The one writer of a folder, which is made if it is missing; holds the folder's lock until closed or the process ends.
 * Brings an older ledger up to date, and fills projections that lag behind. Throws `StoreError`: `LEDGER_LOCKED`,
 * `FOLDER_UNWRITABLE`, `NOT_A_LEDGER`, `LEDGER_NEWER`, `LEDGER_DAMAGED`, `DISK_FULL`.
 */
export function openWriter(options: StoreOptions): Writer {
  return new LedgerWriter(options);
}

/**
 * A reader, whether or not a writer is at work; it never holds the writer up. Throws `StoreError`: `NOT_A_LEDGER`,
 * `LEDGER_NEWER`, `LEDGER_OLDER`, `LEDGER_DAMAGED`, `DISK_FULL`, and `FOLDER_UNWRITABLE` for a folder that is read-only while its
 * write-ahead log still holds blocks.
 */
export function openReader(options: StoreOptions): Reader {
  return new LedgerReader(options);
}
