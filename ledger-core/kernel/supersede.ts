/** Ending what still waits for signatures about a record, because the record has changed under it. */
import { PROPOSAL_VOTES_MAX } from "#ledger-core/contract/schema/limits.ts";
import { assert } from "./assert.ts";
import { dueTable, proposalTable } from "./governance/tables.ts";
import { putProposal } from "./proposal-open.ts";
import type { Step } from "./step.ts";
import type { AnyTable } from "./table.ts";

/** Proposals about one record that are looked through: a record has far fewer open at once. */
const PROPOSALS_PER_RECORD_MAX = 16 * PROPOSAL_VOTES_MAX;

/**
 * Ends the open proposals that other actions asked for about the record; their `otherwise` does not run, for whoever supersedes them
 * has already said what becomes of the record. Proposals that people opened themselves stay.
 */
export function supersedeAsked(step: Step, table: AnyTable, key: number): void {
  const about = step.rows.scan(proposalTable, "subject", { equal: [table.name, key], limit: PROPOSALS_PER_RECORD_MAX });
  assert(about.length < PROPOSALS_PER_RECORD_MAX, `proposals about ${table.name} ${key} stay below the limit`);
  for (const { key: proposal, row } of about) {
    if (row.otherwise === "" || !["open", "returned", "blocked"].includes(row.state)) continue;
    if (row.due !== 0 && step.rows.get(dueTable, row.due) !== undefined)
      step.overlay.remove(dueTable as AnyTable, row.due);
    putProposal(step, proposal, { ...row, state: "superseded", due: 0 });
  }
}
