/** Opening a ledger's folder, to write or to read beside the writer. */
import type { Reader, StoreOptions, Writer } from "./store-types.ts";

/**
 * The one writer of a folder, which is made if it is missing; holds the folder's lock until closed or the process ends.
 * Throws `StoreError`: `LEDGER_LOCKED`, `FOLDER_UNWRITABLE`, `NOT_A_LEDGER`, `LEDGER_NEWER`, `LEDGER_DAMAGED`, `DISK_FULL`.
 */
export declare function openWriter(options: StoreOptions): Writer;

/** A reader, whether or not a writer is at work. Throws `StoreError`: `NOT_A_LEDGER`, `LEDGER_NEWER`, `LEDGER_DAMAGED`, `DISK_FULL`. */
export declare function openReader(options: StoreOptions): Reader;
