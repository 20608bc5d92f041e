/** Ways back after lost keys: a colleague's by two, a department's by more than half of all, and keys that may not be taken away. */
import { expect, test } from "vitest";
import { liveKeys, rolesAt } from "#ledger-core/kernel/directory.ts";
import { DAY, office } from "#ledger-core/kernel/testing/office.testing.ts";
import type { Office } from "#ledger-core/kernel/testing/office.testing.ts";
import { keyPairOf, TestLedger } from "#ledger-core/kernel/testing/test-ledger.testing.ts";
import type { TestPerson } from "#ledger-core/kernel/testing/test-ledger.testing.ts";
import { hasAdministrator } from "./recovery.ts";
import { keyTable, personTable } from "./tables.ts";

function newKey({ ledger }: Pick<Office, "ledger">, person: TestPerson, seed = `${person.handle} anew`): object {
  const { publicKey } = keyPairOf(seed);
  return { person: person.person, publicKey, proof: ledger.proofOf(seed, person.handle), reason: "phone lost" };
}

test("two colleagues give somebody a new key, and the old one is dead in the same act", () => {
  const at = office();
  const { ledger, admin, leader, officer } = at;
  const key = ledger.propose(admin, "key.enrol", newKey(at, officer));
  expect(ledger.codeOf(officer, "lamp.install", { label: "", watts: 1 })).toBe("");
  expect(ledger.voteCode(leader, key)).toBe("");
  expect(ledger.codeOf(officer, "lamp.install", { label: "", watts: 1 })).toBe("KEY_REVOKED");
  officer.keys = keyPairOf("officer anew");
  expect(ledger.codeOf(officer, "lamp.install", { label: "", watts: 1 })).toBe("");
  expect(liveKeys(ledger.rows, officer.person)).toHaveLength(1);
});

test("one colleague and the leader of the data bureau do it too, and neither does alone", () => {
  const at = office();
  const { ledger, admin, leader, bureauLeader, neighbour, audit } = at;
  const key = ledger.propose(bureauLeader, "key.enrol", newKey(at, leader));
  expect(ledger.voteCode(neighbour, key)).toBe("NOT_ENTITLED");
  expect(ledger.voteCode(audit, key)).toBe("NOT_ENTITLED");
  expect(ledger.proposal(key).state).toBe("open");
  expect(ledger.voteCode(admin, key)).toBe("");
  expect(ledger.proposal(key).state).toBe("executed");
  expect(ledger.rows.get(keyTable, liveKeys(ledger.rows, leader.person)[0]?.key ?? 0)?.state).toBe("live");
});

test("a leader who lent the role to somebody else does not sign twice for somebody's new key", () => {
  const at = office();
  const { ledger, leader, clerk, officer } = at;
  const until = ledger.time + DAY;
  ledger.must(leader, "delegation.give", { receiver: clerk.person, role: "leader", from: 0, until, reason: "" });
  const key = ledger.propose(leader, "key.enrol", newKey(at, officer));
  expect(ledger.voteCode(clerk, key)).toBe("");
  expect(ledger.proposal(key).state).toBe("open");
});

test("a new key is proven, new, for somebody who is there, and has a reason", () => {
  const at = office();
  const { ledger, admin, officer, leader } = at;
  const code = (change: object): string => ledger.codeOf(admin, "key.enrol", { ...newKey(at, officer), ...change });
  expect(code({ proof: new Uint8Array(64) })).toBe("KEY_PROOF_INVALID");
  // The proof of another handle, as of a key that somebody enrolled for themselves.
  expect(code(newKey(at, leader, "leader anew"))).toBe("");
  expect(code({ proof: ledger.proofOf("officer anew", "leader") })).toBe("KEY_PROOF_INVALID");
  expect(code({ publicKey: officer.keys.publicKey })).toBe("KEY_TAKEN");
  expect(code({ reason: "" })).toBe("REASON_MISSING");
  expect(code({ person: 99 })).toBe("NOT_FOUND");
  ledger.must(admin, "person.leave", { person: officer.person, reason: "retired", successor: 0 });
  expect(code({})).toBe("PERSON_LEFT");
});

test("the last key of a department's administrators is not revoked; a colleague's is, once", () => {
  const at = office();
  const { ledger, admin, leader, officer } = at;
  const code = (person: TestPerson): string =>
    ledger.codeOf(leader, "key.revoke", { publicKey: person.keys.publicKey, reason: "lost" });
  expect(code(admin)).toBe("LAST_ADMIN");
  expect(code(officer)).toBe("");
  expect(code(officer)).toBe("ILLEGAL_MOVE");
  const second = ledger.propose(admin, "role.grant", { person: leader.person, role: "admin", from: 0, until: 0 });
  ledger.must(leader, "proposal.vote", ledger.voteBody(second, "approve"));
  expect(code(admin)).toBe("");
  expect(code(leader)).toBe("LAST_ADMIN");
});

test("nobody stops the rules from being changed by revoking the key of the last who can", () => {
  const at = office();
  const { ledger, audit, bureau, bureauLeader } = at;
  const keeper = ledger.enrol(audit.department, "keeper", ["officer"], audit);
  const grant = ledger.propose(audit, "role.grant", { person: keeper.person, role: "admin", from: 0, until: 0 });
  ledger.must(bureau, "proposal.vote", ledger.voteBody(grant, "approve"));
  const revoke = (by: TestPerson, of: TestPerson): string =>
    ledger.codeOf(by, "key.revoke", { publicKey: of.keys.publicKey, reason: "said to be lost" });
  expect(revoke(keeper, audit)).toBe("POLICY_UNREACHABLE");
  expect(revoke(bureau, bureauLeader)).toBe("");
  // What is left of the bureau has the last leader's key, and is its last administrator.
  expect(revoke(bureau, bureau)).toBe("LAST_ADMIN");
});

