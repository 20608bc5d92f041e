import { storedName } from "#ledger-core/store/fine.ts";

export const engineName = storedName;
