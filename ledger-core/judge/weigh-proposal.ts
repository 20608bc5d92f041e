/** The acts on proposals: whether the voter was entitled, and whether the signatures that carried a proposal were enough. */
import { equalBytes } from "#ledger-core/contract/schema/bytes.ts";
import { decode } from "#ledger-core/contract/schema/codec.ts";
import { amendBody, voteBody } from "#ledger-core/contract/schema/governance.ts";
import type { ProposalRow, retryBody, VoteRow, withdrawBody } from "#ledger-core/contract/schema/governance.ts";
import { PROPOSAL_VOTES_MAX } from "#ledger-core/contract/schema/limits.ts";
import type { Value } from "#ledger-core/contract/schema/schema.ts";
import { assertNever } from "#ledger-core/kernel/assert.ts";
import { proposalTable, voteTable } from "#ledger-core/kernel/governance/tables.ts";
import { signatoryOf } from "#ledger-core/kernel/act.ts";
import type { Decided } from "#ledger-core/kernel/act.ts";
import { mayPropose } from "#ledger-core/kernel/perform.ts";
import { isInTurn, seatsFor } from "#ledger-core/kernel/policy.ts";
import { approvers, hasSpoken, proposedAct } from "#ledger-core/kernel/proposal.ts";
import type { ProposalKind } from "#ledger-core/kernel/proposal-kinds.ts";
import { closedTo } from "#ledger-core/kernel/proposal-states.ts";
import { Rows } from "#ledger-core/kernel/rows.ts";
import type { StoredRow } from "#ledger-core/kernel/rows.ts";
import { findRule } from "#ledger-core/kernel/ruleset.ts";
import { bodyRootOf, verifyTransactionSignature } from "#ledger-core/proof/transaction.ts";
import type { Transaction } from "#ledger-core/proof/transaction.ts";
import { proposalsPut } from "#ledger-core/proof/proposals-put.ts";
import type { ProposalVersion } from "./past.ts";
import {
  ALLOWED,
  decideThen,
  findActor,
  isWeight,
  refuted,
  touchesOnlyProposals,
  unknown,
  weighSignatures,
} from "./scales.ts";
import type { Scales, Weight } from "./scales.ts";

type Vote = Value<typeof voteBody>;

/** A proposal that is acted on, with what stood in it before. */
type OnProposal = { readonly key: number; readonly row: ProposalRow };

/** Weighs an act on a proposal. `body` was decoded by the kind's schema. */
export function weighProposalAct(scales: Scales, kind: ProposalKind, body: unknown): Weight {
  switch (kind.kind) {
    case "proposal.vote":
      return weighVote(scales, body as Vote);
    case "proposal.amend":
      return weighAmend(scales, kind.version, body as Value<typeof amendBody>);
    case "proposal.withdraw":
      return weighOwn(scales, kind.kind, (body as Value<typeof withdrawBody>).proposal);
    case "proposal.retry":
      return weighRetry(scales, (body as Value<typeof retryBody>).proposal);
    default:
      return assertNever(kind);
  }
}

/** The proposal, if it was still open to such an act at that time. */
function findOpen({ rows, time }: Scales, kind: ProposalKind["kind"], key: number): ProposalRow | undefined {
  const row = rows.get(proposalTable, key);
  return row !== undefined && closedTo(kind, row, time) === undefined ? row : undefined;
}

/** Whoever amends to something else proposes it; the first version of the act did not ask whether they may. */
function weighAmend(scales: Scales, version: 1 | 2, { proposal, body }: Value<typeof amendBody>): Weight {
  const own = weighOwn(scales, "proposal.amend", proposal);
  const row = scales.rows.get(proposalTable, proposal);
  return own.verdict === "allowed" && version > 1 && row !== undefined ? weighProposed(scales, row, body) : own;
}

