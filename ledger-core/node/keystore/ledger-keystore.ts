/** The keystore of a ledger's folder. */
import { join } from "node:path";
import { Keystore } from "./keystore.ts";

/** Where the key files of a ledger's folder lie. */
export function keysFolder(folder: string): string {
  return join(folder, "keys");
}

/** `network`: the ledger's id in hex; key files of another network are refused. */
export function ledgerKeystore(folder: string, network: string): Keystore {
  return new Keystore({ folder: keysFolder(folder), network });
}
