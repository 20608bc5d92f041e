/** What may happen to a proposal: votes, correction, withdrawal, another try, its deadline. */
import { decode, encode } from "#ledger-core/contract/schema/codec.ts";
import { equalBytes } from "#ledger-core/contract/schema/bytes.ts";
import type { Refusal } from "#ledger-core/contract/schema/errors.ts";
import { proposalEnded } from "#ledger-core/contract/schema/governance.ts";
import type {
  amendBody,
  ProposalRow,
  retryBody,
  voteBody,
  VoteRow,
  withdrawBody,
} from "#ledger-core/contract/schema/governance.ts";
import { PROPOSAL_ROUNDS_MAX, PROPOSAL_VOTES_MAX } from "#ledger-core/contract/schema/limits.ts";
import type { Value } from "#ledger-core/contract/schema/schema.ts";
import { assert, assertNever } from "./assert.ts";
import { bodyRootOf } from "#ledger-core/proof/transaction.ts";
import { proposalTable, voteTable } from "./governance/tables.ts";
import { refuse } from "./module.ts";
import type { Actor } from "./module.ts";
import { decide, signatoryOf } from "./act.ts";
import type { Act, Decided } from "./act.ts";
import { isRefused, mayPropose, runAct } from "./perform.ts";
import type { Performed } from "./perform.ts";
import { isDefeated, isInTurn, isSatisfied, seatsFor } from "./policy.ts";
import type { Signatory } from "./policy.ts";
import { cancelExpiry, putProposal } from "./proposal-open.ts";
import { closedTo, isLive } from "./proposal-states.ts";
import type { ProposalKind } from "./proposal-kinds.ts";
import type { Rows } from "./rows.ts";
import { findRule, isActive } from "./ruleset.ts";
import type { Ruleset } from "./ruleset.ts";
import { nestedStep, nextKey, StepContext } from "./step.ts";
import type { Step } from "./step.ts";
import type { AnyTable } from "./table.ts";

type Vote = Value<typeof voteBody>;

/** One of the kernel's own acts on proposals. `body` was decoded by the kind's schema. */
export function performOnProposal(step: Step, actor: Actor, kind: ProposalKind, body: unknown): Performed | Refusal {
  switch (kind.kind) {
    case "proposal.vote":
      return vote(step, actor, body as Vote);
    case "proposal.amend":
      return amend(step, actor, body as Value<typeof amendBody>, kind.version);
    case "proposal.withdraw":
      return withdraw(step, actor, body as Value<typeof withdrawBody>);
    case "proposal.retry":
      return retry(step, actor, body as Value<typeof retryBody>);
    default:
      return assertNever(kind);
  }
}

/** A proposal's action with its decoded body, as its proposer would perform it. */
export function proposedAct(ruleset: Ruleset, row: ProposalRow, signers: readonly number[]): Act {
  const rule = findRule(ruleset, row.kind, row.version);
  assert(rule !== undefined && rule.of === "module", `the rule of a proposal for ${row.kind} is known`);
  const decoded = decode(rule.action.body, row.body);
  assert(decoded.ok, "a proposal holds a body that was decoded before");
  return {
    actor: { person: row.proposer, department: row.department },
    action: rule.action,
    body: decoded.value,
    bodyBytes: row.body,
    bodyRoot: row.bodyRoot,
    signers,
    asked: undefined,
    depth: 0,
  };
}

/** Votes of a proposal's present round, oldest first. */
export function votesOf(rows: Rows, proposal: number, round: number): readonly VoteRow[] {
  const votes = rows.scan(voteTable, "proposal", { equal: [proposal, round], limit: PROPOSAL_VOTES_MAX });
  return votes.map((stored) => stored.row);
}

/** Votes of all rounds, up to the limit. */
function countVotes(rows: Rows, proposal: number): number {
  return rows.scan(voteTable, "proposal", { equal: [proposal], limit: PROPOSAL_VOTES_MAX }).length;
}

/**
 * Everybody whose approval counts now, the proposer first if the proposal is signed by whoever carries it: people who lost their role
 * since drop out by holding none.
 */
export function approvalsOf(
  rows: Rows,
  row: ProposalRow,
  votes: readonly VoteRow[],
  time: number,
): readonly Signatory[] {
  return approvers(row, votes).map((person) => signatoryOf(rows, person, time));
}

/** The same people by their keys. */
export function approvers(row: ProposalRow, votes: readonly VoteRow[]): readonly number[] {
  const approving = votes.filter((one) => one.choice === "approve").map((one) => one.person);
  return row.proposerSigned === "yes" ? [row.proposer, ...approving] : approving;
}

/** True if the person's approval or vote is in already. */
export function hasSpoken(row: ProposalRow, votes: readonly VoteRow[], person: number): boolean {
  return (row.proposerSigned === "yes" && row.proposer === person) || votes.some((one) => one.person === person);
}

