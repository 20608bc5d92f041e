import { describe, expect, it } from "vitest";
import type { CommittedEntry, Module } from "#ledger-core/kernel/module.ts";
import { parseGenesis } from "#ledger-core/kernel/genesis.ts";
import { executeBlock } from "#ledger-core/kernel/block.ts";
import { checkSound, isTurnaway } from "#ledger-core/kernel/door.ts";
import { executeGenesis } from "#ledger-core/kernel/genesis.ts";
import { ReplayGuard } from "#ledger-core/kernel/replay-guard.ts";
import { lampModule, lampTable } from "#ledger-core/kernel/testing/lamp-module.testing.ts";
import { TestLedger } from "#ledger-core/kernel/testing/test-ledger.testing.ts";
import { nodeSuite } from "#ledger-core/node/crypto-suite.ts";
import { signNothing } from "./shelf.testing.ts";
import { temporaryFolder, temporaryReader, temporaryWriter } from "./temporary.testing.ts";

/** A ledger of real transactions: executed, refused, proposed, voted on, in batches, due. */
function filledLedger(module: Module): TestLedger {
  const ledger = new TestLedger([module]);
  const department = ledger.admit("Lamps", []);
  const officer = ledger.enrol(department, "officer", ["officer"]);
  const leader = ledger.enrol(department, "leader", ["leader"]);
  ledger.must(officer, "lamp.install", { label: "灯 \u{1f4a1}", watts: 60 });
  ledger.must(officer, "lamp.install-batch", [
    { label: "a", watts: 1 },
    { label: "b", watts: 2 },
  ]);
  ledger.vote(leader, ledger.propose(officer, "lamp.on", { lamp: 1 }));
  expect(ledger.codeOf(officer, "lamp.relabel", { lamp: 77, label: "" })).toBe("NOT_ENTITLED");
  ledger.must(officer, "lamp.queue", { count: 2, time: ledger.time + 50, cancelling: "no" });
  ledger.pass(100);
  return ledger;
}

/** What a projection finds when it asks for all of it. */
function readWhole(entry: CommittedEntry): CommittedEntry {
  const { index, height, time, kind, code, person, department, body } = entry;
  const changes = entry.changes.map(({ table, key, row }) => ({ table, key, row }));
  return { index, height, time, kind, code, person, department, body, changes };
}

describe("a ledger of real transactions, executed on the store's own rows", () => {
  const seen: CommittedEntry[] = [];
  const module: Module = {
    ...lampModule,
    projections: [{ name: "seen", version: 1, setup: [], apply: (_, entry) => seen.push(readWhole(entry)) }],
  };
  const ledger = filledLedger(module);

  it("has the root and the rows that it has in memory, and projections see what was done", async () => {
    seen.length = 0;
    const options = { folder: temporaryFolder(), ruleset: ledger.ruleset, suite: nodeSuite };
    const writer = temporaryWriter(options);
    writer.commit(executeGenesis(ledger.ruleset, nodeSuite, ledger.genesis, writer.rows), signNothing);
    const replay = new ReplayGuard();
    for (const { height, time, wires } of ledger.ordered) {
      const transactions = wires.map((wire) => {
        const sound = checkSound(ledger.ruleset, nodeSuite, ledger.network, wire);
        if (isTurnaway(sound)) throw new Error(sound.code);
        return sound;
      });
      const firstIndex = writer.head()?.size ?? 0;
      const input = {
        ruleset: ledger.ruleset,
        suite: nodeSuite,
        base: writer.rows,
        replay,
        height,
        time,
        firstIndex,
        transactions,
      };
      const block = executeBlock(input);
      if (block === undefined) throw new Error("a block is empty");
      writer.commit(block, signNothing);
      replay.add(block.idsAdded);
    }
    expect(writer.projectionFailure()).toBeUndefined();
    expect(writer.head()?.root).toEqual(ledger.root());
    for (const table of ledger.ruleset.tables.values()) {
      const range = { limit: 10_000 };
      expect(writer.rows.scan(table, "key", range)).toEqual(ledger.base.scan(table, "key", range));
    }
    expect(seen.map((entry) => entry.index)).toEqual(ledger.entries.map((entry) => entry.index));
    const followed = [...seen];
    seen.length = 0;
    await writer.rebuildDerived(() => undefined, new AbortController().signal);
    expect(seen).toEqual(followed);
    const reader = temporaryReader(options);
    expect(reader.entries({ limit: 10, kind: "lamp.relabel" })[0]).toMatchObject({ state: "refused", department: 2 });
  });

  it("shows bodies and rows decoded, whatever the form of the entry", () => {
    const of = (kind: string): CommittedEntry => {
      const entry = seen.find((other) => other.kind === kind);
      if (entry === undefined) throw new Error(`no ${kind}`);
      return entry;
    };
    expect(of("genesis")).toMatchObject({ index: 0, person: 0, department: 0, body: parseGenesis(ledger.genesis) });
    const install = of("lamp.install");
    expect(install).toMatchObject({ department: 2, code: "", body: { label: "灯 \u{1f4a1}", watts: 60 } });
    const lamp = install.changes.find((change) => change.table === lampTable.name);
    expect(lamp).toEqual({
      table: "lamp.lamp",
      key: 1,
      row: { owner: 2, state: "off", label: "灯 \u{1f4a1}", watts: 60 },
    });
    expect(of("lamp.install-batch").body).toEqual([
      { label: "a", watts: 1 },
      { label: "b", watts: 2 },
    ]);
    expect(of("lamp.relabel")).toMatchObject({ code: "NOT_ENTITLED", changes: [], body: { lamp: 77, label: "" } });
    expect(of("proposal.vote").body).toMatchObject({ proposal: 1, choice: "approve" });
    const due = seen.find((entry) => entry.kind === "lamp.tick");
    expect(due).toMatchObject({ person: 0, body: { due: { action: "lamp.tick" } } });
    // The due row that ran is removed.
    expect(due?.changes).toContainEqual({ table: "kernel.due", key: expect.any(Number), row: undefined });
    expect(of("block").body).toMatchObject({ height: 1, transactions: 1 });
  });
});
