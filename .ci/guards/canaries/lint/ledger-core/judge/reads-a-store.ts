// breaks: eslint(no-restricted-imports)
import { storedName } from "#ledger-core/store/fine.ts";

export const name = storedName;
