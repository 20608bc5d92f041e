/** Somebody's own role lent to a colleague for a time: for a journey, a leave, a deputy's term. */
import { delegationEndBody, delegationGiveBody } from "#ledger-core/contract/schema/governance.ts";
import type { Refusal } from "#ledger-core/contract/schema/errors.ts";
import { DELEGATION_SECONDS_MAX, DELEGATIONS_PER_PERSON_MAX } from "#ledger-core/contract/schema/limits.ts";
import { ROLES } from "#ledger-core/contract/schema/policy.ts";
import type { Role } from "#ledger-core/contract/schema/policy.ts";
import type { Value } from "#ledger-core/contract/schema/schema.ts";
import { delegationsBy, delegationsTo, ownRolesAt, rolesAt } from "#ledger-core/kernel/directory.ts";
import { action, anyAction, refuse } from "#ledger-core/kernel/module.ts";
import type { AnyAction, Context } from "#ledger-core/kernel/module.ts";
import { all, need, ownSeat, partySeat } from "#ledger-core/kernel/policy-terms.ts";
import type { AnyTable } from "#ledger-core/kernel/table.ts";
import { delegationTable, personTable } from "./tables.ts";

/** An administrator gives authority to others, which takes two persons; what is no person's cannot be lent by one. */
const NEVER_LENT: readonly Role[] = ["admin", "device", "node", "citizen"];

const give = action({
  kind: "delegation.give",
  body: delegationGiveBody,
  policy: [need([all(ownSeat(ROLES))])],
  moves: [{ table: delegationTable.name, from: "-", to: "active" }],
  subject: (_body, _rows, actor) => ({ parties: { subject: actor.department }, facts: {} }),
  run(context, body) {
    const from = Math.max(body.from, context.time);
    const refused = checkGift(context, body, from);
    if (refused !== undefined) return refused;
    const { receiver, role, until, reason } = body;
    const row = { giver: context.actor.person, receiver, role, from, until, state: "active", reason } as const;
    context.put(delegationTable, context.next(delegationTable), row);
    return undefined;
  },
});

function checkGift(context: Context, body: Value<typeof delegationGiveBody>, from: number): Refusal | undefined {
  const { rows, time, actor } = context;
  const receiver = rows.get(personTable, body.receiver);
  if (receiver?.state !== "active" || receiver.department !== actor.department || body.receiver === actor.person)
    return refuse("DELEGATION_PARTY", { person: body.receiver });
  if (NEVER_LENT.includes(body.role) || !ownRolesAt(rows, actor.person, time).includes(body.role))
    return refuse("DELEGATION_ROLE", { role: body.role });
  if (body.until <= from || body.until - from > DELEGATION_SECONDS_MAX)
    return refuse("DELEGATION_TERM", { daysMax: DELEGATION_SECONDS_MAX / 86_400 });
  if (ownRolesAt(rows, body.receiver, time).includes(body.role)) return refuse("ALREADY_EXISTS", { role: body.role });
  const given = delegationsBy(rows, actor.person, time);
  const isSame = given.some(({ row }) => row.receiver === body.receiver && row.role === body.role);
  if (isSame) return refuse("ALREADY_EXISTS", { role: body.role });
  const isFull = [given, delegationsTo(rows, body.receiver, time)].some(
    (some) => some.length >= DELEGATIONS_PER_PERSON_MAX,
  );
  return isFull ? refuse("TOO_MANY_ROLES") : undefined;
}

const end = action({
  kind: "delegation.end",
  body: delegationEndBody,
  policy: [need([all(partySeat("subject", ROLES))])],
  moves: [{ table: delegationTable.name, from: "active", to: "ended" }],
  subject(body, rows) {
    const row = rows.get(delegationTable, body.delegation);
    if (row === undefined) return refuse("NOT_FOUND", { table: delegationTable.name, key: body.delegation });
    return {
      parties: { subject: rows.get(personTable, row.giver)?.department ?? 0 },
      facts: {},
      record: { table: delegationTable as AnyTable, key: body.delegation },
    };
  },
  run(context, body) {
    const { rows, time, actor } = context;
    const row = rows.get(delegationTable, body.delegation);
    if (row === undefined) return refuse("NOT_FOUND", { table: delegationTable.name, key: body.delegation });
    if (row.state === "ended") return refuse("ILLEGAL_MOVE", { state: "ended", wanted: "active" });
    const isParty = actor.person === row.giver || actor.person === row.receiver;
    if (!isParty && !rolesAt(rows, actor.person, time).includes("admin")) return refuse("NOT_ENTITLED");
    context.put(delegationTable, body.delegation, { ...row, state: "ended" });
    return undefined;
  },
});

export const DELEGATION_ACTIONS: readonly AnyAction[] = [anyAction(give), anyAction(end)];
