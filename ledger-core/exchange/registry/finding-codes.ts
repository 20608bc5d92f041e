/** What can be wrong with a registry of catalogues beyond what is said of any catalogue. A code is never reused or renamed. */
import type { TakenFileCode } from "#ledger-core/exchange/json-rows/parse-json-catalog.ts";
import type { FileCode } from "#ledger-core/exchange/json-rows/read-rows.ts";
import type { SharedRowCode } from "#ledger-core/exchange/json-rows/row-check.ts";

/** Why a whole file is refused. */
export type RegistryRefusal = "NOT_A_REGISTRY" | FileCode;

export const REGISTRY_FINDINGS = ["UID_TWICE", "ACCESS_MODE_UNKNOWN"] as const;
export type RegistryOwnCode = (typeof REGISTRY_FINDINGS)[number];
export type RegistryFindingCode = RegistryOwnCode | SharedRowCode | TakenFileCode;
