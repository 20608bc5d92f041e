// breaks: eslint(no-restricted-imports)
import type { StoredName } from "#ledger-core/store/fine.ts";

export const name: StoredName = "name";
