/** DCAT-US 3.0 as one of the outside formats: a JSON catalogue whose datasets stand under `dataset`. */
import { encodeUtf8 } from "#ledger-core/contract/schema/bytes.ts";
import type { Sha256 } from "#ledger-core/exchange/canonical-json.ts";
import { fingerprintJson, isJsonList, isJsonObject } from "#ledger-core/exchange/canonical-json.ts";
import type { CatalogFormat, ParsedCatalog } from "#ledger-core/exchange/catalog-format.ts";
import { keptUnder } from "#ledger-core/exchange/catalog-format.ts";
import type { DatasetRecord, Json, JsonObject } from "#ledger-core/exchange/dataset-record.ts";
import { formatsOf, opennessOf } from "#ledger-core/exchange/dcat-us/homes.ts";
import { contactOf, vcardOf } from "#ledger-core/exchange/record-contact.ts";
import { codeOfIdentifier, shortenText } from "#ledger-core/exchange/fit-text.ts";
import { JSON_ROW_LIMITS } from "#ledger-core/exchange/json-rows/limits.ts";
import { parseJsonCatalog } from "#ledger-core/exchange/json-rows/parse-json-catalog.ts";
import type { FoundRows } from "#ledger-core/exchange/json-rows/read-rows.ts";
import { keptOfRow, WITHOUT_FIELD, writeRow } from "#ledger-core/exchange/json-rows/record-row.ts";
import type { RowFault } from "#ledger-core/exchange/json-rows/row-check.ts";
import { shown } from "#ledger-core/exchange/json-rows/row-check.ts";
import { checkDataset } from "./check-dataset.ts";
import type { CatalogRefusal, DcatUs3FindingCode } from "./finding-codes.ts";
import { describeDcatUs3 } from "./finding-text.ts";
import { DATASET_MAPPING, HOME_FIELDS, identifierOf } from "./homes.ts";

/** The ledger's profile is that of DCAT: kept fields and the catalogue's own stand under this name, apart from those of DCAT-AP. */
const NAME = "dcat-us-3.0";
const limits = JSON_ROW_LIMITS;

/** The fields of a catalogue that did not come from a file. */
const NEW_CATALOG: JsonObject = {
  "@type": "Catalog",
  conformsTo: { "@type": "Standard", title: "DCAT-US 3.0" },
};
const NEW_DATASET: JsonObject = { "@type": "Dataset" };

export const DCAT_US_3_FORMAT: CatalogFormat = {
  name: NAME,
  profile: "dcat-ap",
  fileBytesMax: limits.fileBytesMax,
  parse,
  write: (records, { catalog }) => writeCatalog(records, catalog),
  fingerprint: (record, sha256) => fingerprintJson(datasetOf(record), sha256),
  readsBack: true,
  describeFinding: describeDcatUs3,
};

function parse(bytes: Uint8Array, sha256: Sha256): ParsedCatalog {
  let listed: readonly Json[] = [];
  const parsed = parseJsonCatalog<DcatUs3FindingCode, CatalogRefusal>(bytes, limits, {
    find(document) {
      const found = findDatasets(document);
      if (found.ok) listed = found.rows;
      return found;
    },
    checkCatalog: (catalog) => checkCatalog(catalog, listed),
    reader: {
      idPath: "identifier",
      idOf: (row) => identifierOf(row) || undefined,
      check: (row) => checkDataset(row, limits),
      toRecord: (row) => recordOf(row, sha256),
      keptFields: (row) => Object.keys(row).filter((field) => !HOME_FIELDS.has(field)).length,
    },
  });
  if (!parsed.ok) return parsed;
  const { "@id": id, publisher } = parsed.catalog;
  const name = isJsonObject(publisher) ? publisher["name"] : publisher;
  const about = { ...(typeof id === "string" && { id }), ...(typeof name === "string" && { publisher: name }) };
  return { ...parsed, about, catalog: { [NAME]: parsed.catalog } };
}

function findDatasets(document: Json): FoundRows<CatalogRefusal> {
  if (!isJsonObject(document)) return { ok: false, code: "NOT_DCAT_US_3", detail: shown(document) };
  const { dataset: rows = [], ...catalog } = document;
  if (!isJsonList(rows)) return { ok: false, code: "DATASET_NOT_A_LIST", detail: shown(rows) };
  const isCatalog = rows.length > 0 || document["@type"] === "Catalog" || document["@type"] === "dcat:Catalog";
  if (!isCatalog) return { ok: false, code: "NOT_DCAT_US_3", detail: "" };
  return { ok: true, rows, path: ["dataset"], isList: true, catalog };
}

/** Datasets of series and of catalogues within this one stay where they are; of those that the list has not it is said how many. */
function checkCatalog(catalog: JsonObject, listed: readonly Json[]): readonly RowFault<DcatUs3FindingCode>[] {
  const known = new Set(listed.filter(isJsonObject).map(identifierOf));
  const within = new Set([...datasetsWithin(catalog, 0)].map(identifierOf).filter((id) => !known.has(id)));
  if (within.size === 0) return [];
  return [{ path: "", code: "DATASETS_WITHIN", severity: "warning", value: String(within.size) }];
}

const DEPTH_MAX = 16;

function* datasetsWithin(value: Json, depth: number): Generator<JsonObject> {
  if (depth > DEPTH_MAX) return;
  const inner = isJsonList(value) ? value : isJsonObject(value) ? Object.values(value) : [];
  if (isJsonObject(value) && value["@type"] === "Dataset") yield value;
  for (const item of inner) yield* datasetsWithin(item, depth + 1);
}

/** The record of a dataset. Takes any object; what is wrong with it is `check-dataset.ts`'s to say. */
function recordOf(row: JsonObject, sha256: Sha256): DatasetRecord {
  const read = DATASET_MAPPING.read(row);
  const homes = { ...read, summary: shortenText(read.summary, limits.summaryBytesMax) };
  return {
    ...homes,
    ...WITHOUT_FIELD,
    profile: "dcat-ap",
    code: codeOfIdentifier(read.sourceId, sha256, limits.codeBytesMax),
    format: shortenText(formatsOf(homes.distributions).join(", "), limits.formatBytesMax),
    openness: opennessOf(homes.sharing),
    kept: { [NAME]: keptOfRow(row, homes, DATASET_MAPPING) },
  };
}

/** The dataset of a record that came in another standard, with what this one demands and the ledger has no field for. */
function newDataset(record: DatasetRecord): JsonObject {
  const contact = contactOf(record);
  return contact === undefined ? NEW_DATASET : { ...NEW_DATASET, contactPoint: vcardOf("Kind", contact) };
}

/** The dataset that a record stands for: of this format's own records, unchanged, the very one they were read from. */
function datasetOf(record: DatasetRecord): JsonObject {
  return writeRow(keptUnder(record, NAME) ?? newDataset(record), record, DATASET_MAPPING);
}

/** UTF-8, indented. Not checked: that a record made here has every field that the profile demands (a contact, for one). */
function writeCatalog(records: readonly DatasetRecord[], catalog: JsonObject | undefined): Uint8Array {
  const own = catalog?.[NAME];
  const document = { ...(isJsonObject(own) ? own : NEW_CATALOG), dataset: records.map(datasetOf) };
  // ECMAScript escapes lone surrogates, so the text always has UTF-8.
  return encodeUtf8(`${JSON.stringify(document, undefined, 2)}\n`) ?? new Uint8Array();
}
