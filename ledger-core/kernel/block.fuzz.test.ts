/**
 * Random lives of a ledger: whatever well-typed acts of whatever kind people sign, blocks execute, refusals leave nothing, states
 * move only as declared, and a replay on an empty ledger gives the same rows and roots.
 */
import fc from "fast-check";
import { expect, test } from "vitest";
import { equalBytes } from "#ledger-core/contract/schema/bytes.ts";
import { encode } from "#ledger-core/contract/schema/codec.ts";
import { nodeSuite } from "#ledger-core/node/crypto-suite.ts";
import { executeBlock } from "./block.ts";
import type { SealedEntry } from "./block.ts";
import { delegationsBy, delegationsTo, lentRolesAt, liveKeys, ownRolesAt, rolesAt } from "./directory.ts";
import { dueTable, memberTable, networkTable, personTable, proposalTable, voteTable } from "./governance/tables.ts";
import type { MemoryRows } from "./testing/memory-rows.testing.ts";
import type { Move } from "./module.ts";
import { PROPOSAL_MOVES } from "./proposal-open.ts";
import type { Ruleset } from "./ruleset.ts";
import { lampModule } from "./testing/lamp-module.testing.ts";
import { live, randomActs } from "./testing/random-acts.testing.ts";
import { replayOrdered, TestLedger } from "./testing/test-ledger.testing.ts";
import type { TestPerson } from "./testing/test-ledger.testing.ts";

const isLong = process.env["LONG"] !== undefined;
const runs = { numRuns: isLong ? 5_000 : 150 };
const LENGTH = { min: 20, max: 60 };

/** Three departments and six people; founded in half of the lives. */
function town(isFounded: boolean): { ledger: TestLedger; people: readonly TestPerson[] } {
  const ledger = new TestLedger([lampModule]);
  const second = ledger.enrol(1, "second", ["leader", "officer"]);
  const audit = ledger.admit("Audit", ["audit"]);
  const parks = ledger.admit("Parks", []);
  const people = [
    ledger.founder,
    second,
    ledger.enrol(audit, "auditor", ["leader", "admin"]),
    ledger.enrol(audit, "clerk", ["officer", "auditor"]),
    ledger.enrol(parks, "gardener", ["leader", "admin", "officer"]),
    ledger.enrol(parks, "digger", ["officer"]),
  ];
  if (isFounded) ledger.must(ledger.founder, "founding.end", { reason: "" });
  ledger.must(second, "lamp.install", { label: "one", watts: 5 });
  ledger.must(people[4] ?? second, "lamp.install", { label: "two", watts: 500 });
  return { ledger, people };
}

const { ruleset } = town(true).ledger;
/** Thousands of rows in one act are the business of the tests of limits. */
const LONG_ACTS = ["lamp.flood", "lamp.flood-by-bureau", "lamp.queue"];
const life = fc.record({ isFounded: fc.boolean(), acts: randomActs(ruleset, LENGTH, LONG_ACTS) });

/** Every row of every table with its key and revision, as bytes. */
function contentOf(rules: Ruleset, rows: MemoryRows): readonly string[] {
  return [...rules.tables.values()].flatMap((table) =>
    rows
      .scan(table, "key", { limit: 100_000 })
      .map((stored) => `${table.name} ${stored.key} ${stored.changedAt} ${String(encode(table.row, stored.row))}`),
  );
}

test("no act makes a block throw, and a replay on an empty ledger gives the same rows and roots", () => {
  const seen = new Map<string, number>();
  fc.assert(
    fc.property(life, ({ isFounded, acts }) => {
      const { ledger, people } = town(isFounded);
      live(ledger, people, acts);
      for (const entry of ledger.entries) seen.set(entry.state, (seen.get(entry.state) ?? 0) + 1);
      const again = replayOrdered(ledger.ruleset, ledger.genesis, ledger.ordered);
      expect(equalBytes(again.root, ledger.root())).toBe(true);
      expect(contentOf(ruleset, again.rows)).toEqual(contentOf(ruleset, ledger.base));
    }),
    runs,
  );
  // The lives were not all refusals: each outcome came up again and again.
  for (const state of ["executed", "proposed", "voted", "refused", "system"])
    expect(seen.get(state)).toBeGreaterThan(20);
});

