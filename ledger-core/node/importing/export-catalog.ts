/** The catalogue of the ledger, of one department or source, or the record of one dataset, in an outside format. */
import { setImmediate } from "node:timers/promises";
import type { DatasetRow } from "#ledger-core/contract/schema/catalog.ts";
import type { DatasetRecord, JsonObject } from "#ledger-core/exchange/dataset-record.ts";
import type { CatalogFormat } from "#ledger-core/exchange/catalog-format.ts";
import { Rows } from "#ledger-core/kernel/rows.ts";
import { datasetTable } from "#ledger-core/modules/catalog/tables.ts";
import type { Head, Reader } from "#ledger-core/store/store-types.ts";
import { nodeSuite } from "#ledger-core/node/crypto-suite.ts";
import { loadKept } from "./kept-fields.ts";
import type { KeptFields } from "./kept-fields.ts";

export type ExportRequest = {
  readonly format: CatalogFormat;
  readonly department?: number | undefined;
  readonly source?: string | undefined;
  /** Key of the one dataset that is wanted, in whatever state it is. */
  readonly dataset?: number | undefined;
  /** As of the block of that height; of the newest, if left out. Blocks that are sealed meanwhile alter nothing. */
  readonly height?: number | undefined;
  /** Looked at between records, and before and after they are written in one go. */
  readonly signal?: AbortSignal | undefined;
};

export type ExportedCatalog = {
  readonly bytes: Uint8Array;
  /** Of the block that the catalogue is as of. */
  readonly height: number;
  readonly checkpoint: string;
  readonly records: number;
  /** Records whose kept fields are not held here, so that only what the ledger itself says of them was written. */
  readonly withoutKept: number;
  /** Records that readers of the standard will refuse. */
  readonly unfit: Unfit;
};

/** How many records lack what a standard demands, and the fields that are missing or not as demanded, in the standard's words. */
export type Unfit = { readonly records: number; readonly fields: readonly string[] };

const PAGE_ROWS = 500;
/** Records between two looks at whether somebody has stopped the work. */
const RECORDS_AT_ONCE = 64;

/**
 * Published datasets in the order in which they came, or the one that is named; nothing where there is no such dataset. What was imported from a format of the same profile gives back exactly the fields of
 * its source, unless they were changed on the ledger; a catalog's own fields are written where the format can hold them. Rejects with
 * the signal's reason if it is aborted, and with a RangeError for a height that the ledger has not reached.
 */
export async function exportCatalog(reader: Reader, request: ExportRequest): Promise<ExportedCatalog> {
  const { format } = request;
  const { height, checkpoint } = blockAt(reader, request.height);
  const rows = new Rows(reader.rowsAt(height));
  const wanted = request.dataset === undefined ? published(rows, request) : oneDataset(rows, request.dataset);
  const sources = new Set<string>();
  const records: DatasetRecord[] = [];
  const identifiers = new Set<string>();
  const newest = new Map<string, KeptFields>();
  let withoutKept = 0;
  for (const row of wanted) {
    if (records.length % RECORDS_AT_ONCE === 0) await listen(request);
    sources.add(row.source);
    const kept = row.kept === undefined ? undefined : await loadKept(reader.blobs, row.kept);
    if (row.kept !== undefined && kept === undefined) withoutKept++;
    if (kept !== undefined && row.profile === format.profile) {
      const known = newest.get(row.source);
      if (known === undefined || kept.logSize >= known.logSize) newest.set(row.source, kept);
    }
    const record = recordOf(row, kept?.fields ?? {}, identifiers);
    identifiers.add(record.sourceId);
    records.push(record);
  }
  const catalogs = [...newest.values()].map((kept) => kept.catalog);
  const isOneFile = sources.size === 1;
  const catalog: JsonObject | undefined = isOneFile ? catalogs[0] : undefined;
  await listen(request);
  const bytes = await format.write(records, { catalog, catalogs, sha256: nodeSuite.sha256 });
  await listen(request);
  const unfit = await readBack(format, bytes);
  await listen(request);
  return { bytes, height, checkpoint, records: records.length, withoutKept, unfit };
}

function blockAt(reader: Reader, height: number | undefined): Pick<Head, "height" | "checkpoint"> {
  const block = height === undefined ? reader.head() : reader.block(height);
  if (block === undefined) throw new RangeError(`there is no block ${height ?? 0}`);
  return block;
}

/** Lets others have their turn, the one among them who stops the work. */
async function listen({ signal }: ExportRequest): Promise<void> {
  await setImmediate();
  signal?.throwIfAborted();
}

async function readBack(format: CatalogFormat, bytes: Uint8Array): Promise<Unfit> {
  if (format.readsBack !== true) return { records: 0, fields: [] };
  const read = await format.parse(bytes, nodeSuite.sha256);
  if (!read.ok) throw new Error(`what was written as ${format.name} cannot be read: ${read.code}`);
  const refused = read.findings.filter(({ severity }) => severity === "refused");
  return { records: read.rowsRefused, fields: [...new Set(refused.map(({ path }) => path))] };
}

function oneDataset(rows: Rows, key: number): readonly DatasetRow[] {
  const row = rows.get(datasetTable, key);
  return row === undefined ? [] : [row];
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
