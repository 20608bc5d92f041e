/** What can be wrong with a DCAT-US 3.0 catalogue beyond what is said of any catalogue. A code is never reused or renamed. */
import type { TakenFileCode } from "#ledger-core/exchange/json-rows/parse-json-catalog.ts";
import type { FileCode } from "#ledger-core/exchange/json-rows/read-rows.ts";
import type { SharedRowCode } from "#ledger-core/exchange/json-rows/row-check.ts";

/** Why a whole file is refused. */
export type CatalogRefusal = "NOT_DCAT_US_3" | "DATASET_NOT_A_LIST" | FileCode;

export const DCAT_US_3_FINDINGS = [
  "DATASETS_WITHIN",
  "EMAIL_INVALID",
  "MODIFIED_BEFORE_ISSUED",
  "ACCESS_UNKNOWN",
] as const;
export type DcatUs3OwnCode = (typeof DCAT_US_3_FINDINGS)[number];
export type DcatUs3FindingCode = DcatUs3OwnCode | SharedRowCode | TakenFileCode;
