/** People of a department: enrolled with a key and roles, and leaving again. */
import { personEnrolBody } from "#ledger-core/contract/schema/governance.ts";
import type { Alternative } from "#ledger-core/contract/schema/policy.ts";
import type { Refusal } from "#ledger-core/contract/schema/errors.ts";
import { isHandle } from "#ledger-core/contract/schema/handle.ts";
import { activePeople, findKey, findPersonByHandle, liveKeys, rolesAt } from "#ledger-core/kernel/directory.ts";
import { action, anyAction, refuse } from "#ledger-core/kernel/module.ts";
import type { AnyAction, Context, DueContext } from "#ledger-core/kernel/module.ts";
import { all, functionSeat, need, partySeat, when, withFoundingCase } from "#ledger-core/kernel/policy-terms.ts";
import type { Rows } from "#ledger-core/kernel/rows.ts";
import type { AnyTable } from "#ledger-core/kernel/table.ts";
import { isKeyProven } from "./key-proof.ts";
import { keyTable, memberTable, networkTable, personTable, roleTable } from "./tables.ts";

/** Two persons of the department; where it has only one such person, the data bureau's leader is the other. */
export const GIVING_AUTHORITY: readonly Alternative[] = [
  all(partySeat("subject", ["admin"]), partySeat("subject", ["leader"])),
  all(partySeat("subject", ["admin"]), functionSeat("bureau", ["leader"])),
];

const enrol = action({
  kind: "person.enrol",
  body: personEnrolBody,
  // A department that has nobody yet cannot enrol its first person; the data bureau does it with two people.
  // Whoever is given authority over others is enrolled by two, as if the role were granted afterwards.
  policy: withFoundingCase([
    need([all(functionSeat("bureau", ["admin"]), functionSeat("bureau", ["leader"]))], {
      when: [when("level", "eq", 0)],
    }),
    need(GIVING_AUTHORITY, { when: [when("authority", "eq", 1)] }),
    need([all(partySeat("subject", ["admin"]))]),
  ]),
  moves: [
    { table: personTable.name, from: "-", to: "active" },
    { table: keyTable.name, from: "-", to: "live" },
  ],
  subject: (body, rows) => ({
    parties: { subject: body.department },
    facts: {
      level: Math.min(activePeople(rows, body.department).length, 2),
      // An officer prepares and asks; every other role signs for the department or keeps what is its own.
      authority: body.roles.some(({ role }) => role !== "officer") ? 1 : 0,
    },
  }),
  run(context, body) {
    const { rows, time } = context;
    if (rows.get(memberTable, body.department)?.state !== "active")
      return refuse("NOT_FOUND", { table: memberTable.name, key: body.department });
    if (!isHandle(body.handle)) return refuse("HANDLE_INVALID", { handle: body.handle });
    if (findPersonByHandle(rows, body.handle) !== undefined) return refuse("HANDLE_TAKEN", { handle: body.handle });
    if (body.roles.some((term) => term.until !== 0 && term.until <= time)) return refuse("ROLE_TERM_INVALID");
    const refused = checkNewKey(context, body.handle, body.publicKey, body.proof);
    if (refused !== undefined) return refused;
    const person = context.next(personTable);
    context.put(personTable, person, {
      department: body.department,
      handle: body.handle,
      state: "active",
      since: time,
    });
    context.put(keyTable, context.next(keyTable), { person, publicKey: body.publicKey, state: "live", since: time });
    for (const { role, until } of body.roles) {
      context.put(roleTable, context.next(roleTable), { person, role, from: time, until });
    }
    return undefined;
  },
});

/** The subject of an action about a person: the person's department, and the person's row. */
export function aboutPerson(
  rows: Rows,
  person: number,
): { parties: { subject: number }; facts: Record<string, never>; record: { table: AnyTable; key: number } } | Refusal {
  const row = rows.get(personTable, person);
  if (row === undefined) return refuse("NOT_FOUND", { table: personTable.name, key: person });
  return { parties: { subject: row.department }, facts: {}, record: { table: personTable as AnyTable, key: person } };
}

/** True if nobody else of the person's department keeps its people and keys. */
export function isLastAdmin(rows: Rows, person: number, time: number): boolean {
  const department = rows.get(personTable, person)?.department ?? 0;
  if (!rolesAt(rows, person, time).includes("admin")) return false;
  const others = activePeople(rows, department).filter((other) => other.key !== person);
  return !others.some((other) => rolesAt(rows, other.key, time).includes("admin"));
}

/** A key may be new here only if nobody has it and somebody holds it. */
export function checkNewKey(
  context: DueContext,
  handle: string,
  publicKey: Uint8Array,
  proof: Uint8Array,
): Refusal | undefined {
  if (findKey(context.rows, publicKey) !== undefined) return refuse("KEY_TAKEN");
  const network = context.rows.get(networkTable, 1)?.id ?? new Uint8Array(32);
  return isKeyProven(context.suite, { network, handle, publicKey }, proof) ? undefined : refuse("KEY_PROOF_INVALID");
}

/** Whoever gets another key, leaves or is recovered signs with none of the present ones any more. */
export function revokeKeys(context: Context, person: number): void {
  for (const key of liveKeys(context.rows, person))
    context.put(keyTable, key.key, { ...key.row, state: "revoked", since: context.time });
}

export const PERSON_ACTIONS: readonly AnyAction[] = [anyAction(enrol)];
