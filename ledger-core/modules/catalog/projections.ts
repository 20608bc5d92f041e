/** Tables derived from the catalogue's entries: the search index, and every use whether it was permitted or refused. */
import type { uploadBody, useBody } from "#ledger-core/contract/schema/catalog-bodies.ts";
import type { useBodyFirst } from "#ledger-core/contract/schema/catalog-first.ts";
import type { DatasetRow } from "#ledger-core/contract/schema/catalog.ts";
import type { Value } from "#ledger-core/contract/schema/schema.ts";
import type { CommittedEntry, Projection } from "#ledger-core/kernel/module.ts";
import type { WritePort } from "#ledger-core/kernel/ports.ts";
import { indexTerms } from "./search-terms.ts";
import { likenessProjection } from "./likeness-projection.ts";
import { lineageProjection } from "./lineage-projection.ts";
import { datasetTable, useTable } from "./tables.ts";

const search: Projection = {
  name: "catalog_search",
  version: 1,
  setup: [
    `CREATE VIRTUAL TABLE catalog_search USING fts5(title, summary, items, publisher, keywords, code,
       content='', contentless_delete=1, tokenize="unicode61 remove_diacritics 2")`,
  ],
  apply(port, entry) {
    if (leavesWords(entry)) return;
    for (const change of entry.changes) {
      if (change.table !== datasetTable.name) continue;
      port.run("DELETE FROM catalog_search WHERE rowid = ?", change.key);
      const row = change.row as DatasetRow | undefined;
      if (row === undefined) continue;
      port.run(
        "INSERT INTO catalog_search(rowid, title, summary, items, publisher, keywords, code) VALUES (?, ?, ?, ?, ?, ?, ?)",
        change.key,
        indexTerms(row.title),
        indexTerms(row.summary),
        indexTerms(row.items.map((item) => item.name).join(" ; ")),
        indexTerms(row.publisher),
        indexTerms([...row.keywords, ...row.themes].join(" ; ")),
        indexTerms(row.code),
      );
    }
  },
};

/** Most changes of a dataset are new versions with the items of the last one: nothing that is searched for has changed. */
function leavesWords({ kind, code, body }: CommittedEntry): boolean {
  if (kind !== "catalog.upload" || code !== "") return false;
  const { items } = body as Value<typeof uploadBody>;
  return items.length === 0;
}

const usage: Projection = {
  name: "catalog_usage",
  version: 2,
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
    for (const change of entry.changes) {
      if (change.table !== "catalog.agreement") continue;
      const { dataset } = change.row as { readonly dataset: number };
      port.run("INSERT OR IGNORE INTO catalog_usage_agreements VALUES (?, ?)", change.key, dataset);
    }
    if (entry.kind === "catalog.use") recordUse(port, entry);
  },
};

function recordUse(port: WritePort, entry: CommittedEntry): void {
  const permitted = entry.changes.some((change) => change.table === useTable.name);
  if (!permitted && entry.code === "") return;
  const {
    agreement,
    action,
    purpose,
    rowCount,
    reference = "",
  } = entry.body as Partial<Value<typeof useBody>> & Value<typeof useBodyFirst>;
  const known = port.get<{ dataset: number }>(
    "SELECT dataset FROM catalog_usage_agreements WHERE agreement = ?",
    agreement,
  );
  port.run(
    "INSERT INTO catalog_usage VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
    entry.index,
    agreement,
    known?.dataset ?? 0,
    entry.department,
    entry.person,
    action,
    purpose,
    rowCount,
    entry.code,
    entry.time,
    reference,
  );
}

export const CATALOG_PROJECTIONS: readonly Projection[] = [search, usage, lineageProjection, likenessProjection];
