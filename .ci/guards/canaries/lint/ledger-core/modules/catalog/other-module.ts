// breaks: eslint(no-restricted-imports)
import { department } from "#ledger-core/modules/consortium/fine.ts";

export const name = department;
