/** What a block is: due actions first, then transactions in their order, then the entry that closes it. */
import { expect, test } from "vitest";
import { decode } from "#ledger-core/contract/schema/codec.ts";
import { BLOCK_TRANSACTIONS_MAX, DUE_PER_BLOCK_MAX } from "#ledger-core/contract/schema/limits.ts";
import { nodeSuite } from "#ledger-core/node/crypto-suite.ts";
import { changesRoot } from "#ledger-core/proof/change.ts";
import { parseEntry } from "#ledger-core/proof/entry.ts";
import { parseSystemEntry } from "#ledger-core/proof/system-entry.ts";
import { BrokenInvariant } from "./assert.ts";
import { blockBody, executeBlock } from "./block.ts";
import { composeGenesis, encodeGenesis, executeGenesis, parseGenesis } from "./genesis.ts";
import { clockTable, dueTable } from "./governance/tables.ts";
import { MemoryRows } from "./testing/memory-rows.testing.ts";
import { ReplayGuard } from "./replay-guard.ts";
import { createRuleset } from "./ruleset.ts";
import { lampModule, lampTable, noteTable, strayModule } from "./testing/lamp-module.testing.ts";
import { TestLedger } from "./testing/test-ledger.testing.ts";
import type { TestPerson } from "./testing/test-ledger.testing.ts";

function lampLedger(): { ledger: TestLedger; officer: TestPerson } {
  const ledger = new TestLedger([lampModule]);
  return { ledger, officer: ledger.enrol(ledger.admit("Street Lighting", []), "officer", ["officer"]) };
}

const BODY = { label: "a", watts: 1 };

test("a block's entries: due, transactions, closing; each leaf covers its changes", () => {
  const { ledger, officer } = lampLedger();
  ledger.must(officer, "lamp.queue", { count: 2, time: ledger.time + 10, cancelling: "no" });
  const from = ledger.entries.length;
  ledger.time += 10;
  const sounds = ["one", "two"].map((label) => ledger.check(ledger.sign(officer, "lamp.install", { label, watts: 1 })));
  const block = ledger.seal(sounds);
  expect(block?.entries.map((entry) => entry.kind)).toEqual([
    "lamp.tick",
    "lamp.tick",
    "lamp.install",
    "lamp.install",
    "block",
  ]);
  expect(block?.results).toEqual([from + 2, from + 3]);
  for (const [i, sealed] of (block?.entries ?? []).entries()) {
    const entry = parseEntry(sealed.entry);
    expect(entry).toMatchObject({ index: from + i, height: ledger.height, code: "", form: sealed.form });
    expect(entry?.transactionHash).toEqual(nodeSuite.sha256(sealed.bytes));
    expect(entry?.changesRoot).toEqual(changesRoot(nodeSuite, sealed.changes));
    expect(sealed.changes).toHaveLength(sealed.writes.length);
  }
  expect(ledger.rows.get(lampTable, 1)?.label).toBe("one");
});

test("the closing entry carries height, time and count, and the clock row says the same", () => {
  const { ledger, officer } = lampLedger();
  ledger.time += 77;
  ledger.must(officer, "lamp.install", BODY);
  const closing = parseSystemEntry(ledger.entries.at(-1)?.bytes ?? new Uint8Array());
  const { height, time } = ledger;
  const body = closing === undefined ? undefined : decode(blockBody, closing.body);
  expect(body).toEqual({ ok: true, value: { height, time, transactions: 1 } });
  expect(ledger.rows.get(clockTable, 1)).toEqual({ height, time });
});

test("later transactions of a block see what earlier ones did", () => {
  const { ledger, officer } = lampLedger();
  const leader = ledger.enrol(officer.department, "leader", ["leader", "admin"]);
  ledger.must(officer, "lamp.install", BODY);
  const proposal = ledger.rows.scan(dueTable, "key", { limit: 1 }).length + 1;
  const open = ledger.sign(officer, "lamp.on", { lamp: 1 });
  const revision = ledger.rows.revision(ledger.ruleset.tables.get("lamp.lamp") ?? clockTable, 1);
  const bodyRoot = nodeSuite.sha256(Uint8Array.of(0x81, 1));
  const vote = { proposal, round: 1, choice: "approve", reason: "", bodyRoot, subjectRevision: revision };
  const block = ledger.seal([open, ledger.sign(leader, "proposal.vote", vote)].map((wire) => ledger.check(wire)));
  expect(block?.entries.map((entry) => entry.state)).toEqual(["proposed", "executed", "system"]);
  expect(ledger.rows.get(lampTable, 1)?.state).toBe("on");
});

test("a block of nothing is no block, and changes no root", () => {
  const { ledger } = lampLedger();
  const before = [ledger.root(), ledger.height];
  ledger.time += 1_000;
  expect(ledger.seal([])).toBeUndefined();
  expect([ledger.root(), ledger.height]).toEqual(before);
});

