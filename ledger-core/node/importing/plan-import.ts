/** What an import would do, before anything is signed: every row read, checked and compared with the ledger. */
import { encodeHex, encodeUtf8, parseHex } from "#ledger-core/contract/schema/bytes.ts";
import { SHARING } from "#ledger-core/contract/schema/catalog.ts";
import type { ImportLine } from "#ledger-core/contract/schema/catalog-bodies.ts";
import { canonicalJson, equalJson } from "#ledger-core/exchange/canonical-json.ts";
import type { CatalogFormat, TakenCatalog } from "#ledger-core/exchange/catalog-format.ts";
import type { DatasetRecord, JsonObject, RowFinding } from "#ledger-core/exchange/dataset-record.ts";
import { diffRecords, retirementNeedsConsent } from "#ledger-core/exchange/diff-records.ts";
import type { RecordDiff } from "#ledger-core/exchange/diff-records.ts";
import type { FileFormat } from "#ledger-core/exchange/guess-format.ts";
import { excerpt } from "#ledger-core/exchange/hidden-marks.ts";
import { sourceKey } from "#ledger-core/exchange/source-key.ts";
import type { SourceKey } from "#ledger-core/exchange/source-key.ts";
import { missingElements } from "#ledger-core/modules/catalog/profile.ts";
import { memberTable } from "#ledger-core/kernel/governance/tables.ts";
import type { Rows } from "#ledger-core/kernel/rows.ts";
import { nodeSuite } from "#ledger-core/node/crypto-suite.ts";
import type { Blobs } from "#ledger-core/store/blobs.ts";
import { CodeChoice } from "./code-choice.ts";
import { releaseMemory, releaseMemorySoon } from "#ledger-core/node/release-memory.ts";
import { keptText } from "./kept-fields.ts";
import { knownRecords, lastCatalog, proposedRecords } from "./known-records.ts";
import type { KnownRecord } from "./known-records.ts";
import { unpackFile } from "./unpack-file.ts";

/** A record to be written: what its line says, and the fields to keep for it, as JSON text in UTF-8: as values they would take ten times the memory. */
export type PlannedPut = {
  readonly record: Omit<DatasetRecord, "kept">;
  readonly kept: Uint8Array;
  /** Its code in this network, which is the record's own unless another dataset has that. */
  readonly code: string;
  readonly fingerprint: Uint8Array;
  /** True if it shares less than before. */
  readonly narrows: boolean;
  readonly agreementsLive: number;
};
export type PlannedRetirement = { readonly origin: ImportLine["origin"]; readonly agreementsLive: number };

export type ImportPlan = {
  readonly ok: true;
  readonly format: CatalogFormat;
  readonly formatSure: boolean;
  readonly source: SourceKey;
  readonly catalog: JsonObject;
  /** Datasets that the file lists. */
  readonly rows: number;
  /** By the format's reader, then by the ledger's rules, whose codes are those of `import-codes.ts`. */
  readonly findings: readonly RowFinding[];
  /** Identifiers by what becomes of them. */
  readonly diff: RecordDiff;
  /** Identifiers that are part of an open proposal already, and so are left to it. */
  readonly waiting: readonly string[];
  /** Whoever runs the import takes them out, so that what is sealed is held no longer. */
  readonly puts: PlannedPut[];
  readonly retirements: readonly PlannedRetirement[];
  /** So many records would be retired that a person has to agree. */
  readonly needsConsent: boolean;
  readonly fieldsKept: number;
};

/** A file that is refused as a whole, by its format's code or the import's own. `detail` is for the eyes: a place, a size. */
export type RefusedFile = {
  readonly ok: false;
  readonly format: FileFormat;
  readonly code: string;
  readonly detail: string;
};

export type ImportRequest = {
  readonly bytes: Uint8Array;
  readonly fileName: string;
  /** What a person says the file is: one of these. Left out, its bytes say it. */
  readonly formats?: readonly CatalogFormat[] | undefined;
  /** The source's key as a person names it. */
  readonly source?: string | undefined;
  /** The department in whose name records are imported. */
  readonly department: number;
};

/** From this size on the records of a file take so much memory that it is given back at once. */
export const LARGE_FILE_BYTES = 4_000_000;
/** The catalog's own fields go into the blob of each record. */
const CATALOG_BYTES_MAX = 65_536;
const SOURCE_CHARACTERS_MAX = 200;

