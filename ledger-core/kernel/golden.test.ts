/**
 * The kernel's known answers: `testdata/kernel-vectors.json` holds genesis bytes and ordered blocks with the root after each.
 * They were written by this program (WRITE_VECTORS=1) and pin it: a change of theirs is a change of consensus.
 */
import { execFileSync } from "node:child_process";
import { readFileSync, writeFileSync } from "node:fs";
import { expect, test } from "vitest";
import { encodeHex, parseHex } from "#ledger-core/contract/schema/bytes.ts";
import { nodeSuite } from "#ledger-core/node/crypto-suite.ts";
import { networkOrigin } from "#ledger-core/proof/checkpoint.ts";
import { networkId, parseGenesis } from "./genesis.ts";
import { governanceModule } from "./governance/governance-module.ts";
import { createRuleset } from "./ruleset.ts";
import { tellStory } from "./testing/story.testing.ts";
import { replayOrdered } from "./testing/test-ledger.testing.ts";
import type { OrderedBlock, TestLedger } from "./testing/test-ledger.testing.ts";

type Vectors = {
  readonly source: string;
  readonly genesis: string;
  readonly networkId: string;
  readonly origin: string;
  readonly blocks: readonly {
    readonly height: number;
    readonly time: number;
    readonly transactions: readonly string[];
    readonly size: number;
    readonly root: string;
  }[];
};

const file = new URL("../testdata/kernel-vectors.json", import.meta.url);

function vectorsOf(ledger: TestLedger): Vectors {
  const blocks = ledger.ordered.map((block, i) => {
    const { root, size } = replayOrdered(ledger.ruleset, ledger.genesis, ledger.ordered.slice(0, i + 1));
    const transactions = block.wires.map(encodeHex);
    return { height: block.height, time: block.time, transactions, size, root: encodeHex(root) };
  });
  return {
    source: "Made by this program: WRITE_VECTORS=1 vitest run ledger-core/kernel/golden.test.ts",
    genesis: encodeHex(ledger.genesis),
    networkId: encodeHex(ledger.network),
    origin: networkOrigin(ledger.network),
    blocks,
  };
}

function readVectors(): Vectors {
  return JSON.parse(readFileSync(file, "utf8")) as Vectors;
}

function bytesOf(hex: string): Uint8Array {
  return parseHex(hex) ?? new Uint8Array();
}

if (process.env["WRITE_VECTORS"] !== undefined) {
  writeFileSync(file, `${JSON.stringify(vectorsOf(tellStory()), undefined, 1)}\n`);
}

test("the genesis bytes give the network's id and the log's origin", () => {
  const vectors = readVectors();
  const genesis = bytesOf(vectors.genesis);
  expect(parseGenesis(genesis)).toBeDefined();
  expect(encodeHex(networkId(nodeSuite, genesis))).toBe(vectors.networkId);
  expect(networkOrigin(bytesOf(vectors.networkId))).toBe(vectors.origin);
});

test("the pinned blocks give the pinned roots, one by one", () => {
  const vectors = readVectors();
  const ruleset = createRuleset([governanceModule]);
  const ordered = vectors.blocks.map(({ height, time, transactions }): OrderedBlock => ({
    height,
    time,
    wires: transactions.map(bytesOf),
  }));
  const { roots } = replayOrdered(ruleset, bytesOf(vectors.genesis), ordered);
  expect(roots.map(encodeHex)).toEqual(vectors.blocks.map((block) => block.root));
});

test("the story still makes the pinned bytes: its genesis, its transactions, its root", () => {
  const ledger = tellStory();
  const vectors = readVectors();
  expect(encodeHex(ledger.genesis)).toBe(vectors.genesis);
  expect(ledger.ordered.map((block) => block.wires.map(encodeHex))).toEqual(
    vectors.blocks.map((block) => block.transactions),
  );
  expect(encodeHex(ledger.root())).toBe(vectors.blocks.at(-1)?.root);
});

test.each([
  { TZ: "Pacific/Kiritimati", LANG: "tr_TR.UTF-8", LC_ALL: "tr_TR.UTF-8" },
  { TZ: "America/St_Johns", LANG: "zh_CN.GB18030", LC_ALL: "C" },
])("in another time zone and locale the root is the same: $TZ, $LANG", (surroundings) => {
  const program = new URL("testing/print-story.testing.ts", import.meta.url);
  const env = { PATH: process.env["PATH"], ...surroundings };
  const printed = execFileSync(process.execPath, [program.pathname], { env, encoding: "utf8" });
  const vectors = readVectors();
  expect(printed.trim()).toBe(`${vectors.networkId} ${vectors.blocks.at(-1)?.root ?? ""}`);
});

test("the story touches every act of the kernel", () => {
  const ledger = tellStory();
  const kinds = new Set(ledger.entries.map((entry) => entry.kind));
  const acts = [...ledger.ruleset.rules.values()].map((rule) => rule.action.kind);
  const missing = acts.filter((kind) => !kinds.has(kind));
  expect(missing).toEqual([]);
  expect(kinds).toContain("proposal.expire");
  expect(new Set(ledger.entries.map((entry) => entry.state))).toEqual(
    new Set(["system", "executed", "proposed", "voted", "refused"]),
  );
});
