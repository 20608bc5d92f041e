/** What lies at and beyond the limits: no input makes the kernel throw. */
import { expect, test } from "vitest";
import {
  BODY_SIZE_BYTES_MAX,
  CHANGES_BYTES_PER_ENTRY_MAX,
  CHANGES_PER_ENTRY_MAX,
  HANDOVERS_MAX,
  PROPOSAL_VOTES_MAX,
} from "#ledger-core/contract/schema/limits.ts";
import { bytes, record } from "#ledger-core/contract/schema/schema.ts";
import { liveKeys, rolesAt, unendedRoles } from "./directory.ts";
import { dueTable, logKeyTable, proposalTable, voteTable } from "./governance/tables.ts";
import { Overlay, TooManyChanges } from "./overlay.ts";
import { table } from "./table.ts";
import type { AnyTable } from "./table.ts";
import { handoverBody } from "./testing/handover.testing.ts";
import { lampModule, noteTable } from "./testing/lamp-module.testing.ts";
import { MemoryRows } from "./testing/memory-rows.testing.ts";
import { keyPairOf, TestLedger } from "./testing/test-ledger.testing.ts";
import type { TestPerson } from "./testing/test-ledger.testing.ts";

function lampLedger(): { ledger: TestLedger; officer: TestPerson; leader: TestPerson } {
  const ledger = new TestLedger([lampModule]);
  const owner = ledger.admit("Street Lighting", []);
  const officer = ledger.enrol(owner, "officer", ["officer"]);
  const leader = ledger.enrol(owner, "leader", ["leader", "admin"]);
  ledger.must(officer, "lamp.install", { label: "first", watts: 60 });
  return { ledger, officer, leader };
}

test("the rounds of a proposal end: one amendment too many is refused", () => {
  const { ledger, officer } = lampLedger();
  const key = ledger.propose(officer, "lamp.on", { lamp: 1 });
  const amendment = { proposal: key, body: Uint8Array.of(0x81, 1) };
  for (let round = 2; round <= 255; round++) ledger.must(officer, "proposal.amend", amendment);
  expect(ledger.proposal(key).round).toBe(255);
  expect(ledger.codeOf(officer, "proposal.amend", amendment)).toBe("PROPOSAL_FULL");
});

test("the votes of a proposal end, over all its rounds", () => {
  const { ledger, officer, leader } = lampLedger();
  const helpers = [1, 2, 3].map((i) => ledger.enrol(officer.department, `helper ${i}`, ["officer"], leader));
  const key = ledger.propose(officer, "lamp.on", { lamp: 1 });
  const amendment = { proposal: key, body: Uint8Array.of(0x81, 1) };
  for (let count = 0; count < PROPOSAL_VOTES_MAX;) {
    for (const helper of helpers.slice(0, PROPOSAL_VOTES_MAX - count)) {
      ledger.must(helper, "proposal.vote", ledger.voteBody(key, "approve"));
      count++;
    }
    ledger.must(officer, "proposal.amend", amendment);
  }
  expect(ledger.rows.scan(voteTable, "proposal", { equal: [key], limit: 9_999 })).toHaveLength(PROPOSAL_VOTES_MAX);
  expect(ledger.voteCode(leader, key)).toBe("PROPOSAL_FULL");
});

test("the longest body makes a proposal; one byte more is turned away at the door", () => {
  const { ledger, officer, leader } = lampLedger();
  const overhead = 1 + 1 + 5;
  const plate = (extra: number): object => ({ lamp: 1, plate: new Uint8Array(BODY_SIZE_BYTES_MAX - overhead + extra) });
  expect(ledger.codeOf(officer, "lamp.engrave", plate(1))).toBe("TRANSACTION_TOO_LARGE");
  const key = ledger.propose(officer, "lamp.engrave", plate(0));
  expect(ledger.proposal(key).body).toHaveLength(BODY_SIZE_BYTES_MAX);
  expect(ledger.voteCode(leader, key)).toBe("");
});

test("a batch of too many lines is turned away", () => {
  const { ledger, officer } = lampLedger();
  const lines = Array.from({ length: 10_001 }, () => ({ label: "", watts: 0 }));
  expect(ledger.codeOf(officer, "lamp.install-batch", lines)).toBe("TRANSACTION_TOO_LARGE");
});

test.each([
  { how: "put", count: CHANGES_PER_ENTRY_MAX },
  { how: "remove", count: CHANGES_PER_ENTRY_MAX + 1 },
  { how: "queue", count: CHANGES_PER_ENTRY_MAX },
] as const)("an action that has too many rows to $how is refused and leaves nothing", ({ how, count }) => {
  const { ledger, officer } = lampLedger();
  // One row more than the count: that of the sequence, which removing does not need.
  expect(ledger.codeOf(officer, "lamp.flood", { count, how })).toBe("TOO_MANY_CHANGES");
  expect(ledger.rows.scan(noteTable, "key", { limit: 9 })).toHaveLength(0);
  expect(ledger.rows.scan(dueTable, "time", { limit: 9 })).toHaveLength(0);
});

