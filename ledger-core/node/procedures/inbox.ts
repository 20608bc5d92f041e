/** What waits for whose signature. */
import { encodeHex } from "#ledger-core/contract/schema/bytes.ts";
import type { InboxDetail, InboxItem, OfferedTerms } from "#ledger-core/contract/api/inbox.ts";
import type { Preview } from "#ledger-core/contract/api/session.ts";
import type { PersonBrief } from "#ledger-core/contract/api/shared.ts";
import type { ProposalRow } from "#ledger-core/contract/schema/governance.ts";
import { toJson } from "#ledger-core/contract/schema/json.ts";
import { PROPOSAL_VOTES_MAX } from "#ledger-core/contract/schema/limits.ts";
import { isJsonObject } from "#ledger-core/exchange/canonical-json.ts";
import { activeMembers, activePeople, rolesAt } from "#ledger-core/kernel/directory.ts";
import { policyTable, proposalTable, voteTable } from "#ledger-core/kernel/governance/tables.ts";
import type { Actor } from "#ledger-core/kernel/module.ts";
import { signatoryOf } from "#ledger-core/kernel/act.ts";
import type { Act, Decided } from "#ledger-core/kernel/act.ts";
import { Rows } from "#ledger-core/kernel/rows.ts";
import { isRefused } from "#ledger-core/kernel/perform.ts";
import { isSatisfied, seatsFor } from "#ledger-core/kernel/policy.ts";
import type { ProposalKind } from "#ledger-core/kernel/proposal-kinds.ts";
import { closedTo, isLive } from "#ledger-core/kernel/proposal-states.ts";
import { approvalsOf, hasSpoken, proposedAct, votesOf } from "#ledger-core/kernel/proposal.ts";
import { USERS } from "#ledger-core/modules/catalog/seats.ts";
import { agreementTable, datasetTable } from "#ledger-core/modules/catalog/tables.ts";
import { composeValue } from "#ledger-core/node/compose-transaction.ts";
import type { ComposedBody } from "#ledger-core/node/compose-transaction.ts";
import type { Asked } from "#ledger-core/node/asked.ts";
import { liveProposals } from "#ledger-core/node/live-proposals.ts";
import type { NodeContext } from "#ledger-core/node/node-context.ts";
import { namedChanges } from "#ledger-core/node/named-changes.ts";
import { decidedOfProposal, previewAct, previewEffect, standingOfProposal } from "#ledger-core/node/preview.ts";
import type { Standing } from "#ledger-core/node/preview.ts";
import { problemOf } from "#ledger-core/node/problem.ts";
import { previewOf } from "#ledger-core/node/preview-answer.ts";
import { aboutRecord, actSentences, policySentences } from "#ledger-core/node/sentences.ts";
import { kindWords } from "#ledger-core/node/words.ts";
import { ask, findActor, found, procedures } from "./base.ts";

/** People named as those who may still sign. */
const WAITING_MAX = 50;
const OFFERED_MAX = 50;

type Proposal = { readonly key: number; readonly row: ProposalRow };

export const inboxProcedures = {
  list: procedures.inbox.list.handler(({ context, input }) => {
    const asked = ask(context);
    const actor = findActor(context, asked.rows);
    const boxes = actor === undefined ? { mine: [], started: [], done: [] } : sortBoxes(asked, context, actor);
    const waiting = actor === undefined ? [] : termsOffered(asked, actor);
    const counts = { mine: boxes.mine.length + waiting.length, started: boxes.started.length, done: boxes.done.length };
    const items = boxes[input.box].slice(0, input.limit).map((key) => {
      const proposal = { key, row: found(asked.rows.get(proposalTable, key), proposalTable.name, key) };
      return itemOf(asked, proposal, weigh(asked, proposal), rowsThen(context, proposal));
    });
    const offered = input.box === "mine" ? waiting : [];
    return { height: asked.height, items, offered, counts };
  }),
  item: procedures.inbox.item.handler(({ context, input }) => {
    const asked = ask(context);
    const row = found(asked.rows.get(proposalTable, input.proposal), proposalTable.name, input.proposal);
    return detailOf(asked, context, { key: input.proposal, row });
  }),
};

/** What the department's own people may accept or answer, the nearest end first. */
function termsOffered({ rows, moment, briefs }: Asked, actor: Actor): OfferedTerms[] {
  const roles = rolesAt(rows, actor.person, moment.time);
  if (!USERS.some((role) => roles.includes(role))) return [];
  const offered = rows.scan(agreementTable, "user", { equal: [actor.department, "OFFERED"], limit: OFFERED_MAX });
  return offered
    .filter(({ row }) => row.expires > moment.time)
    .map(({ key, row }) => ({
      agreement: key,
      title: found(rows.get(datasetTable, row.dataset), datasetTable.name, row.dataset).title,
      owner: briefs.department(row.owner),
      until: row.expires,
    }))
    .toSorted((left, right) => left.until - right.until);
}

