/** Proposals that nobody has decided yet. */
import type { ProposalRow } from "#ledger-core/contract/schema/governance.ts";
import { proposalTable } from "#ledger-core/kernel/governance/tables.ts";
import { LIVE_STATES } from "#ledger-core/kernel/proposal-states.ts";
import type { Rows, StoredRow } from "#ledger-core/kernel/rows.ts";

/** Read at a time: the body of one may have a megabyte. */
const PAGE_ROWS = 64;

/** All of them, however many there are: the open ones, then the returned, then the blocked, the oldest first of each. */
export function* liveProposals(rows: Rows): Generator<StoredRow<ProposalRow>, void> {
  for (const state of LIVE_STATES) {
    let from = 0;
    for (;;) {
      const page = rows.scan(proposalTable, "state", { equal: [state], from, limit: PAGE_ROWS });
      yield* page;
      const last = page.at(-1);
      if (last === undefined || page.length < PAGE_ROWS) break;
      from = last.key + 1;
    }
  }
}
