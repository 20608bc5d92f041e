/** Members, people, keys, roles and the founding of a network, by signed acts alone. */
import { expect, test } from "vitest";
import type { Alternative, Bar, PolicyCase, Role } from "#ledger-core/contract/schema/policy.ts";
import { liveKeys, rolesAt } from "#ledger-core/kernel/directory.ts";
import { all, anySeat, functionSeat, inTurn, need, ownSeat, persons, when } from "#ledger-core/kernel/policy-terms.ts";
import { lampModule } from "#ledger-core/kernel/testing/lamp-module.testing.ts";
import { keyPairOf, TestLedger, usccOf } from "#ledger-core/kernel/testing/test-ledger.testing.ts";
import type { TestPerson } from "#ledger-core/kernel/testing/test-ledger.testing.ts";
import { governanceModule } from "./governance-module.ts";
import { findFlaw } from "./policies.ts";
import { keyTable, memberTable, networkTable, personTable, policyTable, roleTable } from "./tables.ts";

type City = {
  readonly ledger: TestLedger;
  readonly bureau: TestPerson;
  readonly second: TestPerson;
  readonly audit: TestPerson;
};

/** A founded network: bureau and audit have two persons each, and the founding is over. */
function city(): City {
  const ledger = new TestLedger([lampModule]);
  const second = ledger.enrol(1, "second", ["leader"]);
  const department = ledger.admit("Audit", ["audit"]);
  const audit = ledger.enrol(department, "auditor", ["leader", "admin"]);
  ledger.enrol(department, "auditor two", ["auditor"]);
  ledger.must(ledger.founder, "founding.end", { reason: "two persons for each function" });
  return { ledger, bureau: ledger.founder, second, audit };
}

test("one person can work in a network that is being founded, and no longer alone once that has ended", () => {
  const ledger = new TestLedger();
  expect(ledger.rows.get(networkTable, 1)?.founding).toBe("yes");
  expect(ledger.must(ledger.founder, "member.admit", { uscc: usccOf(2), name: "Two", functions: [] }).state).toBe(
    "executed",
  );
  const after = city();
  expect(after.ledger.rows.get(networkTable, 1)?.founding).toBe("no");
  const body = { uscc: usccOf(9), name: "Nine", functions: [] };
  const entry = after.ledger.must(after.bureau, "member.admit", body);
  expect(entry.state).toBe("proposed");
  expect(after.ledger.voteCode(after.audit, entry.proposal ?? 0)).toBe("");
  expect(after.ledger.rows.find(memberTable, "uscc", usccOf(9))?.row.state).toBe("active");
});

test("founding ends only once each function that a policy names has two persons", () => {
  const ledger = new TestLedger();
  const end = (): { code: string; data: object } => ledger.submit(ledger.founder, "founding.end", { reason: "" });
  expect(end()).toMatchObject({ code: "FOUNDING_FUNCTION_SHORT", data: { function: "bureau", count: 1 } });
  ledger.enrol(1, "second", ["leader"]);
  expect(end()).toMatchObject({ code: "FOUNDING_FUNCTION_SHORT", data: { function: "audit", count: 0 } });
  const audit = ledger.admit("Audit", ["audit"]);
  ledger.enrol(audit, "auditor", ["leader", "admin"]);
  expect(end()).toMatchObject({ code: "FOUNDING_FUNCTION_SHORT", data: { function: "audit", count: 1 } });
  ledger.enrol(audit, "auditor two", ["auditor"]);
  expect(end()).toMatchObject({ code: "", state: "executed" });
});

test("founding does not end while nobody could change a policy afterwards", () => {
  const ledger = new TestLedger();
  ledger.enrol(1, "second", ["leader"]);
  const audit = ledger.admit("Audit", ["audit"]);
  ledger.enrol(audit, "auditor", ["auditor", "admin"]);
  ledger.enrol(audit, "auditor two", ["auditor"]);
  expect(ledger.codeOf(ledger.founder, "founding.end", { reason: "" })).toBe("POLICY_UNREACHABLE");
  ledger.enrol(audit, "leader of the audit", ["leader"]);
  expect(ledger.codeOf(ledger.founder, "founding.end", { reason: "" })).toBe("");
});

