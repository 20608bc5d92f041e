/** What one signature comes to, by the policies. */
import { expect, test } from "vitest";
import type { Bar, PolicyCase, Role, Seat } from "#ledger-core/contract/schema/policy.ts";
import { newCase } from "./policy-draft.ts";
import { partOf, rolesNamed } from "./permission-matrix.ts";

const seat = (roles: readonly Role[], bar: Bar = { kind: "persons", count: 1 }): Seat => ({
  of: { kind: "own" },
  roles,
  bar,
});
const policy = (...alternatives: readonly (readonly Seat[])[]): readonly PolicyCase[] => [
  { ...newCase, alternatives: alternatives.map((seats) => ({ order: "any", distinct: "persons", seats })) },
];

test("a signature is enough alone, is one of several, or is one of a vote", () => {
  const two = policy([seat(["steward"]), seat(["leader"])]);
  expect(partOf(two, "steward")).toEqual({ kind: "together", signatures: 2 });
  expect(partOf(two, "auditor")).toBeUndefined();
  expect(partOf(policy([seat(["leader"], { kind: "departments", count: 3 })]), "leader")).toEqual({
    kind: "together",
    signatures: 3,
  });
  const bar: Bar = { kind: "over", numerator: 1, denominator: 2 };
  expect(partOf(policy([seat(["leader"], bar)]), "leader")).toEqual({ kind: "vote", bar });
});

test("of several ways the easiest counts", () => {
  const ways = policy([seat(["leader"]), seat(["auditor"])], [seat(["leader"])]);
  expect(partOf(ways, "leader")).toEqual({ kind: "alone" });
  expect(partOf(ways, "auditor")).toEqual({ kind: "together", signatures: 2 });
});

test("the roles that are named stand in the order of the contract", () => {
  expect(rolesNamed([policy([seat(["auditor", "leader"])]), policy([seat(["officer"])])])).toEqual([
    "officer",
    "leader",
    "auditor",
  ]);
});
