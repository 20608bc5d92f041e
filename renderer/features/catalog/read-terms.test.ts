import { expect, test } from "vitest";
import type { ReadTerms } from "#ledger-core/contract/api/terms.ts";
import { usePolicySchema } from "#ledger-core/contract/schema/catalog.ts";
import type { UseRule } from "#ledger-core/contract/schema/catalog.ts";
import { toJson } from "#ledger-core/contract/schema/json.ts";
import { evaluateUse } from "#ledger-core/modules/catalog/use-policy.ts";
import { policyOfDraft } from "./policy-draft.ts";
import { draftOfReadTerms } from "./read-terms.ts";

const query: UseRule = { actions: ["query"], constraints: [], duties: [], groups: [] };
const spatial = { left: "spatial", operator: "eq", right: [{ kind: "word", value: "320104" }] } as const;

function terms(rule: UseRule, given: Partial<ReadTerms> = {}): ReadTerms {
  return {
    uid: "urn:x",
    target: "",
    assignee: { code: "11320100MB1007919B", department: null },
    purpose: "statistics",
    useLimit: 5,
    expires: 1_796_000_000,
    policy: toJson(usePolicySchema, { permissions: [rule], prohibitions: [] }),
    sentence: { zh: [], en: [] },
    ...given,
  };
}

const asked = {
  action: "query",
  purpose: "statistics",
  time: 1_795_999_999,
  recipient: "11320100MB1007919B",
  count: 5,
  spatial: "320104",
} as const;

test("whom terms are for and what an agreement says as a whole hold for every use under them", () => {
  for (const rule of [query, { ...query, constraints: [spatial] }]) {
    const draft = draftOfReadTerms(terms(rule));
    if (draft === undefined) throw new Error("not read");
    const policy = policyOfDraft(draft);
    expect(evaluateUse(policy, asked).permitted).toBe(true);
    for (const change of [
      { purpose: "research" },
      { time: 1_796_000_000 },
      { recipient: "11320100MB1000000Q" },
      { count: 6 },
    ] as const)
      expect(evaluateUse(policy, { ...asked, ...change }).permitted, JSON.stringify(change)).toBe(false);
  }
});

test("terms for everybody gain no limit, and a limit that is there already is not said twice", () => {
  const open = { assignee: null, purpose: null, useLimit: null, expires: null };
  const everybody = draftOfReadTerms(terms(query, open));
  expect(everybody && policyOfDraft(everybody).permissions[0]?.constraints).toEqual([]);
  const limited = {
    ...query,
    constraints: [{ left: "count", operator: "lteq", right: [{ kind: "number", value: 5 }] }],
  };
  const once = draftOfReadTerms(terms(limited as UseRule, { ...open, useLimit: 5 }));
  expect(once && policyOfDraft(once).permissions[0]?.constraints).toHaveLength(1);
});