test("people who left or were suspended do not count towards the end of founding", () => {
  const ledger = new TestLedger();
  const second = ledger.enrol(1, "second", ["leader"]);
  const audit = ledger.admit("Audit", ["audit"]);
  ledger.enrol(audit, "auditor", ["leader", "admin"]);
  ledger.enrol(audit, "auditor two", ["auditor"]);
  ledger.must(ledger.founder, "person.leave", { person: second.person, reason: "" });
  expect(ledger.codeOf(ledger.founder, "founding.end", { reason: "" })).toBe("FOUNDING_FUNCTION_SHORT");
  ledger.enrol(1, "third", ["leader"]);
  ledger.must(ledger.founder, "member.suspend", { member: audit, reason: "" });
  expect(ledger.codeOf(ledger.founder, "founding.end", { reason: "" })).toBe("FOUNDING_FUNCTION_SHORT");
});

test("with 49 members, the 33rd department admits the next one: two thirds of all", () => {
  const ledger = new TestLedger();
  const leaders = [ledger.founder];
  ledger.enrol(1, "second", ["leader"]);
  for (let i = 2; i <= 49; i++) {
    const department = ledger.admit(`Department ${i}`, i === 2 ? ["audit"] : []);
    leaders.push(ledger.enrol(department, `leader ${i}`, ["leader", "admin"]));
  }
  ledger.enrol(2, "auditor", ["auditor"]);
  ledger.must(ledger.founder, "founding.end", { reason: "" });
  const key = ledger.propose(ledger.founder, "member.admit", { uscc: usccOf(50), name: "Fifty", functions: [] });
  for (const leader of leaders.slice(1, 32)) ledger.must(leader, "proposal.vote", ledger.voteBody(key, "approve"));
  expect(ledger.rows.find(memberTable, "uscc", usccOf(50))).toBeUndefined();
  expect(ledger.vote(leaders[32] ?? ledger.founder, key)).toMatchObject({ state: "executed" });
  expect(ledger.rows.find(memberTable, "uscc", usccOf(50))?.row.name).toBe("Fifty");
});

test("17 departments that object end an admission of 49, and a suspended one is not counted", () => {
  const ledger = new TestLedger();
  const leaders = [ledger.founder];
  ledger.enrol(1, "second", ["leader"]);
  for (let i = 2; i <= 50; i++) {
    const department = ledger.admit(`Department ${i}`, i === 2 ? ["audit"] : []);
    leaders.push(ledger.enrol(department, `leader ${i}`, ["leader", "admin"]));
  }
  ledger.enrol(2, "auditor", ["auditor"]);
  ledger.must(ledger.founder, "member.suspend", { member: 50, reason: "" });
  ledger.must(ledger.founder, "founding.end", { reason: "" });
  const key = ledger.propose(ledger.founder, "member.admit", { uscc: usccOf(60), name: "Sixty", functions: [] });
  for (const [i, leader] of leaders.slice(1, 17).entries())
    ledger.must(leader, "proposal.vote", ledger.voteBody(key, i % 2 === 0 ? "reject" : "abstain"));
  expect(ledger.proposal(key).state).toBe("open");
  expect(ledger.voteCode(leaders[49] ?? ledger.founder, key, "reject")).toBe("MEMBER_SUSPENDED");
  ledger.must(leaders[17] ?? ledger.founder, "proposal.vote", ledger.voteBody(key, "reject"));
  expect(ledger.proposal(key).state).toBe("rejected");
});

