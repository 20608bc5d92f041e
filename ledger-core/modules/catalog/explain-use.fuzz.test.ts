/** A use explained limit by limit, against the ledger's own evaluation. */
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { DUTIES, PURPOSES, USE_ACTIONS } from "#ledger-core/contract/schema/catalog.ts";
import type { Constraint } from "#ledger-core/contract/schema/catalog.ts";
import { explainUse } from "./explain-use.ts";
import { evaluateUse } from "./use-policy.ts";

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