/** Keys of proposals: nearest deadline first among what waits, newest first among what is over. */
function sortBoxes(asked: Asked, { host }: NodeContext, actor: Actor): Record<"mine" | "started" | "done", number[]> {
  const mine: Waiting[] = [];
  const started: Waiting[] = [];
  // Bodies are large and proposals may be many: of each one only what puts it in its place is held.
  for (const proposal of liveProposals(asked.rows)) {
    const waiting = { key: proposal.key, deadline: proposal.row.deadline };
    if (mayVote(asked, proposal, actor) || mustCorrect(proposal, actor)) mine.push(waiting);
    if (proposal.row.proposer === actor.person) started.push(waiting);
  }
  const done = host.ledger.reader.sql.all<{ key: number }>(
    `SELECT DISTINCT p.key FROM kernel_proposal p LEFT JOIN kernel_vote v ON v.proposal = p.key
     WHERE p.state NOT IN ('open', 'returned', 'blocked') AND (p.proposer = ? OR v.person = ?)
     ORDER BY p.key DESC LIMIT 500`,
    actor.person,
    actor.person,
  );
  return { mine: byDeadline(mine), started: byDeadline(started), done: done.map(({ key }) => key) };
}

type Waiting = { readonly key: number; readonly deadline: number };

function byDeadline(waiting: readonly Waiting[]): number[] {
  return waiting.toSorted((left, right) => left.deadline - right.deadline).map(({ key }) => key);
}

/** A returned proposal waits for its proposer. */
function mustCorrect({ row }: Proposal, actor: Actor): boolean {
  return row.state === "returned" && row.proposer === actor.person;
}

function mayVote(asked: Asked, { key, row }: Proposal, actor: Actor): boolean {
  if (closedTo("proposal.vote", row, asked.moment.time) !== undefined) return false;
  if (hasSpoken(row, votesOf(asked.rows, key, row.round), actor.person)) return false;
  return isEntitled(asked, decidedOfProposal(asked.moment, row), actor.person);
}

function isEntitled({ rows, moment }: Asked, decided: Decided | undefined, person: number): boolean {
  if (decided === undefined) return false;
  return seatsFor(decided.scope, decided.policyCase, signatoryOf(rows, person, moment.time)).length > 0;
}

/** The act that is proposed, and how far it has come under its policy. */
type Weighed = { readonly act: Act; readonly standing: Standing };

function weigh({ moment }: Asked, { key, row }: Proposal): Weighed {
  return {
    act: proposedAct(moment.ruleset, row, [row.proposer]),
    standing: standingOfProposal(moment, key, row),
  };
}

/** Of what is over about an agreement the rows when it was proposed: its terms may have been others since. */
function rowsThen({ host }: NodeContext, { key, row }: Proposal): Rows | undefined {
  if (isLive(row) || row.subjectTable !== agreementTable.name) return undefined;
  const { reader } = host.ledger;
  const opened = reader.sql.get<{ place: number }>(
    "SELECT place FROM log_history WHERE table_number = ? AND key = ? ORDER BY place LIMIT 1",
    proposalTable.number,
    key,
  );
  const entry = opened === undefined ? undefined : reader.entry(opened.place);
  return entry === undefined ? undefined : new Rows(reader.rowsAt(entry.height));
}

function itemOf(asked: Asked, { key, row }: Proposal, { act, standing }: Weighed, then: Rows | undefined): InboxItem {
  return {
    proposal: key,
    kind: row.kind,
    label: kindWords(row.kind),
    sentence: actSentences(asked, row.kind, act.body, then),
    about: aboutRecord(asked, row.subjectTable, row.subjectKey),
    proposer: asked.briefs.person(row.proposer),
    department: asked.briefs.department(row.department),
    opened: row.opened,
    deadline: row.deadline,
    state: row.state,
    round: row.round,
    progress: standing.progress ?? { filled: 0, needed: 0 },
  };
}

