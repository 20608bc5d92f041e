/** Ending what still waits for signatures about a record, because the record has changed under it. */
import type { ProposalRow } from "#ledger-core/contract/schema/governance.ts";
import { proposalTable } from "./governance/tables.ts";
import { cancelExpiry, putProposal } from "./proposal-open.ts";
import { LIVE_STATES } from "./proposal-states.ts";
import type { StoredRow } from "./rows.ts";
import type { Step } from "./step.ts";
import type { AnyTable } from "./table.ts";

/** Proposals that are ended at a time; what is left is found by looking again. */
const PORTION = 64;

/**
 * Ends the open proposals that other actions asked for about the record; their `otherwise` does not run, for whoever supersedes them
 * has already said what becomes of the record. Proposals that people opened themselves stay.
 */
export function supersedeAsked(step: Step, table: AnyTable, key: number): void {
  for (const state of LIVE_STATES)
    for (let about = asked(step, table, key, state); about.length > 0; about = asked(step, table, key, state))
      for (const { key: proposal, row } of about) {
        cancelExpiry(step, row);
        putProposal(step, proposal, { ...row, state: "superseded", due: 0 });
        step.overlay.checkCount();
      }
}

/** Names of due actions begin with a letter, and whoever was not asked has none. */
function asked(
  step: Step,
  table: AnyTable,
  key: number,
  state: ProposalRow["state"],
): readonly StoredRow<ProposalRow>[] {
  return step.rows.scan(proposalTable, "subject", { equal: [table.name, key, state], from: "A", limit: PORTION });
}
