import { kernelName } from "#ledger-core/kernel/fine.ts";

export const department = kernelName;
