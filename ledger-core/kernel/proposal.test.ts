/** The life of a proposal from its opening to each of its ends. Every step is a signed transaction in a block. */
import { expect, test } from "vitest";
import { dueTable, proposalTable, voteTable } from "./governance/tables.ts";
import { lampModule, lampTable } from "./testing/lamp-module.testing.ts";
import { TestLedger } from "./testing/test-ledger.testing.ts";
import type { TestPerson } from "./testing/test-ledger.testing.ts";

const DAY = 86_400;

type Street = {
  readonly ledger: TestLedger;
  readonly officer: TestPerson;
  readonly second: TestPerson;
  readonly leader: TestPerson;
  readonly stranger: TestPerson;
};

/** A department with two officers and a leader, one lamp of theirs, and an officer of another department. */
function street(withheld: readonly string[] = []): Street {
  const ledger = new TestLedger([lampModule], undefined, withheld);
  const owner = ledger.admit("Street Lighting", []);
  const other = ledger.admit("Parks", []);
  const officer = ledger.enrol(owner, "officer", ["officer"]);
  const second = ledger.enrol(owner, "second", ["officer"]);
  const leader = ledger.enrol(owner, "leader", ["leader", "admin"]);
  const stranger = ledger.enrol(other, "stranger", ["officer", "leader", "admin"]);
  ledger.must(officer, "lamp.install", { label: "first", watts: 60 });
  return { ledger, officer, second, leader, stranger };
}

function lampState(ledger: TestLedger, lamp = 1): string | undefined {
  return ledger.rows.get(lampTable, lamp)?.state;
}

test("one signature of two opens a proposal, the other executes it, and the vote's entry holds the effect", () => {
  const { ledger, officer, leader } = street();
  const key = ledger.propose(officer, "lamp.on", { lamp: 1 });
  expect(lampState(ledger)).toBe("off");
  expect(ledger.proposal(key)).toMatchObject({ kind: "lamp.on", state: "open", round: 1, proposer: officer.person });
  expect(ledger.proposal(key).deadline).toBe(ledger.time + 7 * DAY);
  const entry = ledger.vote(leader, key);
  expect(entry).toMatchObject({ code: "", state: "executed", proposal: key });
  expect(lampState(ledger)).toBe("on");
  expect(ledger.proposal(key)).toMatchObject({ state: "executed", due: 0 });
  expect(ledger.rows.scan(dueTable, "time", { limit: 9 })).toHaveLength(0);
});

test("a vote is recorded with its reason, round and time", () => {
  const { ledger, officer, leader } = street();
  const key = ledger.propose(officer, "lamp.on", { lamp: 1 });
  ledger.time += 5;
  ledger.must(leader, "proposal.vote", ledger.voteBody(key, "approve", "seen on site"));
  const row = ledger.rows.get(voteTable, 1);
  const { person, department } = leader;
  const expected = { proposal: key, round: 1, person, department, choice: "approve", reason: "seen on site" };
  expect(row).toEqual({ ...expected, time: ledger.time });
});

test("whoever fits no seat may neither propose nor vote", () => {
  const { ledger, officer, second, stranger } = street();
  expect(ledger.codeOf(stranger, "lamp.on", { lamp: 1 })).toBe("NOT_ENTITLED");
  const key = ledger.propose(officer, "lamp.on", { lamp: 1 });
  expect(ledger.voteCode(stranger, key)).toBe("NOT_ENTITLED");
  expect(ledger.voteCode(stranger, key, "reject")).toBe("NOT_ENTITLED");
  expect(ledger.voteCode(officer, key)).toBe("ALREADY_VOTED");
  // A second officer fits a seat but fills none that is empty: the signature counts, the leader's is still missing.
  expect(ledger.voteCode(second, key)).toBe("");
  expect(ledger.voteCode(second, key)).toBe("ALREADY_VOTED");
  expect(ledger.proposal(key).state).toBe("open");
});

test("a no without a reason is refused; a no with one ends what counts persons", () => {
  const { ledger, officer, leader } = street();
  const key = ledger.propose(officer, "lamp.on", { lamp: 1 });
  for (const choice of ["reject", "return", "abstain"] as const) {
    expect(ledger.codeOf(leader, "proposal.vote", ledger.voteBody(key, choice, ""))).toBe("REASON_MISSING");
  }
  expect(ledger.voteCode(leader, key, "reject")).toBe("");
  expect(ledger.proposal(key)).toMatchObject({ state: "rejected", due: 0 });
  expect(lampState(ledger)).toBe("off");
  expect(ledger.voteCode(leader, key)).toBe("PROPOSAL_NOT_OPEN");
});

