// breaks: TS6307
import { storedName } from "#ledger-core/store/fine.ts";

export const name = storedName;
