import { expect, test } from "vitest";
import { usePolicySchema } from "#ledger-core/contract/schema/catalog.ts";
import { fromJson } from "#ledger-core/contract/schema/json.ts";
import { flawOfUsePolicy } from "#ledger-core/modules/catalog/use-policy.ts";
import { purposesOffered } from "./offered-terms.ts";
import { draftOfPolicy, emptyRule, firstPolicy, ownRules, policyJson, policyOfDraft } from "./policy-draft.ts";

test("what the editor begins with is a policy that the ledger enforces", () => {
  for (const sharing of ["conditional", "unconditional"]) {
    const read = fromJson(usePolicySchema, policyJson(firstPolicy(sharing)));
    expect(read.ok && flawOfUsePolicy(read.value)).toBe(undefined);
  }
});

test("every condition of the editor reaches the policy, in JSON as in words", () => {
  const draft = {
    permissions: [
      {
        actions: ["read", "query"],
        purposes: ["statistics"],
        recipients: ["91320100MA1MTEST0X"],
        count: 500,
        until: 20_788,
        duties: { delete: 30, attribute: 0 },
      },
    ],
    prohibitions: [{ ...emptyRule, actions: ["distribute"] }],
  };
  const read = fromJson(usePolicySchema, policyJson(draft));
  expect(read).toEqual({ ok: true, value: policyOfDraft(draft) });
  expect(read.ok && flawOfUsePolicy(read.value)).toBe(undefined);
  expect(policyOfDraft(draft).permissions[0]).toEqual({
    actions: ["read", "query"],
    constraints: [
      { left: "purpose", operator: "isAnyOf", right: [{ kind: "word", value: "statistics" }] },
      { left: "recipient", operator: "isAnyOf", right: [{ kind: "word", value: "91320100MA1MTEST0X" }] },
      { left: "count", operator: "lteq", right: [{ kind: "number", value: 500 }] },
      // The end of 2026-12-01 in the city.
      { left: "dateTime", operator: "lt", right: [{ kind: "number", value: 20_789 * 86_400 - 28_800 }] },
    ],
    duties: [
      { duty: "delete", withinDays: 30 },
      { duty: "attribute", withinDays: 0 },
    ],
    groups: [],
  });
  // What somebody has put forward opens in the editor as it was written.
  expect(draftOfPolicy(policyOfDraft(draft))).toEqual({ ...draft, asTheyStand: undefined });
});

test("terms that the editor has no fields for are taken as they stand, until rules of one's own replace them", () => {
  const limit = (value: string) => ({ left: "spatial", operator: "eq", right: [{ kind: "word", value }] }) as const;
  const grouped = { operator: "or", constraints: [limit("320104"), limit("320105")] } as const;
  const rule = { actions: ["query"], constraints: [], duties: [], groups: [grouped] } as const;
  const policy = { permissions: [rule], prohibitions: [] };
  const draft = draftOfPolicy(policy);
  expect(policyOfDraft(draft)).toEqual(policy);
  expect(fromJson(usePolicySchema, policyJson(draft))).toEqual({ ok: true, value: policy });
  const own = { ...draft, ...ownRules() };
  expect(policyOfDraft(own).permissions[0]?.groups).toEqual([]);
});

test("a request may name only the purposes that an offer leaves open", () => {
  const draft = {
    permissions: [{ ...emptyRule, actions: ["query"], purposes: ["statistics", "planning"] }],
    prohibitions: [],
  };
  expect(purposesOffered(policyJson(draft))).toEqual(["statistics", "planning"]);
  expect(purposesOffered(policyJson(firstPolicy("conditional")))).toHaveLength(9);
  expect(purposesOffered({ unknown: true })).toHaveLength(9);
});
