/** DCAT-US 1.1 `data.json` out of records. */
import { encodeUtf8 } from "#ledger-core/contract/schema/bytes.ts";
import type { DatasetRecord, JsonObject } from "#ledger-core/exchange/dataset-record.ts";
import { recordToDataset } from "./map-dataset.ts";

/** The fields of a catalog that did not come from a file. */
export const NEW_CATALOG: JsonObject = {
  "@context": "https://project-open-data.cio.gov/v1.1/schema/catalog.jsonld",
  "@type": "dcat:Catalog",
  conformsTo: "https://project-open-data.cio.gov/v1.1/schema",
  describedBy: "https://project-open-data.cio.gov/v1.1/schema/catalog.json",
};

/**
 * A file with the catalog's fields, then the datasets in the order given: UTF-8, indented, without a byte order mark. Records as parsed
 * give what the source said, ignoring white space and the order of keys. Not checked: that a record made here has every field that
 * the profile demands (a contact, for one).
 */
export function writeDataJson(records: readonly DatasetRecord[], catalog: JsonObject = NEW_CATALOG): Uint8Array {
  const text = JSON.stringify({ ...catalog, dataset: records.map(recordToDataset) }, undefined, 2);
  // ECMAScript escapes lone surrogates, so the text always has UTF-8.
  return encodeUtf8(`${text}\n`) ?? new Uint8Array();
}