test("a department is suspended by the others, and cannot keep itself in", () => {
  const { ledger, bureau, second, audit } = city();
  const parks = ledger.propose(bureau, "member.admit", { uscc: usccOf(3), name: "Parks", functions: [] });
  ledger.must(audit, "proposal.vote", ledger.voteBody(parks, "approve"));
  const key = ledger.propose(second, "member.suspend", { member: 3, reason: "unanswered" });
  expect(ledger.voteCode(bureau, key)).toBe("");
  expect(ledger.rows.get(memberTable, 3)?.state).toBe("active");
  expect(ledger.voteCode(audit, key)).toBe("");
  expect(ledger.rows.get(memberTable, 3)?.state).toBe("suspended");
  const back = ledger.propose(audit, "member.reinstate", { member: 3, reason: "answered" });
  expect(ledger.voteCode(bureau, back)).toBe("");
  expect(ledger.rows.get(memberTable, 3)).toMatchObject({ state: "active", since: ledger.time });
});

test("functions are assigned by bureau and audit together", () => {
  const { ledger, bureau, second, audit } = city();
  const key = ledger.propose(bureau, "member.assign", { member: 2, functions: ["audit", "inspection"] });
  expect(ledger.voteCode(second, key)).toBe("");
  expect(ledger.rows.get(memberTable, 2)?.functions).toEqual(["audit"]);
  expect(ledger.voteCode(audit, key)).toBe("");
  expect(ledger.rows.get(memberTable, 2)?.functions).toEqual(["audit", "inspection"]);
});

test("the first person of a department is enrolled by two of the bureau, the next by its own admin", () => {
  const { ledger, bureau, second, audit } = city();
  const admission = ledger.propose(bureau, "member.admit", { uscc: usccOf(3), name: "Parks", functions: [] });
  ledger.must(audit, "proposal.vote", ledger.voteBody(admission, "approve"));
  expect(ledger.codeOf(audit, "person.enrol", ledger.enrolBody(3, "gardener", ["leader", "admin"]))).toBe(
    "NOT_ENTITLED",
  );
  const first = ledger.propose(bureau, "person.enrol", ledger.enrolBody(3, "gardener", ["leader", "admin"]));
  ledger.must(second, "proposal.vote", ledger.voteBody(first, "approve"));
  const gardener = { handle: "gardener", person: 5, department: 3, keys: keyPairOf("gardener") };
  expect(ledger.rows.get(personTable, 5)).toEqual({
    department: 3,
    handle: "gardener",
    state: "active",
    since: ledger.time,
  });
  expect(ledger.codeOf(bureau, "person.enrol", ledger.enrolBody(3, "digger", ["officer"]))).toBe("NOT_ENTITLED");
  expect(ledger.must(gardener, "person.enrol", ledger.enrolBody(3, "digger", ["officer"])).state).toBe("executed");
});

test("a rotated key ends and the new one begins in the same entry", () => {
  const { ledger, audit } = city();
  const old = audit.keys;
  const { publicKey } = keyPairOf("audit new");
  ledger.must(audit, "key.rotate", { publicKey, proof: ledger.proofOf("audit new", "auditor") });
  expect(liveKeys(ledger.rows, audit.person).map((key) => key.row.publicKey)).toEqual([publicKey]);
  expect(ledger.codeOf(audit, "key.rotate", { publicKey, proof: new Uint8Array(64) })).toBe("KEY_REVOKED");
  audit.keys = keyPairOf("audit new");
  expect(ledger.codeOf(audit, "key.rotate", { publicKey, proof: ledger.proofOf("audit new", "auditor") })).toBe(
    "KEY_TAKEN",
  );
  const back = { publicKey: old.publicKey, proof: ledger.proofOf("auditor", "auditor") };
  expect(ledger.codeOf(audit, "key.rotate", back)).toBe("KEY_TAKEN");
  expect(ledger.rows.find(keyTable, "publicKey", old.publicKey)?.row.state).toBe("revoked");
});

