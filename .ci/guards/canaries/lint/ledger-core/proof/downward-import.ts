// breaks: eslint(no-restricted-imports)
import { kernelName } from "#ledger-core/kernel/fine.ts";

export const name = kernelName;
