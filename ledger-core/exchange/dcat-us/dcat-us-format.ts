/** DCAT-US 1.1 as one of the outside formats. */
import type { CatalogFormat } from "#ledger-core/exchange/catalog-format.ts";
import { describeDataJson } from "./finding-text.ts";
import { DATA_JSON_LIMITS } from "./limits.ts";
import { fingerprintRecord } from "./map-dataset.ts";
import { parseDataJson } from "./parse-data-json.ts";
import { writeDataJson } from "./write-data-json.ts";

/** `data.json` of DCAT-US 1.1, read and written. */
export const DCAT_US_FORMAT: CatalogFormat = {
  name: "dcat-us-1.1",
  profile: "dcat-us",
  fileBytesMax: DATA_JSON_LIMITS.fileBytesMax,
  parse: (bytes, sha256) => parseDataJson(bytes, sha256),
  write: (records, { catalog }) => writeDataJson(records, catalog),
  fingerprint: fingerprintRecord,
  readsBack: true,
  describeFinding: describeDataJson,
};