test("the proof of a key holds for its network, its person and itself alone", () => {
  const { ledger, audit } = city();
  const other = new TestLedger([], ["court"]);
  const { publicKey } = keyPairOf("new");
  for (const proof of [
    other.proofOf("new", "auditor"),
    ledger.proofOf("new", "founder"),
    ledger.proofOf("auditor", "auditor"),
  ])
    expect(ledger.codeOf(audit, "key.rotate", { publicKey, proof })).toBe("KEY_PROOF_INVALID");
  expect(ledger.codeOf(audit, "key.rotate", { publicKey, proof: ledger.proofOf("new", "auditor") })).toBe("");
});

test("a key is revoked by the person's admin or leader, not by others", () => {
  const { ledger, bureau, second, audit } = city();
  const body = { publicKey: second.keys.publicKey, reason: "lost" };
  expect(ledger.codeOf(audit, "key.revoke", body)).toBe("NOT_ENTITLED");
  ledger.must(bureau, "key.revoke", body);
  expect(ledger.codeOf(second, "proposal.retry", { proposal: 1 })).toBe("KEY_REVOKED");
});

test("a role is granted by admin and leader together, holds from its beginning and not in the second of its end", () => {
  const { ledger, bureau, second } = city();
  const [from, until] = [ledger.time + 100, ledger.time + 200];
  const key = ledger.propose(bureau, "role.grant", { person: second.person, role: "officer", from, until });
  // The founder is admin and leader; two seats still need two persons.
  expect(ledger.rows.find(roleTable, "person", second.person, until)).toBeUndefined();
  ledger.must(second, "proposal.vote", ledger.voteBody(key, "approve"));
  const held = (time: number): boolean => rolesAt(ledger.rows, second.person, time).includes("officer");
  expect([from - 1, from, until - 1, until].map(held)).toEqual([false, true, true, false]);
  ledger.time = until - 1;
  expect(ledger.codeOf(second, "lamp.install", { label: "", watts: 0 })).toBe("");
  ledger.time = until + 1;
  expect(ledger.codeOf(second, "lamp.install", { label: "", watts: 0 })).toBe("NO_SUCH_ROLE");
});

test("a term does not begin before it was granted", () => {
  const { ledger, bureau, second } = city();
  const key = ledger.propose(bureau, "role.grant", { person: second.person, role: "officer", from: 5, until: 0 });
  ledger.time += 50;
  ledger.must(second, "proposal.vote", ledger.voteBody(key, "approve"));
  expect(ledger.rows.find(roleTable, "person", second.person, 0)?.row.from).toBeLessThanOrEqual(ledger.time);
  const roles = ledger.rows.scan(roleTable, "person", { equal: [second.person], limit: 9 }).map((stored) => stored.row);
  expect(roles.find((row) => row.role === "officer")?.from).toBe(ledger.time);
});

test("a department keeps an admin: the last one can neither leave nor lose the role", () => {
  const { ledger, bureau, second } = city();
  expect(ledger.codeOf(bureau, "person.leave", { person: bureau.person, reason: "" })).toBe("LAST_ADMIN");
  expect(ledger.codeOf(bureau, "role.end", { person: bureau.person, role: "admin", reason: "" })).toBe("LAST_ADMIN");
  const key = ledger.propose(bureau, "role.grant", { person: second.person, role: "admin", from: 0, until: 0 });
  ledger.must(second, "proposal.vote", ledger.voteBody(key, "approve"));
  ledger.must(second, "person.leave", { person: bureau.person, reason: "retired" });
  expect(ledger.rows.get(personTable, bureau.person)?.state).toBe("left");
  expect(rolesAt(ledger.rows, bureau.person, ledger.time)).toEqual([]);
  expect(liveKeys(ledger.rows, bureau.person)).toEqual([]);
  expect(ledger.codeOf(second, "person.leave", { person: second.person, reason: "" })).toBe("LAST_ADMIN");
});

