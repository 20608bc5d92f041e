/** Votes of departments: proposals that no department could carry alone, as far as they have come. */
import type { Vote } from "#ledger-core/contract/api/consortium.ts";
import type { ProposalRow, VoteRow } from "#ledger-core/contract/schema/governance.ts";
import { PROPOSAL_VOTES_MAX } from "#ledger-core/contract/schema/limits.ts";
import { signatoryOf } from "#ledger-core/kernel/act.ts";
import { activeMembers, activePeople } from "#ledger-core/kernel/directory.ts";
import { policyTable, proposalTable, voteTable } from "#ledger-core/kernel/governance/tables.ts";
import type { Actor } from "#ledger-core/kernel/module.ts";
import { departmentSeat, departmentsSelected, seatsFor } from "#ledger-core/kernel/policy.ts";
import type { Signatory } from "#ledger-core/kernel/policy.ts";
import { hasSpoken, proposedAct } from "#ledger-core/kernel/proposal.ts";
import type { StoredRow } from "#ledger-core/kernel/rows.ts";
import type { AnyTable } from "#ledger-core/kernel/table.ts";
import type { Asked } from "#ledger-core/node/asked.ts";
import { liveProposals } from "#ledger-core/node/live-proposals.ts";
import type { NodeContext } from "#ledger-core/node/node-context.ts";
import { decidedOfProposal, standingOfProposal } from "#ledger-core/node/preview.ts";
import { aboutRecord, actSentences } from "#ledger-core/node/sentences.ts";
import { kindWords } from "#ledger-core/node/words.ts";
import { ask, findActor, procedures } from "./base.ts";
import { mayNeedDepartments, needsDepartments } from "./needs-departments.ts";

const POLICIES_MAX = 4_096;
/** Decided proposals looked through for one answer: what is older is found in the ledger. */
const DECIDED_MAX = 2_000;

type Proposal = { readonly key: number; readonly row: ProposalRow };

export const votes = procedures.consortium.votes.handler(({ context, input }) => {
  const asked = ask(context);
  const actor = findActor(context, asked.rows);
  const people = signatoriesOf(asked);
  const open = openVotes(asked).map((proposal) => voteOf({ asked, actor, people }, proposal));
  const counts = { open: open.length, mine: open.filter(({ mine }) => mine === "open").length };
  const { height } = asked;
  if (input.box === "open")
    return { height, counts, votes: open.slice(0, input.limit), hasMore: open.length > input.limit };
  const decided = decidedVotes(asked, context, input.limit + 1);
  return {
    height,
    counts,
    votes: decided.slice(0, input.limit).map((proposal) => {
      const vote = decidedOf(asked, actor, proposal);
      return { ...vote, changed: context.host.ledger.reader.entry(vote.entry)?.time ?? vote.opened };
    }),
    hasMore: decided.length > input.limit,
  };
});

/** Nearest deadline first. */
function openVotes(asked: Asked): readonly Proposal[] {
  const open: Proposal[] = [];
  for (const proposal of liveProposals(asked.rows)) if (isVote(asked, proposal.row)) open.push(proposal);
  return open.toSorted((left, right) => left.row.deadline - right.row.deadline || left.key - right.key);
}

function isVote({ moment }: Asked, row: ProposalRow): boolean {
  const decided = decidedOfProposal(moment, row);
  return decided !== undefined && needsDepartments(decided);
}

/** Newest first. What it was decided by is gone where the act has done its work, so people of two departments count as well. */
function decidedVotes(asked: Asked, { host }: NodeContext, limit: number): readonly Proposal[] {
  const { rows } = asked;
  const kinds = rows
    .scan(policyTable, "key", { limit: POLICIES_MAX })
    .filter(({ row }) => mayNeedDepartments(row.cases))
    .map(({ row }) => row.kind);
  if (kinds.length === 0) return [];
  const keys = host.ledger.reader.sql.all<{ key: number }>(
    `SELECT key FROM kernel_proposal WHERE kind IN (${kinds.map(() => "?").join()})
     AND state NOT IN ('open', 'returned', 'blocked') ORDER BY key DESC LIMIT ?`,
    ...kinds,
    DECIDED_MAX,
  );
  const found: Proposal[] = [];
  for (const { key } of keys) {
    if (found.length >= limit) break;
    const row = rows.get(proposalTable, key);
    if (row === undefined) continue;
    if (isVote(asked, row) || departmentsOf(row, spokenIn(asked, key, row)).size > 1) found.push({ key, row });
  }
  return found;
}

function departmentsOf(row: ProposalRow, spoken: readonly StoredRow<VoteRow>[]): ReadonlySet<number> {
  return new Set([row.department, ...spoken.map((vote) => vote.row.department)]);
}

/** The votes of the present round, oldest first. */
function spokenIn({ rows }: Asked, key: number, row: ProposalRow): readonly StoredRow<VoteRow>[] {
  return rows.scan(voteTable, "proposal", { equal: [key, row.round], limit: PROPOSAL_VOTES_MAX });
}

/** What every open vote of one answer is weighed with. */
type Electing = {
  readonly asked: Asked;
  readonly actor: Actor | undefined;
  /** Everybody who could sign anything now. */
  readonly people: readonly Signatory[];
};

