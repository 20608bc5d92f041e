/** The rules themselves change: policies, the end of founding, versions of kinds. */
import { foundingEndBody, policySetBody, rulesActivateBody } from "#ledger-core/contract/schema/governance.ts";
import type { Refusal } from "#ledger-core/contract/schema/errors.ts";
import { FUNCTIONS } from "#ledger-core/contract/schema/policy.ts";
import type { Alternative, DepartmentFunction, PolicyCase } from "#ledger-core/contract/schema/policy.ts";
import { activeMembers, activePeople } from "#ledger-core/kernel/directory.ts";
import { action, anyAction, refuse } from "#ledger-core/kernel/module.ts";
import type { AnyAction, Context } from "#ledger-core/kernel/module.ts";
import { departmentSeat } from "#ledger-core/kernel/policy.ts";
import { all, functionSeat, need, withFoundingCase } from "#ledger-core/kernel/policy-terms.ts";
import type { Rows } from "#ledger-core/kernel/rows.ts";
import type { AnyTable } from "#ledger-core/kernel/table.ts";
import { isReachable } from "./reachable.ts";
import { networkTable, policyTable, ruleTable } from "./tables.ts";

/** Policies that a network may hold; each kind has one. */
const POLICIES_MAX = 4_096;
/** Persons that each function must have before the founding policies may end. */
export const PERSONS_PER_FUNCTION_MIN = 2;

const bureauAndAudit = [need([all(functionSeat("bureau", ["leader"]), functionSeat("audit", ["leader"]))])];

const set = action({
  kind: "policy.set",
  body: policySetBody,
  policy: withFoundingCase(bureauAndAudit),
  subject(body, rows) {
    const policy = rows.find(policyTable, "kind", body.kind);
    if (policy === undefined) return { parties: {}, facts: {} };
    return { parties: {}, facts: {}, record: { table: policyTable as AnyTable, key: policy.key } };
  },
  run(context, body) {
    const policy = context.rows.find(policyTable, "kind", body.kind);
    if (policy === undefined) return refuse("NO_POLICY", { kind: body.kind });
    const flaw = findFlaw(body.cases);
    if (flaw !== undefined) return refuse("POLICY_INVALID", { flaw });
    if (body.kind === "policy.set" && !isReachable(context, body.cases)) return refuse("POLICY_UNREACHABLE");
    context.put(policyTable, policy.key, body);
    return undefined;
  },
});

/** What is wrong with a policy in itself, as a word that the texts explain; undefined for nothing. */
export function findFlaw(cases: readonly PolicyCase[]): string | undefined {
  if (cases.length === 0) return "empty";
  return cases
    .flatMap((one) => one.alternatives)
    .map(flawOfAlternative)
    .find((flaw) => flaw !== undefined);
}

function flawOfAlternative(alternative: Alternative): string | undefined {
  if (alternative.seats.length === 0 || alternative.seats.some((seat) => seat.roles.length === 0)) return "empty";
  const counting = alternative.seats.filter((seat) => seat.bar.kind !== "persons");
  if (counting.length > 0 && alternative.seats.length > 1) return "departments-beside-persons";
  const bar = departmentSeat(alternative)?.bar;
  if (bar?.kind === "share" && bar.numerator > bar.denominator) return "share-above-one";
  if (bar?.kind === "over" && bar.numerator >= bar.denominator) return "share-above-one";
  return undefined;
}

const endFounding = action({
  kind: "founding.end",
  body: foundingEndBody,
  policy: [need([all(functionSeat("bureau", ["leader"]))])],
  subject: () => ({ parties: {}, facts: {}, record: { table: networkTable as AnyTable, key: 1 } }),
  run(context) {
    const network = context.rows.get(networkTable, 1);
    if (network === undefined || network.founding === "no") return refuse("FOUNDING_OVER");
    for (const name of functionsNamed(context.rows)) {
      const count = personsWithFunction(context.rows, name);
      if (count < PERSONS_PER_FUNCTION_MIN) return refuse("FOUNDING_FUNCTION_SHORT", { function: name, count });
    }
    // Persons alone are not enough: they must hold the roles with which policies can still be changed afterwards.
    const policies = context.rows.find(policyTable, "kind", "policy.set")?.row.cases ?? [];
    if (!isReachable(context, policies)) return refuse("POLICY_UNREACHABLE");
    context.put(networkTable, 1, { ...network, founding: "no" });
    return undefined;
  },
});

/** What the end of the founding period waits for: by how many people each function is filled, and whether policies stay changeable. */
export type FoundingNeeds = {
  readonly functions: readonly { readonly name: DepartmentFunction; readonly persons: number }[];
  readonly isChangeable: boolean;
};

/** The same questions that `founding.end` asks, all of them at once, for whoever prepares it. */
export function foundingNeeds(context: Pick<Context, "rows" | "time" | "actor">): FoundingNeeds {
  const { rows } = context;
  const functions = functionsNamed(rows).map((name) => ({ name, persons: personsWithFunction(rows, name) }));
  return {
    functions,
    isChangeable: isReachable(context, rows.find(policyTable, "kind", "policy.set")?.row.cases ?? []),
  };
}

/** Functions that any policy counts on. */
function functionsNamed(rows: Rows): readonly DepartmentFunction[] {
  const policies = rows.scan(policyTable, "key", { limit: POLICIES_MAX });
  const seats = policies.flatMap((policy) =>
    policy.row.cases.flatMap((one) => one.alternatives.flatMap((alternative) => alternative.seats)),
  );
  const named = new Set(seats.map((seat) => (seat.of.kind === "function" ? seat.of.name : undefined)));
  return FUNCTIONS.filter((name) => named.has(name));
}

function personsWithFunction(rows: Rows, name: DepartmentFunction): number {
  const members = activeMembers(rows).filter((member) => member.row.functions.includes(name));
  return members.flatMap((member) => activePeople(rows, member.key)).length;
}

const activate = action({
  kind: "rules.activate",
  body: rulesActivateBody,
  policy: withFoundingCase(bureauAndAudit),
  subject: () => ({ parties: {}, facts: {} }),
  run(context, body): Refusal | undefined {
    if (body.fromHeight <= context.height) return refuse("RULES_HEIGHT_PAST", { height: context.height });
    if (context.rows.find(ruleTable, "kind", body.kind, body.version) !== undefined)
      return refuse("RULES_ALREADY_ACTIVE", { kind: body.kind, version: body.version });
    const { kind, version, fromHeight, cases } = body;
    // A new kind would be forbidden for ever without a policy; the policy of a known one changes by `policy.set` alone.
    if (context.rows.find(ruleTable, "kind", kind) === undefined) {
      const flaw = findFlaw(cases);
      if (flaw !== undefined) return refuse("POLICY_INVALID", { flaw });
      context.put(policyTable, context.next(policyTable), { kind, cases });
    } else if (cases.length > 0) return refuse("ALREADY_EXISTS", { kind });
    context.put(ruleTable, context.next(ruleTable), { kind, version, fromHeight });
    return undefined;
  },
});

export const POLICY_ACTIONS: readonly AnyAction[] = [anyAction(set), anyAction(endFounding), anyAction(activate)];
