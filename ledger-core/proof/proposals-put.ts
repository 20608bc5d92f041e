import { decode } from "#ledger-core/contract/schema/codec.ts";
import { proposalRow } from "#ledger-core/contract/schema/governance.ts";
import type { ProposalRow } from "#ledger-core/contract/schema/governance.ts";
import type { Change } from "./change.ts";

/** The table of proposals. */
export const PROPOSAL_TABLE = "kernel.proposal";

/** The proposals that an entry wrote, with their keys. */
export function proposalsPut(
  changes: readonly Change[],
): readonly { readonly key: number; readonly row: ProposalRow }[] {
  return changes.flatMap(({ table, key, row }) => {
    if (table !== PROPOSAL_TABLE || row === undefined) return [];
    const decoded = decode(proposalRow, row);
    return decoded.ok ? [{ key, row: decoded.value }] : [];
  });
}
