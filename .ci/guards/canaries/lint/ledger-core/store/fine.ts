import { readFileSync } from "node:fs";
import Database from "better-sqlite3";
import { kernelName } from "#ledger-core/kernel/fine.ts";

export type StoredName = "name";
export const storedName = [kernelName, readFileSync, Database, Date.now()];