/** Whether the proposer may propose what the proposal comes to with that body; the same once more is no other proposal. */
function weighProposed(scales: Scales, row: ProposalRow, body: Uint8Array): Weight {
  const { ruleset, suite, rows, time } = scales;
  const rule = findRule(ruleset, row.kind, row.version);
  if (rule?.of !== "module") return unknown("rule");
  const bodyRoot = bodyRootOf(suite, rule.action.batch, body);
  if (bodyRoot === undefined || !decode(rule.action.body, body).ok) return refuted("body");
  if (equalBytes(bodyRoot, row.bodyRoot) || row.otherwise !== "") return ALLOWED;
  const amended = proposedAct(ruleset, { ...row, body, bodyRoot }, [row.proposer]);
  const decided = decideThen(scales, amended);
  if (isWeight(decided)) return decided;
  return mayPropose(decided, signatoryOf(rows, row.proposer, time)) === undefined ? ALLOWED : refuted("propose");
}

/** Only who proposed may amend or withdraw. */
function weighOwn(scales: Scales, kind: ProposalKind["kind"], key: number): Weight {
  const row = findOpen(scales, kind, key);
  return row?.proposer === scales.actor.person ? weighUncarried(scales, { key, row }) : refuted("proposal");
}

/** What was not carried out must not have taken effect; only how a proposal ends may be told to the module that asked for it. */
function weighUncarried({ act }: Scales, { key, row }: OnProposal): Weight {
  const state = proposalsPut(act.changes).find((put) => put.key === key)?.row.state;
  const isTold = row.otherwise !== "" && (state === "rejected" || state === "withdrawn");
  return isTold || touchesOnlyProposals(act.changes) ? ALLOWED : refuted("effects");
}

function weighVote(scales: Scales, body: Vote): Weight {
  const { rows, time, actor } = scales;
  const row = findOpen(scales, "proposal.vote", body.proposal);
  if (row === undefined || row.round !== body.round || !equalBytes(row.bodyRoot, body.bodyRoot))
    return refuted("proposal");
  const decided = decideProposed(scales, row);
  if (isWeight(decided)) return decided;
  const { scope, policyCase } = decided;
  const before = storedVotes(rows, body.proposal, row.round);
  const spoken = before.map((vote) => vote.row);
  if (hasSpoken(row, spoken, actor.person)) return refuted("voter");
  const voter = signatoryOf(rows, actor.person, time);
  if (seatsFor(scope, policyCase, voter).length === 0) return refuted("seat");
  const earlier = approvers(row, spoken);
  const approvals = earlier.map((person) => signatoryOf(rows, person, time));
  if (body.choice === "approve" && !isInTurn(scope, policyCase, approvals, voter)) return refuted("turn");
  const carried = body.choice === "approve" ? [...earlier, actor.person] : earlier;
  const proposal = { key: body.proposal, row };
  return isCarriedOut(scales, body.proposal)
    ? weighCarried(scales, proposal, decided, before, carried)
    : weighUncarried(scales, proposal);
}

function weighRetry(scales: Scales, key: number): Weight {
  const { rows, time, actor } = scales;
  const row = findOpen(scales, "proposal.retry", key);
  if (row === undefined) return refuted("proposal");
  const decided = decideProposed(scales, row);
  if (isWeight(decided)) return decided;
  const person = signatoryOf(rows, actor.person, time);
  if (actor.person !== row.proposer && seatsFor(decided.scope, decided.policyCase, person).length === 0)
    return refuted("seat");
  if (!isCarriedOut(scales, key)) return weighUncarried(scales, { key, row });
  const before = storedVotes(rows, key, row.round);
  const people = approvers(
    row,
    before.map((vote) => vote.row),
  );
  return weighCarried(scales, { key, row }, decided, before, people);
}

