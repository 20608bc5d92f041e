/** Actions that ask for others: signatures carry over, refusals refuse the whole, and `otherwise` is told how it ended. */
import { expect, test } from "vitest";
import { equalBytes } from "#ledger-core/contract/schema/bytes.ts";
import { bodyRootOf } from "#ledger-core/proof/transaction.ts";
import { nodeSuite } from "#ledger-core/node/crypto-suite.ts";
import { proposalTable, voteTable } from "./governance/tables.ts";
import { lampModule, lampTable, noteTable } from "./testing/lamp-module.testing.ts";
import { TestLedger } from "./testing/test-ledger.testing.ts";
import type { TestPerson } from "./testing/test-ledger.testing.ts";

type Pair = { readonly ledger: TestLedger; readonly officer: TestPerson; readonly leader: TestPerson };

/** Two lamps: the first is on, the second off. Swapping them asks officer, leader and bureau in turn for the second. */
function pair(): Pair {
  const ledger = new TestLedger([lampModule]);
  const owner = ledger.admit("Street Lighting", []);
  const officer = ledger.enrol(owner, "officer", ["officer"]);
  const leader = ledger.enrol(owner, "leader", ["leader", "admin"]);
  ledger.must(officer, "lamp.install", { label: "first", watts: 60 });
  ledger.must(officer, "lamp.install", { label: "second", watts: 60 });
  const key = ledger.propose(officer, "lamp.on", { lamp: 1 });
  ledger.must(leader, "proposal.vote", ledger.voteBody(key, "approve"));
  return { ledger, officer, leader };
}

function states(ledger: TestLedger): readonly (string | undefined)[] {
  return [1, 2].map((lamp) => ledger.rows.get(lampTable, lamp)?.state);
}

function lastNote(ledger: TestLedger): string | undefined {
  return ledger.rows.scan(noteTable, "key", { limit: 1_000 }).at(-1)?.row.text;
}

const SWAP = { off: 1, on: 2, otherwise: "lamp.note-end" } as const;

test("the signatures under the asking action count for what it asks; the rest is a proposal", () => {
  const { ledger, officer, leader } = pair();
  const swap = ledger.propose(officer, "lamp.swap", SWAP);
  expect(states(ledger)).toEqual(["on", "off"]);
  expect(ledger.vote(leader, swap)).toMatchObject({ state: "executed", proposal: swap });
  expect(states(ledger)).toEqual(["off", "off"]);
  const asked = swap + 1;
  expect(ledger.proposal(asked)).toMatchObject({ kind: "lamp.on-in-turn", state: "open", proposer: officer.person });
  const carried = ledger.rows.scan(voteTable, "proposal", { equal: [asked], limit: 9 }).map((vote) => vote.row);
  expect(carried).toMatchObject([{ person: leader.person, choice: "approve", round: 1 }]);
  // Officer and leader stand already; only the bureau is missing.
  expect(ledger.vote(ledger.founder, asked)).toMatchObject({ code: "", state: "executed" });
  expect(states(ledger)).toEqual(["off", "on"]);
});

test("signatures carry over to the seats that they fit, and to no others", () => {
  const { ledger, officer, leader } = pair();
  const gardener = ledger.enrol(ledger.admit("Parks", []), "gardener", ["officer", "leader", "admin"]);
  ledger.must(gardener, "lamp.install", { label: "theirs", watts: 5 });
  const swap = ledger.propose(officer, "lamp.swap", { ...SWAP, on: 3 });
  ledger.must(leader, "proposal.vote", ledger.voteBody(swap, "approve"));
  expect(ledger.proposal(swap + 1)).toMatchObject({ kind: "lamp.on-in-turn", state: "open" });
  expect(ledger.rows.scan(voteTable, "proposal", { equal: [swap + 1], limit: 9 })).toHaveLength(0);
});