test("nobody takes away the last person with whom a policy can be changed, by whatever act", () => {
  const { ledger, bureau, second, audit } = city();
  const keeper = ledger.enrol(audit.department, "keeper of people", ["officer"], audit);
  const key = ledger.propose(audit, "role.grant", { person: keeper.person, role: "admin", from: 0, until: 0 });
  ledger.must(second, "proposal.vote", ledger.voteBody(key, "approve"));
  const of = { person: audit.person, reason: "" };
  expect(ledger.codeOf(keeper, "role.end", { ...of, role: "leader" })).toBe("POLICY_UNREACHABLE");
  expect(ledger.codeOf(keeper, "person.leave", of)).toBe("POLICY_UNREACHABLE");
  expect(ledger.codeOf(bureau, "member.assign", { member: audit.department, functions: [] })).toBe(
    "POLICY_UNREACHABLE",
  );
  expect(ledger.codeOf(bureau, "member.suspend", { member: audit.department, reason: "" })).toBe("POLICY_UNREACHABLE");
  expect(rolesAt(ledger.rows, audit.person, ledger.time)).toContain("leader");
  // One of two may go; and the last of a kind once somebody else has come.
  ledger.must(bureau, "role.end", { person: second.person, role: "leader", reason: "moved" });
  const successor = ledger.propose(keeper, "role.grant", { person: keeper.person, role: "leader", from: 0, until: 0 });
  ledger.must(audit, "proposal.vote", ledger.voteBody(successor, "approve"));
  ledger.must(keeper, "person.leave", { person: audit.person, reason: "retired" });
});

test("a policy for policies is judged by the case that will decide, not by a better one behind it", () => {
  const { ledger, bureau } = city();
  const good = one(all(functionSeat("bureau", ["leader"]), functionSeat("audit", ["leader"])));
  const never = need([all(functionSeat("court", ["leader"]))], { when: [when("founding", "eq", 0)] });
  const founding = need([all(functionSeat("court", ["leader"]))], { when: [when("founding", "eq", 1)] });
  const set = (cases: readonly PolicyCase[]): string =>
    ledger.codeOf(bureau, "policy.set", { kind: "policy.set", cases });
  expect(set([never, ...good])).toBe("POLICY_UNREACHABLE");
  expect(set([...good, never])).toBe("");
  expect(set([founding, ...good])).toBe("");
});

const share = (numerator: number, denominator: number): Bar => ({ kind: "share", numerator, denominator });
const over = (numerator: number, denominator: number): Bar => ({ kind: "over", numerator, denominator });
const one = (...ways: readonly Alternative[]): readonly PolicyCase[] => [need(ways)];
const NO_ROLES: readonly Role[] = [];

test.each([
  { cases: [], flaw: "empty" },
  { cases: one(all()), flaw: "empty" },
  { cases: one(all(ownSeat(["officer"])), all()), flaw: "empty" },
  { cases: one(all(ownSeat(NO_ROLES))), flaw: "empty" },
  { cases: one(all(anySeat(["leader"], share(3, 2)))), flaw: "share-above-one" },
  { cases: one(all(anySeat(["leader"], over(1, 1)))), flaw: "share-above-one" },
  { cases: one(all(anySeat(["leader"], share(1, 2)), ownSeat(["admin"]))), flaw: "departments-beside-persons" },
  { cases: one(all(ownSeat(["admin"]), anySeat(["leader"], over(1, 2)))), flaw: "departments-beside-persons" },
  { cases: one(all(anySeat(["leader"], share(1, 1)))), flaw: undefined },
  { cases: one(all(anySeat(["leader"], persons(256)))), flaw: undefined },
  { cases: [need([], { when: [when("amount", "gt", 5)] }), ...one(all(ownSeat(["officer"])))], flaw: undefined },
])("a policy's flaw is $flaw", ({ cases, flaw }) => {
  const { ledger, bureau } = city();
  expect(findFlaw(cases)).toBe(flaw);
  const outcome = ledger.submit(bureau, "policy.set", { kind: "lamp.on", cases });
  if (flaw === undefined) expect(outcome).toMatchObject({ code: "", state: "proposed" });
  else expect(outcome).toMatchObject({ code: "POLICY_INVALID", data: { flaw } });
});

