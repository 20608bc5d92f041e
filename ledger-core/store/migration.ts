/** One step of a ledger's file from an older form to a newer one. `version` counts from 1 without gaps. */
export type Migration = { readonly version: number; readonly statements: readonly string[] };
