/** The ledger's own file as it is at one moment, copied beside whoever writes to it. */
import { closeSync, openSync } from "node:fs";
import { asStoreError, openForReading, openForWriting, orClose } from "./database.ts";
import { ledgerFile } from "./ledger-file.ts";

/** Pages of 4 KiB between two looks at whether to stop. */
const PAGES_AT_ONCE = 4_096;

export type CopyLedger = {
  readonly folder: string;
  /** The copy, which is not there yet. */
  readonly file: string;
  /** Pages of the file that are copied, of how many. */
  readonly progress: (done: number, total: number) => void;
  readonly signal: AbortSignal;
};

/**
 * Copies `ledger.sqlite` at one height, without derived tables. The moment is held by a snapshot, so a writer goes on at full speed and the
 * copying never begins again; meanwhile its write-ahead log grows. Rejects with `StoreError`, or the signal's reason; what is written of
 * the copy by then is the caller's to remove.
 */
export async function copyLedgerFile({ folder, file, progress, signal }: CopyLedger): Promise<void> {
  try {
    const source = openForReading(ledgerFile(folder));
    try {
      source.exec("BEGIN");
      // A deferred snapshot begins with the first look at the file.
      source.pragma("schema_version");
      // SQLite would let everybody read a file that it makes itself.
      closeSync(openSync(file, "wx", 0o600));
      await source.backup(file, {
        progress: ({ totalPages, remainingPages }) => {
          signal.throwIfAborted();
          progress(totalPages - remainingPages, totalPages);
          return PAGES_AT_ONCE;
        },
      });
    } finally {
      source.close();
    }
    signal.throwIfAborted();
    settle(file);
  } catch (error) {
    throw asStoreError(error, { folder });
  }
}

/** One file that needs no other beside it, on the disk; the next writer turns its write-ahead log on again. */
function settle(file: string): void {
  const copy = openForWriting(file, { durable: true });
  orClose(copy, () => copy.pragma("journal_mode = DELETE"));
  copy.close();
}