test("due actions run in the order of time and key, a bounded portion in each block", () => {
  const { ledger, officer } = lampLedger();
  const start = ledger.time;
  ledger.must(officer, "lamp.queue", { count: 200, time: start + 20, cancelling: "no" });
  ledger.must(officer, "lamp.queue", { count: 100, time: start + 10, cancelling: "no" });
  ledger.time = start + 20;
  const first = ledger.seal([]);
  const keys =
    first?.entries.filter((entry) => entry.kind === "lamp.tick").map((entry) => entry.writes[0]?.key ?? 0) ?? [];
  const wanted = [...Array.from({ length: 100 }, (_, i) => 201 + i), ...Array.from({ length: 156 }, (_, i) => 1 + i)];
  expect(keys).toHaveLength(DUE_PER_BLOCK_MAX);
  expect(keys).toEqual(wanted);
  expect(ledger.seal([])?.entries).toHaveLength(300 - DUE_PER_BLOCK_MAX + 1);
  expect(ledger.seal([])).toBeUndefined();
  expect(ledger.rows.scan(noteTable, "key", { limit: 999 })).toHaveLength(302);
});

test("blocks follow one another in height and time, and hold no more than their limit", () => {
  const { ledger, officer } = lampLedger();
  const sound = ledger.check(ledger.sign(officer, "lamp.install", BODY));
  const input = {
    ruleset: ledger.ruleset,
    suite: nodeSuite,
    base: ledger.base,
    replay: new ReplayGuard(),
    height: ledger.height + 1,
    time: ledger.time,
    firstIndex: ledger.entries.length,
    transactions: [sound],
  };
  expect(executeBlock(input)?.entries).toHaveLength(2);
  expect(() => executeBlock({ ...input, height: ledger.height })).toThrow(BrokenInvariant);
  expect(() => executeBlock({ ...input, height: ledger.height + 2 })).toThrow(BrokenInvariant);
  expect(() => executeBlock({ ...input, time: ledger.time - 1 })).toThrow(BrokenInvariant);
  const many = Array.from({ length: BLOCK_TRANSACTIONS_MAX + 1 }, () => sound);
  expect(() => executeBlock({ ...input, transactions: many })).toThrow(BrokenInvariant);
});

test("an action that moves a record along no declared move stops the node", () => {
  const ledger = new TestLedger([strayModule]);
  const officer = ledger.enrol(ledger.admit("Street Lighting", []), "officer", ["officer"]);
  ledger.must(officer, "lamp.install", BODY);
  expect(() => ledger.submit(officer, "lamp.stray", { lamp: 1 })).toThrow(/may move from off to on/);
});

test("a rule in force that the program lacks stops it with a sentence", () => {
  const { ledger, officer } = lampLedger();
  const fromHeight = ledger.height + 3;
  ledger.must(ledger.founder, "rules.activate", { kind: "lamp.on", version: 7, fromHeight, cases: [] });
  ledger.must(officer, "lamp.install", BODY);
  expect(() => ledger.submit(officer, "lamp.install", BODY)).toThrow(/lacks version 7 of lamp.on/);
});

test("a genesis of rules that the program lacks is refused, and so are bytes that are none", () => {
  const { ledger } = lampLedger();
  const without = createRuleset(ledger.ruleset.modules.slice(0, 1));
  expect(() => executeGenesis(without, nodeSuite, ledger.genesis, new MemoryRows())).toThrow(/lacks version 1 of lamp/);
  expect(parseGenesis(ledger.genesis.slice(0, -1))).toBeUndefined();
  expect(() => executeGenesis(without, nodeSuite, new Uint8Array(), new MemoryRows())).toThrow(/not a genesis/);
});

test("two networks with another salt have another id, and so have two with one other policy", () => {
  const { ledger } = lampLedger();
  const genesis = parseGenesis(ledger.genesis);
  if (genesis === undefined) throw new Error("the genesis is one");
  const composed = composeGenesis(ledger.ruleset, genesis);
  expect(encodeGenesis({ ...composed, salt: new Uint8Array(16).fill(1) })).not.toEqual(ledger.genesis);
  expect(encodeGenesis({ ...composed, policies: composed.policies.slice(1) })).not.toEqual(ledger.genesis);
  expect(encodeGenesis(composed)).toEqual(ledger.genesis);
});

test("modules that claim the same table, kind or due action do not go together", () => {
  expect(() => createRuleset([lampModule, { ...lampModule, actions: [], due: [] }])).toThrow(/one table/);
  expect(() => createRuleset([lampModule, { ...lampModule, tables: [], due: [] }])).toThrow(/one rule/);
  expect(() => createRuleset([lampModule, { ...lampModule, tables: [], actions: [] }])).toThrow(/one due action/);
});

test("the guard that is filled from rows knows what the one that ran along knows", () => {
  const { ledger, officer } = lampLedger();
  const wire = ledger.sign(officer, "lamp.install", BODY);
  ledger.submitWire(wire);
  const { id } = ledger.check(wire).transaction;
  const filled = ReplayGuard.fromRows(ledger.rows);
  expect([ledger.replay.has(id), filled.has(id), new ReplayGuard().has(id)]).toEqual([true, true, false]);
  filled.drop(id);
  expect(filled.has(id)).toBe(false);
});
