/** Entry ids are found by tiers of time instead of an index in their own, random order. */
import { rebuildTiers } from "#ledger-core/store/id-tiers.ts";
import type { Migration } from "#ledger-core/store/migration.ts";

/** The column `id_prefix` stays: the tiers are made from it, and the last entries are looked through by it. */
export const idTiersMigration: Migration = {
  version: 2,
  statements: [
    "CREATE TABLE log_id_part (number INTEGER PRIMARY KEY, entries BLOB NOT NULL) STRICT",
    "DROP INDEX log_entry_by_id",
  ],
  fill: (statements) => {
    const last = statements.row<[number | null]>("SELECT max(place) FROM log_entry")?.[0] ?? -1;
    rebuildTiers(statements, last + 1);
  },
};
