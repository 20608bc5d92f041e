/** What weighing an act has in common for all kinds: the rows of that moment, who signed, which case of the policy decided. */
import { findKey } from "#ledger-core/kernel/directory.ts";
import {
  dueTable,
  memberTable,
  networkTable,
  personTable,
  proposalTable,
  sequenceTable,
  voteTable,
} from "#ledger-core/kernel/governance/tables.ts";
import type { Actor, AnyAction } from "#ledger-core/kernel/module.ts";
import { decide } from "#ledger-core/kernel/act.ts";
import type { Act, Decided } from "#ledger-core/kernel/act.ts";
import { departmentSeat, progressOf } from "#ledger-core/kernel/policy.ts";
import type { Signatory } from "#ledger-core/kernel/policy.ts";
import { Rows } from "#ledger-core/kernel/rows.ts";
import type { Ruleset } from "#ledger-core/kernel/ruleset.ts";
import type { AnyTable } from "#ledger-core/kernel/table.ts";
import type { Change } from "#ledger-core/proof/change.ts";
import type { Suite } from "#ledger-core/proof/suite.ts";
import type { SignedPart } from "#ledger-core/proof/transaction.ts";
import type { Past } from "./past.ts";

/** `allowed` and `refuted` follow from the rows; `unknown` if they do not suffice either way. `reason` is a word for programs. */
export type Weight = { readonly verdict: "allowed" | "refuted" | "unknown"; readonly reason: string };

/** An act with what its entry changed: whether it was executed at once, or became a proposal. */
export type WeighedAct = {
  readonly index: number;
  readonly signed: SignedPart;
  readonly body: Uint8Array;
  readonly changes: readonly Change[];
};

/** What every part of the weighing looks at. */
export type Scales = {
  readonly ruleset: Ruleset;
  readonly suite: Suite;
  readonly past: Past;
  readonly rows: Rows;
  readonly time: number;
  readonly act: WeighedAct;
  readonly actor: Actor;
};

export const ALLOWED: Weight = { verdict: "allowed", reason: "" };

export function refuted(reason: string): Weight {
  return { verdict: "refuted", reason };
}

export function unknown(reason: string): Weight {
  return { verdict: "unknown", reason };
}

/** Whose live key signed, as the door finds it; otherwise what stands against it: the key, the person, or the department. */
export function findActor(rows: Rows, signed: SignedPart): Actor | "key" | "person" | "department" {
  const key = findKey(rows, signed.actorKey);
  if (key?.row.state !== "live") return "key";
  const person = rows.get(personTable, key.row.person);
  if (person === undefined) return "person";
  if (person.department !== signed.department) return "department";
  return { person: key.row.person, department: person.department };
}

/** The case of the policy that decided then. What the record says is asked of sure rows only, for it chooses the case. */
export function decideThen(scales: Scales, act: Pick<Act, "actor" | "action" | "body">): Decided | Weight {
  // Without its row a network would pass for one whose founding is over, and another case could decide.
  if (scales.rows.get(networkTable, 1) === undefined) return unknown("network");
  const facts = new Rows(scales.past.factsBefore(scales.act.index));
  const { subject } = act.action;
  const action: AnyAction = { ...act.action, subject: (body, _rows, actor) => subject(body, facts, actor) };
  const decided = decide(scales.rows, { ...act, action });
  return "code" in decided ? refuted(`policy ${decided.code}`) : decided;
}

export function isWeight(value: Decided | Weight): value is Weight {
  return "verdict" in value;
}

/** Whether the signatures satisfy the case. A share of departments can only be counted where all of them are known. */
export function weighSignatures(scales: Scales, decided: Decided, signatories: readonly Signatory[]): Weight {
  const { scope, policyCase } = decided;
  const satisfied = policyCase.alternatives.filter((alternative) => {
    const { filled, needed } = progressOf(scope, policyCase, alternative, signatories);
    return filled >= needed;
  });
  if (satisfied.length === 0) return refuted("signatures");
  const countsAll = satisfied.every((alternative) => {
    const bar = departmentSeat(alternative)?.bar.kind;
    return bar === "share" || bar === "over";
  });
  if (!countsAll) return ALLOWED;
  return scales.past.isComplete(memberTable as AnyTable, scales.act.index) ? ALLOWED : unknown("departments");
}

/** Tables that a proposal writes whatever it is about. */
const PROPOSAL_TABLES = [proposalTable, voteTable, dueTable, sequenceTable].map((table) => table.name);

/** True if an entry changed nothing beyond proposals themselves. */
export function touchesOnlyProposals(changes: readonly Change[]): boolean {
  return changes.every(({ table }) => PROPOSAL_TABLES.includes(table));
}
