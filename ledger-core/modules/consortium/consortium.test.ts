/** How departments present themselves, who holds which post, and the calendar of working days. */
import { expect, test } from "vitest";
import { dayOfCivil } from "#ledger-core/contract/schema/civil-date.ts";
import { isWorkingDay } from "#ledger-core/contract/schema/working-days.ts";
import { TestLedger } from "#ledger-core/kernel/testing/test-ledger.testing.ts";
import type { TestPerson } from "#ledger-core/kernel/testing/test-ledger.testing.ts";
import { calendarTable, consortiumModule, departmentTable, postTable } from "./consortium-module.ts";

type City = {
  readonly ledger: TestLedger;
  readonly bureau: TestPerson;
  readonly admin: TestPerson;
  readonly officer: TestPerson;
  readonly outsider: TestPerson;
};

function city(): City {
  const ledger = new TestLedger([consortiumModule]);
  ledger.enrol(1, "bureau-two", ["leader"]);
  const audit = ledger.admit("Audit", ["audit"]);
  const outsider = ledger.enrol(audit, "auditor", ["leader", "admin"]);
  ledger.enrol(audit, "auditor-two", ["auditor"]);
  const parks = ledger.admit("Parks", []);
  const admin = ledger.enrol(parks, "parks-admin", ["admin"]);
  const officer = ledger.enrol(parks, "parks-officer", ["officer"]);
  ledger.must(ledger.founder, "founding.end", { reason: "complete" });
  return { ledger, bureau: ledger.founder, admin, officer, outsider };
}

function day(month: number, date: number, year = 2025): number {
  return dayOfCivil({ year, month, day: date });
}

/** The weekdays off and the weekends worked of China in 2025. */
const CALENDAR = {
  year: 2025,
  daysOff: [
    day(1, 1),
    ...[28, 29, 30, 31].map((date) => day(1, date)),
    day(2, 3),
    day(2, 4),
    day(4, 4),
    day(5, 1),
    day(5, 2),
    day(5, 5),
    day(6, 2),
    ...[1, 2, 3, 6, 7, 8].map((date) => day(10, date)),
  ],
  daysWorked: [day(1, 26), day(2, 8), day(4, 27), day(9, 28), day(10, 11)],
  source: "国办发明电〔2024〕12号",
};

test("the leader of the data bureau sets the calendar of a year, and sets it again", () => {
  const { ledger, bureau, outsider } = city();
  expect(ledger.codeOf(outsider, "consortium.set-calendar", CALENDAR)).toBe("NOT_ENTITLED");
  ledger.must(bureau, "consortium.set-calendar", CALENDAR);
  const { year, ...row } = CALENDAR;
  expect(ledger.rows.get(calendarTable, year)).toEqual(row);
  const calendars = (asked: number) => ledger.rows.get(calendarTable, asked);
  expect([day(1, 26), day(1, 28), day(2, 5)].map((one) => isWorkingDay(calendars, one))).toEqual([true, false, true]);
  ledger.must(bureau, "consortium.set-calendar", { ...CALENDAR, daysWorked: [] });
  expect(isWorkingDay(calendars, day(1, 26))).toBe(false);
});

test.each([
  ["a day of another year", { daysOff: [day(1, 1, 2026)] }],
  ["a day before its year", { daysOff: [day(12, 31, 2024)] }],
  ["a weekend as a day off", { daysOff: [day(2, 1)] }],
  ["a weekday as a worked weekend", { daysWorked: [day(2, 3)] }],
  ["a day twice", { daysOff: [day(1, 1), day(1, 1)] }],
  ["days out of order", { daysOff: [day(1, 2), day(1, 1)] }],
  ["a worked weekend twice", { daysWorked: [day(2, 8), day(2, 8)] }],
])("a calendar with %s is refused, and names the day", (_what, change) => {
  const { ledger, bureau } = city();
  const refused = ledger.submit(bureau, "consortium.set-calendar", { ...CALENDAR, ...change });
  expect(refused).toMatchObject({ code: "CALENDAR_DAYS", changes: [] });
  expect(Object.values("data" in refused ? refused.data : {})[0]).toBeTypeOf("number");
});

test("a department is described by its own administrator or the bureau's, and by nobody else", () => {
  const { ledger, bureau, admin, officer, outsider } = city();
  const body = (nameEn: string): object => ({
    department: admin.department,
    nameZh: "园林局",
    nameEn,
    shortZh: "园林",
    shortEn: "Parks",
  });
  expect(ledger.codeOf(officer, "consortium.describe", body("x"))).toBe("NO_SUCH_ROLE");
  expect(ledger.codeOf(outsider, "consortium.describe", body("x"))).toBe("NOT_ENTITLED");
  ledger.must(admin, "consortium.describe", body("Parks Office"));
  ledger.must(bureau, "consortium.describe", body("Office of Parks"));
  expect(ledger.rows.get(departmentTable, admin.department)?.nameEn).toBe("Office of Parks");
  expect(ledger.codeOf(bureau, "consortium.describe", { ...body("x"), department: 99 })).toBe("NOT_FOUND");
});

test("a post is held by somebody who is there, in the department of that person", () => {
  const { ledger, admin, officer, outsider } = city();
  const post = { titleZh: "科员", titleEn: "Officer", maskedName: "李*", rank: 3 };
  expect(ledger.codeOf(outsider, "consortium.appoint", { person: officer.person, ...post })).toBe("NOT_ENTITLED");
  ledger.must(admin, "consortium.appoint", { person: officer.person, ...post });
  expect(ledger.rows.get(postTable, officer.person)).toMatchObject({ department: officer.department, rank: 3 });
  expect(ledger.codeOf(admin, "consortium.appoint", { person: 99, ...post })).toBe("NOT_FOUND");
  ledger.must(admin, "person.leave", { person: officer.person, reason: "retired", successor: 0 });
  expect(ledger.codeOf(admin, "consortium.appoint", { person: officer.person, ...post })).toBe("PERSON_LEFT");
});
