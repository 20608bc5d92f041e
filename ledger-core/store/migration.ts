import type { Statements } from "./database.ts";

/** One step of a ledger's file from an older form to a newer one. `version` counts from 1 without gaps. */
export type Migration = {
  readonly version: number;
  readonly statements: readonly string[];
  /** Makes what is derived and new from what the file holds, in the same transaction. */
  readonly fill?: (statements: Statements) => void;
};