function findOpen(step: Step, kind: ProposalKind["kind"], key: number): ProposalRow | Refusal {
  const row = step.rows.get(proposalTable, key);
  if (row === undefined) return refuse("PROPOSAL_NOT_FOUND", { proposal: key });
  const closed = closedTo(kind, row, step.time);
  if (closed === "state") return refuse("PROPOSAL_NOT_OPEN", { proposal: key, state: row.state });
  return closed === "deadline" ? refuse("PROPOSAL_OVERDUE", { proposal: key }) : row;
}

function isRow(found: ProposalRow | Refusal): found is ProposalRow {
  return "kind" in found;
}

function vote(step: Step, actor: Actor, body: Vote): Performed | Refusal {
  const row = findOpen(step, "proposal.vote", body.proposal);
  if (!isRow(row)) return row;
  const refused = checkShown(step, row, body);
  if (refused !== undefined) return refused;
  const act = proposedAct(step.ruleset, row, [row.proposer]);
  const decided = decide(step.rows, act);
  if ("code" in decided) return decided;
  const before = votesOf(step.rows, body.proposal, row.round);
  const entitled = checkEntitled(step, row, decided, before, actor, body);
  if (entitled !== undefined) return entitled;
  step.overlay.put(voteTable as AnyTable, nextKey(step, voteTable as AnyTable), {
    proposal: body.proposal,
    round: row.round,
    person: actor.person,
    department: actor.department,
    choice: body.choice,
    reason: body.reason,
    time: step.time,
  });
  return tally(step, body.proposal, row, decided, body.reason);
}

/** The voter saw what stands in the ledger now: the same round, the same body, the same state of the record. */
function checkShown(step: Step, row: ProposalRow, body: Vote): Refusal | undefined {
  if (body.round !== row.round) return refuse("PROPOSAL_ROUND_OVER", { proposal: body.proposal, round: row.round });
  if (!equalBytes(body.bodyRoot, row.bodyRoot)) return refuse("PROPOSAL_BODY_MISMATCH", { proposal: body.proposal });
  if (body.choice !== "approve" && body.reason === "") return refuse("REASON_MISSING");
  const table = step.ruleset.tables.get(row.subjectTable);
  const revision = table === undefined ? 0 : step.rows.revision(table, row.subjectKey);
  if (body.subjectRevision !== revision) return refuse("CHANGED_SINCE_SHOWN", { proposal: body.proposal });
  return undefined;
}

function checkEntitled(
  step: Step,
  row: ProposalRow,
  { scope, policyCase }: Decided,
  before: readonly VoteRow[],
  actor: Actor,
  body: Vote,
): Refusal | undefined {
  const voter = signatoryOf(step.rows, actor.person, step.time);
  if (hasSpoken(row, before, actor.person)) return refuse("ALREADY_VOTED");
  if (seatsFor(scope, policyCase, voter).length === 0) return refuse("NOT_ENTITLED");
  if (countVotes(step.rows, body.proposal) >= PROPOSAL_VOTES_MAX)
    return refuse("PROPOSAL_FULL", { proposal: body.proposal });
  const approvals = approvalsOf(step.rows, row, before, step.time);
  if (body.choice === "approve" && !isInTurn(scope, policyCase, approvals, voter)) return refuse("NOT_YOUR_TURN");
  return undefined;
}

/** What the votes so far make of a proposal. */
function tally(step: Step, key: number, row: ProposalRow, decided: Decided, reason: string): Performed | Refusal {
  const votes = votesOf(step.rows, key, row.round);
  const { scope, policyCase } = decided;
  const approving = approvalsOf(step.rows, row, votes, step.time);
  if (votes.at(-1)?.choice === "return") {
    putProposal(step, key, { ...row, state: "returned" });
    return { state: "voted", proposal: key };
  }
  if (isSatisfied(scope, policyCase, approving)) return execute(step, key, row, approving);
  const by = (choice: VoteRow["choice"]): readonly Signatory[] =>
    votes.filter((one) => one.choice === choice).map((one) => signatoryOf(step.rows, one.person, step.time));
  const standing = { approving, objecting: by("reject"), abstaining: by("abstain") };
  if (isDefeated(scope, policyCase, standing)) endProposal(step, key, row, "rejected", reason);
  return { state: "voted", proposal: key };
}

function execute(step: Step, key: number, row: ProposalRow, approving: readonly Signatory[]): Performed | Refusal {
  // Who proposed stays the first, with or without roles: whoever comes after is a supporter whose signature carries over.
  const signers = approving.map((one) => one.person);
  const act = proposedAct(step.ruleset, row, signers);
  const outcome = runAct(step, act, key);
  if (isRefused(outcome)) {
    putProposal(step, key, { ...row, state: "blocked", code: outcome.code });
    return { state: "voted", proposal: key };
  }
  cancelExpiry(step, row);
  putProposal(step, key, { ...row, state: "executed", code: "", due: 0 });
  return outcome;
}