test("signing in turn: nobody before their turn, each seat once", () => {
  const { ledger, officer, second, leader } = street();
  expect(ledger.codeOf(leader, "lamp.on-in-turn", { lamp: 1 })).toBe("NOT_YOUR_TURN");
  const key = ledger.propose(officer, "lamp.on-in-turn", { lamp: 1 });
  expect(ledger.voteCode(ledger.founder, key)).toBe("NOT_YOUR_TURN");
  expect(ledger.voteCode(second, key)).toBe("NOT_YOUR_TURN");
  expect(ledger.voteCode(leader, key)).toBe("");
  expect(ledger.proposal(key).state).toBe("open");
  expect(ledger.voteCode(ledger.founder, key)).toBe("");
  expect(ledger.proposal(key).state).toBe("executed");
});

test("somebody whose turn has not come may still object", () => {
  const { ledger, officer } = street();
  const key = ledger.propose(officer, "lamp.on-in-turn", { lamp: 1 });
  expect(ledger.voteCode(ledger.founder, key, "reject")).toBe("");
  expect(ledger.proposal(key).state).toBe("rejected");
});

test("return for correction: the proposer amends, earlier votes lapse and stay on record", () => {
  const { ledger, officer, second, leader } = street();
  ledger.must(officer, "lamp.install", { label: "other", watts: 5 });
  const key = ledger.propose(officer, "lamp.on", { lamp: 1 });
  ledger.must(second, "proposal.vote", ledger.voteBody(key, "approve"));
  const shown = ledger.voteBody(key, "approve");
  ledger.must(leader, "proposal.vote", ledger.voteBody(key, "return", "the other lamp"));
  expect(ledger.proposal(key).state).toBe("returned");
  expect(ledger.voteCode(ledger.founder, key)).toBe("PROPOSAL_NOT_OPEN");
  expect(ledger.codeOf(second, "proposal.amend", { proposal: key, body: Uint8Array.of(0x81, 2) })).toBe("NOT_PROPOSER");
  ledger.must(officer, "proposal.amend", { proposal: key, body: Uint8Array.of(0x81, 2) });
  expect(ledger.proposal(key)).toMatchObject({ state: "open", round: 2, subjectKey: 2 });
  expect(ledger.codeOf(leader, "proposal.vote", shown)).toBe("PROPOSAL_ROUND_OVER");
  expect(ledger.voteCode(leader, key)).toBe("");
  expect([lampState(ledger, 1), lampState(ledger, 2)]).toEqual(["off", "on"]);
  expect(ledger.rows.scan(voteTable, "proposal", { equal: [key], limit: 9 }).map((vote) => vote.row.round)).toEqual([
    1, 1, 2,
  ]);
});

test("nobody amends a proposal to what they could not have proposed, but for an old ledger's first version", () => {
  const codeUnder = (withheld: readonly string[], version: number): string => {
    const { ledger, officer, leader, stranger } = street(withheld);
    ledger.must(stranger, "lamp.install", { label: "theirs", watts: 5 });
    const theirs = Uint8Array.of(0x81, 2);
    expect(ledger.codeOf(officer, "lamp.on", { lamp: 2 })).toBe("NOT_ENTITLED");
    const proposal = ledger.propose(officer, "lamp.on", { lamp: 1 });
    ledger.must(leader, "proposal.vote", ledger.voteBody(proposal, "return"));
    return ledger.codeOf(officer, "proposal.amend", { proposal, body: theirs }, { version });
  };
  expect(codeUnder([], 2)).toBe("NOT_ENTITLED");
  expect(codeUnder(["proposal.amend@2"], 1)).toBe("");
});

