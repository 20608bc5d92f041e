/** How departments present themselves and who holds which post. Membership, keys, roles and policies are the kernel's. */
import {
  appointBody,
  calendarRow,
  departmentRow,
  describeBody,
  postRow,
  setCalendarBody,
} from "#ledger-core/contract/schema/consortium.ts";
import { civilOfDay } from "#ledger-core/contract/schema/civil-date.ts";
import { isWeekend } from "#ledger-core/contract/schema/working-days.ts";
import { memberTable, personTable } from "#ledger-core/kernel/governance/tables.ts";
import { action, anyAction, invariant, refuse } from "#ledger-core/kernel/module.ts";
import type { Module } from "#ledger-core/kernel/module.ts";
import { all, functionSeat, need, partySeat, withFoundingCase } from "#ledger-core/kernel/policy-terms.ts";
import { table } from "#ledger-core/kernel/table.ts";
import type { AnyTable } from "#ledger-core/kernel/table.ts";

/** Keyed by the member. */
export const departmentTable = table({ name: "consortium.department", number: 100, row: departmentRow });
/** Keyed by the person. */
export const postTable = table({
  name: "consortium.post",
  number: 101,
  row: postRow,
  indexes: { department: ["department", "rank"] },
});

/** Keyed by the year. */
export const calendarTable = table({ name: "consortium.calendar", number: 102, row: calendarRow });

const describe = action({
  kind: "consortium.describe",
  body: describeBody,
  policy: withFoundingCase([need([all(partySeat("subject", ["admin"])), all(functionSeat("bureau", ["admin"]))])]),
  subject: (body) => ({
    parties: { subject: body.department },
    facts: {},
    record: { table: departmentTable as AnyTable, key: body.department },
  }),
  run(context, { department, ...profile }) {
    if (context.rows.get(memberTable, department) === undefined)
      return refuse("NOT_FOUND", { table: memberTable.name, key: department });
    context.put(departmentTable, department, profile);
    return undefined;
  },
});

const appoint = action({
  kind: "consortium.appoint",
  body: appointBody,
  policy: withFoundingCase([need([all(partySeat("subject", ["admin"])), all(functionSeat("bureau", ["admin"]))])]),
  subject(body, rows) {
    const person = rows.get(personTable, body.person);
    if (person === undefined) return refuse("NOT_FOUND", { table: personTable.name, key: body.person });
    return {
      parties: { subject: person.department },
      facts: {},
      record: { table: postTable as AnyTable, key: body.person },
    };
  },
  run(context, { person, ...post }) {
    const row = context.rows.get(personTable, person);
    if (row === undefined || row.state !== "active") return refuse("PERSON_LEFT", { person });
    context.put(postTable, person, { ...post, department: row.department, since: context.time });
    return undefined;
  },
});

const setCalendar = action({
  kind: "consortium.set-calendar",
  body: setCalendarBody,
  policy: withFoundingCase([need([all(functionSeat("bureau", ["leader"]))])]),
  subject: (body) => ({ parties: {}, facts: {}, record: { table: calendarTable as AnyTable, key: body.year } }),
  run(context, { year, ...calendar }) {
    const wrong =
      flawOfDays(year, calendar.daysOff, (day) => !isWeekend(day)) ??
      flawOfDays(year, calendar.daysWorked, (day) => isWeekend(day));
    if (wrong !== undefined) return refuse("CALENDAR_DAYS", { day: wrong });
    context.put(calendarTable, year, calendar);
    return undefined;
  },
});

/** The first day that is not of the year, not after the one before it, or not of the part of the week that it is listed for. */
function flawOfDays(year: number, days: readonly number[], isOfPart: (day: number) => boolean): number | undefined {
  return days.find((day, place) => {
    const before = days[place - 1];
    return civilOfDay(day).year !== year || (before !== undefined && before >= day) || !isOfPart(day);
  });
}

export const consortiumModule: Module = {
  name: "consortium",
  tables: [departmentTable, postTable, calendarTable] as readonly AnyTable[],
  actions: [anyAction(describe), anyAction(appoint), anyAction(setCalendar)],
  due: [],
  projections: [],
  invariants: [
    invariant(
      "a post belongs to a person of its department",
      "岗位属于本部门的人员",
      `SELECT post.key FROM consortium_post post LEFT JOIN kernel_person person ON person.key = post.key
       WHERE person.department IS NOT post.department`,
    ),
  ],
};
