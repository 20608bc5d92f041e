/** A registry of catalogues, the whole file: one entry on each line, or a list of them. Hostile bytes in, records and findings out. */
import type { Sha256 } from "#ledger-core/exchange/canonical-json.ts";
import { isJsonList, isJsonObject } from "#ledger-core/exchange/canonical-json.ts";
import type { DatasetRecord, Json, JsonObject } from "#ledger-core/exchange/dataset-record.ts";
import { formatsOf, opennessOf } from "#ledger-core/exchange/dcat-us/homes.ts";
import { codeOfIdentifier, shortenText } from "#ledger-core/exchange/fit-text.ts";
import { excerpt } from "#ledger-core/exchange/hidden-marks.ts";
import type { JsonRowLimits } from "#ledger-core/exchange/json-rows/limits.ts";
import { JSON_ROW_LIMITS } from "#ledger-core/exchange/json-rows/limits.ts";
import type { ParsedJsonCatalog } from "#ledger-core/exchange/json-rows/parse-json-catalog.ts";
import { parseJsonCatalog } from "#ledger-core/exchange/json-rows/parse-json-catalog.ts";
import type { FoundRows } from "#ledger-core/exchange/json-rows/read-rows.ts";
import { keptOfRow, WITHOUT_FIELD } from "#ledger-core/exchange/json-rows/record-row.ts";
import { shown } from "#ledger-core/exchange/json-rows/row-check.ts";
import type { RowReader } from "#ledger-core/exchange/json-rows/row-taking.ts";
import { checkEntry } from "./check-entry.ts";
import type { RegistryFindingCode, RegistryRefusal } from "./finding-codes.ts";
import { ENTRY_MAPPING, HOME_FIELDS } from "./homes.ts";

/** What stands beside the entries of a registry with one on each line, and of records that come from no one file. */
export const LINES_CATALOG: JsonObject = { form: "lines" };

/** Never throws; a refused entry never stops the others; a file that was cut is refused as a whole. */
export function parseRegistry(
  bytes: Uint8Array,
  sha256: Sha256,
  limits: JsonRowLimits = JSON_ROW_LIMITS,
): ParsedJsonCatalog<RegistryFindingCode, RegistryRefusal> {
  return parseJsonCatalog<RegistryFindingCode, RegistryRefusal>(bytes, limits, {
    linesCatalog: LINES_CATALOG,
    find: findEntries,
    reader: readerOf(sha256, limits),
  });
}

function findEntries(document: Json): FoundRows<RegistryRefusal> {
  if (isJsonList(document) && (document.length === 0 || document.some(isEntry)))
    return { ok: true, rows: document, path: [], isList: true, catalog: { form: "list" } };
  if (isEntry(document)) return { ok: true, rows: [document], path: [], isList: false, catalog: { form: "entry" } };
  return { ok: false, code: "NOT_A_REGISTRY", detail: shown(document) };
}

function isEntry(value: Json): boolean {
  return (
    isJsonObject(value) && ("catalog_type" in value || "access_mode" in value || ("uid" in value && "link" in value))
  );
}

function readerOf(sha256: Sha256, limits: JsonRowLimits): RowReader<RegistryFindingCode> {
  const uids = new Set<string>();
  return {
    idPath: "id",
    idOf: ({ id }) => (typeof id === "string" && id.trim() !== "" ? id : undefined),
    check(row) {
      const faults = checkEntry(row, limits);
      const { uid } = row;
      if (typeof uid !== "string") return faults;
      // The registry's own numbers are not unique; `id` is, and is what an entry goes by here.
      if (uids.has(uid))
        return [...faults, { path: "uid", code: "UID_TWICE", severity: "warning", value: excerpt(uid) }];
      uids.add(uid);
      return faults;
    },
    toRecord: (row) => entryToRecord(row, sha256, limits),
    keptFields: (row) => Object.keys(row).filter((field) => !HOME_FIELDS.has(field)).length,
  };
}

/** The record of an entry. Takes any object; what is wrong with it is `check-entry.ts`'s to say. */
function entryToRecord(row: JsonObject, sha256: Sha256, limits: JsonRowLimits): DatasetRecord {
  const read = ENTRY_MAPPING.read(row);
  const homes = { ...read, summary: shortenText(read.summary, limits.summaryBytesMax) };
  return {
    ...homes,
    ...WITHOUT_FIELD,
    profile: "registry",
    code: codeOfIdentifier(read.sourceId, sha256, limits.codeBytesMax),
    format: shortenText(formatsOf(homes.distributions).join(", "), limits.formatBytesMax),
    openness: opennessOf(homes.sharing),
    kept: keptOfRow(row, homes, ENTRY_MAPPING),
  };
}
