/** Keys change hands from old to new or end; roles begin and end with their terms. */
import { keyRevokeBody, keyRotateBody, roleEndBody, roleGrantBody } from "#ledger-core/contract/schema/governance.ts";
import { ROLES_PER_PERSON_MAX } from "#ledger-core/contract/schema/limits.ts";
import { findKey, unendedRoles } from "#ledger-core/kernel/directory.ts";
import { action, anyAction, refuse } from "#ledger-core/kernel/module.ts";
import type { Action, AnyAction } from "#ledger-core/kernel/module.ts";
import { all, need, ownSeat, partySeat, withFoundingCase } from "#ledger-core/kernel/policy-terms.ts";
import type { Value } from "#ledger-core/contract/schema/schema.ts";
import { ROLES } from "#ledger-core/contract/schema/policy.ts";
import { aboutPerson, checkNewKey, GIVING_AUTHORITY, isLastAdmin, revokeKeys } from "./people.ts";
import { keepRulesChangeable } from "./reachable.ts";
import { hasAdministrator } from "./recovery.ts";
import { keyTable, personTable, roleTable } from "./tables.ts";

const rotate = action({
  kind: "key.rotate",
  body: keyRotateBody,
  policy: [need([all(ownSeat(ROLES))])],
  moves: [
    { table: keyTable.name, from: "-", to: "live" },
    { table: keyTable.name, from: "live", to: "revoked" },
  ],
  subject: () => ({ parties: {}, facts: {} }),
  run(context, body) {
    const { rows, time, actor } = context;
    const handle = rows.get(personTable, actor.person)?.handle ?? "";
    const refused = checkNewKey(context, handle, body.publicKey, body.proof);
    if (refused !== undefined) return refused;
    revokeKeys(context, actor.person);
    context.put(keyTable, context.next(keyTable), {
      person: actor.person,
      publicKey: body.publicKey,
      state: "live",
      since: time,
    });
    return undefined;
  },
});

/**
 * From version 2 on a department keeps an administrator who can sign, and the network people who can change its rules: for the last
 * of them a new key is enrolled instead.
 */
function revokeIn(version: 1 | 2): Action<Value<typeof keyRevokeBody>> {
  return action({
    version,
    kind: "key.revoke",
    body: keyRevokeBody,
    policy: withFoundingCase([need([all(partySeat("subject", ["admin"])), all(partySeat("subject", ["leader"]))])]),
    moves: [{ table: keyTable.name, from: "live", to: "revoked" }],
    subject(body, rows) {
      const key = findKey(rows, body.publicKey);
      return key === undefined
        ? refuse("NOT_FOUND", { table: keyTable.name, key: 0 })
        : aboutPerson(rows, key.row.person);
    },
    run(context, body) {
      const key = findKey(context.rows, body.publicKey);
      if (key === undefined) return refuse("NOT_FOUND", { table: keyTable.name, key: 0 });
      if (key.row.state === "revoked") return refuse("ILLEGAL_MOVE", { state: "revoked", wanted: "live" });
      const { rows, time } = context;
      const revoked = { ...key.row, state: "revoked", since: time } as const;
      if (version === 1) {
        context.put(keyTable, key.key, revoked);
        return undefined;
      }
      const department = rows.get(personTable, key.row.person)?.department ?? 0;
      const wasKept = hasAdministrator(rows, department, time);
      return keepRulesChangeable(context, () => {
        context.put(keyTable, key.key, revoked);
        const isKept = hasAdministrator(rows, department, time);
        return wasKept && !isKept ? refuse("LAST_ADMIN", { department }) : undefined;
      });
    },
  });
}

const grant = action({
  kind: "role.grant",
  body: roleGrantBody,
  policy: withFoundingCase([need(GIVING_AUTHORITY)]),
  subject: (body, rows) => aboutPerson(rows, body.person),
  run(context, body) {
    const { rows, time } = context;
    if (rows.get(personTable, body.person)?.state !== "active")
      return refuse("NOT_FOUND", { table: personTable.name, key: body.person });
    if (body.until !== 0 && (body.until <= body.from || body.until <= time)) return refuse("ROLE_TERM_INVALID");
    const held = unendedRoles(rows, body.person, time);
    if (held.length >= ROLES_PER_PERSON_MAX) return refuse("TOO_MANY_ROLES");
    if (held.some((role) => role.row.role === body.role)) return refuse("ALREADY_EXISTS", { role: body.role });
    // A term begins now at the earliest: nobody is given a role for a time that has passed.
    context.put(roleTable, context.next(roleTable), { ...body, from: Math.max(body.from, time) });
    return undefined;
  },
});

const end = action({
  kind: "role.end",
  body: roleEndBody,
  policy: withFoundingCase([need([all(partySeat("subject", ["leader"])), all(partySeat("subject", ["admin"]))])]),
  subject: (body, rows) => aboutPerson(rows, body.person),
  run(context, body) {
    const { rows, time } = context;
    const held = unendedRoles(rows, body.person, time).filter((role) => role.row.role === body.role);
    if (held.length === 0) return refuse("NOT_FOUND", { table: roleTable.name, key: 0 });
    if (body.role === "admin" && isLastAdmin(rows, body.person, time)) return refuse("LAST_ADMIN");
    return keepRulesChangeable(context, () => {
      for (const role of held) context.put(roleTable, role.key, { ...role.row, until: Math.max(time, 1) });
      return undefined;
    });
  },
});

export const KEY_AND_ROLE_ACTIONS: readonly AnyAction[] = [
  anyAction(rotate),
  anyAction(revokeIn(1)),
  anyAction(revokeIn(2)),
  anyAction(grant),
  anyAction(end),
];
