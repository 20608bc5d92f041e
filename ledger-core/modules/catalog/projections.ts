/** Tables derived from the catalogue's entries: every use, whether it was permitted or refused. */
import type { UseRow } from "#ledger-core/contract/schema/catalog.ts";
import type { useBody } from "#ledger-core/contract/schema/catalog-bodies.ts";
import type { useBodyFirst } from "#ledger-core/contract/schema/catalog-first.ts";
import type { Value } from "#ledger-core/contract/schema/schema.ts";
import type { CommittedEntry, Projection } from "#ledger-core/kernel/module.ts";
import type { WritePort } from "#ledger-core/kernel/ports.ts";
import { likenessProjection } from "./likeness-projection.ts";
import { lineageProjection } from "./lineage-projection.ts";
import { searchProjection } from "./search-projection.ts";
import { useTable } from "./tables.ts";

const usage: Projection = {
  name: "catalog_usage",
  version: 3,
  setup: [
    `CREATE TABLE catalog_usage(entry INTEGER PRIMARY KEY, agreement INTEGER NOT NULL, dataset INTEGER NOT NULL,
       department INTEGER NOT NULL, person INTEGER NOT NULL, action TEXT NOT NULL, purpose TEXT NOT NULL,
       row_count INTEGER NOT NULL, code TEXT NOT NULL, time INTEGER NOT NULL, reference TEXT NOT NULL) STRICT`,
    "CREATE INDEX catalog_usage_dataset ON catalog_usage(dataset, entry)",
    "CREATE INDEX catalog_usage_agreement ON catalog_usage(agreement, entry)",
    // Which dataset an agreement is about, so that a refused use, which writes no row, finds its dataset.
    "CREATE TABLE catalog_usage_agreements(agreement INTEGER PRIMARY KEY, dataset INTEGER NOT NULL) STRICT",
  ],
  apply(port, entry) {
    // A use counts in an agreement that came about before it.
    if (entry.kind === "catalog.use") return recordUse(port, entry);
    for (const change of entry.changes) {
      // Where a policy asks for more than one signature, the entry of the last of them is that of the use.
      if (change.table === useTable.name) recordUse(port, entry);
      if (change.table !== "catalog.agreement") continue;
      const { dataset } = change.row as { readonly dataset: number };
      port.run("INSERT OR IGNORE INTO catalog_usage_agreements VALUES (?, ?)", change.key, dataset);
    }
  },
};

function recordUse(port: WritePort, entry: CommittedEntry): void {
  const permitted = entry.changes.find((change) => change.table === useTable.name);
  if (permitted === undefined && entry.code === "") return;
  // The row of a use says all that its body does, and which dataset that is; a use that was refused has none.
  const row = permitted?.row as UseRow | undefined;
  const said = row ?? entry.body;
  const {
    agreement,
    action,
    purpose,
    rowCount,
    reference = "",
  } = said as Partial<Value<typeof useBody>> & Value<typeof useBodyFirst>;
  const datasetOf = "SELECT dataset FROM catalog_usage_agreements WHERE agreement = ?";
  const known = row ?? port.get<{ dataset: number }>(datasetOf, agreement);
  port.insert(
    "INSERT INTO catalog_usage",
    entry.index,
    agreement,
    known?.dataset ?? 0,
    row?.user ?? entry.department,
    row?.person ?? entry.person,
    action,
    purpose,
    rowCount,
    entry.code,
    entry.time,
    reference,
  );
}

export const CATALOG_PROJECTIONS: readonly Projection[] = [
  searchProjection,
  usage,
  lineageProjection,
  likenessProjection,
];
