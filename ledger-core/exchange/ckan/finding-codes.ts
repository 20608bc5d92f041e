/** Everything that can be wrong with a file or package of CKAN beyond what is said of any catalogue. A code is never reused or renamed. */
import type { FileCode } from "#ledger-core/exchange/json-rows/read-rows.ts";
import type { TakenFileCode } from "#ledger-core/exchange/json-rows/parse-json-catalog.ts";
import type { SharedRowCode } from "#ledger-core/exchange/json-rows/row-check.ts";

/** Why a whole file is refused. */
export const CKAN_REFUSALS = ["NOT_PACKAGES", "NAMES_ONLY", "ANSWER_FAILED"] as const;
export type CkanRefusal = (typeof CKAN_REFUSALS)[number] | FileCode;

/** What can be found in a package, or in a file that is taken all the same. */
export const CKAN_FINDINGS = [
  "NAME_INVALID",
  "NAME_TWICE",
  "TITLE_FROM_NAME",
  "PRIVATE_WITHOUT_OWNER",
  "STATE_NOT_ACTIVE",
  "ACCESS_RIGHTS_IN_WORDS",
  "CONDITION_MISSING",
  "EXTRA_TWICE",
  "MAIL_INVALID",
  "COUNT_DIFFERS",
  "ANSWER_PARTIAL",
] as const;
export type CkanOwnCode = (typeof CKAN_FINDINGS)[number];
export type CkanFindingCode = CkanOwnCode | SharedRowCode | TakenFileCode;
