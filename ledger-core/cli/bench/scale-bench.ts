/**
 * Whether a ledger stays as fast when it grows: acts sealed into a large one and into an empty one in turns, how long what windows ask for
 * takes while the large one is filled at full speed and once it is full, and how much memory that needs.
 */
import { statSync } from "node:fs";
import { join } from "node:path";
import { setTimeout } from "node:timers/promises";
import { randomBytes } from "#ledger-core/node/crypto-suite.ts";
import { makeStatement } from "#ledger-core/node/statement/make-statement.ts";
import { ledgerFile } from "#ledger-core/store/ledger-file.ts";
import { layoutOf, quote } from "#ledger-core/store/state-layout.ts";
import type { Reader } from "#ledger-core/store/store-types.ts";
import { createActs, useActs } from "./bench-acts.ts";
import { foundBenchLedger, sealActs } from "./bench-ledger.ts";
import type { BenchLedger } from "./bench-ledger.ts";
import { MEGABYTE, median, percentile, round, spreadOf } from "./bench.ts";
import type { Bench, BenchContext, BenchResult } from "./bench.ts";
import { askLarge } from "./scale-questions.ts";

const ENTRIES = 40_000;
const ENTRIES_FULL = 5_000_000;
/** Acts that are signed beforehand and then sealed against the clock, so that signing takes no part in it; more are never held. */
const ROUND = 10_000;
/** While the large one is filled: they are memory of the process that is no ledger's. */
const ROUND_OF_FILLING = 5_000;
/** Rounds of each kind in each ledger that are compared, behind one that warms up. */
const PAIRS = 3;
const PAIRS_FULL = 5;
/** Of so many acts one describes a dataset; the others use one. */
const ACTS_PER_DATASET = 10;
const BLOCK = 500;
const SUBMISSIONS_WAITING = 6;
const PAGE_ROWS = 50;
const PAUSE_MS = 10;
/** Parts of the filling that are told. */
const STEPS = 20;

const WHILE_SEALING_P95_MS_LIMIT = 100;
const MEMORY_MB_LIMIT = 400;
/** Entries for which that holds: ids that are in force are held in memory, and so many come in a day. */
const MEMORY_ENTRIES = 1_000_000;
/** Of a statement over all rows of the large ledger. */
const STATEMENT_SECONDS_LIMIT = 60;
/** Part of its speed that a writer keeps beside one, and what the log that SQLite writes ahead grows to meanwhile. */
const KEPT_BESIDE_LIMIT = 0.8;
const WAL_MB_LIMIT = 100;
const KERNEL_OF_EMPTY_LIMIT = 0.9;
const MODULES_OF_EMPTY_LIMIT = 0.7;
const HASH_BYTES = 32;

/** The wire of the act of a number; no two are the same. */
type DraftWire = (number: number) => Uint8Array;

/** A ledger with what is sealed into it. */
type Field = {
  readonly bench: BenchLedger;
  /** One row of the kernel's, of a table without an index that grows in random order. */
  readonly kernel: DraftWire;
  /** Uses and datasets: every index of the catalogue grows, and the full text. */
  readonly modules: DraftWire;
  /** Acts that were drafted. */
  count: number;
};

export const scaleBench: Bench = {
  run: async (context) => {
    const folder = join(context.folder, "large");
    const large = await openField(folder);
    try {
      const filled = await fill(large, context);
      const asked = context.signal.aborted ? [] : askLarge(large.bench.ledger.reader);
      if (!context.signal.aborted) asked.push(...(await stateOf(large, folder, context)));
      if (!context.signal.aborted) asked.push(...(await writeBesideState(large, folder, context)));
      const small = await openField(join(context.folder, "small"));
      try {
        return [...filled, ...asked, ...(await compare(large, small, context))];
      } finally {
        await small.bench.ledger.close();
      }
    } finally {
      await large.bench.ledger.close();
    }
  },
};

async function openField(folder: string): Promise<Field> {
  const bench = await foundBenchLedger(folder);
  const use = await useActs(bench);
  const create = createActs(bench);
  const modules = (number: number): Uint8Array => (number % ACTS_PER_DATASET === 0 ? create : use)(number).wire;
  const kernel = (number: number): Uint8Array =>
    bench.sign("state.declare", { height: 0, root: randomBytes(HASH_BYTES), rows: number }).wire;
  return { bench, kernel, modules, count: 0 };
}