test("what somebody could not have proposed but was asked for is laid before others again as it was, and nothing else is", () => {
  const { ledger, officer, leader, stranger } = street();
  ledger.must(leader, "proposal.vote", ledger.voteBody(ledger.propose(officer, "lamp.on", { lamp: 1 }), "approve"));
  for (const label of ["theirs", "theirs too"]) ledger.must(stranger, "lamp.install", { label, watts: 5 });
  const swap = ledger.propose(officer, "lamp.swap", { off: 1, on: 2, otherwise: "" });
  ledger.must(leader, "proposal.vote", ledger.voteBody(swap, "approve"));
  const proposal = ledger.rows.scan(proposalTable, "state", { equal: ["open"], limit: 9 }).at(-1)?.key ?? 0;
  expect(ledger.proposal(proposal)).toMatchObject({ kind: "lamp.on-in-turn", proposer: officer.person, otherwise: "" });
  ledger.must(stranger, "proposal.vote", ledger.voteBody(proposal, "return"));
  const amended = (lamp: number): string =>
    ledger.codeOf(officer, "proposal.amend", { proposal, body: Uint8Array.of(0x81, lamp) });
  expect(amended(3)).toBe("NOT_ENTITLED");
  expect(amended(2)).toBe("");
});

test("an amendment must be a body of the same kind", () => {
  const { ledger, officer, leader } = street();
  const key = ledger.propose(officer, "lamp.on", { lamp: 1 });
  ledger.must(leader, "proposal.vote", ledger.voteBody(key, "return"));
  for (const body of [Uint8Array.of(), Uint8Array.of(0x80), Uint8Array.of(0x81, 0), Uint8Array.of(0x81, 1, 0)]) {
    expect(ledger.codeOf(officer, "proposal.amend", { proposal: key, body })).toBe("PROPOSAL_BODY_MISMATCH");
  }
  expect(ledger.proposal(key)).toMatchObject({ state: "returned", round: 1 });
});

test("what was voted on is what was shown: another body or a moved record is refused", () => {
  const { ledger, officer, leader } = street();
  const key = ledger.propose(officer, "lamp.on", { lamp: 1 });
  const shown = ledger.voteBody(key, "approve");
  const otherBody = { ...shown, bodyRoot: new Uint8Array(32) };
  expect(ledger.codeOf(leader, "proposal.vote", otherBody)).toBe("PROPOSAL_BODY_MISMATCH");
  ledger.must(officer, "lamp.relabel", { lamp: 1, label: "renamed" });
  expect(ledger.codeOf(leader, "proposal.vote", shown)).toBe("CHANGED_SINCE_SHOWN");
  expect(ledger.voteCode(leader, key)).toBe("");
  expect(ledger.proposal(key).state).toBe("executed");
});

test("the proposer withdraws; nobody else can", () => {
  const { ledger, officer, leader } = street();
  const key = ledger.propose(officer, "lamp.on", { lamp: 1 });
  expect(ledger.codeOf(leader, "proposal.withdraw", { proposal: key, reason: "" })).toBe("NOT_PROPOSER");
  expect(ledger.codeOf(officer, "proposal.withdraw", { proposal: 99, reason: "" })).toBe("PROPOSAL_NOT_FOUND");
  ledger.must(officer, "proposal.withdraw", { proposal: key, reason: "no longer needed" });
  expect(ledger.proposal(key)).toMatchObject({ state: "withdrawn", due: 0 });
  expect(ledger.codeOf(officer, "proposal.withdraw", { proposal: key, reason: "" })).toBe("PROPOSAL_NOT_OPEN");
});

test("a proposal expires at its deadline by the due queue, not a second before", () => {
  const { ledger, officer, leader } = street();
  const key = ledger.propose(officer, "lamp.on", { lamp: 1 });
  const { deadline } = ledger.proposal(key);
  ledger.pass(deadline - 1 - ledger.time);
  expect(ledger.proposal(key).state).toBe("open");
  ledger.pass(1);
  expect(ledger.proposal(key)).toMatchObject({ state: "expired", due: 0 });
  expect(ledger.voteCode(leader, key)).toBe("PROPOSAL_NOT_OPEN");
  expect(lampState(ledger)).toBe("off");
});

test("a vote in the block of the deadline comes too late", () => {
  const { ledger, officer, leader } = street();
  const key = ledger.propose(officer, "lamp.on", { lamp: 1 });
  ledger.time = ledger.proposal(key).deadline;
  expect(ledger.voteCode(leader, key)).toBe("PROPOSAL_NOT_OPEN");
  expect(ledger.proposal(key).state).toBe("expired");
});

