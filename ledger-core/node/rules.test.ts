import { expect, it } from "vitest";
import { formsOf } from "#ledger-core/judge/forms-of.ts";
import { judgedRules } from "#ledger-core/modules/judged-rules.ts";
import { cityRuleset } from "./rules.ts";

it("what proofs are judged by is what acts are decided by: every rule, table and due action, in the same order", () => {
  expect(formsOf(judgedRules)).toEqual(formsOf(cityRuleset));
  expect([...judgedRules.rules]).toEqual([...cityRuleset.rules]);
  expect([...judgedRules.due]).toEqual([...cityRuleset.due]);
});
