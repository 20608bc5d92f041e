import { expect, test } from "vitest";
import type { Alternative, PolicyCase, Role, Selector } from "#ledger-core/contract/schema/policy.ts";
import { mayBegin } from "./may-begin.ts";

function seat(of: Selector, roles: readonly Role[]): Alternative {
  return { order: "any", seats: [{ of, roles, bar: { kind: "persons", count: 1 } }] };
}

function policyCase(alternatives: readonly Alternative[], isFounding = false): PolicyCase {
  return {
    when: isFounding ? [{ fact: "founding", operator: "eq", value: 1 }] : [],
    alternatives,
    excludeProposer: "no",
    excludeParties: [],
    deadlineSeconds: 86_400,
  };
}

const bureauLeader = { roles: ["leader"], department: { key: 1, functions: ["bureau"] } };
const housingOfficer = { roles: ["officer"], department: { key: 6, functions: ["project"] } };
const settled = { isFounding: false };

test("a role and a function open an act, one of them alone does not", () => {
  const cases = [policyCase([seat({ kind: "function", name: "bureau" }, ["leader"])])];
  expect(mayBegin(cases, bureauLeader, settled)).toBe(true);
  expect(mayBegin(cases, { ...bureauLeader, roles: ["officer"] }, settled)).toBe(false);
  expect(mayBegin(cases, { ...bureauLeader, department: { key: 1, functions: [] } }, settled)).toBe(false);
  expect(mayBegin(cases, undefined, settled)).toBe(false);
});

test("a seat of the department concerned is for its own people", () => {
  const cases = [policyCase([seat({ kind: "party", name: "subject" }, ["officer"])])];
  expect(mayBegin(cases, housingOfficer, { ...settled, subject: 6 })).toBe(true);
  expect(mayBegin(cases, housingOfficer, { ...settled, subject: 7 })).toBe(false);
});

test("the founding case counts only while the network is being founded", () => {
  const cases = [policyCase([seat({ kind: "any" }, ["officer"])], true)];
  expect(mayBegin(cases, housingOfficer, settled)).toBe(false);
  expect(mayBegin(cases, housingOfficer, { isFounding: true })).toBe(true);
});
