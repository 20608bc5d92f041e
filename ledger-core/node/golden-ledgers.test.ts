/**
 * Golden ledgers: for each landed step of the product the bytes of a whole ledger, replayed here to the root that it then had. A
 * file in `testdata/golden` is never changed; `WRITE_GOLDEN=NAME` writes one that does not exist yet.
 */
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { encodeHex, parseHex } from "#ledger-core/contract/schema/bytes.ts";
import { encode } from "#ledger-core/contract/schema/codec.ts";
import { executeBlock } from "#ledger-core/kernel/block.ts";
import { checkSound, isTurnaway } from "#ledger-core/kernel/door.ts";
import { executeGenesis, networkId } from "#ledger-core/kernel/genesis.ts";
import { PROPOSAL_EXPIRY } from "#ledger-core/kernel/proposal-open.ts";
import { ReplayGuard } from "#ledger-core/kernel/replay-guard.ts";
import type { RowSource } from "#ledger-core/kernel/rows.ts";
import { openWriter } from "#ledger-core/store/store.ts";
import { nodeSuite } from "./crypto-suite.ts";
import { playGoldenStory } from "./golden-story.testing.ts";
import { cityRuleset } from "./rules.ts";
import { runRoots } from "./statement/run-statement.ts";

type Golden = {
  readonly genesis: string;
  readonly blocks: readonly { readonly height: number; readonly time: number; readonly wires: readonly string[] }[];
  readonly entries: number;
  readonly root: string;
  /** Codes of refused entries, in order. */
  readonly refused: readonly string[];
};

/** Frozen: the root of the state after the newest block of each, which statements of that time have said. */
const STATEMENTS: Readonly<Record<string, string>> = {
  "first-slice": "db8ff7e71ed186e8cb39ce0b629a50d9f70171f1633c4b894c0373718a329256",
  "log-keys": "69997423a4e0a3713d9d57815733927034e220bb16bd0a5e7133948650f4f853",
  "newer-rules": "c12218f6bf5d4728c28c01a89a6b5608016758aa70c0a1187e0af528265cf18d",
  "whole-catalogue": "ff948fe672c11d06e562d5d3f1576a6e062d847357a3914d01b0395591ffcb81",
};

const FOLDER = join(import.meta.dirname, "..", "testdata", "golden");

function bytes(hex: string): Uint8Array {
  const parsed = parseHex(hex);
  if (parsed === undefined) throw new Error("hexadecimal");
  return parsed;
}

function read(file: string): Golden {
  return JSON.parse(readFileSync(join(FOLDER, file), "utf8"));
}

const wanted = process.env["WRITE_GOLDEN"];
if (wanted !== undefined && !existsSync(join(FOLDER, `${wanted}.json`))) {
  const ledger = playGoldenStory();
  const golden: Golden = {
    genesis: encodeHex(ledger.genesis),
    blocks: ledger.ordered.map((block) => ({ ...block, wires: block.wires.map(encodeHex) })),
    entries: ledger.entries.length,
    root: encodeHex(ledger.root()),
    refused: ledger.entries.filter((entry) => entry.state === "refused").map((entry) => entry.code),
  };
  writeFileSync(join(FOLDER, `${wanted}.json`), `${JSON.stringify(golden, null, 1)}\n`);
}

type Replayed = Pick<Golden, "entries" | "root" | "refused"> & {
  /** What its entries are about: acts as `kind@version`, due actions by name; those of them that were not refused; what became of them. */
  readonly told: readonly string[];
  readonly done: readonly string[];
  readonly states: readonly string[];
  readonly statement: string | undefined;
  /** Heights at which a table, read as of then once all was there, was not as it stood when the replay had come so far. */
  readonly otherwise: readonly string[];
};

const ROWS_MAX = 100_000;
/** Blocks between two looks at every table. */
const EVERY = 7;

/** Every table as a text of its keys, rows and the entries that wrote them. */
function tablesOf(source: RowSource): ReadonlyMap<string, string> {
  const tables = [...cityRuleset.tables.values()];
  return new Map(
    tables.map((table) => {
      const rows = source.scan(table, "key", { limit: ROWS_MAX });
      const lines = rows.map(({ key, row, changedAt }) => `${key} ${changedAt} ${encodeHex(encode(table.row, row))}`);
      return [table.name, lines.join("\n")];
    }),
  );
}

