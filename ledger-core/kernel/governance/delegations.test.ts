/** Lent roles: whose, to whom, how long, and that lending never makes one person two. */
import { expect, test } from "vitest";
import { DELEGATION_SECONDS_MAX, DELEGATIONS_PER_PERSON_MAX, KEY_MAX } from "#ledger-core/contract/schema/limits.ts";
import { ROLES } from "#ledger-core/contract/schema/policy.ts";
import { delegationsBy, rolesAt } from "#ledger-core/kernel/directory.ts";
import { lampTable } from "#ledger-core/kernel/testing/lamp-module.testing.ts";
import { DAY, office } from "#ledger-core/kernel/testing/office.testing.ts";
import type { Office } from "#ledger-core/kernel/testing/office.testing.ts";
import type { TestPerson } from "#ledger-core/kernel/testing/test-ledger.testing.ts";
import { delegationTable, personTable } from "./tables.ts";

function gift({ ledger, clerk }: Office, change: object = {}): object {
  const { time } = ledger;
  return { receiver: clerk.person, role: "leader", from: 0, until: time + DAY, reason: "on a journey", ...change };
}

function lend(at: Office, change: object = {}, giver: TestPerson = at.leader): number {
  at.ledger.must(giver, "delegation.give", gift(at, change));
  return at.ledger.rows.scan(delegationTable, "key", { limit: 999 }).at(-1)?.key ?? 0;
}

function holds({ ledger, clerk }: Office, role = "leader", time = ledger.time): boolean {
  return rolesAt(ledger.rows, clerk.person, time).some((one) => one === role);
}

test("a lent role is held from the first second of its term to the last, and signs", () => {
  const at = office();
  const { ledger, clerk, officer } = at;
  const [from, until] = [ledger.time + 100, ledger.time + 200];
  const key = lend(at, { from, until });
  expect(ledger.rows.get(delegationTable, key)).toMatchObject({ state: "active", from, until });
  expect([from - 1, from, until - 1, until].map((time) => holds(at, "leader", time))).toEqual([
    false,
    true,
    true,
    false,
  ]);
  const proposal = ledger.propose(officer, "lamp.on", { lamp: 1 });
  ledger.time = until - 1;
  expect(ledger.voteCode(clerk, proposal)).toBe("");
  expect(ledger.rows.get(lampTable, 1)?.state).toBe("on");
  ledger.must(officer, "lamp.off", { lamp: 1 });
  const late = ledger.propose(officer, "lamp.on", { lamp: 1 });
  ledger.time = until;
  // The clerk votes as an officer now, and the leader's seat is empty.
  expect(ledger.voteCode(clerk, late)).toBe("");
  expect(ledger.proposal(late).state).toBe("open");
});

test("an approval under a lent role drops out once the term is over before others have signed", () => {
  const at = office();
  const { ledger, clerk, officer, bureau } = at;
  lend(at);
  const proposal = ledger.propose(officer, "lamp.on-in-turn", { lamp: 1 });
  expect(ledger.voteCode(clerk, proposal)).toBe("");
  ledger.time += DAY;
  // The bureau's turn would have come had the leader's seat still been filled.
  expect(ledger.voteCode(bureau, proposal)).toBe("NOT_YOUR_TURN");
  expect(ledger.proposal(proposal).state).toBe("open");
});

test("what is lent is lost with the giver's role, the giver, the receiver, or the department", () => {
  const ways: readonly ((at: Office) => void)[] = [
    ({ ledger, admin, leader }) =>
      ledger.must(admin, "role.end", { person: leader.person, role: "leader", reason: "moved" }),
    ({ ledger, admin, leader }) =>
      ledger.must(admin, "person.leave", { person: leader.person, reason: "retired", successor: 0 }),
    ({ ledger, admin, clerk }) =>
      ledger.must(admin, "person.leave", { person: clerk.person, reason: "retired", successor: 0 }),
    ({ ledger, audit, bureau, neighbour, department }) => {
      const away = ledger.propose(audit, "member.suspend", { member: department, reason: "unanswered" });
      for (const person of [bureau, neighbour]) ledger.must(person, "proposal.vote", ledger.voteBody(away, "approve"));
    },
  ];
  for (const lose of ways) {
    const at = office();
    lend(at);
    expect(holds(at)).toBe(true);
    lose(at);
    expect(holds(at)).toBe(false);
    expect(rolesAt(at.ledger.rows, at.clerk.person, at.ledger.time)).not.toContain("leader");
  }
});

