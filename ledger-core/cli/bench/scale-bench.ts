/**
 * Whether a ledger stays as fast when it grows: how fast acts are sealed into an empty one and into a large one, how long what windows ask
 * for takes in the large one, and while it seals at full speed.
 */
import { setTimeout } from "node:timers/promises";
import { isReceipt } from "#ledger-core/engine/engine.ts";
import { agreementTable, useTable } from "#ledger-core/modules/catalog/tables.ts";
import type { AnyTable } from "#ledger-core/kernel/table.ts";
import { Random } from "#ledger-core/sim/random.ts";
import type { Reader } from "#ledger-core/store/store-types.ts";
import { useActs } from "./bench-acts.ts";
import type { DraftAct } from "./bench-acts.ts";
import { foundBenchLedger } from "./bench-ledger.ts";
import type { BenchLedger } from "./bench-ledger.ts";
import { median, percentile, round } from "./bench.ts";
import type { Bench, BenchContext, BenchResult } from "./bench.ts";

const ENTRIES = 40_000;
const ENTRIES_FULL = 1_000_000;
/** Acts that are signed beforehand and then sealed against the clock, so that signing takes no part in it. */
const ROUND = 10_000;
/** Rounds at each end whose middle is compared. */
const ROUNDS_AT_EACH_END = 2;
const BLOCK = 500;
const SUBMISSIONS_WAITING = 6;
const QUESTIONS = 2_000;
const PAGE_ROWS = 50;
const PAUSE_MS = 10;

const LOOKUP_P99_MS_LIMIT = 1;
const PAST_P95_MS_LIMIT = 5;
const WHILE_SEALING_P95_MS_LIMIT = 100;
const MEMORY_MB_LIMIT = 400;
const OF_EMPTY_LIMIT = 0.7;

export const scaleBench: Bench = {
  name: "scale",
  run: async (context) => {
    const bench = await foundBenchLedger(context.folder);
    try {
      const draft = await useActs(bench);
      const filled = await fill(bench, draft, context);
      const asked = context.signal.aborted ? [] : await askLarge(bench);
      return [...filled, ...asked];
    } finally {
      await bench.ledger.close();
    }
  },
};

async function fill(
  bench: BenchLedger,
  draft: DraftAct,
  { isFull, signal }: BenchContext,
): Promise<readonly BenchResult[]> {
  const rates: number[] = [];
  const waits: number[] = [];
  let bytesMax = 0;
  const rounds = (isFull ? ENTRIES_FULL : ENTRIES) / ROUND;
  for (let one = 0; one < rounds && !signal.aborted; one++) {
    const acts = Array.from({ length: ROUND }, (_, i) => draft(one * ROUND + i).wire);
    const started = performance.now();
    const sealing = sealAll(bench, acts);
    const watching = watch(bench.ledger.reader, sealing, waits);
    await sealing;
    rates.push((ROUND / (performance.now() - started)) * 1_000);
    await watching;
    bytesMax = Math.max(bytesMax, process.memoryUsage().rss);
  }
  const [first, last] = [rates.slice(0, ROUNDS_AT_EACH_END), rates.slice(-ROUNDS_AT_EACH_END)].map(median);
  const ratio = round((last ?? 0) / (first ?? 1));
  const value = { limit: null, ratio: null, spread: null };
  return [
    { ...value, name: "scale-entries", value: bench.ledger.reader.head()?.size ?? 0, unit: "entries" },
    { ...value, name: "scale-empty", value: round(first ?? 0), unit: "acts/s" },
    { ...value, name: "scale-large", value: round(last ?? 0), unit: "acts/s", limit: OF_EMPTY_LIMIT, ratio },
    milliseconds("scale-read-while-sealing-p95", percentile(waits, 0.95), WHILE_SEALING_P95_MS_LIMIT),
    { ...value, name: "scale-memory", value: round(bytesMax / 1_048_576), unit: "MB", limit: MEMORY_MB_LIMIT },
  ];
}

async function sealAll({ ledger }: BenchLedger, wires: readonly Uint8Array[]): Promise<void> {
  let at = 0;
  const client = async (): Promise<void> => {
    while (at < wires.length) {
      const block = wires.slice(at, at + BLOCK);
      at += BLOCK;
      const answers = await ledger.engine.submit(block);
      const refused = answers.find((answer) => !isReceipt(answer) || answer.state !== "executed");
      if (refused !== undefined) throw new Error(`the benchmark's act was refused: ${refused.code}`);
    }
  };
  await Promise.all(Array.from({ length: SUBMISSIONS_WAITING }, client));
}

/** What a window asks for, again and again until the sealing is done: its wait behind the sealing and the answer itself. */
async function watch(reader: Reader, sealing: Promise<void>, waits: number[]): Promise<void> {
  let isDone = false;
  void sealing.finally(() => (isDone = true)).catch(() => undefined);
  while (!isDone) {
    const due = performance.now() + PAUSE_MS;
    await setTimeout(PAUSE_MS);
    reader.entries({ limit: PAGE_ROWS });
    waits.push(performance.now() - due);
  }
}

async function askLarge({ ledger }: BenchLedger): Promise<readonly BenchResult[]> {
  const { reader } = ledger;
  const head = reader.head();
  if (head === undefined) throw new Error("the benchmark's ledger has a head");
  const random = new Random(7);
  const ids = Array.from({ length: QUESTIONS }, () => reader.entry(1 + random.below(head.size - 1))?.id);
  const lookups = ids.map((id) =>
    took(() => {
      const index = id === undefined ? undefined : reader.findEntry(id)?.index;
      if (index !== undefined) reader.inclusion(index, head.size);
    }),
  );
  const agreement = agreementTable as AnyTable;
  const histories = Array.from({ length: QUESTIONS / 10 }, () =>
    took(() => reader.history(agreement, 1, { limit: PAGE_ROWS, before: 1 + random.below(head.size) })),
  );
  const uses = reader.rows().scan(useTable as AnyTable, "key", { limit: 1 })[0]?.key ?? 1;
  const pages = Array.from({ length: QUESTIONS / 10 }, () => {
    const height = 1 + random.below(head.height);
    const from = uses + random.below(head.size);
    return took(() => reader.rowsAt(height).scan(useTable as AnyTable, "key", { from, limit: PAGE_ROWS }));
  });
  return [
    milliseconds("scale-lookup-proof-p99", percentile(lookups, 0.99), LOOKUP_P99_MS_LIMIT),
    milliseconds("scale-history-p95", percentile(histories, 0.95), PAST_P95_MS_LIMIT),
    milliseconds("scale-past-page-p95", percentile(pages, 0.95), PAST_P95_MS_LIMIT),
  ];
}

function milliseconds(name: string, value: number, limit: number): BenchResult {
  return { name, value: round(value), unit: "ms", limit, ratio: null, spread: null };
}

function took(work: () => void): number {
  const started = performance.now();
  work();
  return performance.now() - started;
}