/** Reads a file and says what its import would do now. Never throws for what is in the file; reads the ledger and signs nothing. */
export async function planImport(
  request: ImportRequest,
  ledger: { readonly rows: Rows; readonly blobs: Blobs },
): Promise<ImportPlan | RefusedFile> {
  const plan = await readAndCompare(request, ledger);
  // What the records were read from is no longer needed once the caller has let go of it, and what comes next takes memory of its own.
  if (request.bytes.length >= LARGE_FILE_BYTES) releaseMemorySoon(0);
  return plan;
}

async function readAndCompare(
  request: ImportRequest,
  ledger: { readonly rows: Rows; readonly blobs: Blobs },
): Promise<ImportPlan | RefusedFile> {
  const file = unpackFile(request.bytes, request.fileName, request.formats);
  if (!file.ok) return { ok: false, format: file.format, code: file.code, detail: "" };
  const { name: format } = file.format;
  const parsed = await file.format.parse(file.bytes, nodeSuite.sha256);
  if (!parsed.ok) return { ok: false, format, code: parsed.code, detail: parsed.detail };
  // What the rows were read through would lie beside what comparing them takes.
  if (request.bytes.length >= LARGE_FILE_BYTES) releaseMemory();
  const catalogBytes = encodeUtf8(canonicalJson(parsed.catalog))?.length ?? 0;
  if (catalogBytes > CATALOG_BYTES_MAX)
    return { ok: false, format, code: "CATALOG_TOO_LARGE", detail: `${catalogBytes} > ${CATALOG_BYTES_MAX}` };
  const source = sourceOf(request, parsed);
  if (!source.sure) return { ok: false, format, code: "SOURCE_UNNAMED", detail: excerpt(source.key) };
  const taken = { parsed, format: file.format, source: source.key };
  return { ok: true, format: file.format, formatSure: file.sure, source, ...(await compare(request, taken, ledger)) };
}

function sourceOf(request: ImportRequest, { about, catalog }: TakenCatalog): SourceKey {
  const told = about === undefined ? catalog : { "@id": about.id ?? "", publisher: about.publisher ?? "" };
  if (request.source === undefined) return sourceKey({ catalog: told, fileName: request.fileName });
  const key = [...request.source.trim().toWellFormed()].slice(0, SOURCE_CHARACTERS_MAX).join("");
  return { key, basis: "file", sure: key !== "" };
}

type TakenFile = { readonly parsed: TakenCatalog; readonly format: CatalogFormat; readonly source: string };

async function compare(
  request: ImportRequest,
  { parsed, format, source }: TakenFile,
  ledger: { readonly rows: Rows; readonly blobs: Blobs },
): Promise<Omit<ImportPlan, "ok" | "format" | "formatSure" | "source">> {
  const { rows } = ledger;
  const known = knownRecords(rows, request.department, source);
  const proposed = proposedRecords(rows, request.department, source);
  const findings: RowFinding[] = [...parsed.findings];
  const uscc = rows.get(memberTable, request.department)?.uscc;
  const records = publishable(parsed, uscc, findings);
  const refusedIds = new Set([...parsed.refusedIds, ...missingFrom(parsed.records, records)]);
  const live = [...known.values()].filter((record) => record.state !== "retired");
  const before = new Map(live.map((record) => [record.sourceId, record.fingerprint]));
  const after = new Map(records.map((record) => [record.sourceId, format.fingerprint(record, nodeSuite.sha256)]));
  for (const [id, fingerprint] of after) {
    // A record that was written again only to carry the catalog's fields has the fingerprint of both.
    if (before.get(id) === withCatalog(fingerprint, parsed.catalog)) before.set(id, fingerprint);
  }
  const found = diffRecords(before, after, refusedIds);
  const inForce = found.retired.filter((id) => (known.get(id)?.agreementsInForce ?? 0) > 0);
  const contested = found.retired.filter((id) => known.get(id)?.suspended === "yes" && !inForce.includes(id));
  const stuck = new Set([...inForce, ...contested]);
  findings.push(...inForce.map((id) => stays(id, "AGREEMENTS_IN_FORCE")));
  findings.push(...contested.map((id) => stays(id, "DATASET_CONTESTED")));
  const waiting = [...found.added, ...found.changed].filter((id) => proposed.get(id) === after.get(id));
  waiting.push(...found.retired.filter((id) => proposed.get(id) === ""));
  const asked = new Set(waiting);
  const remains = (id: string): boolean => !asked.has(id) && !stuck.has(id);
  const diff: RecordDiff = {
    added: found.added.filter(remains),
    changed: found.changed.filter(remains),
    unchanged: found.unchanged,
    retired: found.retired.filter(remains),
    held: [...found.held, ...stuck],
  };
  const wanted = new Set([...diff.added, ...diff.changed]);
  const written = records.filter((record) => wanted.has(record.sourceId));
  const codes = new CodeChoice({ rows, known, source, findings }, written);
  const puts = written.map((record) =>
    plannedPut(record, { fingerprint: after.get(record.sourceId) ?? "", known, codes }),
  );
  const carrier = puts.length > 0 ? undefined : await findCarrier(records, diff, parsed.catalog, known, ledger.blobs);
  if (carrier !== undefined) {
    const fingerprint = withCatalog(after.get(carrier.sourceId) ?? "", parsed.catalog);
    puts.push(plannedPut(carrier, { fingerprint, known, codes }));
    findings.push({ row: 0, path: "", code: "CATALOG_CHANGED", severity: "warning" });
  }
  const changed = carrier === undefined ? diff.changed : [...diff.changed, carrier.sourceId];
  const unchanged = diff.unchanged.filter((id) => id !== carrier?.sourceId);
  return {
    catalog: parsed.catalog,
    rows: parsed.rows,
    findings,
    diff: { ...diff, changed, unchanged },
    waiting,
    puts,
    retirements: diff.retired.map((id) => plannedRetirement(id, source, known)),
    needsConsent: retirementNeedsConsent(found, parsed.refusedWithoutId),
    fieldsKept: parsed.fieldsKept,
  };
}

