/** Derived tables that are there and were not opened. */
import { copyFileSync, existsSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { openForWriting, Statements } from "#ledger-core/store/database.ts";
import { projectionsFile } from "#ledger-core/store/ledger-file.ts";

/**
 * Whether an empty stand-in was opened in the place of derived tables, because only a writer may undo or fold what lies beside their file:
 * what the file says then is not what the next writer will find in it. A file that becomes empty again is what a process leaves that was killed as
 * it made it, and nothing of it is ever read.
 */
export function isUnread(folder: string, stored: Statements): boolean {
  const file = projectionsFile(folder);
  const open = stored.rows<[number, string, string]>("PRAGMA database_list");
  const isStandIn = open.some(([, name, path]) => name === "projections" && path === "");
  return isStandIn && existsSync(file) && !becomesEmpty(file);
}

/** On a copy, of which a writer makes what it would make of the file. */
function becomesEmpty(file: string): boolean {
  const folder = mkdtempSync(join(tmpdir(), "ledger-check-"));
  try {
    const copy = join(folder, "copy");
    for (const suffix of ["", "-journal", "-wal"])
      if (existsSync(file + suffix)) copyFileSync(file + suffix, copy + suffix);
    const connection = openForWriting(copy, { durable: false });
    try {
      return new Statements(connection).row("SELECT 1 FROM sqlite_schema") === undefined;
    } finally {
      connection.close();
    }
  } catch {
    return false;
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}
