/** Somebody leaves: what waits in their name is handed over, and nobody's signature is made by being named. */
import { expect, test } from "vitest";
import { delegationsBy, delegationsTo, liveKeys, rolesAt } from "#ledger-core/kernel/directory.ts";
import { lampTable } from "#ledger-core/kernel/testing/lamp-module.testing.ts";
import { DAY, office } from "#ledger-core/kernel/testing/office.testing.ts";
import type { Office } from "#ledger-core/kernel/testing/office.testing.ts";
import type { TestPerson } from "#ledger-core/kernel/testing/test-ledger.testing.ts";
import { personTable } from "./tables.ts";

function leave({ ledger, admin }: Office, person: TestPerson, successor: number): string {
  return ledger.codeOf(admin, "person.leave", { person: person.person, reason: "retired", successor });
}

/** The officer has proposed to turn the lamp on, which a leader must sign too. */
function waiting(): Office & { readonly key: number } {
  const at = office();
  return { ...at, key: at.ledger.propose(at.officer, "lamp.on", { lamp: 1 }) };
}

test("whoever has nothing waiting leaves without a successor; keys, roles and lent roles end", () => {
  const at = office();
  const { ledger, officer, leader, clerk } = at;
  const lent = { receiver: clerk.person, role: "leader", from: 0, until: ledger.time + DAY, reason: "" };
  ledger.must(leader, "delegation.give", lent);
  expect(leave(at, officer, 0)).toBe("");
  expect(leave(at, leader, 0)).toBe("");
  expect(ledger.rows.get(personTable, leader.person)?.state).toBe("left");
  expect([...liveKeys(ledger.rows, leader.person), ...rolesAt(ledger.rows, leader.person, ledger.time)]).toEqual([]);
  expect(delegationsBy(ledger.rows, leader.person, 0)).toEqual([]);
  expect(delegationsTo(ledger.rows, clerk.person, 0)).toEqual([]);
  expect(leave(at, leader, 0)).toBe("PERSON_LEFT");
});

test("open proposals need a successor: a colleague at work", () => {
  const at = waiting();
  const { ledger, officer, clerk, neighbour, leader } = at;
  const refused = ledger.submit(at.admin, "person.leave", { person: officer.person, reason: "retired", successor: 0 });
  expect(refused).toMatchObject({ code: "HANDOVER_NEEDED", data: { count: 1 }, changes: [] });
  for (const successor of [officer.person, neighbour.person, 99])
    expect(leave(at, officer, successor)).toBe("DELEGATION_PARTY");
  expect(leave(at, leader, 0)).toBe("");
  expect(leave(at, officer, leader.person)).toBe("DELEGATION_PARTY");
  expect(leave(at, officer, clerk.person)).toBe("");
});

test("returned and blocked proposals are handed over too, ended ones are not", () => {
  const at = waiting();
  const { ledger, officer, leader, clerk, key } = at;
  const ended = ledger.propose(officer, "lamp.on", { lamp: 1 });
  ledger.must(officer, "proposal.withdraw", { proposal: ended, reason: "" });
  ledger.must(leader, "proposal.vote", ledger.voteBody(key, "return"));
  expect(leave(at, officer, 0)).toBe("HANDOVER_NEEDED");
  expect(leave(at, officer, clerk.person)).toBe("");
  expect(ledger.proposal(key)).toMatchObject({ state: "returned", proposer: clerk.person });
  expect(ledger.proposal(ended).proposer).toBe(officer.person);
  // The successor corrects it, which is a signature of theirs, and the leader approves.
  ledger.must(clerk, "proposal.amend", { proposal: key, body: ledger.proposal(key).body });
  expect(ledger.proposal(key)).toMatchObject({ round: 2, proposerSigned: "yes" });
  expect(ledger.voteCode(clerk, key)).toBe("ALREADY_VOTED");
  expect(ledger.voteCode(leader, key)).toBe("");
  expect(ledger.rows.get(lampTable, 1)?.state).toBe("on");
});

test("being named a successor is no signature: until the successor votes nobody stands for the one who left", () => {
  const at = waiting();
  const { ledger, officer, leader, clerk, key } = at;
  expect(leave(at, officer, clerk.person)).toBe("");
  expect(ledger.proposal(key)).toMatchObject({ proposer: clerk.person, proposerSigned: "no", state: "open" });
  // Officer and leader would do; the leader alone does not, though an officer carries the proposal now.
  expect(ledger.voteCode(leader, key)).toBe("");
  expect(ledger.proposal(key).state).toBe("open");
  expect(ledger.rows.get(lampTable, 1)?.state).toBe("off");
  expect(ledger.voteCode(clerk, key)).toBe("");
  expect(ledger.proposal(key).state).toBe("executed");
  expect(ledger.rows.get(lampTable, 1)?.state).toBe("on");
});

