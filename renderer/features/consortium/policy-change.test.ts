/** Who gains and who loses by a change of a policy. */
import { expect, test } from "vitest";
import type { PersonDetail } from "#ledger-core/contract/api/consortium.ts";
import type { PolicyCase, Role } from "#ledger-core/contract/schema/policy.ts";
import { newCase } from "./policy-draft.ts";
import { changeOfPolicy } from "./policy-change.ts";

const named = { zh: "", en: "" };
const person = (key: number, roles: readonly string[], state: "active" | "left" = "active"): PersonDetail => ({
  key,
  handle: `person-${key}`,
  department: { key: 1, name: named, short: named, functions: [], state: "active" },
  title: named,
  maskedName: "",
  roles: [...roles],
  state,
  since: 0,
  rank: key,
  keys: [],
  terms: [],
  lent: [],
  entry: 0,
});
const need = (...roles: readonly Role[]): PolicyCase => ({
  ...newCase,
  alternatives: [
    {
      order: "any",
      distinct: "persons",
      seats: roles.map((role) => ({ of: { kind: "any" }, roles: [role], bar: { kind: "persons", count: 1 } })),
    },
  ],
});
const people = [person(1, ["leader"]), person(2, ["steward"]), person(3, ["auditor"]), person(4, ["auditor"], "left")];
const keysOf = (found: readonly PersonDetail[]) => found.map(({ key }) => key);

test("those who could sign from then on, those who no longer could, and how few are enough", () => {
  const change = changeOfPolicy(people, [need("leader", "steward")], [need("leader", "auditor")]);
  expect([keysOf(change.gained), keysOf(change.lost), change.fewest]).toEqual([[3], [2], 2]);
  expect(changeOfPolicy(people, [need("leader")], [need("leader")])).toEqual({ gained: [], lost: [], fewest: 1 });
});

test("where departments vote, signatures are not counted beforehand", () => {
  const over = { kind: "over", numerator: 1, denominator: 2 } as const;
  const vote: PolicyCase = {
    ...newCase,
    alternatives: [
      { order: "any", distinct: "departments", seats: [{ of: { kind: "any" }, roles: ["leader"], bar: over }] },
    ],
  };
  expect(changeOfPolicy(people, [need("leader")], [vote]).fewest).toBeUndefined();
});
