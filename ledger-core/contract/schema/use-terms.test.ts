/** Terms for one purpose, and terms that contradict themselves. */
import { describe, expect, test } from "vitest";
import type { Constraint, UsePolicy, UseRule } from "./catalog.ts";
import { deadPermissions, purposesOpen, termsForPurpose } from "./use-terms.ts";

const words = (
  left: Constraint["left"],
  operator: Constraint["operator"],
  ...values: readonly string[]
): Constraint => ({
  left,
  operator,
  right: values.map((value) => ({ kind: "word", value })),
});
const rule = (actions: UseRule["actions"], ...constraints: readonly Constraint[]): UseRule => ({
  actions,
  constraints,
  duties: [],
  groups: [],
});
const statistics = words("purpose", "isAnyOf", "statistics", "planning");
const few = { left: "count", operator: "lteq", right: [{ kind: "number", value: 5 }] } as const;

describe("terms for one purpose", () => {
  const policy: UsePolicy = {
    permissions: [
      rule(["query"], statistics, few),
      rule(["read"], words("purpose", "neq", "planning")),
      rule(["derive"]),
    ],
    prohibitions: [rule(["distribute"], words("purpose", "eq", "planning")), rule(["aggregate"])],
  };

  test("say that purpose alone, and leave out the rules that are about others", () => {
    const planning = words("purpose", "eq", "planning");
    expect(termsForPurpose(policy, "planning")).toEqual({
      permissions: [rule(["query"], planning, few), rule(["derive"], planning)],
      prohibitions: [rule(["distribute"]), rule(["aggregate"])],
    });
  });

  test("are open for a purpose that a permission admits", () => {
    expect(purposesOpen({ permissions: [rule(["query"], statistics)], prohibitions: [] })).toEqual([
      "statistics",
      "planning",
    ]);
    expect(purposesOpen({ permissions: [], prohibitions: [] })).toEqual([]);
  });
});

describe("a permission that nobody can make use of", () => {
  const dead = (permission: UseRule, ...prohibitions: readonly UseRule[]) =>
    deadPermissions({ permissions: [permission], prohibitions }).length === 1;

  test.each([
    ["all of it is forbidden", rule(["query"]), [rule(["query", "read"])], true],
    ["one action is left", rule(["query", "read"]), [rule(["query"])], false],
    ["two prohibitions forbid it together", rule(["query", "read"]), [rule(["query"]), rule(["read"])], true],
    ["its only purposes are forbidden", rule(["query"], statistics), [rule(["query"], statistics)], true],
    ["one purpose is left", rule(["query"]), [rule(["query"], statistics)], false],
    ["forbidden only to some", rule(["query"]), [rule(["query"], words("recipient", "eq", "A"))], false],
    [
      "its only department is forbidden",
      rule(["query"], words("recipient", "eq", "A")),
      [rule(["query"], words("recipient", "isAnyOf", "A", "B"))],
      true,
    ],
    ["forbidden only for a time", rule(["query"]), [rule(["query"], few)], false],
  ] as const)("%s", (_name, permission, prohibitions, wanted) => {
    expect(dead(permission, ...prohibitions)).toBe(wanted);
  });
});