test("the votes that a proposal has stay, and a successor who had voted counts once", () => {
  const at = office();
  const { ledger, officer, clerk, leader, bureau } = at;
  const key = ledger.propose(officer, "lamp.on-by-others", { lamp: 1 });
  expect(ledger.voteCode(clerk, key)).toBe("");
  expect(leave(at, officer, clerk.person)).toBe("");
  // Two officers beside the proposer are asked for. The successor's vote stands, but they carry the proposal themselves now.
  expect(ledger.voteCode(clerk, key)).toBe("ALREADY_VOTED");
  expect(ledger.voteCode(bureau, key)).toBe("");
  expect(ledger.proposal(key).state).toBe("open");
  const both = ledger.propose(clerk, "lamp.on", { lamp: 1 });
  expect(ledger.voteCode(leader, both)).toBe("");
  expect(ledger.proposal(both).state).toBe("executed");
});

test("a successor who had approved makes one officer with that vote, not two", () => {
  const at = office();
  const { ledger, officer, clerk, leader, key } = { ...waiting() };
  expect(ledger.voteCode(clerk, key)).toBe("");
  expect(leave({ ...at, ledger }, officer, clerk.person)).toBe("");
  expect(ledger.voteCode(clerk, key)).toBe("ALREADY_VOTED");
  expect(ledger.voteCode(leader, key)).toBe("");
  expect(ledger.proposal(key).state).toBe("executed");
});

test("a successor who had objected has still objected", () => {
  const at = office();
  const { ledger, bureau, audit, neighbour, leader, admin } = at;
  const second = ledger.propose(admin, "role.grant", { person: admin.person, role: "leader", from: 0, until: 0 });
  ledger.must(leader, "proposal.vote", ledger.voteBody(second, "approve"));
  const key = ledger.propose(leader, "lamp.on-by-most", { lamp: 1 });
  ledger.must(admin, "proposal.vote", ledger.voteBody(key, "reject"));
  const third = ledger.propose(admin, "role.grant", { person: at.clerk.person, role: "admin", from: 0, until: 0 });
  ledger.must(leader, "proposal.vote", ledger.voteBody(third, "approve"));
  expect(ledger.codeOf(at.clerk, "person.leave", { person: leader.person, reason: "", successor: admin.person })).toBe(
    "",
  );
  // More than half of four departments: this one has lost the leader who had proposed, so the other three are needed.
  for (const person of [bureau, audit]) expect(ledger.voteCode(person, key)).toBe("");
  expect(ledger.proposal(key).state).toBe("open");
  expect(ledger.voteCode(neighbour, key)).toBe("");
  expect(ledger.proposal(key).state).toBe("executed");
});

test("the successor withdraws and tries again what was handed over", () => {
  const at = waiting();
  const { ledger, officer, clerk, key } = at;
  expect(leave(at, officer, clerk.person)).toBe("");
  expect(ledger.codeOf(at.leader, "proposal.withdraw", { proposal: key, reason: "" })).toBe("NOT_PROPOSER");
  expect(ledger.codeOf(clerk, "proposal.withdraw", { proposal: key, reason: "not needed" })).toBe("");
  expect(ledger.proposal(key)).toMatchObject({ state: "withdrawn", due: 0 });
});

test("what a handed-over proposal asks for in turn is not signed by the successor either", () => {
  const at = office();
  const { ledger, bureau, leader, officer, clerk } = at;
  // Turning one lamp off asks for another to be turned on, officer, leader and bureau in turn.
  ledger.must(officer, "lamp.install", { label: "second", watts: 1 });
  const on = ledger.propose(officer, "lamp.on", { lamp: 1 });
  ledger.must(leader, "proposal.vote", ledger.voteBody(on, "approve"));
  const seats = ledger.ruleset.rules.get("lamp.on@1");
  if (seats?.of !== "module") throw new Error("the rule is there");
  const policy = ledger.propose(bureau, "policy.set", { kind: "lamp.swap", cases: seats.action.policy });
  ledger.must(at.audit, "proposal.vote", ledger.voteBody(policy, "approve"));
  const swap = ledger.propose(officer, "lamp.swap", { off: 1, on: 2, otherwise: "" });
  expect(leave(at, officer, clerk.person)).toBe("");
  expect(ledger.voteCode(leader, swap)).toBe("");
  expect(ledger.proposal(swap).state).toBe("open");
  expect(ledger.voteCode(clerk, swap)).toBe("");
  const asked = ledger.proposal(swap + 1);
  expect(asked).toMatchObject({
    kind: "lamp.on-in-turn",
    proposer: clerk.person,
    proposerSigned: "yes",
    state: "open",
  });
});

test("on a ledger that has only the first version in force, somebody leaves and nothing is handed over", () => {
  const at = office(["person.leave@2"]);
  const { ledger, officer, leader, admin } = at;
  const key = ledger.propose(officer, "lamp.on", { lamp: 1 });
  expect(ledger.codeOf(admin, "person.leave", { person: officer.person, reason: "retired" })).toBe("");
  expect(ledger.proposal(key)).toMatchObject({ state: "open", proposer: officer.person, proposerSigned: "yes" });
  // The one who left holds no role, so the signature does not count.
  expect(ledger.voteCode(leader, key)).toBe("");
  expect(ledger.proposal(key).state).toBe("open");
});
