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
  expect(partOf(two, "steward")).toEqual({ kind: "together", signatures: 2, isBound: false });
  expect(partOf(two, "auditor")).toBeUndefined();
  expect(partOf(policy([seat(["leader"], { kind: "departments", count: 3 })]), "leader")).toEqual({
    kind: "together",
    signatures: 3,
    isBound: false,
  });
  const bar: Bar = { kind: "over", numerator: 1, denominator: 2 };
  expect(partOf(policy([seat(["leader"], bar)]), "leader")).toEqual({ kind: "vote", bar, isBound: false });
});

test("of several ways the easiest counts", () => {
  const ways = policy([seat(["leader"]), seat(["auditor"])], [seat(["leader"])]);
  expect(partOf(ways, "leader")).toEqual({ kind: "alone", isBound: false });
  expect(partOf(ways, "auditor")).toEqual({ kind: "together", signatures: 2, isBound: false });
});

test("the roles that are named stand in the order of the contract", () => {
  expect(rolesNamed([policy([seat(["auditor", "leader"])]), policy([seat(["officer"])])])).toEqual([
    "officer",
    "leader",
    "auditor",
  ]);
});

test("what holds only in some cases, or for departments with a function, says so", () => {
  const [own] = policy([seat(["leader"])]);
  if (own === undefined) throw new Error("a policy has a case");
  const conditional: PolicyCase = { ...own, when: [{ fact: "unconditional", operator: "eq", value: 1 }] };
  expect(partOf([conditional], "leader")).toEqual({ kind: "alone", isBound: true });
  expect(partOf([conditional, own], "leader")).toEqual({ kind: "alone", isBound: false });
  const [together] = policy([seat(["leader"]), seat(["steward"])]);
  if (together === undefined) throw new Error("a policy has a case");
  // Whoever is enough in one case is one of two in the other, whichever of them is asked first.
  const otherwise: PolicyCase = { ...together, when: conditional.when };
  expect(partOf([conditional, together], "leader")).toEqual({ kind: "alone", isBound: true });
  expect(partOf([otherwise, own], "leader")).toEqual({ kind: "alone", isBound: true });
  expect(partOf([conditional, together], "steward")).toEqual({ kind: "together", signatures: 2, isBound: true });
  const ofBureau = policy([{ ...seat(["leader"]), of: { kind: "function", name: "bureau" } }]);
  expect(partOf(ofBureau, "leader")).toEqual({ kind: "alone", isBound: true });
});
