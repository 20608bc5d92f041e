// breaks: eslint(no-restricted-imports)
import { engineName } from "#ledger-core/engine/fine.ts";

export const name = engineName;
