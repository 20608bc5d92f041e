/** The ledger's own file as it is at one moment, copied beside whoever writes to it. */
import { closeSync, openSync } from "node:fs";
import type { Ruleset } from "#ledger-core/kernel/ruleset.ts";
import { asStoreError, openForReading, openForWriting, orClose, refusePrograms } from "./database.ts";
import type { Connection } from "./database.ts";
import { ledgerFile } from "./ledger-file.ts";
import { checkVersion, migrate } from "./migrations.ts";
import { openFile } from "./reader.ts";
import { checkStateTables, createStateTables } from "./state-schema.ts";
import { StoreError } from "./store-error.ts";

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
    const { connection: source } = openFile(ledgerFile(folder));
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

/**
 * Brings the file of a copy that an older program made up to date, if it is one, so that it can be read: the log and the state stay what
 * they were. Derived tables are left to the next writer. Throws `StoreError`, as opening to read does.
 */
export function updateCopy(folder: string, ruleset: Ruleset): void {
  const file = ledgerFile(folder);
  try {
    if (isOlder(file, folder, ruleset))
      settle(file, (copy) => {
        migrate(copy, folder);
        createStateTables(copy, ruleset, folder);
      });
  } catch (error) {
    throw asStoreError(error, { folder });
  }
}

function isOlder(file: string, folder: string, ruleset: Ruleset): boolean {
  const copy = openForReading(file);
  try {
    refusePrograms(copy, "main");
    checkVersion(copy, folder);
    checkStateTables(copy, ruleset, folder);
    return false;
  } catch (error) {
    if (error instanceof StoreError && error.code === "LEDGER_OLDER") return true;
    throw error;
  } finally {
    copy.close();
  }
}

/** One file that needs no other beside it, on the disk; the next writer turns its write-ahead log on again. */
function settle(file: string, change?: (copy: Connection) => void): void {
  const copy = openForWriting(file, { durable: true });
  orClose(copy, () => {
    change?.(copy);
    copy.pragma("journal_mode = DELETE");
  });
  copy.close();
}