/** The records that the ledger's rules let a department publish; the others get a finding that refuses them. */
function publishable(
  { records, rowOf }: TakenCatalog,
  uscc: string | undefined,
  findings: RowFinding[],
): readonly DatasetRecord[] {
  return records.filter((record) => {
    const { sourceId, profile, providerCode } = record;
    const missing = missingElements({ ...record, kept: undefined });
    const isOthers = profile === "national" && providerCode !== uscc;
    if (missing.length === 0 && !isOthers) return true;
    const row = rowOf?.get(sourceId) ?? 0;
    const found =
      missing.length > 0
        ? { code: "PROFILE_INCOMPLETE", value: missing.join(", ") }
        : { code: "PROVIDER_MISMATCH", value: excerpt(providerCode) };
    findings.push({ row, path: "", severity: "refused", sourceId, ...found });
    return false;
  });
}

function missingFrom(all: readonly DatasetRecord[], kept: readonly DatasetRecord[]): readonly string[] {
  const left = new Set(kept);
  return all.filter((record) => !left.has(record)).map((record) => record.sourceId);
}

function stays(sourceId: string, code: string): RowFinding {
  return { row: 0, path: "", code, severity: "refused", value: excerpt(sourceId), sourceId };
}

type PutContext = {
  readonly fingerprint: string;
  readonly known: ReadonlyMap<string, KnownRecord>;
  readonly codes: CodeChoice;
};

function plannedPut(record: DatasetRecord, { fingerprint, known, codes }: PutContext): PlannedPut {
  const before = known.get(record.sourceId);
  const { kept, ...rest } = record;
  return {
    record: rest,
    kept: keptText(kept),
    code: codes.of(record),
    fingerprint: hashOf(fingerprint),
    narrows: before !== undefined && SHARING.indexOf(record.sharing) > SHARING.indexOf(before.sharing),
    agreementsLive: before?.agreementsLive ?? 0,
  };
}

function plannedRetirement(
  sourceId: string,
  source: string,
  known: ReadonlyMap<string, KnownRecord>,
): PlannedRetirement {
  const before = known.get(sourceId);
  const fingerprint = hashOf(before?.fingerprint ?? "");
  return { origin: { source, sourceId, fingerprint }, agreementsLive: before?.agreementsLive ?? 0 };
}

/**
 * Where no record is written but the catalog's own fields are not those that the ledger has, the first record of the file is written
 * again to carry them.
 */
async function findCarrier(
  records: readonly DatasetRecord[],
  diff: RecordDiff,
  catalog: JsonObject,
  known: ReadonlyMap<string, KnownRecord>,
  blobs: Blobs,
): Promise<DatasetRecord | undefined> {
  const unchanged = new Set(diff.unchanged);
  const first = records.find((record) => unchanged.has(record.sourceId));
  if (first === undefined) return undefined;
  const last = await lastCatalog(blobs, known.values());
  return last === undefined || equalJson(last, catalog) ? undefined : first;
}

function withCatalog(fingerprint: string, catalog: JsonObject): string {
  return encodeHex(nodeSuite.sha256(encodeUtf8(`${fingerprint} ${canonicalJson(catalog)}`) ?? new Uint8Array()));
}

function hashOf(hex: string): Uint8Array {
  const bytes = parseHex(hex);
  return bytes?.length === 32 ? bytes : new Uint8Array(32);
}
