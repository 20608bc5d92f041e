/** The kernel's own acts on proposals. Who may do them follows from the proposal, so they have no policy of their own. */
import { amendBody, retryBody, voteBody, withdrawBody } from "#ledger-core/contract/schema/governance.ts";

export const PROPOSAL_KINDS = [
  { kind: "proposal.vote", version: 1, body: voteBody, batch: false },
  // The first asked neither whether its proposer may propose what it comes to, nor whether the rule of that is still in force.
  { kind: "proposal.amend", version: 1, body: amendBody, batch: false },
  { kind: "proposal.amend", version: 2, body: amendBody, batch: false },
  { kind: "proposal.withdraw", version: 1, body: withdrawBody, batch: false },
  { kind: "proposal.retry", version: 1, body: retryBody, batch: false },
] as const;

export type ProposalKind = (typeof PROPOSAL_KINDS)[number];