function detailOf(asked: Asked, context: NodeContext, proposal: Proposal): InboxDetail {
  const { key, row } = proposal;
  const { rows, moment } = asked;
  const { reader, ruleset } = context.host.ledger;
  const weighed = weigh(asked, proposal);
  const { act, standing } = weighed;
  const actor = findActor(context, rows);
  const takes = (kind: ProposalKind["kind"]): boolean => closedTo(kind, row, moment.time) === undefined;
  // Whatever has not ended may be withdrawn.
  const isWaiting = takes("proposal.withdraw");
  const voter = actor !== undefined && mayVote(asked, proposal, actor) ? actor : undefined;
  const table = ruleset.tables.get(row.subjectTable);
  const subjectRevision = table === undefined ? 0 : rows.revision(table, row.subjectKey);
  const isMine = actor?.person === row.proposer;
  const isSigner = actor !== undefined && (isMine || isEntitled(asked, standing.decided, actor.person));
  const history = reader.history(proposalTable, key, { limit: 500 }).map(({ index }) => index);
  const entry = history.at(-1) ?? 0;
  const waiting = isWaiting ? waitingFor(asked, proposal, standing) : [];
  return {
    ...itemOf(asked, proposal, weighed, rowsThen(context, proposal)),
    body: toJson(act.action.body, act.body),
    bodyRoot: encodeHex(row.bodyRoot),
    subjectRevision,
    subjectTable: row.subjectTable,
    subjectKey: row.subjectKey,
    policy: policySentences(row.kind, standing.cases, standing.decided),
    policyEntry: rows.find(policyTable, "kind", row.kind)?.changedAt ?? 0,
    signatures: signaturesOf(asked, proposal, standing, entry),
    waiting: row.state === "open" ? waiting : [],
    preview: voter === undefined ? null : previewApproval(asked, voter, proposal, subjectRevision),
    rejectionEnds: voter === undefined ? null : wouldEnd(asked, voter, proposal, subjectRevision),
    effect: isWaiting ? effectOf(asked, proposal, standing, waiting) : null,
    lastEntry: history[0] ?? entry,
    blocked: row.state === "blocked" ? problemOf(row.code, {}).cause : null,
    may: {
      vote: voter !== undefined,
      withdraw: isMine && takes("proposal.withdraw"),
      amend: isMine && takes("proposal.amend"),
      retry: isSigner && takes("proposal.retry"),
    },
    entry,
    height: asked.height,
  };
}

/** What would become of the proposal if the actor approved it now. */
function previewApproval(asked: Asked, actor: Actor, proposal: Proposal, subjectRevision: number): Preview {
  return previewOf(asked, actor, rehearsedVote(asked, proposal, { choice: "approve", reason: "", subjectRevision }));
}

/** Whether the actor's rejection would leave no way in which the proposal can still pass: rehearsed like an approval. */
function wouldEnd(asked: Asked, actor: Actor, proposal: Proposal, subjectRevision: number): boolean {
  const vote = rehearsedVote(asked, proposal, { choice: "reject", reason: "rehearsed", subjectRevision });
  const { changes } = previewAct(asked.moment, actor, vote);
  const own = changes.find(({ table, key }) => table === proposalTable.name && key === proposal.key);
  return isJsonObject(own?.after) && own.after["state"] === "rejected";
}

function rehearsedVote(
  { moment }: Asked,
  { key, row }: Proposal,
  given: { readonly choice: "approve" | "reject"; readonly reason: string; readonly subjectRevision: number },
): ComposedBody {
  const { round, bodyRoot } = row;
  return composeValue(moment, "proposal.vote", { proposal: key, round, bodyRoot, ...given });
}

/** What the act does once enough of those who may have signed; what it asks for in turn is weighed with their signatures too. */
function effectOf(
  asked: Asked,
  { key, row }: Proposal,
  { decided }: Standing,
  waiting: readonly PersonBrief[],
): InboxDetail["effect"] {
  const { rows, moment } = asked;
  const signers = [...approvalsOf(rows, row, votesOf(rows, key, row.round), moment.time)];
  for (const person of waiting) {
    if (decided === undefined || isSatisfied(decided.scope, decided.policyCase, signers)) break;
    signers.push(signatoryOf(rows, person.key, moment.time));
  }
  const { outcome, changes } = previewEffect(
    moment,
    { key, row },
    signers.map(({ person }) => person),
  );
  const problem = isRefused(outcome) ? problemOf(outcome.code, outcome.data) : null;
  return { problem, changes: namedChanges(asked, changes) };
}

/** Of all rounds, oldest first; what was signed before an amendment counts no more. */
function signaturesOf(
  asked: Asked,
  { key, row }: Proposal,
  standing: Standing,
  openedBy: number,
): InboxDetail["signatures"] {
  const { briefs, rows } = asked;
  const proposed = {
    person: briefs.person(row.proposer),
    choice: "propose" as const,
    reason: "",
    time: row.opened,
    entry: openedBy,
    round: 1,
    counts: row.proposerSigned === "yes" && isEntitled(asked, standing.decided, row.proposer),
  };
  const votes = rows.scan(voteTable, "proposal", { equal: [key], limit: PROPOSAL_VOTES_MAX }).map((stored) => ({
    person: briefs.person(stored.row.person),
    choice: stored.row.choice,
    reason: stored.row.reason,
    time: stored.row.time,
    entry: stored.changedAt,
    round: stored.row.round,
    counts: stored.row.round === row.round && isEntitled(asked, standing.decided, stored.row.person),
  }));
  return [proposed, ...votes];
}

/** People who hold a seat and have not signed, in the order of their departments. */
function waitingFor(asked: Asked, { key, row }: Proposal, standing: Standing): PersonBrief[] {
  const votes = votesOf(asked.rows, key, row.round);
  const waiting: PersonBrief[] = [];
  for (const member of activeMembers(asked.rows)) {
    for (const person of activePeople(asked.rows, member.key)) {
      if (hasSpoken(row, votes, person.key) || !isEntitled(asked, standing.decided, person.key)) continue;
      waiting.push(asked.briefs.person(person.key));
      if (waiting.length >= WAITING_MAX) return waiting;
    }
  }
  return waiting;
}
