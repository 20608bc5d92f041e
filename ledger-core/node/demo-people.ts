/** The seven people that a demo lets one act as, and the passphrase that opens their keys on this machine. */
import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
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

/** The demo's passphrase. Throws DEMO_KEYS_MISSING. */
export function demoPassphrase(folder: string): string {
  const path = join(folder, DEMO_PASSPHRASE_FILE);
  if (!existsSync(path)) throw new NodeError("DEMO_KEYS_MISSING", { file: path });
  return readFileSync(path, "utf8").trim();
}