async function fill(large: Field, { isFull, signal, step }: BenchContext): Promise<readonly BenchResult[]> {
  const { reader } = large.bench.ledger;
  const entries = isFull ? ENTRIES_FULL : ENTRIES;
  const rates: number[] = [];
  const waits: number[] = [];
  let bytesMax = 0;
  let bytesOfMemoryEntries = 0;
  for (let size = 0, told = 0; size < entries && !signal.aborted; size = reader.head()?.size ?? entries) {
    const { perSecond, bytesMax: bytes } = await sealRound(large, large.modules, waits, ROUND_OF_FILLING);
    rates.push(perSecond);
    bytesMax = Math.max(bytesMax, bytes);
    if (size < MEMORY_ENTRIES) bytesOfMemoryEntries = bytesMax;
    if (Math.floor((size / entries) * STEPS) === told) continue;
    told = Math.floor((size / entries) * STEPS);
    const [rate, memory] = [Math.round(rates.at(-1) ?? 0), Math.round(bytesMax / MEGABYTE)];
    step({
      zh: `已封存 ${size}/${entries} 个条目，每秒 ${rate} 个，内存 ${memory} MB`,
      en: `Sealed ${size} of ${entries} entries, ${rate} a second, memory ${memory} MB`,
    });
  }
  const plain = { limit: null, ratio: null, spread: null };
  return [
    { ...plain, name: "scale-entries", value: reader.head()?.size ?? 0, unit: "entries" },
    { ...plain, name: "scale-filling", value: round(median(rates)), unit: "acts/s", spread: spreadOf(rates) },
    {
      ...plain,
      name: "scale-read-while-sealing-p95",
      value: round(percentile(waits, 0.95)),
      unit: "ms",
      limit: WHILE_SEALING_P95_MS_LIMIT,
    },
    {
      ...plain,
      name: "scale-memory",
      value: round(bytesOfMemoryEntries / MEGABYTE),
      unit: "MB",
      limit: MEMORY_MB_LIMIT,
    },
    { ...plain, name: "scale-memory-at-the-end", value: round(bytesMax / MEGABYTE), unit: "MB" },
  ];
}

/** A statement over all rows there are, from the beginning. */
async function stateOf(
  { bench: { ledger } }: Field,
  folder: string,
  { signal, step }: BenchContext,
): Promise<readonly BenchResult[]> {
  step({ zh: "正在计算全部数据行的状态声明", en: "Making a statement over all rows" });
  const height = ledger.reader.head()?.height ?? 0;
  const started = performance.now();
  const { hashed } = await makeStatement({ folder, network: ledger.network, height, keep: false, signal });
  const seconds = round((performance.now() - started) / 1_000);
  const rows = rowsIn(ledger);
  if (hashed !== rows) throw new Error(`a statement of ${hashed} rows about a ledger that has ${rows}`);
  const plain = { ratio: null, spread: null };
  return [
    { ...plain, name: "scale-statement-rows", value: hashed, unit: "rows", limit: null },
    { ...plain, name: "scale-statement", value: seconds, unit: "s", limit: STATEMENT_SECONDS_LIMIT },
  ];
}

/** As the tables hold them, counted by themselves. */
function rowsIn({ ruleset, reader }: BenchLedger["ledger"]): number {
  const counts = [...ruleset.tables.values()].map(
    (table) =>
      reader.sql.get<{ rows: number }>(`SELECT count(*) AS rows FROM ${quote(layoutOf(table).sqlName)}`)?.rows ?? 0,
  );
  return counts.reduce((sum, count) => sum + count, 0);
}

/** What a writer at full speed keeps of it while a statement over all rows is made, and how long that takes then. */
async function writeBesideState(
  large: Field,
  folder: string,
  { signal, step }: BenchContext,
): Promise<readonly BenchResult[]> {
  step({ zh: "正在写入的同时计算状态声明", en: "Sealing while a statement over all rows is made" });
  const sealNow = async (): Promise<number> => (await sealRound(large, large.modules, [])).perSecond;
  const alone: number[] = [];
  for (let one = 0; one < PAIRS; one++) alone.push(await sealNow());
  const { network, reader } = large.bench.ledger;
  const height = reader.head()?.height ?? 0;
  const started = performance.now();
  let seconds = 0;
  const making = makeStatement({ folder, network, height, keep: false, signal }).then(() => {
    seconds = round((performance.now() - started) / 1_000);
  });
  const beside: number[] = [];
  let walBytes = 0;
  while (seconds === 0 && !signal.aborted) {
    beside.push(await sealNow());
    walBytes = Math.max(walBytes, statSync(`${ledgerFile(folder)}-wal`, { throwIfNoEntry: false })?.size ?? 0);
  }
  await making;
  const kept = round(median(beside) / median(alone));
  const plain = { ratio: null, spread: null };
  return [
    {
      name: "scale-statement-writer",
      value: round(median(beside)),
      unit: "acts/s",
      against: round(median(alone)),
      ratio: kept,
      limit: KEPT_BESIDE_LIMIT,
      spread: spreadOf(beside),
    },
    { ...plain, name: "scale-statement-beside-writer", value: seconds, unit: "s", limit: STATEMENT_SECONDS_LIMIT },
    { ...plain, name: "scale-statement-wal", value: round(walBytes / 1e6), unit: "MB", limit: WAL_MB_LIMIT },
  ];
}

