/** DCAT-US 1.1 as one of the outside formats. */
import type { CatalogFormat } from "#ledger-core/exchange/catalog-format.ts";
import { DATA_JSON_FINDINGS, FILE_REFUSALS } from "./finding-codes.ts";
import { describeFileRefusal, describeFinding } from "./finding-text.ts";
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
  describeFinding: ({ code, severity }, language) => {
    const finding = DATA_JSON_FINDINGS.find((known) => known === code);
    if (finding !== undefined) return describeFinding({ code: finding, severity }, language);
    const refusal = FILE_REFUSALS.find((known) => known === code);
    return refusal === undefined ? undefined : describeFileRefusal(refusal, language);
  },
};
