import { proofName } from "#ledger-core/proof/fine.ts";

export const kernelName = `${proofName} ${Math.floor(7 / 2)}`;