type Round = {
  readonly perSecond: number;
  readonly cpuMicrosPerAct: number;
  /** The most that the process had while it sealed. */
  readonly bytesMax: number;
};

/** A round of acts, signed first and then sealed; what windows asked meanwhile had to wait so long. */
async function sealRound(field: Field, draft: DraftWire, waits: number[], count = ROUND): Promise<Round> {
  const wires = Array.from({ length: count }, () => draft(field.count++));
  const cpu = process.cpuUsage();
  const started = performance.now();
  const sealing = sealAll(field.bench, wires);
  const watching = watch(field.bench.ledger.reader, sealing, waits);
  await sealing;
  const seconds = (performance.now() - started) / 1_000;
  const { user, system } = process.cpuUsage(cpu);
  const bytesMax = await watching;
  return { perSecond: count / seconds, cpuMicrosPerAct: (user + system) / count, bytesMax };
}

async function sealAll(bench: BenchLedger, wires: readonly Uint8Array[]): Promise<void> {
  let at = 0;
  const client = async (): Promise<void> => {
    while (at < wires.length) {
      const block = wires.slice(at, at + BLOCK);
      at += BLOCK;
      await sealActs(bench, block);
    }
  };
  await Promise.all(Array.from({ length: SUBMISSIONS_WAITING }, client));
}

/**
 * What a window asks for, again and again until the sealing is done: its wait behind the sealing and the answer itself. Answers how many bytes
 * the process had at the most.
 */
async function watch(reader: Reader, sealing: Promise<void>, waits: number[]): Promise<number> {
  let isDone = false;
  let bytesMax = process.memoryUsage.rss();
  void sealing.finally(() => (isDone = true)).catch(() => undefined);
  while (!isDone) {
    const due = performance.now() + PAUSE_MS;
    await setTimeout(PAUSE_MS);
    reader.entries({ limit: PAGE_ROWS });
    waits.push(performance.now() - due);
    bytesMax = Math.max(bytesMax, process.memoryUsage.rss());
  }
  return bytesMax;
}

/** The two ledgers in turns, so that both have the same share of whatever else the machine does. */
async function compare(
  large: Field,
  small: Field,
  { isFull, signal, step }: BenchContext,
): Promise<readonly BenchResult[]> {
  const results: BenchResult[] = [];
  for (const [name, limit] of [
    ["kernel", KERNEL_OF_EMPTY_LIMIT],
    ["modules", MODULES_OF_EMPTY_LIMIT],
  ] as const) {
    const pairs: { readonly full: Round; readonly empty: Round }[] = [];
    for (let pair = 0; pair <= (isFull ? PAIRS_FULL : PAIRS) && !signal.aborted; pair++) {
      step({
        zh: `正在比较大账本与空账本（${name} ${pair}）`,
        en: `Comparing the large ledger with the empty one (${name} ${pair})`,
      });
      const order = pair % 2 === 0 ? [large, small] : [small, large];
      const rounds = new Map<Field, Round>();
      for (const field of order) rounds.set(field, await sealRound(field, field[name], []));
      const [full, empty] = [rounds.get(large), rounds.get(small)];
      if (pair > 0 && full !== undefined && empty !== undefined) pairs.push({ full, empty });
    }
    results.push(...ratiosOf(name, pairs, limit));
  }
  return results;
}

function ratiosOf(
  name: string,
  pairs: readonly { readonly full: Round; readonly empty: Round }[],
  limit: number,
): readonly BenchResult[] {
  const speeds = pairs.map(({ full, empty }) => full.perSecond / empty.perSecond);
  const costs = pairs.map(({ full, empty }) => empty.cpuMicrosPerAct / full.cpuMicrosPerAct);
  const middle = (of: (pair: (typeof pairs)[number]) => number): number => round(median(pairs.map(of)));
  return [
    {
      name: `scale-${name}`,
      value: middle(({ full }) => full.perSecond),
      unit: "acts/s",
      against: middle(({ empty }) => empty.perSecond),
      ratio: round(median(speeds)),
      limit,
      spread: spreadOf(speeds),
    },
    // The same without what the machine was waiting for, or doing besides.
    {
      name: `scale-${name}-cpu`,
      value: middle(({ full }) => full.cpuMicrosPerAct),
      unit: "µs/act",
      against: middle(({ empty }) => empty.cpuMicrosPerAct),
      ratio: round(median(costs)),
      limit: null,
      spread: spreadOf(costs),
    },
  ];
}