test("the policies that come with the kernel have no flaw", () => {
  for (const { kind, policy } of governanceModule.actions)
    expect({ kind, flaw: findFlaw(policy) }).toEqual({ kind, flaw: undefined });
});

test("a policy of policies in turn is within reach whoever was enrolled first", () => {
  const { ledger, bureau } = city();
  const inOrder = [need([inTurn(functionSeat("audit", ["leader"]), functionSeat("bureau", ["leader"]))])];
  expect(ledger.must(bureau, "policy.set", { kind: "policy.set", cases: inOrder }).state).toBe("proposed");
});

test("nobody can lock the policies away: the policy of policies stays within reach of those there are", () => {
  const { ledger, bureau, audit } = city();
  const set = (cases: readonly PolicyCase[]): { code: string } =>
    ledger.submit(bureau, "policy.set", { kind: "policy.set", cases });
  expect(set(one(all(functionSeat("court", ["leader"]))))).toMatchObject({ code: "POLICY_UNREACHABLE" });
  expect(set(one(all(functionSeat("bureau", ["leader"], persons(3)))))).toMatchObject({ code: "POLICY_UNREACHABLE" });
  expect(set([need([all(ownSeat(["leader"]))], { when: [when("amount", "eq", 1)] })])).toMatchObject({
    code: "POLICY_UNREACHABLE",
  });
  const key = ledger.propose(bureau, "policy.set", {
    kind: "policy.set",
    cases: one(all(functionSeat("audit", ["leader"]))),
  });
  ledger.must(audit, "proposal.vote", ledger.voteBody(key, "approve"));
  expect(ledger.codeOf(bureau, "policy.set", { kind: "lamp.on", cases: one(all(ownSeat(["officer"]))) })).toBe(
    "NOT_ENTITLED",
  );
  expect(ledger.must(audit, "policy.set", { kind: "lamp.on", cases: one(all(ownSeat(["officer"]))) }).state).toBe(
    "executed",
  );
});

test("a policy that changes while a proposal is open decides at the next vote", () => {
  const { ledger, bureau, second, audit } = city();
  const add = ledger.propose(bureau, "role.grant", { person: second.person, role: "officer", from: 0, until: 0 });
  ledger.must(second, "proposal.vote", ledger.voteBody(add, "approve"));
  ledger.must(bureau, "lamp.install", { label: "first", watts: 1 });
  const key = ledger.propose(bureau, "lamp.on", { lamp: 1 });
  const cases = one(
    all(functionSeat("bureau", ["officer"]), functionSeat("bureau", ["leader"]), functionSeat("audit", ["leader"])),
  );
  const change = ledger.propose(bureau, "policy.set", { kind: "lamp.on", cases });
  ledger.must(audit, "proposal.vote", ledger.voteBody(change, "approve"));
  expect(ledger.rows.find(policyTable, "kind", "lamp.on")?.row.cases).toEqual(cases);
  // Officer and leader of the owner would have done; now the audit is missing.
  ledger.must(second, "proposal.vote", ledger.voteBody(key, "approve"));
  expect(ledger.proposal(key).state).toBe("open");
  ledger.must(audit, "proposal.vote", ledger.voteBody(key, "approve"));
  expect(ledger.proposal(key).state).toBe("executed");
});

test("two changes of one policy do not pass each other unseen", () => {
  const { ledger, bureau, audit } = city();
  const narrow = ledger.propose(bureau, "policy.set", { kind: "lamp.on", cases: one(all(ownSeat(["leader"]))) });
  const wide = ledger.propose(bureau, "policy.set", { kind: "lamp.on", cases: one(all(anySeat(["officer"]))) });
  const shown = ledger.voteBody(wide, "approve");
  ledger.must(audit, "proposal.vote", ledger.voteBody(narrow, "approve"));
  expect(ledger.codeOf(audit, "proposal.vote", shown)).toBe("CHANGED_SINCE_SHOWN");
});
