/** Ways back for those who have lost their keys: a person by two colleagues, a department by more than half of all departments. */
import { keyEnrolBody, memberRecoverBody } from "#ledger-core/contract/schema/governance.ts";
import { isHandle } from "#ledger-core/contract/schema/handle.ts";
import { activePeople, findPersonByHandle, liveKeys, rolesAt } from "#ledger-core/kernel/directory.ts";
import { action, anyAction, refuse } from "#ledger-core/kernel/module.ts";
import type { AnyAction } from "#ledger-core/kernel/module.ts";
import {
  all,
  anySeat,
  functionSeat,
  need,
  partySeat,
  persons,
  withFoundingCase,
} from "#ledger-core/kernel/policy-terms.ts";
import type { Rows } from "#ledger-core/kernel/rows.ts";
import type { AnyTable } from "#ledger-core/kernel/table.ts";
import { aboutPerson, checkNewKey, revokeKeys } from "./people.ts";
import { keyTable, memberTable, personTable, roleTable } from "./tables.ts";

const COLLEAGUES = ["admin", "leader"] as const;

const enrol = action({
  kind: "key.enrol",
  body: keyEnrolBody,
  policy: withFoundingCase([
    need([
      all(partySeat("subject", COLLEAGUES, persons(2))),
      all(partySeat("subject", COLLEAGUES), functionSeat("bureau", ["leader"])),
    ]),
  ]),
  moves: [
    { table: keyTable.name, from: "-", to: "live" },
    { table: keyTable.name, from: "live", to: "revoked" },
  ],
  subject: (body, rows) => aboutPerson(rows, body.person),
  run(context, body) {
    const person = context.rows.get(personTable, body.person);
    if (person === undefined || person.state !== "active") return refuse("PERSON_LEFT", { person: body.person });
    if (body.reason === "") return refuse("REASON_MISSING");
    const refused = checkNewKey(context, person.handle, body.publicKey, body.proof);
    if (refused !== undefined) return refused;
    revokeKeys(context, body.person);
    const row = { person: body.person, publicKey: body.publicKey, state: "live", since: context.time } as const;
    context.put(keyTable, context.next(keyTable), row);
    return undefined;
  },
});

const recover = action({
  kind: "member.recover",
  body: memberRecoverBody,
  // Without a founding case: while a network is being founded its data bureau enrols people anywhere.
  policy: [
    need([all(anySeat(["leader"], { kind: "over", numerator: 1, denominator: 2 }))], {
      excludeParties: ["subject"],
      deadlineDays: 30,
    }),
  ],
  moves: [
    { table: personTable.name, from: "-", to: "active" },
    { table: keyTable.name, from: "-", to: "live" },
  ],
  subject: (body) => ({
    parties: { subject: body.department },
    facts: {},
    record: { table: memberTable as AnyTable, key: body.department },
  }),
  run(context, body) {
    const { rows, time } = context;
    if (rows.get(memberTable, body.department) === undefined)
      return refuse("NOT_FOUND", { table: memberTable.name, key: body.department });
    // The ledger cannot see that a key was lost. Where every key of a department was, the others suspend it first: nobody of a
    // suspended department can sign, and once it is taken back its new administrator can.
    if (hasAdministrator(rows, body.department, time)) return refuse("RECOVERY_NOT_NEEDED");
    if (body.reason === "") return refuse("REASON_MISSING");
    if (!isHandle(body.handle)) return refuse("HANDLE_INVALID", { handle: body.handle });
    if (findPersonByHandle(rows, body.handle) !== undefined) return refuse("HANDLE_TAKEN", { handle: body.handle });
    const refused = checkNewKey(context, body.handle, body.publicKey, body.proof);
    if (refused !== undefined) return refused;
    const { department, handle, publicKey } = body;
    const person = context.next(personTable);
    context.put(personTable, person, { department, handle, state: "active", since: time });
    context.put(keyTable, context.next(keyTable), { person, publicKey, state: "live", since: time });
    for (const role of COLLEAGUES)
      context.put(roleTable, context.next(roleTable), { person, role, from: time, until: 0 });
    return undefined;
  },
});

/** True if somebody of the department keeps its people and can sign. */
export function hasAdministrator(rows: Rows, department: number, time: number): boolean {
  return activePeople(rows, department).some(
    (person) => rolesAt(rows, person.key, time).includes("admin") && liveKeys(rows, person.key).length > 0,
  );
}

export const RECOVERY_ACTIONS: readonly AnyAction[] = [anyAction(enrol), anyAction(recover)];
