/** The catalogue of the ledger, or of one department or source, as a `data.json`. */
import type { DatasetRow } from "#ledger-core/contract/schema/catalog.ts";
import type { DatasetRecord, JsonObject } from "#ledger-core/exchange/dataset-record.ts";
import { NEW_CATALOG, writeDataJson } from "#ledger-core/exchange/dcat-us/write-data-json.ts";
import { Rows } from "#ledger-core/kernel/rows.ts";
import { datasetTable } from "#ledger-core/modules/catalog/tables.ts";
import type { Reader } from "#ledger-core/store/store-types.ts";
import { loadKept } from "./kept-fields.ts";

export type ExportRequest = {
  readonly department?: number | undefined;
  readonly source?: string | undefined;
  /** As of the block of that height; now, if left out. */
  readonly height?: number | undefined;
};

export type ExportedCatalog = {
  readonly bytes: Uint8Array;
  readonly records: number;
  /** Records whose kept fields are not held here, so that only what the ledger itself says of them was written. */
  readonly withoutKept: number;
};

const PAGE_ROWS = 500;

/**
 * Published datasets in the order in which they came. What was imported gives back exactly the fields of its source, unless they were
 * changed on the ledger; a catalog's own fields are written where all records come from one source.
 */
export async function exportCatalog(reader: Reader, request: ExportRequest): Promise<ExportedCatalog> {
  const rows = new Rows(request.height === undefined ? reader.rows() : reader.rowsAt(request.height));
  const selected = [...published(rows, request)];
  const sources = new Set(selected.map((row) => row.source));
  const records: DatasetRecord[] = [];
  const identifiers = new Set<string>();
  let catalog: { readonly fields: JsonObject; readonly logSize: number } = { fields: NEW_CATALOG, logSize: -1 };
  let withoutKept = 0;
  for (const row of selected) {
    const kept = row.kept === undefined ? undefined : await loadKept(reader.blobs, row.kept);
    if (row.kept !== undefined && kept === undefined) withoutKept++;
    if (kept !== undefined && sources.size === 1 && kept.logSize >= catalog.logSize)
      catalog = { fields: kept.catalog, logSize: kept.logSize };
    const record = recordOf(row, kept?.fields ?? {}, identifiers);
    identifiers.add(record.sourceId);
    records.push(record);
  }
  return { bytes: writeDataJson(records, catalog.fields), records: records.length, withoutKept };
}

function* published(rows: Rows, { department, source }: ExportRequest): Generator<DatasetRow> {
  let from = 1;
  for (;;) {
    const page = rows.scan(datasetTable, "key", { from, limit: PAGE_ROWS });
    for (const { row } of page) {
      const isWanted =
        (department === undefined || row.owner === department) && (source === undefined || row.source === source);
      if (isWanted && row.state === "published") yield row;
    }
    const last = page.at(-1);
    if (last === undefined) return;
    from = last.key + 1;
  }
}

/** The identifier is the source's; where two sources use the same one, the second record has its code, which is unique. */
function recordOf(row: DatasetRow, kept: JsonObject, identifiers: ReadonlySet<string>): DatasetRecord {
  const own = row.sourceId === "" ? row.code : row.sourceId;
  const sourceId = identifiers.has(own) ? row.code : own;
  const { owner: _owner, state: _state, suspended: _suspended, fingerprint: _fingerprint, ...description } = row;
  return { ...description, sourceId, kept };
}
