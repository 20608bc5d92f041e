/** The ODRL subset against its definition written out: what permits, what prohibits, what is not known. */
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { Constraint, ConstraintGroup, UsePolicy, UseRule } from "#ledger-core/contract/schema/catalog.ts";
import { constraintSchema, usePolicySchema } from "#ledger-core/contract/schema/catalog.ts";
import { arbitraryOf } from "#ledger-core/kernel/testing/arbitrary.testing.ts";
import { evaluateUse, flawOfUsePolicy } from "./use-policy.ts";
import type { UseRequest } from "./use-policy.ts";

const numRuns = process.env["LONG"] === undefined ? 2_000 : 100_000;
const REQUEST: UseRequest = {
  action: "query",
  purpose: "service",
  time: 1_000,
  recipient: "R1",
  count: 3,
  spatial: "3201",
};

function word(value: string): Constraint["right"][number] {
  return { kind: "word", value };
}

function number(value: number): Constraint["right"][number] {
  return { kind: "number", value };
}

function term(left: Constraint["left"], operator: Constraint["operator"], ...right: Constraint["right"]): Constraint {
  return { left, operator, right };
}

function rule(constraints: readonly Constraint[], groups: readonly ConstraintGroup[] = []): UseRule {
  return { actions: ["query"], constraints, duties: [], groups };
}

function policy(permissions: readonly UseRule[], prohibitions: readonly UseRule[] = []): UsePolicy {
  return { permissions, prohibitions };
}

function verdict(one: UsePolicy, change: Partial<UseRequest> = {}): string {
  const found = evaluateUse(one, { ...REQUEST, ...change });
  return found.permitted ? "permitted" : `${found.because} ${found.term}`;
}

const TRUE = term("purpose", "eq", word("service"));
const FALSE = term("purpose", "neq", word("service"));
const HERE = term("spatial", "eq", word("3201"));
const NOT_HERE = term("spatial", "neq", word("3201"));

describe("a constraint", () => {
  it.each([
    [term("count", "lteq", number(3)), true],
    [term("count", "lt", number(3)), false],
    [term("count", "gteq", number(3)), true],
    [term("count", "gt", number(3)), false],
    [term("count", "eq", number(3)), true],
    [term("count", "isAnyOf", number(1), number(3)), true],
    [term("dateTime", "lt", number(1_000)), false],
    [term("dateTime", "lt", number(1_001)), true],
    [term("recipient", "eq", word("R1")), true],
    [term("recipient", "isNoneOf", word("R1"), word("R2")), false],
    [term("purpose", "isAnyOf", word("service"), word("planning")), true],
    [HERE, true],
    [NOT_HERE, false],
    [term("spatial", "isAnyOf", word("3202")), false],
  ])("%j holds: %s", (constraint, holds) => {
    expect(verdict(policy([rule([constraint])]))).toBe(holds ? "permitted" : `constraint ${constraint.left}`);
    expect(verdict(policy([rule([])], [rule([constraint])]))).toBe(holds ? "prohibition query" : "permitted");
  });
});

describe("a group", () => {
  it.each([
    ["and", [TRUE, TRUE], true],
    ["and", [TRUE, FALSE], false],
    ["or", [FALSE, FALSE], false],
    ["or", [TRUE, FALSE], true],
    ["xone", [TRUE, FALSE, FALSE], true],
    ["xone", [TRUE, TRUE], false],
    ["xone", [FALSE, FALSE], false],
  ] as const)("%s of %j holds: %s", (operator, constraints, holds) => {
    const group = rule([], [{ operator, constraints }]);
    expect(verdict(policy([group]))).toBe(holds ? "permitted" : `constraint ${operator}`);
    expect(verdict(policy([rule([])], [group]))).toBe(holds ? "prohibition query" : "permitted");
  });

  it("stands beside the rule's own constraints, and all must hold", () => {
    const groups: readonly ConstraintGroup[] = [
      { operator: "or", constraints: [FALSE, TRUE] },
      { operator: "xone", constraints: [TRUE, TRUE] },
    ];
    expect(verdict(policy([rule([TRUE], groups)]))).toBe("constraint xone");
    expect(verdict(policy([rule([FALSE], groups)]))).toBe("constraint purpose");
    expect(verdict(policy([rule([TRUE], groups.slice(0, 1))]))).toBe("permitted");
  });
});

describe("a use that does not say what place it is about", () => {
  const silent = { spatial: "" };

  it("is permitted by no term about a place, and lifts no prohibition with one", () => {
    for (const place of [HERE, NOT_HERE, term("spatial", "isNoneOf", word("3202"))]) {
      expect(verdict(policy([rule([place])]), silent)).toBe("constraint spatial");
      expect(verdict(policy([rule([])], [rule([place])]), silent)).toBe("prohibition query");
    }
    // A prohibition that is out of the question for another reason is none.
    expect(verdict(policy([rule([])], [rule([HERE, FALSE])]), silent)).toBe("permitted");
    expect(verdict(policy([rule([])]), silent)).toBe("permitted");
  });

  it.each([
    ["and", [HERE, TRUE], "unknown"],
    ["and", [HERE, FALSE], "no"],
    ["or", [HERE, TRUE], "yes"],
    ["or", [HERE, FALSE], "unknown"],
    ["xone", [HERE, TRUE], "unknown"],
    ["xone", [HERE, FALSE], "unknown"],
    ["xone", [TRUE, TRUE, HERE], "no"],
  ] as const)("%s of %j is %s", (operator, constraints, truth) => {
    const group = rule([], [{ operator, constraints }]);
    expect(verdict(policy([group]), silent)).toBe(truth === "yes" ? "permitted" : `constraint ${operator}`);
    expect(verdict(policy([rule([])], [group]), silent)).toBe(truth === "no" ? "permitted" : "prohibition query");
  });
});

