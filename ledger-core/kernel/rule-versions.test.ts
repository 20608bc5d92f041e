/** Versions of kinds: which one may be signed at a height, and how an old ledger goes over to a new one. */
import { expect, test } from "vitest";
import { governanceModule } from "./governance/governance-module.ts";
import { ruleTable } from "./governance/tables.ts";
import { createRuleset, findNewestRule, isActive, newestRules } from "./ruleset.ts";
import { office } from "./testing/office.testing.ts";
import type { Office } from "./testing/office.testing.ts";
import { replayOrdered } from "./testing/test-ledger.testing.ts";

/** Bureau and audit put a version into force; returns the height from which it is. */
function activate({ ledger, bureau, audit }: Office, kind: string, version: number, blocks = 2): number {
  const fromHeight = ledger.height + 3 + blocks;
  const key = ledger.propose(bureau, "rules.activate", { kind, version, fromHeight, cases: [] });
  expect(ledger.vote(audit, key)).toMatchObject({ state: "executed" });
  return fromHeight;
}

test("a new network has the newest version of each kind in force, and no other", () => {
  const { ledger } = office();
  const rules = ledger.rows.scan(ruleTable, "key", { limit: 999 }).map(({ row }) => row);
  expect(new Set(rules.map(({ kind }) => kind)).size).toBe(rules.length);
  expect(rules.filter(({ kind }) => kind === "person.leave")).toMatchObject([{ version: 2, fromHeight: 0 }]);
  expect(newestRules(ledger.ruleset)).toEqual(rules.map(({ kind, version }) => ({ kind, version })));
  const signed = { version: 1 };
  const { admin, officer } = office();
  expect(ledger.codeOf(admin, "person.leave", { person: officer.person, reason: "" }, signed)).toBe("UNKNOWN_VERSION");
});

test("an old ledger goes on under the first version until the height that was signed, and then under the second alone", () => {
  const at = office(["person.leave@2", "delegation.give@1"]);
  const { ledger, admin, officer, clerk } = at;
  const leave = (version: number): string =>
    ledger.codeOf(
      admin,
      "person.leave",
      { person: officer.person, reason: "retired", ...(version > 1 && { successor: clerk.person }) },
      { version },
    );
  expect(leave(2)).toBe("UNKNOWN_VERSION");
  const waiting = ledger.propose(officer, "lamp.on", { lamp: 1 });
  const fromHeight = activate(at, "person.leave", 2, 3);
  while (ledger.height + 1 < fromHeight) {
    expect(leave(2)).toBe("UNKNOWN_VERSION");
    expect(findNewestRule(ledger.ruleset, ledger.rows, "person.leave", ledger.height + 1)?.action.version).toBe(1);
    ledger.must(clerk, "lamp.install", { label: "tick", watts: 1 });
  }
  expect(findNewestRule(ledger.ruleset, ledger.rows, "person.leave", ledger.height + 1)?.action.version).toBe(2);
  // The first version would let somebody go who has something waiting; it cannot be signed any more.
  expect(leave(1)).toBe("UNKNOWN_VERSION");
  expect(leave(2)).toBe("");
  expect(ledger.proposal(waiting).proposer).toBe(clerk.person);
  const again = replayOrdered(ledger.ruleset, ledger.genesis, ledger.ordered);
  expect(again.root).toEqual(ledger.root());
});

test("a new kind comes with its first policy; the policy of a known one stays", () => {
  const at = office(["delegation.give@1"]);
  const { ledger, bureau, audit, leader, clerk } = at;
  const gift = { receiver: clerk.person, role: "leader", from: 0, until: ledger.time + 99, reason: "" };
  expect(ledger.codeOf(leader, "delegation.give", gift)).toBe("UNKNOWN_VERSION");
  const rule = ledger.ruleset.rules.get("delegation.give@1");
  const cases = rule?.of === "module" ? rule.action.policy : [];
  const fromHeight = ledger.height + 4;
  const body = { kind: "delegation.give", version: 1, fromHeight, cases };
  expect(ledger.codeOf(bureau, "rules.activate", { ...body, cases: [] })).toBe("POLICY_INVALID");
  const key = ledger.propose(bureau, "rules.activate", body);
  ledger.must(audit, "proposal.vote", ledger.voteBody(key, "approve"));
  expect(ledger.codeOf(leader, "delegation.give", gift)).toBe("");
});

test("a proposal of an earlier version is voted on and carried out by the rules that it was made under", () => {
  const at = office(["key.revoke@2"]);
  const { ledger, bureau, audit, admin, leader } = at;
  const rule = ledger.ruleset.rules.get("lamp.on@1");
  const cases = rule?.of === "module" ? rule.action.policy : [];
  expect(cases).toHaveLength(1);
  const both = [{ ...cases[0], alternatives: [{ order: "any", distinct: "persons", seats: seatsOf(at) }] }];
  const policy = ledger.propose(bureau, "policy.set", { kind: "key.revoke", cases: both });
  ledger.must(audit, "proposal.vote", ledger.voteBody(policy, "approve"));
  const key = ledger.propose(leader, "key.revoke", { publicKey: admin.keys.publicKey, reason: "lost" });
  const fromHeight = activate(at, "key.revoke", 2, 0);
  while (ledger.height + 1 < fromHeight) ledger.must(at.officer, "lamp.install", { label: "", watts: 1 });
  expect(isActive(ledger.rows, "key.revoke", 1, ledger.height + 1)).toBe(false);
  // But nothing else is proposed under them by correcting it.
  const other = ledger.bodyOf("key.revoke", { publicKey: leader.keys.publicKey, reason: "lost" });
  expect(ledger.codeOf(leader, "proposal.amend", { proposal: key, body: other })).toBe("PROPOSAL_RULE_RETIRED");
  expect(ledger.codeOf(leader, "proposal.amend", { proposal: key, body: ledger.proposal(key).body })).toBe("");
  // Under the second version the last administrator's key would stay.
  expect(ledger.voteCode(bureau, key)).toBe("");
  expect(ledger.proposal(key)).toMatchObject({ state: "executed", version: 1 });
});

function seatsOf({ ledger }: Office): readonly unknown[] {
  const rule = ledger.ruleset.rules.get("key.enrol@1");
  return rule?.of === "module" ? (rule.action.policy[1]?.alternatives[1]?.seats ?? []) : [];
}

test("an earlier version that is put into force beside a later one changes nothing", () => {
  const at = office();
  const { ledger, admin, officer } = at;
  const fromHeight = activate(at, "person.leave", 1, 0);
  while (ledger.height + 1 < fromHeight) ledger.must(officer, "lamp.install", { label: "", watts: 1 });
  const body = { person: officer.person, reason: "retired" };
  expect(ledger.codeOf(admin, "person.leave", body, { version: 1 })).toBe("UNKNOWN_VERSION");
  expect(ledger.codeOf(admin, "person.leave", { ...body, successor: 0 })).toBe("");
});

test("the newest of each kind is found whatever the order of the modules' lists", () => {
  const turned = { ...governanceModule, actions: governanceModule.actions.toReversed() };
  const byKind = (rules: ReturnType<typeof newestRules>): object =>
    Object.fromEntries(rules.map(({ kind, version }) => [kind, version]));
  expect(byKind(newestRules(createRuleset([turned])))).toEqual(byKind(newestRules(createRuleset([governanceModule]))));
});