test("a vote before a late expiry has run is overdue all the same", () => {
  const { ledger, officer, leader } = street();
  const key = ledger.propose(officer, "lamp.on", { lamp: 1 });
  const { deadline } = ledger.proposal(key);
  ledger.must(officer, "lamp.queue", { count: 300, time: deadline - 1, cancelling: "no" });
  ledger.time = deadline;
  expect(ledger.voteCode(leader, key)).toBe("PROPOSAL_OVERDUE");
  ledger.pass(0);
  expect(ledger.proposal(key).state).toBe("expired");
});

test("execution that is refused blocks the proposal with the code, and may be tried again", () => {
  const { ledger, officer, second, leader, stranger } = street();
  const key = ledger.propose(officer, "lamp.on", { lamp: 1 });
  const other = ledger.propose(second, "lamp.on", { lamp: 1 });
  ledger.must(leader, "proposal.vote", ledger.voteBody(key, "approve"));
  expect(ledger.codeOf(leader, "proposal.retry", { proposal: other })).toBe("NOT_BLOCKED");
  const entry = ledger.vote(leader, other);
  expect(entry).toMatchObject({ code: "", state: "voted" });
  expect(ledger.proposal(other)).toMatchObject({ state: "blocked", code: "ILLEGAL_MOVE" });
  ledger.must(officer, "proposal.retry", { proposal: other });
  expect(ledger.proposal(other)).toMatchObject({ state: "blocked", code: "ILLEGAL_MOVE" });
  expect(ledger.voteCode(ledger.founder, other)).toBe("PROPOSAL_NOT_OPEN");
  ledger.must(officer, "lamp.off", { lamp: 1 });
  expect(ledger.codeOf(stranger, "proposal.retry", { proposal: other })).toBe("NOT_ENTITLED");
  expect(ledger.codeOf(leader, "proposal.retry", { proposal: 99 })).toBe("PROPOSAL_NOT_FOUND");
  expect(ledger.must(leader, "proposal.retry", { proposal: other })).toMatchObject({ state: "executed" });
  expect(ledger.proposal(other)).toMatchObject({ state: "executed", code: "", due: 0 });
  expect(lampState(ledger)).toBe("on");
});

test("a blocked proposal may be withdrawn, and expires", () => {
  for (const end of ["withdrawn", "expired"] as const) {
    const { ledger, officer, second, leader } = street();
    const first = ledger.propose(officer, "lamp.on", { lamp: 1 });
    const key = ledger.propose(second, "lamp.on", { lamp: 1 });
    ledger.must(leader, "proposal.vote", ledger.voteBody(first, "approve"));
    ledger.must(leader, "proposal.vote", ledger.voteBody(key, "approve"));
    expect(ledger.proposal(key).state).toBe("blocked");
    if (end === "withdrawn") ledger.must(second, "proposal.withdraw", { proposal: key, reason: "done otherwise" });
    else ledger.pass(8 * DAY);
    expect(ledger.proposal(key).state).toBe(end);
  }
});

test("what would be refused at once does not become a proposal", () => {
  const { ledger, officer, leader } = street();
  const key = ledger.propose(officer, "lamp.on", { lamp: 1 });
  ledger.must(leader, "proposal.vote", ledger.voteBody(key, "approve"));
  expect(ledger.codeOf(officer, "lamp.on", { lamp: 1 })).toBe("ILLEGAL_MOVE");
  expect(ledger.rows.get(proposalTable, key + 1)).toBeUndefined();
});

test("a vote by somebody whose role has ended since drops out", () => {
  const { ledger, officer, second, leader } = street();
  const key = ledger.propose(officer, "lamp.on-by-others", { lamp: 1 });
  ledger.must(second, "proposal.vote", ledger.voteBody(key, "approve"));
  ledger.must(leader, "role.end", { person: second.person, role: "officer", reason: "moved" });
  ledger.must(ledger.founder, "proposal.vote", ledger.voteBody(key, "approve"));
  expect(ledger.proposal(key).state).toBe("open");
});

test("a proposer who has lost the role is no longer counted", () => {
  const { ledger, officer, second, leader } = street();
  const key = ledger.propose(officer, "lamp.on", { lamp: 1 });
  ledger.must(leader, "role.end", { person: officer.person, role: "officer", reason: "moved" });
  ledger.must(leader, "proposal.vote", ledger.voteBody(key, "approve"));
  expect(ledger.proposal(key).state).toBe("open");
  ledger.must(second, "proposal.vote", ledger.voteBody(key, "approve"));
  expect(ledger.proposal(key).state).toBe("executed");
});