function voteOf({ asked, actor, people }: Electing, proposal: Proposal): Vote {
  const { key, row } = proposal;
  const { rows, moment, briefs } = asked;
  const spoken = spokenIn(asked, key, row);
  const { decided, progress } = standingOfProposal(moment, key, row);
  const electors =
    decided === undefined
      ? []
      : people.filter((person) => seatsFor(decided.scope, decided.policyCase, person).length > 0);
  const share = decided?.policyCase.alternatives.map(departmentSeat).find((seat) => seat !== undefined);
  const heard = new Set([
    ...(row.proposerSigned === "yes" ? [row.department] : []),
    ...spoken.map((vote) => vote.row.department),
  ]);
  const isLive = row.state === "open" && moment.time < row.deadline;
  const votes = spoken.map((vote) => vote.row);
  const own = electors.filter(({ department }) => department === actor?.department);
  const mayVote =
    isLive &&
    actor !== undefined &&
    own.some(({ person }) => person === actor.person) &&
    !hasSpoken(row, votes, actor.person);
  const counted =
    decided === undefined || share === undefined ? undefined : departmentsSelected(decided.scope, share.of);
  return {
    ...common(asked, proposal, spoken),
    counts: share === undefined ? "persons" : "departments",
    approved: progress?.filled ?? 0,
    needed: progress?.needed ?? 0,
    electorate: counted?.length ?? progress?.needed ?? 0,
    waiting: isLive
      ? [...new Set(electors.map(({ department }) => department))]
          .filter((department) => !heard.has(department))
          .map((department) => briefs.department(department))
      : [],
    mine: mineOf(actor, row, spoken) ?? (isLive && own.length > 0 ? "open" : "none"),
    mayVote,
    changed: Math.max(row.opened, ...spoken.map((vote) => vote.row.time)),
    entry: Math.max(entryOf(rows.source.get(proposalTable as AnyTable, key)), ...spoken.map(entryOf)),
  };
}

/** Without the time of the entry that decided, which is not among the rows. */
function decidedOf(asked: Asked, actor: Actor | undefined, proposal: Proposal): Omit<Vote, "changed"> {
  const { key, row } = proposal;
  const spoken = spokenIn(asked, key, row);
  const stored = asked.rows.source.get(proposalTable as AnyTable, key);
  const approving = [
    ...(row.proposerSigned === "yes" ? [row.department] : []),
    ...spoken.filter((vote) => vote.row.choice === "approve").map((vote) => vote.row.department),
  ];
  return {
    ...common(asked, proposal, spoken),
    counts: "departments",
    approved: new Set(approving).size,
    needed: null,
    electorate: null,
    waiting: [],
    mine: mineOf(actor, row, spoken) ?? "none",
    mayVote: false,
    entry: entryOf(stored),
  };
}

function common(
  asked: Asked,
  { key, row }: Proposal,
  spoken: readonly StoredRow<VoteRow>[],
): Omit<Vote, "counts" | "approved" | "needed" | "electorate" | "waiting" | "mine" | "mayVote" | "changed" | "entry"> {
  const { briefs } = asked;
  const countOf = (choice: VoteRow["choice"]): number =>
    new Set(spoken.filter((vote) => vote.row.choice === choice).map((vote) => vote.row.department)).size;
  const proposer = briefs.person(row.proposer);
  const proposed = { choice: "approve" as const, reason: "", time: row.opened };
  return {
    proposal: key,
    kind: row.kind,
    label: kindWords(row.kind),
    sentence: actSentences(asked, row.kind, proposedAct(asked.moment.ruleset, row, [row.proposer]).body),
    about: aboutRecord(asked, row.subjectTable, row.subjectKey),
    proposer,
    department: briefs.department(row.department),
    opened: row.opened,
    deadline: row.deadline,
    state: row.state,
    round: row.round,
    rejected: countOf("reject"),
    abstained: countOf("abstain"),
    voted: [
      ...(row.proposerSigned === "yes"
        ? [{ ...proposed, person: proposer, department: briefs.department(row.department) }]
        : []),
      ...spoken.map(({ row: { choice, reason, time, person, department } }) => ({
        choice,
        reason,
        time,
        person: briefs.person(person),
        department: briefs.department(department),
      })),
    ],
  };
}

function signatoriesOf({ rows, moment }: Asked): readonly Signatory[] {
  return activeMembers(rows)
    .flatMap((member) => activePeople(rows, member.key))
    .map(({ key }) => signatoryOf(rows, key, moment.time))
    .filter(({ roles, lent = [] }) => roles.length > 0 || lent.length > 0);
}

/** What the actor's department has said; undefined if nothing yet. */
function mineOf(
  actor: Actor | undefined,
  row: ProposalRow,
  spoken: readonly StoredRow<VoteRow>[],
): VoteRow["choice"] | undefined {
  if (actor === undefined) return undefined;
  const last = spoken.findLast((vote) => vote.row.department === actor.department)?.row.choice;
  return last ?? (row.proposerSigned === "yes" && row.department === actor.department ? "approve" : undefined);
}

function entryOf(stored: { readonly changedAt: number } | undefined): number {
  return stored?.changedAt ?? 0;
}