test("a refusal has no changes, and executing a block leaves the rows below it as they were", () => {
  fc.assert(
    fc.property(life, ({ isFounded, acts }) => {
      const { ledger, people } = town(isFounded);
      live(ledger, people, acts);
      const refused = ledger.entries.filter((entry) => entry.code !== "");
      expect(refused.every((entry) => entry.changes.length === 0 && entry.state === "refused")).toBe(true);
      const before = contentOf(ruleset, ledger.base);
      const person = people[1] ?? ledger.founder;
      const sound = ledger.check(ledger.sign(person, "lamp.install", { label: "x", watts: 1 }));
      executeBlock({
        ruleset: ledger.ruleset,
        suite: nodeSuite,
        base: ledger.base,
        replay: ledger.replay,
        height: ledger.height + 1,
        time: ledger.time + 86_400,
        firstIndex: ledger.entries.length,
        transactions: [sound],
      });
      expect(contentOf(ruleset, ledger.base)).toEqual(before);
    }),
    { numRuns: Math.ceil(runs.numRuns / 3) },
  );
});

/** Kinds whose actions ask for others. */
const ASKING = ["lamp.swap", "lamp.ask-batch", "lamp.flood"];

/** The moves that an entry of a kind may make: its own, those of proposals; a vote may make those of what it executes. */
function movesOf(kind: string): readonly Move[] {
  const own = [...ruleset.rules.values()].filter((rule) => rule.action.kind === kind);
  const moves = own.flatMap((rule) => (rule.of === "module" ? rule.action.moves : []));
  if (own[0]?.of === "module" && !ASKING.includes(kind)) return [...moves, ...PROPOSAL_MOVES];
  const every = [...ruleset.rules.values()].flatMap((rule) => (rule.of === "module" ? rule.action.moves : []));
  return [...every, ...PROPOSAL_MOVES];
}

function strayMoves(entries: readonly SealedEntry[]): readonly string[] {
  const states = new Map<string, string>();
  const stray: string[] = [];
  for (const entry of entries) {
    for (const { table, key, row } of entry.writes) {
      if (table.state === undefined) continue;
      const [from, to] = [states.get(`${table.name} ${key}`) ?? "-", (row?.[table.state] as string | undefined) ?? "-"];
      states.set(`${table.name} ${key}`, to);
      const isDeclared = movesOf(entry.kind).some(
        (move) => move.table === table.name && move.from === from && move.to === to,
      );
      if (from !== to && !isDeclared && entry.kind !== "genesis")
        stray.push(`${entry.kind}: ${table.name} ${from} -> ${to}`);
    }
  }
  return stray;
}

test("no record moves along a transition that is not declared", () => {
  fc.assert(
    fc.property(life, ({ isFounded, acts }) => {
      const { ledger, people } = town(isFounded);
      live(ledger, people, acts);
      expect(strayMoves(ledger.entries)).toEqual([]);
    }),
    runs,
  );
});

test("what always holds of the kernel's rows holds after any life", () => {
  fc.assert(
    fc.property(life, ({ isFounded, acts }) => {
      const { ledger, people } = town(isFounded);
      live(ledger, people, acts);
      const { rows } = ledger;
      for (const { key, row } of rows.scan(proposalTable, "key", { limit: 9_999 })) {
        const isAlive = ["open", "returned", "blocked"].includes(row.state);
        // Whatever is alive has its end queued, and nothing else has; what is overdue is not alive.
        expect(rows.get(dueTable, row.due) !== undefined).toBe(isAlive);
        if (isAlive) expect(row.deadline).toBeGreaterThan(ledger.time);
        const votes = rows.scan(voteTable, "proposal", { equal: [key], limit: 999 }).map((vote) => vote.row);
        const voters = votes.map((vote) => `${vote.round} ${vote.person}`);
        expect(new Set(voters).size).toBe(voters.length);
        expect(votes.every((vote) => vote.round <= row.round)).toBe(true);
      }
      const everybody = rows.scan(personTable, "key", { limit: 999 });
      for (const { key, row } of everybody) {
        expect(liveKeys(rows, key).length).toBeLessThanOrEqual(1);
        if (row.state === "left") expect([rolesAt(rows, key, ledger.time), liveKeys(rows, key)]).toEqual([[], []]);
        const lent = [delegationsTo(rows, key, 0), delegationsBy(rows, key, 0)].flat();
        if (row.state === "left") expect(lent.filter((one) => one.row.until > ledger.time)).toEqual([]);
        // What others lend is never more than what they hold themselves.
        for (const { role, giver } of lentRolesAt(rows, key, ledger.time))
          expect(ownRolesAt(rows, giver, ledger.time)).toContain(role);
      }
      expect(new Set(everybody.map(({ row }) => row.handle)).size).toBe(everybody.length);
      const codes = rows.scan(memberTable, "key", { limit: 999 }).map(({ row }) => row.uscc);
      expect(new Set(codes).size).toBe(codes.length);
      if (isFounded) expect(rows.get(networkTable, 1)?.founding).toBe("no");
    }),
    runs,
  );
});
