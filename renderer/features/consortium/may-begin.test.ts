import { expect, test } from "vitest";
import type { Alternative, Condition, PolicyCase, Role, Selector } from "#ledger-core/contract/schema/policy.ts";
import { isFoundingCase, mayBegin } from "./may-begin.ts";

function seat(of: Selector, roles: readonly Role[]): Alternative {
  return { order: "any", distinct: "persons", seats: [{ of, roles, bar: { kind: "persons", count: 1 } }] };
}

function policyCase(alternatives: readonly Alternative[], when: readonly Condition[] = []): PolicyCase {
  return { when, alternatives, excludeProposer: "no", excludeParties: [], deadlineSeconds: 86_400 };
}

const bureauLeader = { roles: ["leader"], department: { key: 1, functions: ["bureau"] } };
const housingOfficer = { roles: ["officer"], department: { key: 6, functions: ["project"] } };
const settled = { facts: { founding: 0 } };
const founding: Condition = { fact: "founding", operator: "eq", value: 1 };
const nobodyYet: Condition = { fact: "level", operator: "eq", value: 0 };

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
  const cases = [policyCase([seat({ kind: "any" }, ["officer"])], [founding])];
  expect(mayBegin(cases, housingOfficer, settled)).toBe(false);
  expect(mayBegin(cases, housingOfficer, { facts: { founding: 1 } })).toBe(true);
  expect(cases.map(isFoundingCase)).toEqual([true]);
  expect(isFoundingCase(policyCase([], [{ ...founding, value: 0 }]))).toBe(false);
});

test("the first case that surely applies decides; one that may apply does not hide the next", () => {
  const cases = [
    policyCase([seat({ kind: "function", name: "bureau" }, ["leader"])], [nobodyYet]),
    policyCase([seat({ kind: "party", name: "subject" }, ["officer"])]),
  ];
  const about = { subject: 6 };
  expect(mayBegin(cases, bureauLeader, { ...about, facts: { founding: 0, level: 2 } })).toBe(false);
  expect(mayBegin(cases, bureauLeader, { ...about, facts: { founding: 0, level: 0 } })).toBe(true);
  expect(mayBegin(cases, housingOfficer, { ...about, facts: { founding: 0, level: 0 } })).toBe(false);
  expect(mayBegin(cases, housingOfficer, { ...about, facts: { founding: 0 } })).toBe(true);
});
