/** The log: entries, blocks, the history of rows, the full tiles of the tree. The state's tables follow from the rule set instead. */
import type { Migration } from "#ledger-core/store/migration.ts";

/**
 * `place` is an entry's index. Wide columns stand last, so that lists do not read them. No index is unique or over whole hashes:
 * `id_prefix` is the first 6 bytes of the id, which keeps the index small, and who looks up an id compares the rest.
 */
export const logMigration: Migration = {
  version: 1,
  statements: [
    `CREATE TABLE log_entry (
      place INTEGER PRIMARY KEY,
      height INTEGER NOT NULL,
      form INTEGER NOT NULL,
      id_prefix INTEGER NOT NULL,
      id BLOB NOT NULL,
      kind TEXT NOT NULL,
      code TEXT NOT NULL,
      data TEXT NOT NULL,
      state TEXT NOT NULL,
      proposal INTEGER,
      person INTEGER NOT NULL,
      department INTEGER NOT NULL,
      leaf BLOB NOT NULL,
      bytes BLOB NOT NULL,
      changes BLOB NOT NULL
    ) STRICT`,
    "CREATE INDEX log_entry_by_id ON log_entry (id_prefix)",
    "CREATE INDEX log_entry_by_kind ON log_entry (kind)",
    "CREATE INDEX log_entry_by_department ON log_entry (department)",
    `CREATE TABLE log_block (
      height INTEGER PRIMARY KEY,
      time INTEGER NOT NULL,
      first_place INTEGER NOT NULL,
      count INTEGER NOT NULL,
      root BLOB NOT NULL,
      checkpoint TEXT NOT NULL
    ) STRICT`,
    // Where within the entry's changes the row's change stands, so that a page of the past does not parse whole batches.
    `CREATE TABLE log_history (
      table_number INTEGER NOT NULL,
      key INTEGER NOT NULL,
      place INTEGER NOT NULL,
      begin INTEGER NOT NULL,
      size INTEGER NOT NULL,
      PRIMARY KEY (table_number, key, place)
    ) STRICT, WITHOUT ROWID`,
    // 256 hashes of one level of the tree; `root` is the node above them.
    `CREATE TABLE log_tile (
      level INTEGER NOT NULL,
      number INTEGER NOT NULL,
      root BLOB NOT NULL,
      hashes BLOB NOT NULL,
      PRIMARY KEY (level, number)
    ) STRICT`,
  ],
};
