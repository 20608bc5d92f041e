/** An act before anybody performs it: who stands behind it, and which case of its policy decides. */
import type { Refusal } from "#ledger-core/contract/schema/errors.ts";
import type { PolicyCase } from "#ledger-core/contract/schema/policy.ts";
import { lentRolesAt, ownRolesAt } from "./directory.ts";
import { personTable, policyTable } from "./governance/tables.ts";
import { isRefusal, refuse } from "./module.ts";
import type { Actor, AnyAction } from "./module.ts";
import { selectCase } from "./policy.ts";
import type { Scope, Signatory } from "./policy.ts";
import type { Rows } from "./rows.ts";

/** An action with what it is about and who stands behind it. */
export type Act = {
  readonly actor: Actor;
  readonly action: AnyAction;
  readonly body: unknown;
  readonly bodyBytes: Uint8Array;
  readonly bodyRoot: Uint8Array;
  /** Persons who signed, in order; the actor is the first, unless the actor took the act over and has not signed it. */
  readonly signers: readonly number[];
  /** Set where another action asked for this one: it may become a proposal whoever the actor is. */
  readonly asked: { readonly otherwise: string } | undefined;
  /** How many asks lie above. */
  readonly depth: number;
};

/** An act with the case of the policy that decides it. */
export type Decided = { readonly scope: Scope; readonly policyCase: PolicyCase };

/** The case that decides about an act, or why there is none. */
export function decide(rows: Rows, act: Pick<Act, "actor" | "action" | "body">): Decided | Refusal {
  const subject = act.action.subject(act.body, rows, act.actor);
  if (isRefusal(subject)) return subject;
  const policy = rows.find(policyTable, "kind", act.action.kind);
  if (policy === undefined) return refuse("NO_POLICY", { kind: act.action.kind });
  const scope: Scope = { rows, subject, proposer: act.actor };
  const policyCase = selectCase(scope, policy.row.cases);
  // No case, or one without alternatives, is a no to everybody: it must not become a proposal that nobody can sign.
  if (policyCase === undefined || policyCase.alternatives.length === 0)
    return refuse("FORBIDDEN", { kind: act.action.kind });
  return { scope, policyCase };
}

/** A person as a policy weighs them at this moment; somebody who left or was suspended holds no role. */
export function signatoryOf(rows: Rows, person: number, time: number): Signatory {
  const department = rows.get(personTable, person)?.department ?? 0;
  return { person, department, roles: ownRolesAt(rows, person, time), lent: lentRolesAt(rows, person, time) };
}
