/** Departments join, get functions, are suspended and come back. */
import {
  memberAdmitBody,
  memberAssignBody,
  memberReinstateBody,
  memberSuspendBody,
} from "#ledger-core/contract/schema/governance.ts";
import type { MemberRow } from "#ledger-core/contract/schema/governance.ts";
import type { Refusal } from "#ledger-core/contract/schema/errors.ts";
import { isUnifiedSocialCreditCode } from "#ledger-core/contract/schema/uscc.ts";
import { action, anyAction, refuse } from "#ledger-core/kernel/module.ts";
import type { AnyAction, Context, Subject } from "#ledger-core/kernel/module.ts";
import { all, anySeat, functionSeat, need, withFoundingCase } from "#ledger-core/kernel/policy-terms.ts";
import type { AnyTable } from "#ledger-core/kernel/table.ts";
import { keepRulesChangeable } from "./reachable.ts";
import { memberTable } from "./tables.ts";

/** Two thirds of all departments, each by its leader. */
const twoThirds = anySeat(["leader"], { kind: "share", numerator: 2, denominator: 3 });

function aboutMember(member: number): Subject {
  return { parties: { subject: member }, facts: {}, record: { table: memberTable as AnyTable, key: member } };
}

const admit = action({
  kind: "member.admit",
  body: memberAdmitBody,
  policy: withFoundingCase([need([all(twoThirds)], { deadlineDays: 30 })]),
  moves: [{ table: memberTable.name, from: "-", to: "active" }],
  subject: () => ({ parties: {}, facts: {} }),
  run(context, body) {
    if (!isUnifiedSocialCreditCode(body.uscc)) return refuse("USCC_INVALID", { uscc: body.uscc });
    if (context.rows.find(memberTable, "uscc", body.uscc) !== undefined)
      return refuse("ALREADY_EXISTS", { uscc: body.uscc });
    context.put(memberTable, context.next(memberTable), { ...body, state: "active", since: context.time });
    return undefined;
  },
});

const assign = action({
  kind: "member.assign",
  body: memberAssignBody,
  policy: withFoundingCase([need([all(functionSeat("bureau", ["leader"]), functionSeat("audit", ["leader"]))])]),
  subject: (body) => aboutMember(body.member),
  run: (context, body) =>
    keepRulesChangeable(context, () =>
      changeMember(context, body.member, (member) => ({ ...member, functions: body.functions })),
    ),
});

const suspend = action({
  kind: "member.suspend",
  body: memberSuspendBody,
  policy: withFoundingCase([need([all(twoThirds)], { excludeParties: ["subject"], deadlineDays: 30 })]),
  moves: [{ table: memberTable.name, from: "active", to: "suspended" }],
  subject: (body) => aboutMember(body.member),
  run: (context, body) => keepRulesChangeable(context, () => moveMember(context, body.member, "active", "suspended")),
});

const reinstate = action({
  kind: "member.reinstate",
  body: memberReinstateBody,
  policy: withFoundingCase([need([all(twoThirds)], { excludeParties: ["subject"], deadlineDays: 30 })]),
  moves: [{ table: memberTable.name, from: "suspended", to: "active" }],
  subject: (body) => aboutMember(body.member),
  run: (context, body) => moveMember(context, body.member, "suspended", "active"),
});

function moveMember(
  context: Context,
  key: number,
  from: MemberRow["state"],
  to: MemberRow["state"],
): Refusal | undefined {
  if (context.rows.get(memberTable, key)?.state === to) return refuse("ILLEGAL_MOVE", { state: to, wanted: from });
  return changeMember(context, key, (member) => ({ ...member, state: to, since: context.time }));
}

function changeMember(context: Context, key: number, change: (member: MemberRow) => MemberRow): Refusal | undefined {
  const member = context.rows.get(memberTable, key);
  if (member === undefined) return refuse("NOT_FOUND", { table: memberTable.name, key });
  context.put(memberTable, key, change(member));
  return undefined;
}

export const MEMBER_ACTIONS: readonly AnyAction[] = [
  anyAction(admit),
  anyAction(assign),
  anyAction(suspend),
  anyAction(reinstate),
];