test("a department that is taken back has its lent roles back; who has left has ended theirs for good", () => {
  const at = office();
  const { ledger, audit, bureau, neighbour, department } = at;
  lend(at);
  const by = (kind: string, voters: readonly TestPerson[]): void => {
    const key = ledger.propose(audit, kind, { member: department, reason: "as decided" });
    for (const person of voters) ledger.must(person, "proposal.vote", ledger.voteBody(key, "approve"));
  };
  by("member.suspend", [bureau, neighbour]);
  expect(holds(at)).toBe(false);
  by("member.reinstate", [bureau]);
  expect(holds(at)).toBe(true);
  ledger.must(at.admin, "person.leave", { person: at.leader.person, reason: "retired", successor: 0 });
  expect(ledger.rows.get(delegationTable, 1)?.state).toBe("ended");
});

test("a lent role is not lent on, and an administrator's or a machine's is not lent at all", () => {
  const at = office();
  const { ledger, clerk, officer, admin, leader } = at;
  lend(at);
  const on = gift(at, { receiver: officer.person });
  expect(ledger.codeOf(clerk, "delegation.give", on)).toBe("DELEGATION_ROLE");
  expect(ledger.codeOf(admin, "delegation.give", gift(at, { role: "admin" }))).toBe("DELEGATION_ROLE");
  for (const role of ROLES.filter((one) => one !== "leader"))
    expect(ledger.codeOf(leader, "delegation.give", gift(at, { role }))).toBe("DELEGATION_ROLE");
});

test("a machine's role is not lent even by whoever holds it", () => {
  const at = office();
  for (const role of ["device", "node", "citizen"] as const) {
    const key = at.ledger.propose(at.admin, "role.grant", { person: at.leader.person, role, from: 0, until: 0 });
    at.ledger.must(at.leader, "proposal.vote", at.ledger.voteBody(key, "approve"));
    expect(at.ledger.codeOf(at.leader, "delegation.give", gift(at, { role }))).toBe("DELEGATION_ROLE");
  }
});

test("it is lent to a colleague at work: not oneself, a stranger, nobody, or one who left", () => {
  const at = office();
  const { ledger, leader, neighbour, admin, officer } = at;
  ledger.must(admin, "person.leave", { person: officer.person, reason: "retired", successor: 0 });
  for (const receiver of [leader.person, neighbour.person, officer.person, KEY_MAX])
    expect(ledger.codeOf(leader, "delegation.give", gift(at, { receiver }))).toBe("DELEGATION_PARTY");
});

test("it has an end, not too far, and begins now at the earliest", () => {
  const at = office();
  const { ledger, leader } = at;
  const code = (change: object): string => ledger.codeOf(leader, "delegation.give", gift(at, change));
  const { time } = ledger;
  expect(code({ until: 0 })).toBe("DELEGATION_TERM");
  expect(code({ until: time })).toBe("DELEGATION_TERM");
  expect(code({ from: time + 9, until: time + 9 })).toBe("DELEGATION_TERM");
  expect(code({ until: time + DELEGATION_SECONDS_MAX + 1 })).toBe("DELEGATION_TERM");
  expect(code({ from: time + 5, until: time + 5 + DELEGATION_SECONDS_MAX })).toBe("");
  expect(ledger.rows.get(delegationTable, 1)).toMatchObject({ from: time + 5 });
});

test("what the receiver holds already is not lent, nor the same twice; both are again once the first is over", () => {
  const at = office();
  const { ledger, leader, officer } = at;
  expect(ledger.codeOf(officer, "delegation.give", gift(at, { role: "officer" }))).toBe("ALREADY_EXISTS");
  const until = ledger.time + DAY;
  lend(at, { until });
  expect(ledger.codeOf(leader, "delegation.give", gift(at))).toBe("ALREADY_EXISTS");
  ledger.time = until;
  expect(ledger.codeOf(leader, "delegation.give", gift(at))).toBe("");
});

