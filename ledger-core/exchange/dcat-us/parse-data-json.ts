/** DCAT-US 1.1 `data.json`, the whole file: hostile bytes in, records and findings out. */
import type { Sha256 } from "#ledger-core/exchange/canonical-json.ts";
import { isJsonList, isJsonObject } from "#ledger-core/exchange/canonical-json.ts";
import type { Json, JsonObject } from "#ledger-core/exchange/dataset-record.ts";
import type { ParsedJsonCatalog } from "#ledger-core/exchange/json-rows/parse-json-catalog.ts";
import { parseJsonCatalog } from "#ledger-core/exchange/json-rows/parse-json-catalog.ts";
import type { FoundRows } from "#ledger-core/exchange/json-rows/read-rows.ts";
import type { RowReader } from "#ledger-core/exchange/json-rows/row-taking.ts";
import { checkDataset } from "./check-dataset.ts";
import type { DataJsonFindingCode, FileRefusal } from "./finding-codes.ts";
import type { DataJsonLimits } from "./limits.ts";
import { DATA_JSON_LIMITS } from "./limits.ts";
import { datasetToRecord, hasHome } from "./map-dataset.ts";

/** `catalog` has every field of the file beside `dataset`, verbatim. */
export type ParsedDataJson = ParsedJsonCatalog<DataJsonFindingCode, FileRefusal>;

/** Reads a `data.json`. Never throws; a refused row never stops the others; a file refused as a whole gives nothing. */
export function parseDataJson(
  bytes: Uint8Array,
  sha256: Sha256,
  limits: DataJsonLimits = DATA_JSON_LIMITS,
): ParsedDataJson {
  return parseJsonCatalog<DataJsonFindingCode, FileRefusal>(bytes, limits, {
    find: findDatasets,
    checkCatalog: ({ conformsTo }) =>
      conformsTo === undefined ? [{ path: "conformsTo", code: "PROFILE_UNSTATED", severity: "warning" }] : [],
    reader: readerOf(sha256, limits),
  });
}

function findDatasets(document: Json): FoundRows<FileRefusal> {
  if (!isJsonObject(document)) return refuseFile("NOT_A_CATALOG");
  const { dataset: rows, ...catalog } = document;
  const version = otherVersion(catalog);
  if (version !== undefined) return refuseFile("OTHER_VERSION", version);
  if (rows === undefined) return refuseFile("NOT_A_CATALOG");
  if (!isJsonList(rows)) return refuseFile("DATASET_NOT_A_LIST");
  return { ok: true, rows, path: ["dataset"], isList: true, catalog };
}

function readerOf(sha256: Sha256, limits: DataJsonLimits): RowReader<DataJsonFindingCode> {
  return {
    idPath: "identifier",
    idOf: identifierOf,
    check: (dataset) => checkDataset(dataset, limits),
    toRecord: (dataset) => datasetToRecord(dataset, sha256, limits),
    keptFields: (dataset) => Object.keys(dataset).filter((field) => !hasHome(field)).length,
  };
}

function refuseFile(code: FileRefusal, detail = "") {
  return { ok: false, code, detail } as const;
}

/** The name of another version of the profile that the catalog says it follows; undefined for 1.1 and where nothing is said. */
function otherVersion(catalog: JsonObject): string | undefined {
  const conformsTo = catalog["conformsTo"];
  const said = isJsonObject(conformsTo) ? (conformsTo["title"] ?? conformsTo["@id"]) : conformsTo;
  if (typeof said !== "string") return undefined;
  const behindHost = /resources\.data\.gov(.*)/is.exec(said)?.[1] ?? "";
  if (/dcat-us[ /_-]?v?3/i.test(said) || behindHost.includes("3.0")) return "DCAT-US 3.0";
  return /project-open-data\.cio\.gov\/v1\.0/i.test(said) ? "DCAT-US 1.0" : undefined;
}

function identifierOf(dataset: JsonObject): string | undefined {
  const id = dataset["identifier"];
  return typeof id === "string" && id.trim() !== "" ? id : undefined;
}
