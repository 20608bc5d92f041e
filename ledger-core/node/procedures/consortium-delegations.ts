/** Roles that people have lent to colleagues: which hold now, and why the others do not. */
import type { Delegation, PersonDetail } from "#ledger-core/contract/api/consortium.ts";
import type { DelegationRow } from "#ledger-core/contract/schema/governance.ts";
import { ownRolesAt, rolesAt } from "#ledger-core/kernel/directory.ts";
import { delegationTable, memberTable, personTable } from "#ledger-core/kernel/governance/tables.ts";
import type { Actor } from "#ledger-core/kernel/module.ts";
import type { Rows } from "#ledger-core/kernel/rows.ts";
import type { AnyTable } from "#ledger-core/kernel/table.ts";
import type { Asked } from "#ledger-core/node/asked.ts";
import type { NodeContext } from "#ledger-core/node/node-context.ts";
import { ask, findActor, procedures } from "./base.ts";

export const delegations = procedures.consortium.delegations.handler(({ context, input }) => {
  const asked = ask(context);
  const { sql } = context.host.ledger.reader;
  const actor = findActor(context, asked.rows);
  const { person, department } = input;
  const { where, values } = narrowing({ person, department });
  const { time } = asked.moment;
  const ofBoth = `FROM kernel_delegation d JOIN kernel_person p ON p.key = d.giver WHERE ${where}`;
  const isNow = "d.state = 'active' AND d.until > ?";
  const [counted] = sql.all<{ now: number; every: number }>(
    `SELECT count(*) FILTER (WHERE ${isNow}) AS now, count(*) AS every ${ofBoth}`,
    time,
    ...values,
  );
  const { now = 0, every = 0 } = counted ?? {};
  const shown = { now: isNow, past: `NOT (${isNow})`, all: "? IS NOT NULL" }[input.show];
  const keys = sql.all<{ key: number }>(
    `SELECT d.key ${ofBoth} AND ${shown} ORDER BY d.key DESC LIMIT ?`,
    ...values,
    time,
    input.limit,
  );
  return {
    height: asked.height,
    counts: { now, past: every - now },
    delegations: keys.flatMap(({ key }) => delegationOf(asked, actor, key) ?? []),
  };
});

/** Of a person either way, of a department by its giver: both are always of one department. */
function narrowing(of: { readonly person: number | undefined; readonly department: number | undefined }): {
  readonly where: string;
  readonly values: readonly number[];
} {
  const byPerson = of.person === undefined ? [] : [of.person, of.person];
  const byDepartment = of.department === undefined ? [] : [of.department];
  const where = [
    ...(byPerson.length === 0 ? [] : ["(d.giver = ? OR d.receiver = ?)"]),
    ...(byDepartment.length === 0 ? [] : ["p.department = ?"]),
  ];
  return { where: where.length === 0 ? "TRUE" : where.join(" AND "), values: [...byPerson, ...byDepartment] };
}

function delegationOf(asked: Asked, actor: Actor | undefined, key: number): Delegation | undefined {
  const { rows, briefs, moment } = asked;
  const row = rows.get(delegationTable, key);
  if (row === undefined) return undefined;
  const { role, from, until, reason } = row;
  return {
    key,
    role,
    giver: briefs.person(row.giver),
    receiver: briefs.person(row.receiver),
    from,
    until,
    reason,
    standing: standingOf(rows, row, moment.time),
    mayEnd: row.state === "active" && row.until > moment.time && mayEnd(rows, row, { actor, time: moment.time }),
    entry: rows.source.get(delegationTable as AnyTable, key)?.changedAt ?? 0,
  };
}

/** Whether a delegation holds at a time as `rolesAt` counts it, and if not the first reason that a person can do something about. */
export function standingOf(rows: Rows, row: DelegationRow, time: number): Delegation["standing"] {
  if (row.state === "ended") return "ended";
  if (time >= row.until) return "over";
  const people = [rows.get(personTable, row.giver), rows.get(personTable, row.receiver)];
  if (people.some((person) => person?.state !== "active")) return "left";
  if (people.some((person) => rows.get(memberTable, person?.department ?? 0)?.state !== "active")) return "suspended";
  if (time < row.from) return "later";
  return ownRolesAt(rows, row.giver, time).includes(row.role) ? "in-force" : "giver-lost";
}

/** The two whom it concerns, and the administrators of their department. */
function mayEnd(
  rows: Rows,
  row: DelegationRow,
  by: { readonly actor: Actor | undefined; readonly time: number },
): boolean {
  const { actor, time } = by;
  if (actor === undefined || rows.get(personTable, row.giver)?.department !== actor.department) return false;
  const roles = rolesAt(rows, actor.person, time);
  return roles.length > 0 && ([row.giver, row.receiver].includes(actor.person) || roles.includes("admin"));
}

/** What colleagues have lent to each person and what holds now; people to whom nothing is lent are not among them. */
export function lentRoles(
  { rows, briefs, moment }: Asked,
  { host }: NodeContext,
): ReadonlyMap<number, readonly PersonDetail["lent"][number][]> {
  const keys = host.ledger.reader.sql.all<{ key: number }>(
    "SELECT key FROM kernel_delegation WHERE state = 'active' AND until > ? ORDER BY key",
    moment.time,
  );
  const lent = new Map<number, PersonDetail["lent"][number][]>();
  for (const { key } of keys) {
    const row = rows.get(delegationTable, key);
    if (row === undefined || standingOf(rows, row, moment.time) !== "in-force") continue;
    const { role, receiver, until } = row;
    const giver = briefs.person(row.giver).title;
    lent.set(receiver, [...(lent.get(receiver) ?? []), { delegation: key, role, giver, until }]);
  }
  return lent;
}