test("a refusal of what was asked refuses the whole, and nothing of either is left", () => {
  const { ledger, officer, leader } = pair();
  const swap = ledger.propose(officer, "lamp.swap", SWAP);
  const direct = ledger.propose(officer, "lamp.on-in-turn", { lamp: 2 });
  ledger.must(leader, "proposal.vote", ledger.voteBody(direct, "approve"));
  ledger.must(ledger.founder, "proposal.vote", ledger.voteBody(direct, "approve"));
  expect(states(ledger)).toEqual(["on", "on"]);
  expect(ledger.vote(leader, swap)).toMatchObject({ code: "", state: "voted" });
  expect(ledger.proposal(swap)).toMatchObject({ state: "blocked", code: "ILLEGAL_MOVE" });
  expect(states(ledger)).toEqual(["on", "on"]);
});

test("a supporter's signature carries over though the proposer has lost every role", () => {
  const { ledger, officer, leader } = pair();
  const helper = ledger.enrol(officer.department, "helper", ["officer"], leader);
  const swap = ledger.propose(officer, "lamp.swap", SWAP);
  ledger.must(leader, "role.end", { person: officer.person, role: "officer", reason: "moved" });
  ledger.must(helper, "proposal.vote", ledger.voteBody(swap, "approve"));
  ledger.must(leader, "proposal.vote", ledger.voteBody(swap, "approve"));
  expect(ledger.proposal(swap).state).toBe("executed");
  const carried = ledger.rows.scan(voteTable, "proposal", { equal: [swap + 1], limit: 9 });
  expect(carried.map((vote) => vote.row.person)).toEqual([helper.person, leader.person]);
});

test.each(["rejected", "withdrawn", "expired"] as const)("otherwise runs once what was asked is %s", (how) => {
  const { ledger, officer, leader } = pair();
  const swap = ledger.propose(officer, "lamp.swap", SWAP);
  ledger.must(leader, "proposal.vote", ledger.voteBody(swap, "approve"));
  const asked = swap + 1;
  expect(lastNote(ledger)).toBeUndefined();
  if (how === "rejected") ledger.must(ledger.founder, "proposal.vote", ledger.voteBody(asked, "reject", "too bright"));
  else if (how === "withdrawn") ledger.must(officer, "proposal.withdraw", { proposal: asked, reason: "changed plans" });
  else ledger.pass(8 * 86_400);
  expect(ledger.proposal(asked).state).toBe(how);
  const reasons = { rejected: "too bright", withdrawn: "changed plans", expired: "" };
  expect(lastNote(ledger)).toBe(`${how}: ${reasons[how]}`);
  expect(ledger.rows.scan(noteTable, "key", { limit: 9 })).toHaveLength(1);
});

test("otherwise does not run where what was asked was executed", () => {
  const { ledger, officer, leader } = pair();
  const swap = ledger.propose(officer, "lamp.swap", SWAP);
  ledger.must(leader, "proposal.vote", ledger.voteBody(swap, "approve"));
  ledger.must(ledger.founder, "proposal.vote", ledger.voteBody(swap + 1, "approve"));
  ledger.pass(30 * 86_400);
  expect(lastNote(ledger)).toBeUndefined();
});

test("a batch that is asked for has the root of a batch, so that its lines are proven one by one", () => {
  const { ledger, officer } = pair();
  ledger.must(officer, "lamp.ask-batch", { count: 3 });
  const asked = ledger.rows.scan(proposalTable, "key", { limit: 9 }).at(-1);
  expect(asked?.row.kind).toBe("lamp.install-batch-by-bureau");
  const body = asked?.row.body ?? new Uint8Array();
  const root = bodyRootOf(nodeSuite, true, body) ?? new Uint8Array();
  expect(equalBytes(asked?.row.bodyRoot ?? new Uint8Array(), root)).toBe(true);
  ledger.must(ledger.founder, "proposal.vote", ledger.voteBody(asked?.key ?? 0, "approve"));
  expect(ledger.rows.scan(lampTable, "owner", { equal: [officer.department], limit: 9 })).toHaveLength(5);
});