/** Executes a golden ledger through the store, block by block; returns what it came to. */
function replay(file: string): Replayed {
  const golden = read(file);
  const folder = mkdtempSync(join(tmpdir(), "golden-"));
  const writer = openWriter({ folder, ruleset: cityRuleset, suite: nodeSuite });
  const sign = (): string => "not signed here\n";
  try {
    const genesis = bytes(golden.genesis);
    const network = networkId(nodeSuite, genesis);
    const refused: string[] = [];
    const told = new Set<string>();
    const done = new Set<string>();
    const states = new Set<string>();
    const stood = new Map<number, ReadonlyMap<string, string>>();
    const guard = new ReplayGuard();
    let head = writer.commit(executeGenesis(cityRuleset, nodeSuite, genesis, writer.rows), sign);
    for (const { height, time, wires } of golden.blocks) {
      const transactions = wires.map((wire) => {
        const sound = checkSound(cityRuleset, nodeSuite, network, bytes(wire));
        if (isTurnaway(sound)) throw new Error(`block ${height}: ${sound.code}`);
        return sound;
      });
      const block = executeBlock({
        ruleset: cityRuleset,
        suite: nodeSuite,
        base: writer.rows,
        replay: guard,
        height,
        time,
        firstIndex: head.size,
        transactions,
      });
      if (block === undefined) throw new Error(`block ${height} is empty`);
      guard.add(block.idsAdded);
      for (const ids of block.idsDropped) guard.drop(ids);
      refused.push(...block.entries.filter((entry) => entry.state === "refused").map((entry) => entry.code));
      const versions = new Map(block.results.map((index, i) => [index, transactions[i]?.transaction.signed.version]));
      for (const [i, { kind, state }] of block.entries.entries()) {
        const version = versions.get(block.firstIndex + i);
        const name = version === undefined ? kind : `${kind}@${version}`;
        told.add(name);
        if (state !== "refused") done.add(name);
        states.add(state);
      }
      head = writer.commit(block, sign);
      if (height % EVERY === 0) stood.set(height, tablesOf(writer.rows));
    }
    const reader = writer.reader();
    const otherwise = [...stood].flatMap(([height, then]) => {
      const past = tablesOf(reader.rowsAt(height));
      return [...then].filter(([name, rows]) => past.get(name) !== rows).map(([name]) => `${name} at ${height}`);
    });
    reader.close();
    const rules = { ruleset: cityRuleset, suite: nodeSuite };
    const [stated] = runRoots(rules, { folder, network, heights: [head.height] }, () => {});
    const statement = stated === undefined ? undefined : encodeHex(stated.root);
    const found = { told: [...told], done: [...done], states: [...states], otherwise, statement };
    return { entries: head.size, root: encodeHex(head.root), refused, ...found };
  } finally {
    writer.close();
    rmSync(folder, { recursive: true });
  }
}

describe("golden ledgers come to the same root for ever", () => {
  const files = readdirSync(FOLDER).filter((name) => name.endsWith(".json"));
  const replayed = new Map<string, Replayed>();
  const replayOnce = (file: string): Replayed => {
    const known = replayed.get(file) ?? replay(file);
    replayed.set(file, known);
    return known;
  };

  it("has one for each landed step", () => {
    const names = ["first-slice.json", "whole-catalogue.json", "log-keys.json", "newer-rules.json"];
    expect(files).toEqual(expect.arrayContaining(names));
  });

  it.each(files)("%s", (file) => {
    const { entries, root, refused } = read(file);
    const statement = STATEMENTS[file.replace(".json", "")];
    expect(replayOnce(file)).toMatchObject({ entries, root, refused, otherwise: [], statement });
  });

  it("hold every kind in each of its versions, every way in which time acts and all that can become of an act", () => {
    const all = files.map(replayOnce);
    const told = new Set(all.flatMap((one) => one.told));
    const done = new Set(all.flatMap((one) => one.done));
    const rules = [...cityRuleset.rules.keys()];
    expect(rules.filter((name) => !told.has(name))).toEqual([]);
    expect(rules.filter((name) => !done.has(name))).toEqual([
      // Asked for by a request and then voted on: who signs one of them is refused.
      "catalog.agree@1",
      "catalog.agree@2",
      "catalog.verify@1",
      "catalog.finalize@1",
    ]);
    expect([...cityRuleset.due.keys(), PROPOSAL_EXPIRY].filter((name) => !done.has(name))).toEqual([
      // Told to the module by the entry that ends a proposal, and never queued by itself.
      "catalog.request-ended",
    ]);
    expect(new Set(all.flatMap((one) => one.states)).size).toBe(5);
  });
});
