/** Which versions were made from a version: the way down, which the rows themselves do not have. */
import { encodeHex } from "#ledger-core/contract/schema/bytes.ts";
import type { VersionRow } from "#ledger-core/contract/schema/catalog.ts";
import type { Projection } from "#ledger-core/kernel/module.ts";
import { versionTable } from "./tables.ts";

export const lineageProjection: Projection = {
  name: "catalog_lineage",
  version: 1,
  setup: [
    `CREATE TABLE catalog_lineage(parent TEXT NOT NULL, child INTEGER NOT NULL, PRIMARY KEY (parent, child)) STRICT, WITHOUT ROWID`,
  ],
  apply(port, entry) {
    for (const change of entry.changes) {
      if (change.table !== versionTable.name || change.row === undefined) continue;
      for (const parent of (change.row as VersionRow).parents)
        port.run("INSERT OR IGNORE INTO catalog_lineage VALUES (?, ?)", encodeHex(parent), change.key);
    }
  },
};
