/** What the ledger holds of one source of one department. */
import { encodeHex } from "#ledger-core/contract/schema/bytes.ts";
import { importBody } from "#ledger-core/contract/schema/catalog-bodies.ts";
import type { DatasetRow } from "#ledger-core/contract/schema/catalog.ts";
import { decode } from "#ledger-core/contract/schema/codec.ts";
import type { Rows } from "#ledger-core/kernel/rows.ts";
import { datasetTable } from "#ledger-core/modules/catalog/tables.ts";
import { liveProposals } from "#ledger-core/node/live-proposals.ts";
import type { Blobs } from "#ledger-core/store/blobs.ts";
import { loadKept } from "./kept-fields.ts";
import type { KeptFields } from "./kept-fields.ts";

/** The part of a dataset's row by which an import decides; whole rows of a large source would not fit in memory. */
export type KnownRecord = Pick<
  DatasetRow,
  "code" | "state" | "suspended" | "sharing" | "agreementsLive" | "agreementsInForce" | "sourceId" | "kept"
> & { readonly key: number; readonly fingerprint: string };

const PAGE_ROWS = 500;

/** By identifier in the source, the retired ones among them. */
export function knownRecords(rows: Rows, department: number, source: string): ReadonlyMap<string, KnownRecord> {
  const known = new Map<string, KnownRecord>();
  let from = "";
  for (;;) {
    const page = rows.scan(datasetTable, "source", { equal: [department, source], from, limit: PAGE_ROWS });
    for (const { key, row } of page) {
      const { code, state, suspended, sharing, agreementsLive, agreementsInForce, sourceId, kept } = row;
      const fingerprint = row.fingerprint === undefined ? "" : encodeHex(row.fingerprint);
      known.set(sourceId, {
        key,
        code,
        state,
        suspended,
        sharing,
        agreementsLive,
        agreementsInForce,
        sourceId,
        kept,
        fingerprint,
      });
    }
    const last = page.at(-1)?.row.sourceId;
    // A page begins with the last record of the one before it, so one that holds nothing else is the end.
    if (last === undefined || last === from || page.length < PAGE_ROWS) return known;
    from = last;
  }
}

/** Identifiers that an open proposal of an import is about, with the fingerprint that they would get; empty for a retirement. */
export function proposedRecords(rows: Rows, department: number, source: string): ReadonlyMap<string, string> {
  const waiting = new Map<string, string>();
  for (const { row } of liveProposals(rows)) {
    if (row.kind !== "catalog.import" || row.department !== department) continue;
    const decoded = decode(importBody, row.body);
    for (const line of decoded.ok ? decoded.value : []) {
      if (line.origin.source !== source) continue;
      waiting.set(line.origin.sourceId, line.kind === "put" ? encodeHex(line.origin.fingerprint) : "");
    }
  }
  return waiting;
}

/** The fields of the source's catalog as they were imported last; undefined where no record holds them. */
export async function lastCatalog(
  blobs: Blobs,
  known: Iterable<Pick<KnownRecord, "kept">>,
): Promise<KeptFields["catalog"] | undefined> {
  let newest: KeptFields | undefined;
  for (const { kept } of known) {
    const fields = kept === undefined ? undefined : await loadKept(blobs, kept);
    if (fields !== undefined && fields.logSize >= (newest?.logSize ?? 0)) newest = fields;
  }
  return newest?.catalog;
}
