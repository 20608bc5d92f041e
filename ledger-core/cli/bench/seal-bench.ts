/**
 * How many acts a second are sealed while others wait, against what two facts of this machine allow: how many cores it has, and what each
 * stage takes of one when it is measured alone. And how long one act waits when idle.
 */
import { join } from "node:path";
import { availableParallelism } from "node:os";
import { packWires, unpackWires } from "#ledger-core/engine/packed-wires.ts";
import { createActs, KINDS_OF_ACTS } from "./bench-acts.ts";
import type { ActsOf } from "./bench-acts.ts";
import { foundBenchLedger, sealActs } from "./bench-ledger.ts";
import type { BenchLedger } from "./bench-ledger.ts";
import { median, percentile, round, spreadOf, timed } from "./bench.ts";
import type { Bench, BenchContext, BenchResult } from "./bench.ts";
import { STAGES, stageCosts } from "./seal-stages.ts";

const BLOCK = 500;
/** Submissions of a block each that wait for their answers at a time, as from several clients. */
const SUBMISSIONS_WAITING = 6;
const ROUNDS = 5;
/** Blocks of a round: so many that its first signatures and its last blocks, which only one core works at, weigh little. */
const BLOCKS_FULL = 100;
const BLOCKS_SHORT = 8;
const SINGLES = 300;
const MICROSECONDS = 1_000_000;
/** Part of what the stages allow that is to be reached. */
const OF_STAGES_LIMIT = 0.8;
/** Of all CPU but that of the signature, against the signature's. */
const REST_OF_VERIFY_LIMIT = 0.9;
/** Whatever the stages take: with fewer a second the design is wrong somewhere. */
const SEALED_PER_SECOND_MIN: Readonly<Record<string, number>> = { use: 10_000 };
/** A submission that is idle is sealed within this, so that a person does not wait. */
const IDLE_P50_MS_LIMIT = 3;
const IDLE_P99_MS_LIMIT = 10;

export const sealBench: Bench = {
  run: async (context) => {
    const results: BenchResult[] = [];
    for (const [name, actsOf] of Object.entries(KINDS_OF_ACTS)) results.push(...(await ofKind(name, actsOf, context)));
    return [...results, ...(await latency(context))];
  },
};

async function ofKind(name: string, actsOf: ActsOf, context: BenchContext): Promise<readonly BenchResult[]> {
  const { folder, isFull, signal } = context;
  const { rates, cpu } = await throughput(join(folder, name), actsOf, context);
  if (signal.aborted) return [];
  const costs = await stageCosts(join(folder, `${name}-stages`), isFull ? 40 : 8, actsOf);
  const sum = STAGES.reduce((total, stage) => total + costs[stage], 0);
  const possible = (availableParallelism() * MICROSECONDS) / sum;
  const ofStages = round(median(rates) / possible);
  const rest = round((sum - costs.verify) / costs.verify);
  const result = (row: string, value: number, unit: string, more: Partial<BenchResult> = {}): BenchResult => ({
    ...{ name: `${name}-${row}`, value: round(value), unit, limit: null, ratio: null, spread: null },
    ...more,
  });
  return [
    result("sealed", median(rates), "acts/s", {
      limit: SEALED_PER_SECOND_MIN[name] ?? null,
      better: "more",
      spread: spreadOf(rates),
    }),
    result("of-stages", ofStages, "", { limit: OF_STAGES_LIMIT, ratio: ofStages }),
    result("possible", possible, "acts/s"),
    // Of the whole process while it seals: what it has beyond the stages is the engine, its threads and the collector.
    result("cpu", cpu, "us", { ratio: round(sum / cpu), against: round(sum) }),
    ...STAGES.map((stage) => result(stage, costs[stage], "us")),
    // All that the process takes but the signature: with what it has beyond the stages.
    result("cpu-but-verify", cpu - costs.verify, "us", {
      ratio: round((cpu - costs.verify) / costs.verify),
      against: round(costs.verify),
      limit: REST_OF_VERIFY_LIMIT,
      better: "less",
    }),
    result("rest-of-verify", rest, "", { limit: REST_OF_VERIFY_LIMIT, ratio: rest, better: "less" }),
  ];
}

/** Acts a second of each round, and microseconds of CPU for each act over all of them. */
async function throughput(
  folder: string,
  actsOf: ActsOf,
  { isFull, signal }: BenchContext,
): Promise<{ readonly rates: readonly number[]; readonly cpu: number }> {
  const bench = await foundBenchLedger(folder);
  try {
    const draft = await actsOf(bench);
    const blocks = isFull ? BLOCKS_FULL : BLOCKS_SHORT;
    const rates: number[] = [];
    let cpu = 0;
    // The first round is to warm up, and to have the threads started.
    for (let one = 0; one <= ROUNDS && !signal.aborted; one++) {
      // As they come through a door: one behind another in one body.
      const wires = unpackWires(
        packWires(Array.from({ length: blocks * BLOCK }, (_, i) => draft((one + 1) * 1_000_000 + i).wire)),
      );
      const before = process.cpuUsage();
      const milliseconds = await timed(() => sealAll(bench, wires));
      const { user, system } = process.cpuUsage(before);
      if (one === 0) continue;
      rates.push((wires.length / milliseconds) * 1_000);
      cpu += (user + system) / wires.length / ROUNDS;
    }
    return { rates, cpu };
  } finally {
    await bench.ledger.close();
  }
}

async function sealAll(bench: BenchLedger, wires: readonly Uint8Array[]): Promise<void> {
  const waiting: Promise<void>[] = [];
  for (let at = 0; at < wires.length; at += BLOCK) {
    waiting.push(sealActs(bench, wires.slice(at, at + BLOCK)));
    if (waiting.length >= SUBMISSIONS_WAITING) await waiting.shift();
  }
  await Promise.all(waiting);
}

async function latency({ folder, signal }: BenchContext): Promise<readonly BenchResult[]> {
  const bench = await foundBenchLedger(join(folder, "idle"));
  const times: number[] = [];
  try {
    const draft = createActs(bench);
    for (let i = 0; i < SINGLES && !signal.aborted; i++) {
      const act = draft(i);
      times.push(await timed(() => sealAll(bench, [act.wire])));
    }
  } finally {
    await bench.ledger.close();
  }
  const result = (name: string, value: number, limit: number): BenchResult => ({
    ...{ name, value: round(value), unit: "ms", limit },
    ...{ ratio: null, spread: null },
  });
  return [
    result("idle-p50", percentile(times, 0.5), IDLE_P50_MS_LIMIT),
    result("idle-p99", percentile(times, 0.99), IDLE_P99_MS_LIMIT),
  ];
}
