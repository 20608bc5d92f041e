import fc from "fast-check";
import { describe, expect, it, test } from "vitest";
import { DUTIES, PURPOSES, USE_ACTIONS } from "#ledger-core/contract/schema/catalog.ts";
import type { Constraint, ConstraintGroup, UsePolicy, UseRule } from "#ledger-core/contract/schema/catalog.ts";
import { explainUse } from "./explain-use.ts";
import { evaluateUse, flawOfUsePolicy } from "./use-policy.ts";
import type { UseRequest } from "./use-policy.ts";

const ASKED: UseRequest = {
  action: "read",
  purpose: "statistics",
  time: 1_000,
  recipient: "A",
  count: 3,
  spatial: "320100",
};

function limit(
  left: Constraint["left"],
  operator: Constraint["operator"],
  ...values: readonly (string | number)[]
): Constraint {
  const right = values.map((value) =>
    typeof value === "number" ? ({ kind: "number", value } as const) : ({ kind: "word", value } as const),
  );
  return { left, operator, right };
}

function rule(constraints: readonly Constraint[] = [], groups: readonly ConstraintGroup[] = []): UseRule {
  return { actions: ["read"], constraints, groups, duties: [] };
}

const permits = (...permissions: readonly UseRule[]): UsePolicy => ({ permissions, prohibitions: [] });
const forbids = (...prohibitions: readonly UseRule[]): UsePolicy => ({ permissions: [rule()], prohibitions });

describe("a use by its policy", () => {
  test.each<readonly [Constraint, boolean]>([
    [limit("dateTime", "lt", 1_000), false],
    [limit("dateTime", "lt", 1_001), true],
    [limit("dateTime", "lteq", 1_000), true],
    [limit("dateTime", "gt", 1_000), false],
    [limit("dateTime", "gteq", 1_000), true],
    [limit("count", "lteq", 2), false],
    [limit("count", "eq", 3), true],
    [limit("count", "neq", 3), false],
    [limit("count", "isAnyOf", 1, 3), true],
    [limit("count", "isNoneOf", 1, 3), false],
    [limit("purpose", "eq", "planning"), false],
    [limit("purpose", "isAnyOf", "planning", "statistics"), true],
    [limit("recipient", "neq", "A"), false],
    [limit("spatial", "isNoneOf", "320500"), true],
  ])("%j: %s", (constraint, holds) => {
    expect(evaluateUse(permits(rule([constraint])), ASKED).permitted).toBe(holds);
    expect(evaluateUse(forbids(rule([constraint])), ASKED).permitted).toBe(!holds);
  });

  it("says what keeps it: no permission, the first term that fails, a prohibition", () => {
    expect(evaluateUse(permits(), ASKED)).toEqual({ permitted: false, because: "no-permission", term: "read" });
    expect(evaluateUse(permits(rule([limit("count", "lt", 9), limit("purpose", "eq", "planning")])), ASKED)).toEqual({
      permitted: false,
      because: "constraint",
      term: "purpose",
    });
    expect(evaluateUse(forbids(rule()), ASKED)).toEqual({ permitted: false, because: "prohibition", term: "read" });
    expect(evaluateUse(permits(rule([limit("count", "gt", 9)]), rule()), ASKED)).toEqual({ permitted: true });
  });

  it("joins limits: all, at least one, exactly one", () => {
    const yes = limit("count", "eq", 3);
    const no = limit("count", "eq", 4);
    const group = (operator: ConstraintGroup["operator"], ...constraints: readonly Constraint[]) =>
      evaluateUse(permits(rule([], [{ operator, constraints }])), ASKED).permitted;
    expect([group("and", yes, yes), group("and", yes, no)]).toEqual([true, false]);
    expect([group("or", no, yes), group("or", no, no)]).toEqual([true, false]);
    expect([group("xone", no, yes), group("xone", yes, yes), group("xone", no, no)]).toEqual([true, false, false]);
  });

  it("whoever does not say which area is meant gets round no term about it", () => {
    const silent = { ...ASKED, spatial: "" };
    for (const operator of ["eq", "neq", "isAnyOf", "isNoneOf"] as const) {
      const about = rule([limit("spatial", operator, "320100")]);
      expect(evaluateUse(permits(about), silent)).toEqual({ permitted: false, because: "constraint", term: "spatial" });
      expect(evaluateUse(forbids(about), silent).permitted).toBe(false);
    }
    const either = {
      operator: "or",
      constraints: [limit("spatial", "eq", "320100"), limit("count", "eq", 3)],
    } as const;
    expect(evaluateUse(permits(rule([], [either])), silent).permitted).toBe(true);
  });
});

