/** How many rows a second a state statement takes in, against hashing the same bytes alone; and what a writer keeps meanwhile. */
import { statSync } from "node:fs";
import { nodeSuite } from "#ledger-core/node/crypto-suite.ts";
import { cityRuleset } from "#ledger-core/node/rules.ts";
import { rowLeaves, tablesInOrder } from "#ledger-core/node/statement/row-leaves.ts";
import { RowSource } from "#ledger-core/node/statement/row-source.ts";
import { makeStatement } from "#ledger-core/node/statement/make-statement.ts";
import { runStatement } from "#ledger-core/node/statement/run-statement.ts";
import { Statements } from "#ledger-core/store/database.ts";
import { ledgerFile } from "#ledger-core/store/ledger-file.ts";
import { connect } from "#ledger-core/store/reader.ts";
import { benchDescription, foundBenchLedger, sealActs } from "./bench-ledger.ts";
import type { BenchLedger } from "./bench-ledger.ts";
import { median, round, spreadOf, timed } from "./bench.ts";
import type { Bench, BenchContext, BenchResult } from "./bench.ts";

const BLOCK = 500;
const BLOCKS = 20;
const BLOCKS_FULL = 400;
/** Blocks that are sealed alone and beside statements, in turns. */
const BLOCKS_BESIDE = 4;
const ROUNDS = 3;
const WORDS = ["traffic", "water", "health", "school", "交通", "水务"];
const WAL_MB_LIMIT = 100;

export const statementBench: Bench = {
  run: async (context) => {
    const bench = await foundBenchLedger(context.folder);
    try {
      const blocks = context.isFull ? BLOCKS_FULL : BLOCKS;
      for (let block = 0; block < blocks && !context.signal.aborted; block++) await seal(bench, block);
      const taken = takeIn(bench, context);
      const beside = await writeBeside(bench, context);
      return [...taken, ...beside];
    } finally {
      await bench.ledger.close();
    }
  },
};

/** All rows from the beginning, in this thread. */
function takeIn({ ledger }: BenchLedger, { folder, signal }: BenchContext): readonly BenchResult[] {
  const { network } = ledger;
  const height = ledger.reader.head()?.height ?? 0;
  const leaves = leafBytes(folder, ledger.reader.head()?.size ?? 0);
  const rates: number[] = [];
  const bare: number[] = [];
  for (let one = 0; one < ROUNDS && !signal.aborted; one++) {
    const begun = performance.now();
    for (const leaf of leaves) nodeSuite.sha256(leaf);
    const hashed = performance.now();
    const work = { folder, network, height, wanted: undefined, keep: false };
    const rows = runStatement({ ruleset: cityRuleset, suite: nodeSuite }, work, () => {}).hashed;
    bare.push((rows / (hashed - begun)) * 1_000);
    rates.push((rows / (performance.now() - hashed)) * 1_000);
  }
  const value = round(median(rates));
  const ratio = round(median(rates.map((rate, i) => rate / (bare[i] ?? rate))));
  return [{ name: "statement", value, unit: "rows/s", limit: null, ratio, spread: spreadOf(rates) }];
}

function leafBytes(folder: string, size: number): readonly Uint8Array[] {
  const statements = new Statements(connect({ folder, ruleset: cityRuleset, suite: nodeSuite }));
  try {
    const source = new RowSource(statements);
    return tablesInOrder(cityRuleset).flatMap((table) =>
      [...source.table(table, size)].flat().map((row) => rowLeaves(nodeSuite, table).bytes(row)),
    );
  } finally {
    statements.connection.close();
  }
}

/** Blocks alone, and while one statement after another is made in a thread. */
async function writeBeside(bench: BenchLedger, context: BenchContext): Promise<readonly BenchResult[]> {
  const { folder, signal } = context;
  const ratios: number[] = [];
  let walBytes = 0;
  for (let one = 0; one < ROUNDS && !signal.aborted; one++) {
    const sealAll = async (from: number): Promise<void> => {
      for (let block = 0; block < BLOCKS_BESIDE && !signal.aborted; block++) await seal(bench, from + block);
    };
    const alone = await timed(() => sealAll((2 * one + 1) * 10_000));
    let isOver = false;
    const making = makeAgain(bench, folder, () => isOver);
    const beside = await timed(() => sealAll((2 * one + 2) * 10_000));
    isOver = true;
    await making;
    ratios.push(alone / beside);
    walBytes = Math.max(walBytes, statSync(`${ledgerFile(folder)}-wal`, { throwIfNoEntry: false })?.size ?? 0);
  }
  const kept = round(median(ratios));
  return [
    { name: "statement-writer", value: kept, unit: "of alone", limit: 0.8, ratio: kept, spread: spreadOf(ratios) },
    { name: "statement-wal", value: round(walBytes / 1e6), unit: "MB", limit: WAL_MB_LIMIT, ratio: null, spread: null },
  ];
}

async function makeAgain({ ledger }: BenchLedger, folder: string, isOver: () => boolean): Promise<void> {
  while (!isOver()) {
    const height = ledger.reader.head()?.height ?? 0;
    await makeStatement({ folder, network: ledger.network, height, keep: false });
  }
}

/** A block of datasets; drafting and signing are not the ledger's, and are the same with and without a statement beside. */
async function seal(bench: BenchLedger, block: number): Promise<void> {
  const acts = Array.from({ length: BLOCK }, (_, i) =>
    bench.sign("catalog.create", { description: benchDescription(block * BLOCK + i, WORDS) }),
  );
  await sealActs(
    bench,
    acts.map(({ wire }) => wire),
  );
}
