/** The seven people that a demo lets one act as, and the passphrase that opens their keys on this machine. */
import { join } from "node:path";
import { readPlainText } from "#ledger-core/store/plain-file.ts";
import { NodeError } from "./node-error.ts";

/** Handles of the people whose key files a demo has. */
export const DEMO_PEOPLE = [
  "civil-affairs-leader",
  "civil-affairs-steward",
  "finance-officer",
  "data-bureau-leader",
  "audit-leader",
  "housing-officer",
  "civil-affairs-admin",
] as const;

/** File in a demo's folder that holds the random passphrase of its keys; only the user can read it. */
export const DEMO_PASSPHRASE_FILE = "demo-passphrase";

/** 24 random bytes, which nothing but the whole file is: an empty one would have opened keys that anybody can make. */
const PASSPHRASE = /^[0-9a-f]{48}\n?$/;

/** The demo's passphrase. Throws DEMO_KEYS_MISSING, also for what is cut off or no plain file. */
export function demoPassphrase(folder: string): string {
  const path = join(folder, DEMO_PASSPHRASE_FILE);
  const text = findText(path);
  if (text === undefined || !PASSPHRASE.test(text)) throw new NodeError("DEMO_KEYS_MISSING", { file: path });
  return text.trim();
}

function findText(path: string): string | undefined {
  try {
    return readPlainText(path);
  } catch {
    return undefined;
  }
}
