/** Opening a proposal, and the moves that a proposal may make. */
import { encode } from "#ledger-core/contract/schema/codec.ts";
import type { ProposalRow } from "#ledger-core/contract/schema/governance.ts";
import { rowKeySchema } from "#ledger-core/contract/schema/units.ts";
import { dueTable, proposalTable, voteTable } from "./governance/tables.ts";
import type { Move } from "./module.ts";
import type { Act, Decided } from "./act.ts";
import { seatsFor } from "./policy.ts";
import type { Signatory } from "./policy.ts";
import { LIVE_STATES } from "./proposal-states.ts";
import { nextKey, putRow, queueDue } from "./step.ts";
import type { Step } from "./step.ts";
import type { AnyTable } from "./table.ts";

/** The due action that ends a proposal at its deadline. */
export const PROPOSAL_EXPIRY = "proposal.expire";

const ENDS = ["executed", "rejected", "withdrawn", "expired", "superseded"] as const;

/** `open` may be returned, blocked or end; what was returned or blocked may open again or end. */
export const PROPOSAL_MOVES: readonly Move[] = [
  { table: proposalTable.name, from: "-", to: "open" },
  { table: proposalTable.name, from: "open", to: "returned" },
  { table: proposalTable.name, from: "open", to: "blocked" },
  { table: proposalTable.name, from: "returned", to: "open" },
  { table: proposalTable.name, from: "blocked", to: "open" },
  ...LIVE_STATES.flatMap((from) =>
    ENDS.filter((to) => from !== "returned" || to === "withdrawn" || to === "expired" || to === "superseded").map(
      (to) => ({
        table: proposalTable.name,
        from,
        to,
      }),
    ),
  ),
];

/** Opens a proposal with the signatures that already stand behind it; returns its key. */
export function openProposal(step: Step, act: Act, decided: Decided, signatories: readonly Signatory[]): number {
  const key = nextKey(step, proposalTable as AnyTable);
  const deadline = step.time + decided.policyCase.deadlineSeconds;
  const record = decided.scope.subject.record;
  const row: ProposalRow = {
    kind: act.action.kind,
    version: act.action.version,
    body: act.bodyBytes,
    bodyRoot: act.bodyRoot,
    proposer: act.actor.person,
    department: act.actor.department,
    opened: step.time,
    deadline,
    round: 1,
    state: "open",
    subjectTable: record?.table.name ?? "",
    subjectKey: record?.key ?? 0,
    code: "",
    otherwise: act.asked?.otherwise ?? "",
    due: queueDue(step, deadline, PROPOSAL_EXPIRY, encode(rowKeySchema, key)),
    // Whoever took over the proposal that asks for this one may not have signed it.
    proposerSigned: act.signers.includes(act.actor.person) ? "yes" : "no",
  };
  putProposal(step, key, row);
  // Those who signed the act that asked for this one have signed it too: what it asks for was part of what they were shown.
  for (const signatory of signatories) {
    if (signatory.person === act.actor.person) continue;
    if (seatsFor(decided.scope, decided.policyCase, signatory).length === 0) continue;
    step.overlay.put(voteTable as AnyTable, nextKey(step, voteTable as AnyTable), {
      proposal: key,
      round: 1,
      person: signatory.person,
      department: signatory.department,
      choice: "approve",
      reason: "",
      time: step.time,
    });
  }
  return key;
}

/** Writes a proposal along its moves. */
export function putProposal(step: Step, key: number, row: ProposalRow): void {
  putRow(step, PROPOSAL_MOVES, proposalTable as AnyTable, key, row);
}

/** Takes the end at its deadline out of the queue, because a proposal ends now. */
export function cancelExpiry(step: Step, row: ProposalRow): void {
  if (row.due !== 0 && step.rows.get(dueTable, row.due) !== undefined)
    step.overlay.remove(dueTable as AnyTable, row.due);
}
