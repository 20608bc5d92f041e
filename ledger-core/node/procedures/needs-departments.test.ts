/** Which ways to sign take more than one department. */
import { expect, test } from "vitest";
import type { Alternative } from "#ledger-core/contract/schema/policy.ts";
import { TestLedger } from "#ledger-core/kernel/testing/test-ledger.testing.ts";
import { all, anySeat, functionSeat, need, ownSeat, partySeat, persons } from "#ledger-core/kernel/policy-terms.ts";
import { mayNeedDepartments, needsDepartments } from "./needs-departments.ts";

const ledger = new TestLedger();
ledger.admit("Audit", ["audit"]);
ledger.admit("Both", ["audit", "bureau"]);
const apart = new TestLedger();
apart.admit("Audit", ["audit"]);

function answers(of: TestLedger, ...alternatives: Alternative[]): readonly boolean[] {
  const policyCase = need(alternatives);
  const scope = {
    rows: of.rows,
    subject: { parties: { subject: 1 }, facts: {} },
    proposer: { person: 1, department: 1 },
  };
  return [needsDepartments({ scope, policyCase }), mayNeedDepartments([policyCase])];
}

test.each([
  ["one person of one's own", [all(ownSeat(["officer"]))], [false, false]],
  ["two persons of the department concerned", [all(partySeat("subject", ["admin"], persons(2)))], [false, false]],
  ["two thirds of all", [all(anySeat(["leader"], { kind: "share", numerator: 2, denominator: 3 }))], [true, true]],
  ["one department of any", [all(anySeat(["leader"], { kind: "departments", count: 1 }))], [false, true]],
  [
    "two persons of distinct departments",
    [{ ...all(anySeat(["leader"], persons(2))), distinct: "departments" as const }],
    [true, true],
  ],
])("%s", (_what, alternatives, expected) => {
  expect(answers(ledger, ...alternatives)).toEqual(expected);
});

test("two functions take two departments unless one of them has both", () => {
  const both = all(functionSeat("bureau", ["leader"]), functionSeat("audit", ["leader"]));
  expect(answers(apart, both)).toEqual([true, true]);
  expect(answers(ledger, both)).toEqual([false, true]);
  expect(answers(apart, both, all(partySeat("subject", ["admin"])))).toEqual([false, true]);
});
