/** CKAN as one of the outside catalogue formats: dumps and answers of the Action API v3, as CKAN 2.9 to 2.11 write them. */
import type { CatalogFormat } from "#ledger-core/exchange/catalog-format.ts";
import { fingerprintJson } from "#ledger-core/exchange/canonical-json.ts";
import { JSON_ROW_LIMITS } from "#ledger-core/exchange/json-rows/limits.ts";
import { describeCkanFinding } from "./finding-text.ts";
import { parsePackages } from "./parse-packages.ts";
import { recordToPackage, writePackages } from "./write-packages.ts";

export const CKAN_FORMAT: CatalogFormat = {
  name: "ckan",
  profile: "ckan",
  fileBytesMax: JSON_ROW_LIMITS.fileBytesMax,
  parse: (bytes, sha256) => parsePackages(bytes, sha256),
  write: (records, { catalog }) => writePackages(records, catalog),
  fingerprint: (record, sha256) => fingerprintJson(recordToPackage(record), sha256),
  describeFinding: describeCkanFinding,
};
