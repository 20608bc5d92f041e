/**
 * Whether whoever signed an act was allowed to, by the kernel's own functions over the rows of that moment. The same function runs
 * when a proof is made, to learn which rows it needs, and when it is checked, over those rows alone.
 */
import { decode } from "#ledger-core/contract/schema/codec.ts";
import { equalBytes } from "#ledger-core/contract/schema/bytes.ts";
import { rolesAt } from "#ledger-core/kernel/directory.ts";
import { memberTable } from "#ledger-core/kernel/governance/tables.ts";
import type { Actor, AnyAction } from "#ledger-core/kernel/module.ts";
import { signatoryOf } from "#ledger-core/kernel/act.ts";
import { mayPropose } from "#ledger-core/kernel/perform.ts";
import { Rows } from "#ledger-core/kernel/rows.ts";
import { findRule } from "#ledger-core/kernel/ruleset.ts";
import type { Ruleset } from "#ledger-core/kernel/ruleset.ts";
import { proposalsPut } from "#ledger-core/proof/proposals-put.ts";
import type { Suite } from "#ledger-core/proof/suite.ts";
import type { Past } from "./past.ts";
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
import type { Scales, Weight, WeighedAct } from "./scales.ts";
import { weighProposalAct } from "./weigh-proposal.ts";

/** Weighs an act that was not refused. May throw if the rows break what a whole ledger guarantees. */
export function weighAct(ruleset: Ruleset, suite: Suite, past: Past, act: WeighedAct): Weight {
  const rows = new Rows(past.rowsBefore(act.index));
  const actor = findActor(rows, act.signed);
  if (typeof actor === "string") return refuted(actor);
  const { time } = past;
  if (time === undefined) return unknown("time");
  if (act.signed.validUntil < time) return refuted("expired");
  if (rows.get(memberTable, actor.department)?.state !== "active") return refuted("department");
  if (rolesAt(rows, actor.person, time).length === 0) return refuted("role");
  const rule = findRule(ruleset, act.signed.kind, act.signed.version);
  if (rule === undefined) return unknown("rule");
  const body = decode(rule.action.body, act.body);
  if (!body.ok) return refuted("body");
  const scales: Scales = { ruleset, suite, past, rows, time, act, actor };
  const weight =
    rule.of === "module"
      ? weighAction(scales, rule.action, body.value)
      : weighProposalAct(scales, rule.action, body.value);
  return weight.verdict === "allowed" && past.hasGaps() ? unknown("record") : weight;
}

function weighAction(scales: Scales, action: AnyAction, body: unknown): Weight {
  const { act, actor, rows, time } = scales;
  const decided = decideThen(scales, { actor, action, body });
  if (isWeight(decided)) return decided;
  const signatory = signatoryOf(rows, actor.person, time);
  if (hasBecomeProposal(act, actor)) {
    // What was only proposed must not have taken effect as well.
    const isProposed = mayPropose(decided, signatory) === undefined && touchesOnlyProposals(act.changes);
    return isProposed ? ALLOWED : refuted("propose");
  }
  return weighSignatures(scales, decided, [signatory]);
}

/** Whether the entry opened a proposal for this very act instead of executing it. */
function hasBecomeProposal({ signed, changes }: WeighedAct, actor: Actor): boolean {
  return proposalsPut(changes).some(
    ({ row }) =>
      row.kind === signed.kind &&
      row.proposer === actor.person &&
      row.round === 1 &&
      row.state === "open" &&
      equalBytes(row.bodyRoot, signed.bodyRoot),
  );
}
