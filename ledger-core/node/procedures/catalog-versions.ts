/** Versions of a dataset as windows list them. */
import type { DatasetVersion } from "#ledger-core/contract/api/catalog.ts";
import { encodeHex } from "#ledger-core/contract/schema/bytes.ts";
import type { VersionRow } from "#ledger-core/contract/schema/catalog.ts";
import { standingOf } from "#ledger-core/modules/catalog/lineage.ts";
import type { Standing } from "#ledger-core/modules/catalog/lineage.ts";
import { datasetTable, versionTable } from "#ledger-core/modules/catalog/tables.ts";
import { compareItems } from "#ledger-core/modules/catalog/version-chain.ts";
import type { Asked } from "#ledger-core/node/asked.ts";
import type { Blobs } from "#ledger-core/store/blobs.ts";
import { ask, found, procedures } from "./base.ts";

export const versionsProcedure = procedures.catalog.versions.handler(({ context, input }) => {
  const asked = ask(context);
  const { headVersion } = found(asked.rows.get(datasetTable, input.dataset), datasetTable.name, input.dataset);
  const below = Math.min(input.below ?? headVersion + 1, headVersion + 1);
  const page = { dataset: input.dataset, below, limit: input.limit };
  return {
    height: asked.height,
    total: headVersion,
    versions: versionsBelow(asked, context.host.ledger.reader.blobs, page),
  };
});

/** The versions with the highest numbers below one, newest first. Numbers count from 1 without gaps. */
export function versionsBelow(
  asked: Asked,
  blobs: Blobs,
  { dataset, below, limit }: { readonly dataset: number; readonly below: number; readonly limit: number },
): DatasetVersion[] {
  const standings = new Map<number, Standing>();
  const first = Math.max(1, below - limit);
  // One more, so that the oldest of the page can be told against the one before it, too.
  const from = Math.max(1, first - 1);
  const versions = asked.rows.scan(versionTable, "dataset", { equal: [dataset], from, below, limit: limit + 1 });
  return versions
    .map(({ key, row, changedAt }, i): DatasetVersion => {
      const before = versions[i - 1]?.row;
      const differences = before === undefined ? [] : compareItems(before.items, row.items);
      const count = (...changes: readonly string[]): number =>
        differences.filter((difference) => changes.includes(difference.change)).length;
      return {
        number: row.number,
        time: row.time,
        rowCount: row.rowCount,
        rowsBefore: before?.rowCount ?? null,
        sizeBytes: row.sizeBytes,
        contentHash: encodeHex(row.contentHash),
        versionHash: encodeHex(row.versionHash),
        change: row.change,
        added: count("added"),
        removed: count("removed"),
        changed: count("retyped", "edited"),
        mediaType: row.mediaType,
        parents: row.parents.length,
        standing: standingOf(asked.rows, { key, row }, standings),
        withdrawReason: row.withdrawReason,
        content: contentOf(blobs, row),
        entry: changedAt,
      };
    })
    .filter(({ number }) => number >= first)
    .toReversed();
}

function contentOf(blobs: Blobs, row: VersionRow): DatasetVersion["content"] {
  if (row.sealedHash !== undefined) return blobs.has(row.sealedHash) ? "sealed" : "none";
  return blobs.has(row.contentHash) ? "open" : "none";
}
