/** Who is who at a moment: members, people, keys and the roles they hold, read from the kernel's tables. */
import {
  DELEGATIONS_PER_PERSON_MAX,
  KEYS_PER_PERSON_MAX,
  ROLES_PER_PERSON_MAX,
  SEAT_COUNT_MAX,
} from "#ledger-core/contract/schema/limits.ts";
import type { DelegationRow, KeyRow, MemberRow, PersonRow, RoleRow } from "#ledger-core/contract/schema/governance.ts";
import type { Role } from "#ledger-core/contract/schema/policy.ts";
import { delegationTable, keyTable, memberTable, personTable, roleTable } from "./governance/tables.ts";
import type { IndexRange, Rows, StoredRow } from "./rows.ts";

/** A role that somebody has lent to somebody else. */
export type LentRole = { readonly role: Role; readonly giver: number };

/** Members beyond this are not counted: a consortium of a thousand departments is another design. */
const MEMBERS_MAX = 4 * SEAT_COUNT_MAX;
/** People of one department that are looked through. */
const PEOPLE_PER_DEPARTMENT_MAX = 4_096;

/** The key row of a public key, live or revoked. */
export function findKey(rows: Rows, publicKey: Uint8Array): StoredRow<KeyRow> | undefined {
  return rows.find(keyTable, "publicKey", publicKey);
}

export function findPersonByHandle(rows: Rows, handle: string): StoredRow<PersonRow> | undefined {
  return rows.find(personTable, "handle", handle);
}

/** Live keys of a person. */
export function liveKeys(rows: Rows, person: number): readonly StoredRow<KeyRow>[] {
  return rows.scan(keyTable, "person", { equal: [person, "live"], limit: KEYS_PER_PERSON_MAX });
}

/** True while `from <= time` and, unless the term is open, `time < until`. */
export function isInTerm(role: RoleRow, time: number): boolean {
  return role.from <= time && (role.until === 0 || time < role.until);
}

/** Role rows of a person whose term has not ended, including those that have not begun. */
export function unendedRoles(rows: Rows, person: number, time: number): readonly StoredRow<RoleRow>[] {
  const open = rows.scan(roleTable, "person", { equal: [person, 0], limit: ROLES_PER_PERSON_MAX });
  const limited = rows.scan(roleTable, "person", { equal: [person], from: time + 1, limit: ROLES_PER_PERSON_MAX });
  return limited.length === 0 ? open : [...open, ...limited];
}

/**
 * Roles that a person holds at a time, the own ones first and then those that others have delegated: none for one who left, or whose
 * department is suspended.
 */
export function rolesAt(rows: Rows, person: number, time: number): readonly Role[] {
  const lent = lentRolesAt(rows, person, time).map(({ role }) => role);
  return [...new Set([...ownRolesAt(rows, person, time), ...lent])];
}

/** Roles that others have lent to a person and that hold at a time: while the giver holds them, in the same department. */
export function lentRolesAt(rows: Rows, person: number, time: number): readonly LentRole[] {
  const row = rows.get(personTable, person);
  if (row?.state !== "active" || rows.get(memberTable, row.department)?.state !== "active") return [];
  return delegationsTo(rows, person, time)
    .filter(({ row: one }) => isDelegationInForce(rows, one, row.department, time))
    .map(({ row: { role, giver } }) => ({ role, giver }));
}

/** Roles that a person was granted and holds at a time, without delegated ones: only these can be passed on. */
export function ownRolesAt(rows: Rows, person: number, time: number): readonly Role[] {
  const row = rows.get(personTable, person);
  if (row === undefined || row.state !== "active") return [];
  if (rows.get(memberTable, row.department)?.state !== "active") return [];
  const held: Role[] = [];
  for (const { row: role } of unendedRoles(rows, person, time)) if (isInTerm(role, time)) held.push(role.role);
  return held;
}

/** Delegations to a person that nobody ended and whose term has not, including those that have not begun. */
export function delegationsTo(rows: Rows, person: number, time: number): readonly StoredRow<DelegationRow>[] {
  return rows.scan(delegationTable, "receiver", unendedOf(person, time));
}

/** The same by a person. */
export function delegationsBy(rows: Rows, person: number, time: number): readonly StoredRow<DelegationRow>[] {
  return rows.scan(delegationTable, "giver", unendedOf(person, time));
}

function unendedOf(person: number, time: number): IndexRange {
  return { equal: [person, "active"], from: time + 1, limit: DELEGATIONS_PER_PERSON_MAX };
}

function isDelegationInForce(
  rows: Rows,
  { giver, role, from, until }: DelegationRow,
  to: number,
  time: number,
): boolean {
  if (time < from || time >= until || rows.get(personTable, giver)?.department !== to) return false;
  return ownRolesAt(rows, giver, time).includes(role);
}

/** Active members in the order of their keys. */
export function activeMembers(rows: Rows): readonly StoredRow<MemberRow>[] {
  return rows.scan(memberTable, "state", { equal: ["active"], limit: MEMBERS_MAX });
}

/** Active people of a department. */
export function activePeople(rows: Rows, department: number): readonly StoredRow<PersonRow>[] {
  return rows.scan(personTable, "department", { equal: [department, "active"], limit: PEOPLE_PER_DEPARTMENT_MAX });
}
