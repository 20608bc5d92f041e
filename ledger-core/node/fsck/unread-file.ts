/** Derived tables that are there and were not opened. */
import { closeSync, existsSync, openSync, readSync } from "node:fs";
import type { Statements } from "#ledger-core/store/database.ts";
import { projectionsFile } from "#ledger-core/store/ledger-file.ts";

/** Of a rollback journal as SQLite writes it: how it begins, and where it says of how many pages the file was before. */
const JOURNAL_MAGIC = "d9d505f920a163d7";
const JOURNAL_HEAD_BYTES = 28;
const PAGES_AT = 16;

/**
 * Whether an empty stand-in was opened in the place of derived tables, because only a writer may undo or fold what lies beside their file:
 * what the file says then is not what the next writer will find in it. A journal by which the file becomes empty again is what a process leaves
 * that was killed as it made the file, and nothing of such a file is ever read.
 */
export function isUnread(folder: string, stored: Statements): boolean {
  const file = projectionsFile(folder);
  const open = stored.rows<[number, string, string]>("PRAGMA database_list");
  const isStandIn = open.some(([, name, path]) => name === "projections" && path === "");
  return isStandIn && existsSync(file) && !becomesEmpty(file);
}

function becomesEmpty(file: string): boolean {
  const head = Buffer.alloc(JOURNAL_HEAD_BYTES);
  try {
    const journal = openSync(`${file}-journal`, "r");
    try {
      readSync(journal, head, 0, JOURNAL_HEAD_BYTES, 0);
    } finally {
      closeSync(journal);
    }
  } catch {
    return false;
  }
  return head.toString("hex", 0, JOURNAL_MAGIC.length / 2) === JOURNAL_MAGIC && head.readUInt32BE(PAGES_AT) === 0;
}
