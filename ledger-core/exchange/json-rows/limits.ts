/** How much of a catalogue in JSON is read, whatever its standard. Sizes in bytes are of UTF-8. */
import type { DataJsonLimits } from "#ledger-core/exchange/dcat-us/limits.ts";
import { DATA_JSON_LIMITS } from "#ledger-core/exchange/dcat-us/limits.ts";

export type JsonRowLimits = DataJsonLimits;

/** What a `data.json` may hold. */
export const JSON_ROW_LIMITS: JsonRowLimits = DATA_JSON_LIMITS;