describe("a policy", () => {
  it("denies what no permission covers, and names the term that failed", () => {
    expect(verdict(policy([rule([])]), { action: "distribute" })).toBe("no-permission distribute");
    expect(verdict(policy([rule([FALSE]), rule([term("count", "lt", number(1))])]))).toBe("constraint purpose");
    expect(verdict(policy([rule([FALSE]), rule([])]))).toBe("permitted");
  });

  it("lets a prohibition win over every permission, of its action alone", () => {
    const one = policy([rule([])], [{ ...rule([]), actions: ["derive"] }]);
    expect(verdict(one)).toBe("permitted");
    expect(verdict(policy([rule([]), rule([])], [rule([])]))).toBe("prohibition query");
  });

  it.each([
    ["no-permission", policy([])],
    ["no-permission", policy([], [rule([])])],
    ["no-action", policy([{ ...rule([]), actions: [] }])],
    ["group-empty", policy([rule([], [{ operator: "or", constraints: [] }])])],
    ["operand-count", policy([rule([term("purpose", "eq")])])],
    ["operand-count", policy([rule([term("purpose", "eq", word("service"), word("planning"))])])],
    ["operand-type", policy([rule([term("count", "eq", word("3"))])])],
    ["operand-type", policy([rule([term("spatial", "eq", number(3_201))])])],
    ["operator", policy([rule([term("recipient", "gt", word("R1"))])])],
    ["operator", policy([rule([], [{ operator: "and", constraints: [term("spatial", "lteq", word("x"))] }])])],
    ["purpose-unknown", policy([rule([TRUE])], [rule([term("purpose", "isAnyOf", word("curiosity"))])])],
    [undefined, policy([rule([HERE], [{ operator: "xone", constraints: [TRUE, FALSE] }])])],
  ])("has the flaw %s", (flaw, one) => {
    expect(flawOfUsePolicy(one)).toBe(flaw);
  });
});

/** Every place that a silent use could be about: the terms name two, and there are others. */
const PLACES = ["3201", "3202", "elsewhere"];
const constraint = fc.constantFrom(
  TRUE,
  FALSE,
  HERE,
  NOT_HERE,
  term("spatial", "isAnyOf", word("3201"), word("3202")),
  term("spatial", "isNoneOf", word("3202")),
  term("count", "lteq", number(3)),
  term("count", "gt", number(3)),
);
const group = fc.record({
  operator: fc.constantFrom("and" as const, "or" as const, "xone" as const),
  constraints: fc.array(constraint, { minLength: 1, maxLength: 3 }),
});
const anyRule: fc.Arbitrary<UseRule> = fc
  .record({ constraints: fc.array(constraint, { maxLength: 2 }), groups: fc.array(group, { maxLength: 2 }) })
  .map(({ constraints, groups }) => rule(constraints, groups));
const anyPolicy = fc.record({
  permissions: fc.array(anyRule, { minLength: 1, maxLength: 3 }),
  prohibitions: fc.array(anyRule, { maxLength: 2 }),
});

it("a use that keeps silent is permitted only where it would be whatever place it is about", () => {
  fc.assert(
    fc.property(anyPolicy, (one) => {
      expect(flawOfUsePolicy(one)).toBeUndefined();
      if (verdict(one, { spatial: "" }) !== "permitted") return;
      for (const spatial of PLACES) expect(verdict(one, { spatial })).toBe("permitted");
    }),
    { numRuns },
  );
});

it("one more prohibition permits nothing, one more permission forbids nothing", () => {
  fc.assert(
    fc.property(anyPolicy, anyRule, fc.constantFrom("", ...PLACES), (one, more, spatial) => {
      const before = verdict(one, { spatial });
      if (before !== "permitted")
        expect(verdict({ ...one, prohibitions: [...one.prohibitions, more] }, { spatial })).not.toBe("permitted");
      else expect(verdict({ ...one, permissions: [...one.permissions, more] }, { spatial })).toBe("permitted");
    }),
    { numRuns },
  );
});

it("any policy of the schema is judged, and any use under it, without an exception", () => {
  const places = arbitraryOf(constraintSchema);
  fc.assert(
    fc.property(arbitraryOf(usePolicySchema), places, fc.string(), (one, extra, spatial) => {
      const more = { ...one, permissions: [...one.permissions, rule([extra])] };
      expect(["string", "undefined"]).toContain(typeof flawOfUsePolicy(more));
      expect(typeof evaluateUse(more, { ...REQUEST, spatial }).permitted).toBe("boolean");
    }),
    { numRuns: numRuns / 4 },
  );
});
