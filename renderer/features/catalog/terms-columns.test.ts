import { expect, test } from "vitest";
import type { TermsRow } from "#ledger-core/contract/api/terms.ts";
import type { Constraint, UsePolicy } from "#ledger-core/contract/schema/catalog.ts";
import { usePolicyRows as policyRows } from "#ledger-core/contract/text/use-policy-rows.ts";
import { partLimits } from "./terms-columns.ts";

const names = { departmentByCode: (code: string) => code, user: "Finance Bureau" };

/** Rows as the node answers them. */
function rowsOf(policy: UsePolicy): readonly TermsRow[] {
  const inZh = policyRows("zh", policy, names);
  return policyRows("en", policy, names).map((en, place): TermsRow => {
    const zh = inZh[place] ?? en;
    const cell = (column: "who" | "actions" | "purpose" | "count" | "time" | "area" | "conditions") => ({
      zh: [...zh[column]],
      en: [...en[column]],
    });
    return {
      kind: en.kind,
      who: cell("who"),
      actions: cell("actions"),
      purpose: cell("purpose"),
      count: cell("count"),
      time: cell("time"),
      area: cell("area"),
      conditions: cell("conditions"),
      duties: [],
    };
  });
}

function policyOf(...constraints: readonly Constraint[]): UsePolicy {
  return {
    permissions: [{ actions: ["query"], constraints: [...constraints], groups: [], duties: [] }],
    prohibitions: [{ actions: ["distribute"], constraints: [], groups: [], duties: [] }],
  };
}

test("a column is there once some rule limits it, whatever the others say", () => {
  const purpose: Constraint = { left: "purpose", operator: "isAnyOf", right: [{ kind: "word", value: "statistics" }] };
  const count: Constraint = { left: "count", operator: "lteq", right: [{ kind: "number", value: 50 }] };
  const time: Constraint = { left: "dateTime", operator: "lt", right: [{ kind: "number", value: 1_800_000_000 }] };
  const area: Constraint = { left: "spatial", operator: "eq", right: [{ kind: "word", value: "320100" }] };
  expect(partLimits(rowsOf(policyOf()))).toEqual({ limited: [], unlimited: ["purpose", "count", "time", "area"] });
  expect(partLimits(rowsOf(policyOf(area, purpose))).limited).toEqual(["purpose", "area"]);
  expect(partLimits(rowsOf(policyOf(time, count)))).toEqual({
    limited: ["count", "time"],
    unlimited: ["purpose", "area"],
  });
});
