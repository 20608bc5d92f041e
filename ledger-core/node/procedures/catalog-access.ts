/** Who could open a dataset at a time. */
import type { Access } from "#ledger-core/contract/api/catalog-access.ts";
import type { AgreementRow } from "#ledger-core/contract/schema/catalog.ts";
import { termsForPurpose } from "#ledger-core/contract/schema/use-terms.ts";
import { isInTerm } from "#ledger-core/kernel/directory.ts";
import { delegationTable, memberTable, personTable, roleTable } from "#ledger-core/kernel/governance/tables.ts";
import { Rows } from "#ledger-core/kernel/rows.ts";
import type { StoredRow } from "#ledger-core/kernel/rows.ts";
import type { AnyTable, Table } from "#ledger-core/kernel/table.ts";
import { USERS } from "#ledger-core/modules/catalog/seats.ts";
import { agreementTable, datasetTable } from "#ledger-core/modules/catalog/tables.ts";
import type { Asked } from "#ledger-core/node/asked.ts";
import type { Reader } from "#ledger-core/store/store-types.ts";
import { ask, found, procedures } from "./base.ts";

const AGREEMENTS_MAX = 500;
/** An agreement is put in force by one of its first changes: rounds of terms come before it, uses after it. */
const FIRST_CHANGES_MAX = 64;
const PAGE_ROWS = 500;

export const accessProcedure = procedures.catalog.access.handler(({ context, input }) => {
  const asked = ask(context);
  const { reader } = context.host.ledger;
  found(asked.rows.get(datasetTable, input.dataset), datasetTable.name, input.dataset);
  const time = Math.min(input.time, asked.moment.time);
  const rows = rowsAt(reader, time);
  const users = rows === undefined ? new Map<number, number>() : usersAt(rows, time);
  const then = rows?.get(datasetTable, input.dataset);
  const sharing = then === undefined || then.state === "draft" ? null : then.sharing;
  const isContested = then?.suspended === "yes";
  const keys = everInForce(reader, input.dataset, time);
  const agreements = keys.slice(0, AGREEMENTS_MAX).flatMap((key) => {
    const access = accessBy(asked, reader, key);
    if (access === undefined || access.from > time) return [];
    const isInForce = time < access.until;
    return [{ ...access, isInForce, people: users.get(access.department.key) ?? 0 }];
  });
  const usable = agreements.filter((one) => one.isInForce && one.opens && !isContested);
  const open = new Map(usable.map((one) => [one.department.key, one.people]));
  const people = [...open.values()].reduce((sum, count) => sum + count, 0);
  const isCut = keys.length > AGREEMENTS_MAX;
  const owner =
    then === undefined ? null : { department: asked.briefs.department(then.owner), people: users.get(then.owner) ?? 0 };
  const departments = open.size;
  return { height: asked.height, time, sharing, isContested, isCut, agreements, people, departments, owner };
});

/** Keys of the agreements that were asked for before a time and may have come into force, newest first; one more than are shown. */
function everInForce(reader: Reader, dataset: number, time: number): readonly number[] {
  const rows = reader.sql.all<{ key: number }>(
    `SELECT key FROM catalog_agreement WHERE dataset = ? AND requested <= ? AND state IN ('FINALIZED', 'TERMINATED')
     AND ended NOT IN ('rejected', 'withdrawn', 'lapsed') ORDER BY key DESC LIMIT ?`,
    dataset,
    time,
    AGREEMENTS_MAX + 1,
  );
  return rows.map(({ key }) => key);
}

/** When an agreement was in force; undefined if it never was. */
function accessBy(asked: Asked, reader: Reader, key: number): Omit<Access, "isInForce" | "people"> | undefined {
  const row = found(asked.rows.get(agreementTable, key), agreementTable.name, key);
  const begun = indexOfBegin(reader, key);
  if (begun === undefined) return undefined;
  const entry = found(reader.entry(begun), "log", begun);
  const { permissions } = termsForPurpose(row.policy, row.purpose);
  const actions = [...new Set(permissions.flatMap((permission) => permission.actions))];
  return {
    agreement: key,
    department: asked.briefs.department(row.user),
    purpose: row.purpose,
    actions,
    opens: actions.includes("read"),
    from: entry.time,
    until: Math.min(row.expires, timeOfEnd(reader, key, row)),
    grantedBy: asked.briefs.personOrNone(entry.person),
    entry: begun,
  };
}

function indexOfBegin(reader: Reader, key: number): number | undefined {
  const places = reader.sql.all<{ place: number }>(
    "SELECT place FROM log_history WHERE table_number = ? AND key = ? ORDER BY place LIMIT ?",
    agreementTable.number,
    key,
    FIRST_CHANGES_MAX,
  );
  return places.find(({ place }) => {
    const [change] = reader.history(agreementTable as AnyTable, key, { limit: 1, before: place + 1 });
    return (change?.after as AgreementRow | undefined)?.state === "FINALIZED";
  })?.place;
}

/** Nothing changes an agreement after its end, so that is its last change. */
function timeOfEnd(reader: Reader, key: number, { state }: AgreementRow): number {
  if (state !== "TERMINATED") return Number.MAX_SAFE_INTEGER;
  const [last] = reader.history(agreementTable as AnyTable, key, { limit: 1 });
  const block = last === undefined ? undefined : reader.block(last.height);
  return block?.time ?? Number.MAX_SAFE_INTEGER;
}

/** The rows as they stood after the last block before a time; undefined before the first. */
function rowsAt(reader: Reader, time: number): Rows | undefined {
  const block = reader.sql.get<{ height: number }>(
    "SELECT height FROM log_block WHERE time <= ? ORDER BY height DESC LIMIT 1",
    time,
  );
  return block === undefined ? undefined : new Rows(reader.rowsAt(block.height));
}

/** How many people of each department could use data, from the rows as they stood at that time. */
function usersAt(rows: Rows, time: number): ReadonlyMap<number, number> {
  const members = allOf(rows, memberTable).filter(({ row }) => row.state === "active");
  const active = new Set(members.map(({ key }) => key));
  const people = allOf(rows, personTable).filter(({ row }) => row.state === "active" && active.has(row.department));
  const departmentOf = new Map(people.map(({ key, row }) => [key, row.department]));
  const held = allOf(rows, roleTable).filter(({ row }) => isUser(row.role) && isInTerm(row, time));
  const own = new Set(held.map(({ row }) => `${row.person} ${row.role}`));
  const lent = allOf(rows, delegationTable).filter(
    ({ row }) =>
      row.state === "active" &&
      row.from <= time &&
      time < row.until &&
      departmentOf.get(row.giver) === departmentOf.get(row.receiver) &&
      own.has(`${row.giver} ${row.role}`),
  );
  const users = new Set([...held.map(({ row }) => row.person), ...lent.map(({ row }) => row.receiver)]);
  const counts = new Map<number, number>();
  for (const person of users) {
    const department = departmentOf.get(person);
    if (department !== undefined) counts.set(department, (counts.get(department) ?? 0) + 1);
  }
  return counts;
}

function isUser(role: string): boolean {
  return USERS.some((one) => one === role);
}

/** Every row of a table, in pages: the past is kept in the order of keys. */
function allOf<Row>(rows: Rows, table: Table<Row>): readonly StoredRow<Row>[] {
  const all: StoredRow<Row>[] = [];
  for (let from = 0; ; from = (all.at(-1)?.key ?? 0) + 1) {
    const page = rows.scan(table, "key", { from, limit: PAGE_ROWS });
    all.push(...page);
    if (page.length < PAGE_ROWS) return all;
  }
}
