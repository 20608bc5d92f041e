import { expect, test } from "vitest";
import type { PolicyCase } from "#ledger-core/contract/schema/policy.ts";
import {
  barOfKind,
  casesOf,
  factsFor,
  flawOf,
  jsonOfCases,
  moveEarlier,
  newAlternative,
  newCase,
  newSeat,
  partiesFor,
  selectorFrom,
  selectorValue,
  withItem,
} from "./policy-draft.ts";

test("cases survive the way to JSON and back; what is not a policy gives none", () => {
  const cases: readonly PolicyCase[] = [{ ...newCase, excludeParties: ["owner"] }, newCase];
  expect(casesOf(jsonOfCases(cases))).toEqual(cases);
  expect(casesOf([{ when: "always" }])).toEqual([]);
});

test("every selector can be chosen from a list and comes back as it was", () => {
  for (const value of ["function:bureau", "party:owner", "other:subject", "own", "any"])
    expect(selectorValue(selectorFrom(value))).toBe(value);
});

test("items are replaced, left out and moved without touching the list they came from", () => {
  const list = ["a", "b", "c"];
  expect(withItem(list, 1, "x")).toEqual(["a", "x", "c"]);
  expect(withItem(list, 1, undefined)).toEqual(["a", "c"]);
  expect(moveEarlier(list, 2)).toEqual(["a", "c", "b"]);
  expect(moveEarlier(list, 0)).toBe(list);
  expect(list).toEqual(["a", "b", "c"]);
});

test("facts and parties are those that the policies of the domain use, and founding", () => {
  const policies = [
    {
      kind: "catalog.publish",
      cases: [
        {
          ...newCase,
          when: [{ fact: "sharing", operator: "eq", value: 0 } as const],
          alternatives: [{ ...newAlternative, seats: [{ ...newSeat, of: { kind: "party", name: "owner" } as const }] }],
        },
      ],
    },
    { kind: "member.suspend", cases: [{ ...newCase, excludeParties: ["subject"] as const }] },
  ];
  expect(factsFor("catalog.retire", policies)).toEqual(["founding", "sharing"]);
  expect(partiesFor("catalog.retire", policies)).toEqual(["owner"]);
  expect(factsFor("member.admit", policies)).toEqual(["founding"]);
  expect(partiesFor("member.admit", policies)).toEqual(["subject"]);
});

test("what the ledger would refuse is said before it is signed", () => {
  expect(flawOf([])).toBe("noCase");
  expect(flawOf([newCase])).toBeUndefined();
  expect(
    flawOf([{ ...newCase, alternatives: [{ order: "any", distinct: "persons", seats: [{ ...newSeat, roles: [] }] }] }]),
  ).toBe("noSeat");
  const counted = { ...newSeat, bar: barOfKind("departments") };
  expect(
    flawOf([{ ...newCase, alternatives: [{ order: "any", distinct: "persons", seats: [newSeat, counted] }] }]),
  ).toBe("mixed");
  const tooMuch = { ...newSeat, bar: { kind: "share", numerator: 4, denominator: 3 } as const };
  expect(flawOf([{ ...newCase, alternatives: [{ order: "any", distinct: "persons", seats: [tooMuch] }] }])).toBe(
    "share",
  );
});
