/** Calling off what was asked for about a record: those proposals end, however many, and nothing else does. */
import { expect, test } from "vitest";
import { dueTable, proposalTable } from "./governance/tables.ts";
import { lampTable, noteTable } from "./testing/lamp-module.testing.ts";
import { office } from "./testing/office.testing.ts";
import type { Office } from "./testing/office.testing.ts";

/** Asks so many times for the lamp to be turned on, each time by turning another one off. */
function ask({ ledger, officer, leader }: Office, count: number, otherwise = "lamp.note-end"): void {
  for (let i = 0; i < count; i++) {
    ledger.must(officer, "lamp.install", { label: `other ${i}`, watts: 1 });
    const lamp = ledger.rows.scan(lampTable, "key", { limit: 9_999 }).at(-1)?.key ?? 0;
    const on = ledger.propose(officer, "lamp.on", { lamp });
    ledger.must(leader, "proposal.vote", ledger.voteBody(on, "approve"));
    // Officer and leader carry it, which is their signature on what it asks for; the bureau's is still missing there.
    const swap = ledger.propose(officer, "lamp.swap", { off: lamp, on: 1, otherwise });
    ledger.must(leader, "proposal.vote", ledger.voteBody(swap, "approve"));
  }
}

function live(ledger: Office["ledger"]): readonly number[] {
  return ledger.rows.scan(proposalTable, "state", { equal: ["open"], limit: 9_999 }).map(({ key }) => key);
}

test("what was asked for ends as superseded: its deadline is taken back, and what it would have been told is not", () => {
  const at = office();
  const { ledger, officer, bureau } = at;
  ask(at, 1);
  const [key] = live(ledger);
  const asked = ledger.proposal(key ?? 0);
  expect(asked).toMatchObject({ kind: "lamp.on-in-turn", otherwise: "lamp.note-end", subjectKey: 1 });
  ledger.must(officer, "lamp.call-off", { lamp: 1 });
  expect(ledger.proposal(key ?? 0)).toMatchObject({ state: "superseded", due: 0 });
  expect(ledger.rows.get(dueTable, asked.due)).toBeUndefined();
  expect(ledger.rows.scan(noteTable, "key", { limit: 9 })).toEqual([]);
  expect(ledger.voteCode(bureau, key ?? 0)).toBe("PROPOSAL_NOT_OPEN");
  expect(ledger.codeOf(officer, "proposal.withdraw", { proposal: key, reason: "" })).toBe("PROPOSAL_NOT_OPEN");
  expect(ledger.codeOf(officer, "proposal.amend", { proposal: key, body: asked.body })).toBe("PROPOSAL_NOT_OPEN");
  expect(ledger.codeOf(officer, "proposal.retry", { proposal: key })).toBe("NOT_BLOCKED");
  ledger.pass(90 * 86_400);
  expect(ledger.rows.scan(noteTable, "key", { limit: 9 })).toEqual([]);
});

test("proposals that people opened, about other records, or that nobody waits for, stay", () => {
  const at = office();
  const { ledger, officer } = at;
  ask(at, 1, "");
  const own = ledger.propose(officer, "lamp.on", { lamp: 1 });
  const before = live(ledger);
  ledger.must(officer, "lamp.call-off", { lamp: 1 });
  ledger.must(officer, "lamp.call-off", { lamp: 2 });
  expect(live(ledger)).toEqual(before);
  expect(before).toContain(own);
});

test("those that were returned or blocked end too", () => {
  const at = office();
  const { ledger, leader, officer, bureau } = at;
  ask(at, 1);
  const [returned] = live(ledger);
  ledger.must(bureau, "proposal.vote", ledger.voteBody(returned ?? 0, "return"));
  ask(at, 1);
  const [blocked] = live(ledger);
  const on = ledger.propose(officer, "lamp.on", { lamp: 1 });
  ledger.must(leader, "proposal.vote", ledger.voteBody(on, "approve"));
  ledger.must(bureau, "proposal.vote", ledger.voteBody(blocked ?? 0, "approve"));
  expect([returned, blocked].map((key) => ledger.proposal(key ?? 0).state)).toEqual(["returned", "blocked"]);
  ledger.must(officer, "lamp.call-off", { lamp: 1 });
  expect([returned, blocked].map((key) => ledger.proposal(key ?? 0).state)).toEqual(["superseded", "superseded"]);
});

test("any number of them ends in one act, among any number that people opened", () => {
  const at = office();
  const { ledger, officer } = at;
  for (let i = 0; i < 150; i++) ledger.propose(officer, "lamp.on", { lamp: 1 });
  ask(at, 70);
  expect(live(ledger)).toHaveLength(220);
  ledger.must(officer, "lamp.call-off", { lamp: 1 });
  expect(live(ledger)).toHaveLength(150);
});
