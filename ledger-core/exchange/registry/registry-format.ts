/** The registry of data portals (commondataio/dataportals-registry, `catalogs.jsonl` of 2025) as one of the outside catalogue formats. */
import type { CatalogFormat } from "#ledger-core/exchange/catalog-format.ts";
import { fingerprintJson } from "#ledger-core/exchange/canonical-json.ts";
import { JSON_ROW_LIMITS } from "#ledger-core/exchange/json-rows/limits.ts";
import { describeRegistryFinding } from "./finding-text.ts";
import { parseRegistry } from "./parse-registry.ts";
import { recordToEntry, writeRegistry } from "./write-registry.ts";

export const REGISTRY_FORMAT: CatalogFormat = {
  name: "registry",
  profile: "registry",
  fileBytesMax: JSON_ROW_LIMITS.fileBytesMax,
  parse: (bytes, sha256) => parseRegistry(bytes, sha256),
  write: (records, { catalog }) => writeRegistry(records, catalog),
  fingerprint: (record, sha256) => fingerprintJson(recordToEntry(record), sha256),
  describeFinding: describeRegistryFinding,
};