test("people of a suspended department neither vote nor count", () => {
  const { ledger, officer, second, leader, stranger } = street();
  const key = ledger.propose(officer, "lamp.on-by-others", { lamp: 1 });
  ledger.must(stranger, "proposal.vote", ledger.voteBody(key, "approve"));
  ledger.must(ledger.founder, "member.suspend", { member: stranger.department, reason: "under review" });
  expect(ledger.voteCode(stranger, key, "reject")).toBe("MEMBER_SUSPENDED");
  ledger.must(second, "proposal.vote", ledger.voteBody(key, "approve"));
  expect(ledger.proposal(key).state).toBe("open");
  ledger.must(ledger.founder, "proposal.vote", ledger.voteBody(key, "approve"));
  expect(ledger.proposal(key).state).toBe("executed");
  expect(leader.department).toBe(officer.department);
});

test("the proposer's own signature does not count where the policy says so", () => {
  const { ledger, officer, second } = street();
  const key = ledger.propose(officer, "lamp.on-by-others", { lamp: 1 });
  expect(ledger.proposal(key).deadline).toBe(ledger.time + DAY);
  ledger.must(second, "proposal.vote", ledger.voteBody(key, "approve"));
  expect(ledger.proposal(key).state).toBe("open");
  ledger.must(ledger.founder, "proposal.vote", ledger.voteBody(key, "approve"));
  expect(ledger.proposal(key).state).toBe("executed");
});

test("where departments count, more than half decide: objections and abstentions only make it unreachable", () => {
  const { ledger, leader, stranger } = street();
  const parks = ledger.enrol(stranger.department, "second of parks", ["leader"]);
  const [water, roads] = ["Water", "Roads"].map((name) =>
    ledger.enrol(ledger.admit(name, []), name, ["leader", "admin"]),
  );
  if (water === undefined || roads === undefined) throw new Error("both were enrolled");
  // Five departments: three are needed, so it is lost once three are gone.
  const won = ledger.propose(leader, "lamp.on-by-most", { lamp: 1 });
  expect(ledger.voteCode(stranger, won, "reject")).toBe("");
  expect(ledger.voteCode(water, won, "abstain")).toBe("");
  expect(ledger.voteCode(roads, won)).toBe("");
  expect(ledger.proposal(won).state).toBe("open");
  expect(ledger.voteCode(ledger.founder, won)).toBe("");
  expect(ledger.proposal(won).state).toBe("executed");
  ledger.must(ledger.enrol(leader.department, "night officer", ["officer"]), "lamp.off", { lamp: 1 });
  const lost = ledger.propose(leader, "lamp.on-by-most", { lamp: 1 });
  expect(ledger.voteCode(stranger, lost, "reject")).toBe("");
  // A second no of the same department is one department all the same.
  expect(ledger.voteCode(parks, lost, "reject")).toBe("");
  expect(ledger.voteCode(water, lost, "abstain")).toBe("");
  expect(ledger.proposal(lost).state).toBe("open");
  expect(ledger.voteCode(roads, lost, "abstain")).toBe("");
  expect(ledger.proposal(lost).state).toBe("rejected");
});

test("any voter may return what departments vote on; the round begins anew", () => {
  const { ledger, leader, stranger } = street();
  const key = ledger.propose(leader, "lamp.on-by-most", { lamp: 1 });
  ledger.must(stranger, "proposal.vote", ledger.voteBody(key, "return", "which lamp?"));
  expect(ledger.voteCode(ledger.founder, key)).toBe("PROPOSAL_NOT_OPEN");
  ledger.must(leader, "proposal.amend", { proposal: key, body: Uint8Array.of(0x81, 1) });
  expect(ledger.voteCode(stranger, key)).toBe("");
  expect(ledger.proposal(key)).toMatchObject({ state: "executed", round: 2 });
});

test("a returned proposal expires too", () => {
  const { ledger, officer, leader } = street();
  const key = ledger.propose(officer, "lamp.on", { lamp: 1 });
  ledger.must(leader, "proposal.vote", ledger.voteBody(key, "return"));
  ledger.pass(7 * DAY);
  expect(ledger.proposal(key).state).toBe("expired");
  expect(ledger.codeOf(officer, "proposal.amend", { proposal: key, body: Uint8Array.of(0x81, 1) })).toBe(
    "PROPOSAL_NOT_OPEN",
  );
});