describe("a policy that cannot be enforced is not taken", () => {
  test.each<readonly [string, UsePolicy]>([
    ["no-permission", { permissions: [], prohibitions: [rule()] }],
    ["no-action", permits({ ...rule(), actions: [] })],
    ["group-empty", permits(rule([], [{ operator: "or", constraints: [] }]))],
    ["operand-count", permits(rule([limit("count", "lt")]))],
    ["operand-count", permits(rule([limit("count", "lt", 1, 2)]))],
    ["operand-type", permits(rule([limit("count", "lt", "five")]))],
    ["operand-type", permits(rule([limit("purpose", "eq", 5)]))],
    ["operator", permits(rule([limit("recipient", "lt", "A")]))],
    ["purpose-unknown", permits(rule([limit("purpose", "isAnyOf", "statistics", "fun")]))],
    ["purpose-unknown", forbids(rule([], [{ operator: "and", constraints: [limit("purpose", "eq", "fun")] }]))],
  ])("%s", (flaw, policy) => {
    expect(flawOfUsePolicy(policy)).toBe(flaw);
  });
});

const constraints = fc.constantFrom(
  limit("count", "lteq", 2),
  limit("count", "neq", 3),
  limit("purpose", "isAnyOf", "statistics", "research"),
  limit("purpose", "neq", "statistics"),
  limit("recipient", "eq", "A"),
  limit("spatial", "eq", "320100"),
  limit("spatial", "isNoneOf", "320100"),
  limit("dateTime", "lt", 1_000),
  limit("dateTime", "gteq", 500),
);
const rules = fc.record({
  actions: fc.uniqueArray(fc.constantFrom(...USE_ACTIONS), { minLength: 1 }),
  constraints: fc.array(constraints, { maxLength: 2 }),
  groups: fc.array(
    fc.record({
      operator: fc.constantFrom("and", "or", "xone"),
      constraints: fc.array(constraints, { minLength: 1, maxLength: 3 }),
    }),
    { maxLength: 1 },
  ),
  duties: fc.array(fc.record({ duty: fc.constantFrom(...DUTIES), withinDays: fc.nat(30) }), { maxLength: 1 }),
} as const);
const policies = fc.record({
  permissions: fc.array(rules, { maxLength: 3 }),
  prohibitions: fc.array(rules, { maxLength: 2 }),
});
const uses = fc.record({
  action: fc.constantFrom(...USE_ACTIONS),
  purpose: fc.constantFrom(...PURPOSES),
  time: fc.constantFrom(0, 499, 500, 999, 1_000),
  recipient: fc.constantFrom("A", "B"),
  count: fc.integer({ min: 1, max: 4 }),
  spatial: fc.constantFrom("", "320100", "320500"),
} as const);

describe("the explanation of a use", () => {
  test("says the same as the ledger, and names a limit wherever one fails", () => {
    fc.assert(
      fc.property(policies, uses, (policy, asked) => {
        const { verdict, rules: fits } = explainUse(policy, asked);
        expect(verdict).toEqual(evaluateUse(policy, asked));
        const applying = (kind: string) => fits.some((fit) => fit.kind === kind && fit.applies);
        expect(verdict.permitted).toBe(applying("permission") && !applying("prohibition"));
        for (const { applies, failing, rule: about } of fits) {
          expect(about.actions).toContain(asked.action);
          expect(failing.constraints.length + failing.groups.length > 0).toBe(!applies);
        }
      }),
    );
  });
});