function amend(step: Step, actor: Actor, body: Value<typeof amendBody>, version: 1 | 2): Performed | Refusal {
  const row = findOpen(step, "proposal.amend", body.proposal);
  if (!isRow(row)) return row;
  if (row.proposer !== actor.person) return refuse("NOT_PROPOSER");
  if (row.round >= PROPOSAL_ROUNDS_MAX) return refuse("PROPOSAL_FULL", { proposal: body.proposal });
  const rule = findRule(step.ruleset, row.kind, row.version);
  assert(rule !== undefined, `the rule of a proposal for ${row.kind} is known`);
  if (!decode(rule.action.body, body.body).ok) return refuse("PROPOSAL_BODY_MISMATCH", { proposal: body.proposal });
  const bodyRoot = bodyRootOf(step.suite, rule.action.batch, body.body);
  if (bodyRoot === undefined) return refuse("PROPOSAL_BODY_MISMATCH", { proposal: body.proposal });
  // Who lays the same before others once more proposes nothing else, under whichever rule, and whoever asked for it.
  const isOther = version > 1 && !equalBytes(bodyRoot, row.bodyRoot);
  // What was proposed under an earlier rule may still be decided, but nothing else is proposed under it.
  if (isOther && !isActive(step.rows, row.kind, row.version, step.height))
    return refuse("PROPOSAL_RULE_RETIRED", { proposal: body.proposal });
  const round = row.round + 1;
  const amended: ProposalRow = { ...row, body: body.body, bodyRoot, round, state: "open", proposerSigned: "yes" };
  const act = proposedAct(step.ruleset, amended, [row.proposer]);
  const decided = decide(step.rows, act);
  if ("code" in decided) return decided;
  const record = decided.scope.subject.record;
  // What another action asked for stays about the record that it was asked about, for that record waits for how it ends.
  const isSameRecord = (record?.table.name ?? "") === row.subjectTable && (record?.key ?? 0) === row.subjectKey;
  if (row.otherwise !== "" && !isSameRecord) return refuse("PROPOSAL_BODY_MISMATCH", { proposal: body.proposal });
  if (isOther && row.otherwise === "") {
    const refused = mayPropose(decided, signatoryOf(step.rows, row.proposer, step.time));
    if (refused !== undefined) return refused;
  }
  const rehearsal = runAct(nestedStep(step), act, undefined);
  if (isRefused(rehearsal)) return rehearsal;
  putProposal(step, body.proposal, {
    ...amended,
    subjectTable: record?.table.name ?? "",
    subjectKey: record?.key ?? 0,
  });
  return { state: "voted", proposal: body.proposal };
}

function withdraw(step: Step, actor: Actor, body: Value<typeof withdrawBody>): Performed | Refusal {
  const row = findOpen(step, "proposal.withdraw", body.proposal);
  if (!isRow(row)) return row;
  if (row.proposer !== actor.person) return refuse("NOT_PROPOSER");
  endProposal(step, body.proposal, row, "withdrawn", body.reason);
  return { state: "voted", proposal: body.proposal };
}

function retry(step: Step, actor: Actor, body: Value<typeof retryBody>): Performed | Refusal {
  const row = findOpen(step, "proposal.retry", body.proposal);
  if (!isRow(row)) return row.code === "PROPOSAL_NOT_OPEN" ? refuse("NOT_BLOCKED", row.data) : row;
  const decided = decide(step.rows, proposedAct(step.ruleset, row, [row.proposer]));
  if ("code" in decided) return decided;
  const person = signatoryOf(step.rows, actor.person, step.time);
  const mayRetry = actor.person === row.proposer || seatsFor(decided.scope, decided.policyCase, person).length > 0;
  if (!mayRetry) return refuse("NOT_ENTITLED");
  const approving = approvalsOf(step.rows, row, votesOf(step.rows, body.proposal, row.round), step.time);
  const reopened: ProposalRow = { ...row, state: "open", code: "" };
  if (isSatisfied(decided.scope, decided.policyCase, approving)) return execute(step, body.proposal, row, approving);
  // Somebody whose approval counted has lost the role: others may sign again.
  putProposal(step, body.proposal, reopened);
  return { state: "voted", proposal: body.proposal };
}

/** Ends a proposal at its deadline, unless it has ended. */
export function expireProposal(step: Step, key: number): void {
  const row = step.rows.get(proposalTable, key);
  if (row === undefined || !isLive(row)) return;
  endProposal(step, key, row, "expired", "");
}

function endProposal(
  step: Step,
  key: number,
  row: ProposalRow,
  how: "rejected" | "withdrawn" | "expired",
  reason: string,
): void {
  cancelExpiry(step, row);
  putProposal(step, key, { ...row, state: how, due: 0 });
  if (row.otherwise === "") return;
  const otherwise = step.ruleset.due.get(row.otherwise);
  assert(otherwise !== undefined, `the due action ${row.otherwise} is known`);
  otherwise.run(new StepContext(step, otherwise.moves), encode(proposalEnded, { body: row.body, how, reason }));
}
