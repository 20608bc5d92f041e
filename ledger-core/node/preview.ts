/** What would become of an act if it were sealed now: run on an overlay that is thrown away. */
import type { Refusal } from "#ledger-core/contract/schema/errors.ts";
import type { PolicyCase } from "#ledger-core/contract/schema/policy.ts";
import type { ProposalRow } from "#ledger-core/contract/schema/governance.ts";
import { toJson } from "#ledger-core/contract/schema/json.ts";
import type { Json } from "#ledger-core/contract/schema/json.ts";
import { attempt } from "#ledger-core/kernel/block.ts";
import { dueTable, policyTable, proposalTable, sequenceTable } from "#ledger-core/kernel/governance/tables.ts";
import type { Actor } from "#ledger-core/kernel/module.ts";
import { Overlay } from "#ledger-core/kernel/overlay.ts";
import { decide, signatoryOf } from "#ledger-core/kernel/act.ts";
import type { Act, Decided } from "#ledger-core/kernel/act.ts";
import { isRefused, runAct } from "#ledger-core/kernel/perform.ts";
import type { Performed } from "#ledger-core/kernel/perform.ts";
import { progressOf } from "#ledger-core/kernel/policy.ts";
import type { Progress, Signatory } from "#ledger-core/kernel/policy.ts";
import { approvalsOf, proposedAct, votesOf } from "#ledger-core/kernel/proposal.ts";
import { Rows } from "#ledger-core/kernel/rows.ts";
import type { Step } from "#ledger-core/kernel/step.ts";
import type { AnyTable, RowValue } from "#ledger-core/kernel/table.ts";
import type { ComposedBody } from "./compose-transaction.ts";
import { nodeSuite } from "./crypto-suite.ts";
import type { Moment } from "./moment.ts";

export type PreviewedChange = {
  readonly table: string;
  readonly key: number;
  readonly before: Json;
  readonly after: Json;
};

export type PreviewedAct = {
  readonly outcome: Performed | Refusal;
  readonly changes: readonly PreviewedChange[];
  /** How far the proposal that is voted on would be; undefined for any other act. */
  readonly progress: Progress | undefined;
};

/** Rows of the kernel's own book-keeping, which tell nobody anything. */
const BOOK_KEEPING = new Set([sequenceTable.name, dueTable.name]);

/** Runs an act as its actor and says what would change. */
export function previewAct(moment: Moment, actor: Actor, composed: ComposedBody): PreviewedAct {
  const step = rehearsalOf(moment);
  const outcome = attempt(step, actor, composed);
  const changes = changesOf(moment, step.overlay);
  const voted = !isRefused(outcome) && composed.rule.of === "proposal" ? outcome.proposal : undefined;
  const row = voted === undefined ? undefined : step.rows.get(proposalTable, voted);
  const progress =
    voted === undefined || row === undefined
      ? undefined
      : standingOfProposal({ ...moment, rows: step.overlay }, voted, row).progress;
  return { outcome, changes, progress };
}

/** What a proposed act does with these signatures, the proposer's first: run as if they satisfied its policy. */
export function previewEffect(
  moment: Moment,
  { key, row }: { readonly key: number; readonly row: ProposalRow },
  signers: readonly number[],
): Omit<PreviewedAct, "progress"> {
  const step = rehearsalOf(moment);
  const outcome = runAct(step, proposedAct(moment.ruleset, row, signers), key);
  return { outcome, changes: changesOf(moment, step.overlay) };
}

function rehearsalOf(moment: Moment): Step {
  const overlay = new Overlay(moment.rows, moment.index);
  const { ruleset, height, time, index } = moment;
  return { ruleset, suite: nodeSuite, height, time, index, overlay, rows: new Rows(overlay) };
}

function changesOf(moment: Moment, overlay: Overlay): readonly PreviewedChange[] {
  return overlay
    .writes()
    .filter((write) => !BOOK_KEEPING.has(write.table.name))
    .map((write) => ({
      table: write.table.name,
      key: write.key,
      before: rowJson(write.table, moment.rows.get(write.table, write.key)?.row),
      after: rowJson(write.table, write.row),
    }));
}

/** A row in JSON form; null where there is none. */
export function rowJson(table: AnyTable, row: RowValue | undefined): Json {
  return row === undefined ? null : toJson(table.row, row);
}

/** The policy that an act stands under: all its cases, the one that decides now, and how far the signers have come. */
export type Standing = {
  readonly cases: readonly PolicyCase[];
  readonly decided: Decided | undefined;
  readonly progress: Progress | undefined;
};

/** For an act that nobody but its actor has signed. */
export function standingOfAct(moment: Moment, actor: Actor, composed: ComposedBody): Standing | undefined {
  if (composed.rule.of === "proposal") return undefined;
  const { action } = composed.rule;
  const rows = new Rows(moment.rows);
  return standing(rows, { actor, action, body: composed.body }, [signatoryOf(rows, actor.person, moment.time)]);
}

/** The case that decides about a proposal now; undefined if none does. */
export function decidedOfProposal(moment: Moment, row: ProposalRow): Decided | undefined {
  const decided = decide(new Rows(moment.rows), proposedAct(moment.ruleset, row, [row.proposer]));
  return "code" in decided ? undefined : decided;
}

/** For a proposal, with everybody who has approved it. */
export function standingOfProposal(moment: Moment, key: number, row: ProposalRow): Standing {
  const rows = new Rows(moment.rows);
  const votes = votesOf(rows, key, row.round);
  return standing(rows, proposedAct(moment.ruleset, row, [row.proposer]), approvalsOf(rows, row, votes, moment.time));
}

function standing(rows: Rows, act: Pick<Act, "actor" | "action" | "body">, approving: readonly Signatory[]): Standing {
  const cases = rows.find(policyTable, "kind", act.action.kind)?.row.cases ?? [];
  const decided = decide(rows, act);
  if ("code" in decided) return { cases, decided: undefined, progress: undefined };
  return { cases, decided, progress: bestProgress(decided, approving) };
}

/** Of the alternatives the one that needs the fewest further signatures. */
function bestProgress({ scope, policyCase }: Decided, approving: readonly Signatory[]): Progress | undefined {
  const all = policyCase.alternatives.map((alternative) => progressOf(scope, policyCase, alternative, approving));
  return all.toSorted((left, right) => left.needed - left.filled - (right.needed - right.filled))[0];
}