test("those that are over make room: somebody may lend week after week for years, and so many at once", () => {
  const at = office();
  const { ledger, leader } = at;
  for (let week = 0; week < DELEGATIONS_PER_PERSON_MAX + 3; week++) {
    lend(at, { until: ledger.time + 60 });
    expect(holds(at)).toBe(true);
    ledger.time += 7 * DAY;
  }
  expect(delegationsBy(ledger.rows, leader.person, ledger.time)).toEqual([]);
  for (let i = 0; i < DELEGATIONS_PER_PERSON_MAX; i++) {
    const key = ledger.propose(at.admin, "person.enrol", ledger.enrolBody(at.department, `helper-${i}`, ["witness"]));
    ledger.must(leader, "proposal.vote", ledger.voteBody(key, "approve"));
    lend(at, { receiver: ledger.rows.scan(personTable, "key", { limit: 999 }).at(-1)?.key });
  }
  expect(ledger.codeOf(leader, "delegation.give", gift(at))).toBe("TOO_MANY_ROLES");
});

test("nobody becomes two by lending: not for authority over others, not for what two must sign", () => {
  const at = office();
  const { ledger, bureau, admin, leader, clerk } = at;
  // Whoever is leader and administrator at once could enrol a second identity as an officer, like the clerk, and lend it what is missing.
  const both = ledger.propose(admin, "role.grant", { person: leader.person, role: "admin", from: 0, until: 0 });
  ledger.must(leader, "proposal.vote", ledger.voteBody(both, "approve"));
  lend(at);
  const grant = ledger.propose(leader, "role.grant", { person: leader.person, role: "finance", from: 0, until: 0 });
  ledger.must(clerk, "proposal.vote", ledger.voteBody(grant, "approve"));
  expect(ledger.proposal(grant).state).toBe("open");
  expect(rolesAt(ledger.rows, leader.person, ledger.time)).not.toContain("finance");
  // The same signatures with another leader's behind them do.
  ledger.must(bureau, "proposal.vote", ledger.voteBody(grant, "approve"));
  expect(ledger.proposal(grant).state).toBe("executed");
});

test("two seats of one person's roles need two persons, though one of them was lent to the other", () => {
  const at = office();
  const { ledger, officer, leader, clerk } = at;
  lend(at);
  // The clerk is an officer, and a leader by the delegation: one person still.
  const proposal = ledger.propose(clerk, "lamp.on", { lamp: 1 });
  expect(ledger.proposal(proposal).state).toBe("open");
  expect(ledger.voteCode(clerk, proposal)).toBe("ALREADY_VOTED");
  ledger.must(officer, "proposal.vote", ledger.voteBody(proposal, "approve"));
  expect(ledger.proposal(proposal).state).toBe("executed");
  expect(leader.department).toBe(clerk.department);
});

test("it is ended early by giver, receiver or administrator, once, and by nobody else", () => {
  const at = office();
  const { ledger, leader, clerk, admin, officer, neighbour, bureau } = at;
  const end = (person: TestPerson, delegation: number): string =>
    ledger.codeOf(person, "delegation.end", { delegation, reason: "back" });
  for (const person of [leader, clerk, admin]) {
    const key = lend(at);
    expect(end(officer, key)).toBe("NOT_ENTITLED");
    expect(end(neighbour, key)).toBe("NOT_ENTITLED");
    expect(end(bureau, key)).toBe("NOT_ENTITLED");
    expect(holds(at)).toBe(true);
    expect(end(person, key)).toBe("");
    expect(holds(at)).toBe(false);
    expect(end(person, key)).toBe("ILLEGAL_MOVE");
  }
  expect(end(leader, 99)).toBe("NOT_FOUND");
});

test("somebody whose only role is a lent one may act under it, and is refused in the second in which it ends", () => {
  const at = office();
  const { ledger, admin, leader, officer } = at;
  const empty = ledger.enrol(at.department, "substitute", [], admin);
  expect(ledger.codeOf(empty, "lamp.install", { label: "", watts: 1 })).toBe("NO_SUCH_ROLE");
  const until = ledger.time + 50;
  ledger.must(officer, "delegation.give", gift(at, { receiver: empty.person, role: "officer", until }));
  ledger.time = until - 1;
  expect(ledger.codeOf(empty, "lamp.install", { label: "", watts: 1 })).toBe("");
  ledger.time = until;
  const refused = ledger.submit(empty, "lamp.install", { label: "", watts: 1 });
  expect(refused).toMatchObject({ code: "NO_SUCH_ROLE", state: "refused", changes: [] });
  expect(leader.department).toBe(empty.department);
});