test("on a ledger that has only the first version of it in force, a key is revoked whoever's it is", () => {
  const at = office(["key.revoke@2"]);
  const { ledger, admin, leader, department } = at;
  expect(ledger.codeOf(leader, "key.revoke", { publicKey: admin.keys.publicKey, reason: "lost" })).toBe("");
  expect(hasAdministrator(ledger.rows, department, ledger.time)).toBe(false);
});

const recovering = ({ ledger }: Pick<Office, "ledger">, department: number, handle = "rescuer"): object => {
  const { publicKey } = keyPairOf(handle);
  const proof = ledger.proofOf(handle, handle);
  return { department, handle, publicKey, proof, reason: "every key was lost in the fire" };
};

/** A department whose only administrator has no key, by the first version of the rule. */
function stranded(): Office {
  const at = office(["key.revoke@2"]);
  at.ledger.must(at.leader, "key.revoke", { publicKey: at.admin.keys.publicKey, reason: "lost" });
  return at;
}

test("more than half of all departments give a department without an administrator a new one", () => {
  const at = stranded();
  const { ledger, bureau, audit, neighbour, leader, department } = at;
  // Four departments: three of their leaders, and the department's own counts for nothing.
  const key = ledger.propose(bureau, "member.recover", recovering(at, department));
  expect(ledger.voteCode(leader, key)).toBe("NOT_ENTITLED");
  expect(ledger.voteCode(audit, key)).toBe("");
  expect(ledger.proposal(key).state).toBe("open");
  expect(ledger.voteCode(neighbour, key)).toBe("");
  expect(ledger.proposal(key).state).toBe("executed");
  const rescuer = ledger.rows.find(personTable, "handle", "rescuer");
  expect(rescuer?.row).toMatchObject({ department, state: "active" });
  expect(rolesAt(ledger.rows, rescuer?.key ?? 0, ledger.time)).toEqual(["admin", "leader"]);
  expect(hasAdministrator(ledger.rows, department, ledger.time)).toBe(true);
  expect(ledger.codeOf(bureau, "member.recover", recovering(at, department, "another"))).toBe("RECOVERY_NOT_NEEDED");
});

test("a department that can sign for itself is nobody's to recover", () => {
  const at = office();
  const code = (change: object): string =>
    at.ledger.codeOf(at.bureau, "member.recover", { ...recovering(at, at.department), ...change });
  expect(code({})).toBe("RECOVERY_NOT_NEEDED");
  expect(code({ department: 99 })).toBe("NOT_FOUND");
  const lost = stranded();
  const other = (change: object): string =>
    lost.ledger.codeOf(lost.bureau, "member.recover", { ...recovering(lost, lost.department), ...change });
  expect(other({ reason: "" })).toBe("REASON_MISSING");
  expect(other({ handle: "a/b" })).toBe("HANDLE_INVALID");
  expect(other({ handle: "officer" })).toBe("HANDLE_TAKEN");
  expect(other({ publicKey: lost.officer.keys.publicKey })).toBe("KEY_TAKEN");
  expect(other({ proof: new Uint8Array(64) })).toBe("KEY_PROOF_INVALID");
});

test("where every key of a department was lost the others suspend it, give it an administrator and take it back", () => {
  const at = office();
  const { ledger, bureau, audit, neighbour, department } = at;
  const decide = (kind: string, body: object, voters: readonly TestPerson[]): void => {
    const key = ledger.propose(bureau, kind, body);
    for (const person of voters) ledger.must(person, "proposal.vote", ledger.voteBody(key, "approve"));
    expect(ledger.proposal(key).state).toBe("executed");
  };
  decide("member.suspend", { member: department, reason: "no sign of life" }, [audit, neighbour]);
  decide("member.recover", recovering(at, department), [audit]);
  const rescuer: TestPerson = {
    handle: "rescuer",
    person: ledger.rows.find(personTable, "handle", "rescuer")?.key ?? 0,
    department,
    keys: keyPairOf("rescuer"),
  };
  expect(ledger.codeOf(rescuer, "key.revoke", { publicKey: at.admin.keys.publicKey, reason: "lost" })).toBe(
    "MEMBER_SUSPENDED",
  );
  decide("member.reinstate", { member: department, reason: "it is back" }, [audit]);
  expect(ledger.codeOf(rescuer, "key.revoke", { publicKey: at.admin.keys.publicKey, reason: "lost" })).toBe("");
});

test("while a network is being founded nobody recovers a department alone, and the bureau enrols whom it needs", () => {
  const ledger = new TestLedger();
  const first = ledger.admit("First", []);
  const grabbing = ledger.enrol(ledger.admit("Second", []), "grabbing", ["leader", "admin"]);
  ledger.admit("Third", []);
  const body = recovering({ ledger }, first, "grabbed");
  expect(ledger.must(grabbing, "member.recover", body).state).toBe("proposed");
  expect(ledger.rows.find(personTable, "handle", "grabbed")).toBeUndefined();
  expect(ledger.codeOf(ledger.founder, "person.enrol", ledger.enrolBody(first, "keeper", ["admin"]))).toBe("");
});
