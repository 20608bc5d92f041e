/** How many acts a second are sealed, against how many signatures alone this machine verifies; and how long one act waits when idle. */
import { isReceipt } from "#ledger-core/engine/engine.ts";
import { nodeSuite } from "#ledger-core/node/crypto-suite.ts";
import { benchDescription, foundBenchLedger } from "./bench-ledger.ts";
import type { BenchLedger, SignedAct } from "./bench-ledger.ts";
import { median, percentile, round, spreadOf, timed } from "./bench.ts";
import type { Bench, BenchContext, BenchResult } from "./bench.ts";

const BLOCK = 500;
const ROUNDS = 5;
const SINGLES = 300;
const WORDS = ["traffic", "water", "health", "school", "交通", "水务", "医疗", "教育"];
/** A submission that is idle is sealed within this, so that a person does not wait. */
const IDLE_P99_MS_LIMIT = 100;

export const sealBench: Bench = {
  name: "seal",
  run: async (context) => {
    const bench = await foundBenchLedger(context.folder);
    try {
      const [sealed, verified] = await throughput(bench, context);
      const idle = await latency(bench, context);
      return [...sealed, verified, ...idle];
    } finally {
      await bench.ledger.close();
    }
  },
};

async function throughput(
  bench: BenchLedger,
  { isFull, signal }: BenchContext,
): Promise<readonly [readonly BenchResult[], BenchResult]> {
  const blocks = isFull ? 40 : 4;
  const sealed: number[] = [];
  const verified: number[] = [];
  for (let one = 0; one < ROUNDS && !signal.aborted; one++) {
    const from = (one + 1) * 1_000_000;
    const acts = Array.from({ length: blocks * BLOCK }, (_, i) => draft(bench, from + i));
    verified.push(acts.length / (await timed(() => verifyAll(bench, acts))));
    sealed.push(acts.length / (await timed(() => sealAll(bench, acts))));
  }
  const perSecond = (rates: readonly number[]): number => round(median(rates) * 1_000);
  const ratio = round(median(sealed) / median(verified));
  return [
    [{ name: "seal", value: perSecond(sealed), unit: "acts/s", limit: null, ratio, spread: spreadOf(sealed) }],
    {
      name: "verify",
      value: perSecond(verified),
      unit: "signatures/s",
      limit: null,
      ratio: null,
      spread: spreadOf(verified),
    },
  ];
}

function draft(bench: BenchLedger, number: number): SignedAct {
  return bench.sign("catalog.create", { description: benchDescription(number, WORDS) });
}

async function sealAll({ ledger }: BenchLedger, acts: readonly SignedAct[]): Promise<void> {
  for (let at = 0; at < acts.length; at += BLOCK) {
    const answers = await ledger.engine.submit(acts.slice(at, at + BLOCK).map((act) => act.wire));
    const refused = answers.find((answer) => !isReceipt(answer) || answer.state !== "executed");
    if (refused !== undefined) throw new Error(`the benchmark's act was refused: ${refused.code}`);
  }
}

function verifyAll({ keyPair }: BenchLedger, acts: readonly SignedAct[]): void {
  const bad = acts.find((act) => !nodeSuite.verifyEd25519(keyPair.publicKey, act.message, act.signature));
  if (bad !== undefined) throw new Error("the benchmark's signature does not verify");
}

async function latency(bench: BenchLedger, { signal }: BenchContext): Promise<readonly BenchResult[]> {
  const times: number[] = [];
  for (let i = 0; i < SINGLES && !signal.aborted; i++) {
    const act = draft(bench, i);
    times.push(await timed(() => sealAll(bench, [act])));
  }
  const result = (name: string, value: number, limit: number | null): BenchResult => ({
    name,
    value: round(value),
    unit: "ms",
    limit,
    ratio: null,
    spread: null,
  });
  return [
    result("idle-p50", percentile(times, 0.5), null),
    result("idle-p99", percentile(times, 0.99), IDLE_P99_MS_LIMIT),
  ];
}
