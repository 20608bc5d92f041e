/** Ledgers as earlier programs wrote them. */
import { join } from "node:path";
import Database from "better-sqlite3";
import { logMigration } from "./migrations/0001-log.ts";

/** Turns a ledger's file into one of the first form, in which entries were found by an index of their ids. */
export function makeFirstForm(folder: string): void {
  const connection = new Database(join(folder, "ledger.sqlite"));
  connection.exec("DROP TABLE log_id_part");
  for (const sql of logMigration.statements.filter((one) => one.includes("log_entry_by_id"))) connection.exec(sql);
  connection.pragma("user_version = 1");
  connection.close();
}
