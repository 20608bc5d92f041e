/** In which of its states a proposal still takes acts, said once for who executes, who judges a proof and who shows what may be done. */
import type { ProposalRow } from "#ledger-core/contract/schema/governance.ts";
import type { ProposalKind } from "./proposal-kinds.ts";

type State = ProposalRow["state"];

/** Nobody has decided yet; the other states are ends. */
export const LIVE_STATES = ["open", "returned", "blocked"] as const satisfies readonly State[];

export function isLive(row: ProposalRow): boolean {
  return LIVE_STATES.some((state) => state === row.state);
}

/** The states that each of the kernel's own acts needs. */
const STATES_FOR: Readonly<Record<ProposalKind["kind"], readonly State[]>> = {
  "proposal.vote": ["open"],
  "proposal.amend": ["open", "returned"],
  "proposal.withdraw": LIVE_STATES,
  "proposal.retry": ["blocked"],
};

/** What keeps a proposal from taking such an act at a time, in Unix seconds: its state, or its deadline; undefined if nothing does. */
export function closedTo(kind: ProposalKind["kind"], row: ProposalRow, time: number): "state" | "deadline" | undefined {
  if (!STATES_FOR[kind].includes(row.state)) return "state";
  return time >= row.deadline ? "deadline" : undefined;
}
