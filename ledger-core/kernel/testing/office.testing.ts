/** A founded network for the tests of governance: bureau and audit complete, and one department with people of several roles. */
import { lampModule } from "./lamp-module.testing.ts";
import { TestLedger } from "./test-ledger.testing.ts";
import type { TestPerson } from "./test-ledger.testing.ts";

export const DAY = 86_400;

export type Office = {
  readonly ledger: TestLedger;
  /** Leader, admin and officer of the data bureau. */
  readonly bureau: TestPerson;
  readonly bureauLeader: TestPerson;
  readonly audit: TestPerson;
  readonly department: number;
  readonly admin: TestPerson;
  readonly leader: TestPerson;
  readonly officer: TestPerson;
  /** An officer of the same department. */
  readonly clerk: TestPerson;
  /** Leader and admin of a fourth department. */
  readonly neighbour: TestPerson;
};

/** `withheld`: kinds and versions that the ledger does not have in force; see `TestLedger`. */
export function office(withheld: readonly string[] = []): Office {
  const ledger = new TestLedger([lampModule], ["bureau"], withheld);
  const bureauLeader = ledger.enrol(1, "bureau-leader", ["leader"]);
  const auditing = ledger.admit("Audit", ["audit"]);
  const audit = ledger.enrol(auditing, "auditor", ["leader", "admin"]);
  ledger.enrol(auditing, "auditor-two", ["auditor"]);
  const department = ledger.admit("Street Lighting", []);
  const admin = ledger.enrol(department, "admin", ["admin"]);
  const leader = ledger.enrol(department, "leader", ["leader"]);
  const officer = ledger.enrol(department, "officer", ["officer"]);
  const clerk = ledger.enrol(department, "clerk", ["officer"]);
  const neighbour = ledger.enrol(ledger.admit("Parks", []), "neighbour", ["leader", "admin"]);
  ledger.must(ledger.founder, "founding.end", { reason: "complete" });
  ledger.must(officer, "lamp.install", { label: "first", watts: 60 });
  return { ledger, bureau: ledger.founder, bureauLeader, audit, department, admin, leader, officer, clerk, neighbour };
}