test("bytes of changes are limited like rows: a row that is written again counts as it is then", () => {
  const wide = table({ name: "test.wide", number: 990, row: record({ bytes: bytes(1_000_000, 0) }) }) as AnyTable;
  const below = new Overlay(new MemoryRows(), 0);
  const overlay = new Overlay(below, 0);
  const write = (key: number, length: number): void => overlay.put(wide, key, { bytes: new Uint8Array(length) });
  const rows = Math.floor(CHANGES_BYTES_PER_ENTRY_MAX / 1_000_100);
  for (let key = 0; key < rows; key++) write(key, 1_000_000);
  overlay.checkCount();
  write(rows, 1_000_000);
  expect(() => overlay.checkCount()).toThrow(TooManyChanges);
  write(rows, 10);
  overlay.checkCount();
  const { bytes: held } = overlay;
  below.put(wide, 0, { bytes: new Uint8Array(10) });
  below.absorb(overlay);
  expect([below.bytes, overlay.bytes]).toEqual([held, 0]);
});

test("what is asked for counts towards the limit of the whole", () => {
  const { ledger, officer } = lampLedger();
  const count = CHANGES_PER_ENTRY_MAX - 1;
  expect(ledger.codeOf(officer, "lamp.flood", { count, how: "ask" })).toBe("TOO_MANY_CHANGES");
  expect(ledger.rows.scan(proposalTable, "key", { limit: 9 })).toHaveLength(0);
  expect(ledger.codeOf(officer, "lamp.flood", { count, how: "put" })).toBe("");
});

test("the kernel's own rows about a vote do not count: an action at the limit executes", () => {
  const { ledger, officer } = lampLedger();
  const key = ledger.propose(officer, "lamp.flood-by-bureau", { count: CHANGES_PER_ENTRY_MAX - 1 });
  expect(ledger.voteCode(ledger.founder, key)).toBe("");
  expect(ledger.proposal(key).state).toBe("executed");
});

test("a proposal whose execution writes too many rows is blocked, and the vote stands", () => {
  const { ledger, officer } = lampLedger();
  const key = ledger.propose(officer, "lamp.flood-by-bureau", { count: 1 });
  ledger.must(officer, "lamp.flood", { count: CHANGES_PER_ENTRY_MAX - 1, how: "put" });
  expect(ledger.voteCode(ledger.founder, key)).toBe("");
  expect(ledger.proposal(key)).toMatchObject({ state: "blocked", code: "TOO_MANY_CHANGES" });
  expect(ledger.rows.scan(voteTable, "proposal", { equal: [key], limit: 9 })).toHaveLength(1);
});

test("a due action that another one cancels in the same block does not run", () => {
  const { ledger, officer } = lampLedger();
  const time = ledger.time + 100;
  ledger.must(officer, "lamp.queue", { count: 10, time, cancelling: "yes" });
  expect(ledger.rows.scan(dueTable, "time", { limit: 99 })).toHaveLength(10);
  ledger.pass(100);
  const ticks = ledger.rows.scan(noteTable, "key", { limit: 99 }).filter((note) => note.row.text === "tick");
  expect(ticks).toHaveLength(5);
  expect(ledger.rows.scan(dueTable, "time", { limit: 99 })).toHaveLength(0);
});

test("a key ends with its rotation, however many came before", () => {
  const { ledger, officer } = lampLedger();
  for (let i = 1; i <= 60; i++) {
    const seed = `rotation ${i}`;
    const { publicKey } = keyPairOf(seed);
    ledger.must(officer, "key.rotate", { publicKey, proof: ledger.proofOf(seed, officer.handle) });
    officer.keys = keyPairOf(seed);
  }
  expect(liveKeys(ledger.rows, officer.person)).toHaveLength(1);
});

test("the log's key is handed over so often and no more", () => {
  const ledger = new TestLedger();
  const body = handoverBody(ledger, { from: "log", to: "log two" }, "changed");
  const row = { ...body, revision: 1, cause: "changed", height: 0, since: 0 } as const;
  const writes = Array.from({ length: HANDOVERS_MAX }, (_, i) => ({ key: i + 1, row, changedAt: 0 }));
  ledger.base.apply(writes.map((write) => ({ ...write, table: logKeyTable as AnyTable })));
  const last = { ...body, publicKey: keyPairOf("log three").publicKey, genesis: new Uint8Array(0) };
  expect(ledger.codeOf(ledger.founder, "log.rotate", last)).toBe("TOO_MANY_KEYS");
});

test("a role counts, however many ended before", () => {
  const { ledger, officer, leader } = lampLedger();
  for (let i = 1; i <= 60; i++) {
    const term = { person: officer.person, role: "witness", from: 0 } as const;
    ledger.must(leader, "role.grant", { ...term, until: ledger.time + 1 });
    ledger.time += 2;
  }
  ledger.must(leader, "role.grant", { person: officer.person, role: "auditor", from: 0, until: 0 });
  expect(rolesAt(ledger.rows, officer.person, ledger.time)).toContain("auditor");
  expect(unendedRoles(ledger.rows, officer.person, ledger.time)).toHaveLength(2);
  expect(ledger.rows.scan(proposalTable, "key", { limit: 9 })).toHaveLength(0);
});
