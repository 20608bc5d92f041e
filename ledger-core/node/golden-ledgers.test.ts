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
  "whole-catalogue": "ff948fe672c11d06e562d5d3f1576a6e062d847357a3914d01b0395591ffcb81",
};

const FOLDER = join(import.meta.dirname, "..", "testdata", "golden");

function bytes(hex: string): Uint8Array {
  const parsed = parseHex(hex);
  if (parsed === undefined) throw new Error("hexadecimal");
  return parsed;
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
function replay(golden: Golden): Replayed {
  const folder = mkdtempSync(join(tmpdir(), "golden-"));
  const writer = openWriter({ folder, ruleset: cityRuleset, suite: nodeSuite });
  const sign = (): string => "not signed here\n";
  try {
    const genesis = bytes(golden.genesis);
    const network = networkId(nodeSuite, genesis);
    const refused: string[] = [];
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
    return { entries: head.size, root: encodeHex(head.root), refused, otherwise, statement };
  } finally {
    writer.close();
    rmSync(folder, { recursive: true });
  }
}

describe("golden ledgers come to the same root for ever", () => {
  const files = readdirSync(FOLDER).filter((name) => name.endsWith(".json"));

  it("has one for each landed step", () => {
    expect(files).toEqual(expect.arrayContaining(["first-slice.json", "whole-catalogue.json", "log-keys.json"]));
  });

  it("the next one is told by a story that touches every kind and every way in which time acts", () => {
    const { entries } = playGoldenStory();
    const told = new Set(entries.map(({ kind }) => kind));
    const kinds = [...cityRuleset.rules.values()].map(({ action }) => action.kind);
    expect(kinds.filter((kind) => !told.has(kind))).toEqual([]);
    expect([...cityRuleset.due.keys(), "proposal.expire"].filter((name) => !told.has(name))).toEqual([
      // Told to the module by the entry that ends a proposal, and never queued by itself.
      "catalog.request-ended",
    ]);
    expect(new Set(entries.map(({ state }) => state)).size).toBe(5);
  });

  it.each(files)("%s", (file) => {
    const golden: Golden = JSON.parse(readFileSync(join(FOLDER, file), "utf8"));
    const { entries, root, refused } = golden;
    const statement = STATEMENTS[file.replace(".json", "")];
    expect(replay(golden)).toEqual({ entries, root, refused, otherwise: [], statement });
  });
});