function decideProposed(scales: Scales, row: ProposalRow): Decided | Weight {
  const rule = findRule(scales.ruleset, row.kind, row.version);
  if (rule?.of !== "module" || !decode(rule.action.body, row.body).ok) return unknown("rule");
  // People sign the root; that the body beside it is the one that they have seen would otherwise be the log's word.
  const root = bodyRootOf(scales.suite, rule.action.batch, row.body);
  if (root === undefined || !equalBytes(root, row.bodyRoot)) return refuted("body");
  return decideThen(scales, proposedAct(scales.ruleset, row, [row.proposer]));
}

/** Whether the act brought the proposal to its execution, even if that was then blocked. */
function isCarriedOut({ act }: Scales, key: number): boolean {
  return proposalsPut(act.changes).some(
    (put) => put.key === key && (put.row.state === "executed" || put.row.state === "blocked"),
  );
}

/** Everybody's approval together must do, and each must be shown as a signature of then rather than as a row. */
function weighCarried(
  scales: Scales,
  proposal: OnProposal,
  decided: Decided,
  votes: readonly StoredRow<VoteRow>[],
  people: readonly number[],
): Weight {
  const { rows, time, actor } = scales;
  const weigh = (persons: readonly number[]): Weight =>
    weighSignatures(
      scales,
      decided,
      persons.map((person) => signatoryOf(rows, person, time)),
    );
  const all = weigh(people);
  if (all.verdict !== "allowed") return all;
  const signed = people.filter((person) => person === actor.person || hasSigned(scales, proposal, votes, person));
  return weigh(signed).verdict === "allowed" ? ALLOWED : unknown("signatures");
}

/** Whether a person's own signature for what is carried out is at hand: of the proposal in its present form, or of an approving vote. */
function hasSigned(
  scales: Scales,
  proposal: OnProposal,
  votes: readonly StoredRow<VoteRow>[],
  person: number,
): boolean {
  const { proposer, proposerSigned } = proposal.row;
  if (person === proposer && proposerSigned === "yes") return hasProposed(scales, proposal);
  return votes
    .filter((vote) => vote.row.person === person && vote.row.choice === "approve")
    .some(({ changedAt }) => {
      const transaction = signedBy(scales, changedAt, person);
      if (transaction?.signed.kind !== "proposal.vote") return false;
      const body = decode(voteBody, transaction.body);
      return (
        body.ok &&
        body.value.proposal === proposal.key &&
        body.value.choice === "approve" &&
        body.value.round === proposal.row.round &&
        equalBytes(body.value.bodyRoot, proposal.row.bodyRoot)
      );
    });
}

function hasProposed(scales: Scales, { key, row }: OnProposal): boolean {
  const versions = scales.past.proposalVersions(key, scales.act.index);
  const first = versions.find((version) => version.row.round === row.round && equalBytes(version.row.body, row.body));
  return first !== undefined && isProposersSignature(scales, { key, row }, first);
}

function isProposersSignature(scales: Scales, { key, row }: OnProposal, first: ProposalVersion): boolean {
  const transaction = signedBy(scales, first.index, row.proposer);
  if (transaction === undefined) return false;
  const { kind, bodyRoot } = transaction.signed;
  if (kind !== "proposal.amend") return kind === row.kind && equalBytes(bodyRoot, row.bodyRoot);
  const body = decode(amendBody, transaction.body);
  return body.ok && body.value.proposal === key && equalBytes(body.value.body, row.body);
}

/** What the person signed at an earlier entry, if a key that was theirs and live just then did sign it. */
function signedBy({ past, suite }: Scales, index: number, person: number): Transaction | undefined {
  const transaction = past.transaction(index);
  if (transaction === undefined || !verifyTransactionSignature(suite, transaction)) return undefined;
  const signer = findActor(new Rows(past.rowsBefore(index)), transaction.signed);
  return typeof signer !== "string" && signer.person === person ? transaction : undefined;
}

function storedVotes(rows: Rows, proposal: number, round: number): readonly StoredRow<VoteRow>[] {
  return rows.scan(voteTable, "proposal", { equal: [proposal, round], limit: PROPOSAL_VOTES_MAX });
}
