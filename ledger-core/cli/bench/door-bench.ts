/**
 * How many acts of 300 bytes a second a node takes over HTTP in batches: read, signatures checked, executed, durable and provable, by a
 * client in a process of its own; and what memory the node has needed once it has taken all of them. Against Tessera's log under its own
 * hammer, in turns in the same run and on the same disk; what Tessera takes are leaves of 300 bytes that nobody has signed.
 */
import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { encodeWires } from "#ledger-core/node/doors/submission.ts";
import { useActs } from "./bench-acts.ts";
import { foundBenchLedger } from "./bench-ledger.ts";
import { MEGABYTE, median, round, spreadOf } from "./bench.ts";
import type { Bench, BenchContext, BenchResult } from "./bench.ts";
import { runToEnd } from "./child-process.ts";
import type { DoorOrder, DoorTimes } from "./door-worker.ts";
import { serveNode } from "./served-node.ts";
import type { ServedNode } from "./served-node.ts";
import { buildTessera, runTessera } from "./tessera.ts";
import type { TesseraPrograms, TesseraRate } from "./tessera.ts";

const ACT_BYTES = 300;
const BATCH = 2_000;
const BATCHES = 10;
/**
 * A million acts over all rounds. One takes about as long as the other is measured for: the first and the last batches, while not every
 * stage has work, weigh as little.
 */
const BATCHES_FULL = 164;
/** The first one is to warm up, and to have the threads started. */
const ROUNDS = 3;
const CONNECTIONS = 4;
const TESSERA_SECONDS = 6;
const TESSERA_SECONDS_FULL = 15;
const OF_TESSERA_LIMIT = 1;
const MEMORY_MB_LIMIT = 400;
/** Clients of the hammer, each of which waits for its leaf: what is fastest is taken. */
const WRITERS = [1_024, 2_048, 4_096];
const WRITERS_USUAL = 2_048;

export const doorBench: Bench = {
  run: async (context) => {
    const { folder, signal } = context;
    const programs = await buildTessera(signal);
    const hasTessera = !("absent" in programs);
    if (!hasTessera && !signal.aborted)
      context.skip({
        zh: `未与 Tessera 比较：${programs.absent.zh}。`,
        en: `Not compared with Tessera: ${programs.absent.en}.`,
      });
    const files = await prepare(folder, context);
    const writers = hasTessera && !signal.aborted ? await fastestWriters(programs, context) : WRITERS_USUAL;
    const ledger = join(folder, "ledger");
    const node = await serveNode(ledger);
    const ours: Ours[] = [];
    const theirs: TesseraRate[] = [];
    let peakBytes: number | undefined;
    try {
      for (const [one, file] of files.entries()) {
        if (signal.aborted) break;
        const before = node.cpuMicroseconds();
        const times = await handIn(node, file, signal);
        peakBytes = node.peakBytes();
        if (one === 0) continue;
        ours.push({ ...times, nodeCpuMicroseconds: (node.cpuMicroseconds() ?? Number.NaN) - (before ?? Number.NaN) });
        if (hasTessera) theirs.push(await tesseraRate(programs, writers, `round-${one}`, context));
      }
    } finally {
      await node.close();
    }
    return signal.aborted ? [] : resultsOf({ ours, theirs, writers, peakBytes });
  },
};

/** `nodeCpuMicroseconds` is not a number where the system does not say. */
type Ours = DoorTimes & { readonly nodeCpuMicroseconds: number };

/** A file for each round, of acts that are signed beforehand. The ledger is closed again. */
async function prepare(folder: string, { isFull, signal }: BenchContext): Promise<readonly string[]> {
  const bench = await foundBenchLedger(join(folder, "ledger"));
  try {
    const draft = await useActs(bench, ACT_BYTES);
    const batches = isFull ? BATCHES_FULL : BATCHES;
    const files: string[] = [];
    for (let one = 0; one <= ROUNDS && !signal.aborted; one++) {
      const bodies = Array.from({ length: one === 0 ? BATCHES : batches }, (_, batch) => {
        const first = (one + 1) * 1_000_000 + batch * BATCH;
        return encodeWires(Array.from({ length: BATCH }, (__, i) => draft(first + i).wire));
      });
      const file = join(folder, `acts-${one}`);
      writeFileSync(file, encodeWires(bodies));
      files.push(file);
    }
    return files;
  } finally {
    await bench.ledger.close();
  }
}

async function handIn(node: ServedNode, file: string, signal: AbortSignal): Promise<DoorTimes> {
  const order = { url: `${node.origin}/submit`, headers: node.headers, file, connections: CONNECTIONS };
  const worker = join(import.meta.dirname, "door-worker.ts");
  const input = JSON.stringify(order satisfies DoorOrder);
  const { ok, output, errors } = await runToEnd(process.execPath, [worker], { signal, input });
  if (ok) return JSON.parse(output) as DoorTimes;
  if (signal.aborted) return { sealed: 0, milliseconds: 1, cpuMicroseconds: 0 };
  throw new Error(`the benchmark's client failed: ${errors}`);
}

async function fastestWriters(programs: TesseraPrograms, context: BenchContext): Promise<number> {
  if (!context.isFull) return WRITERS_USUAL;
  let best = { writers: WRITERS_USUAL, rate: 0 };
  for (const writers of WRITERS) {
    const { rate } = await tesseraRate(programs, writers, `try-${writers}`, { ...context, isFull: false });
    if (rate > best.rate) best = { writers, rate };
  }
  return best.writers;
}

async function tesseraRate(
  programs: TesseraPrograms,
  writers: number,
  name: string,
  { folder: parent, isFull, signal }: BenchContext,
): Promise<TesseraRate> {
  const folder = join(parent, `tessera-${name}`);
  mkdirSync(folder);
  const seconds = isFull ? TESSERA_SECONDS_FULL : TESSERA_SECONDS;
  return await runTessera({ programs, folder, writers, leafBytes: ACT_BYTES, seconds, signal });
}

type Measured = {
  readonly ours: readonly Ours[];
  readonly theirs: readonly TesseraRate[];
  readonly writers: number;
  readonly peakBytes: number | undefined;
};

/** Beside the rates what each takes of the cores, clients included: that stays the same where other programs take their part. */
function resultsOf({ ours, theirs, writers, peakBytes = Number.NaN }: Measured): readonly BenchResult[] {
  const rates = ours.map(({ sealed, milliseconds }) => (sealed / milliseconds) * 1_000);
  const client = median(ours.map(({ sealed, cpuMicroseconds }) => cpuMicroseconds / sealed));
  const node = median(ours.map(({ sealed, nodeCpuMicroseconds }) => nodeCpuMicroseconds / sealed));
  const other = median(theirs.map(({ rate }) => rate));
  const otherCpu = median(theirs.map(({ cpu }) => cpu ?? Number.NaN));
  const common = { limit: null, ratio: null, spread: null };
  const ratio = { limit: OF_TESSERA_LIMIT, ratio: round(median(rates) / other), against: round(other) };
  const cpuRatio = { ratio: round(otherCpu / (node + client)), against: round(otherCpu) };
  const hasOther = theirs.length > 0;
  const results: readonly BenchResult[] = [
    {
      ...{ ...common, name: "door-sealed", value: round(median(rates)), unit: "acts/s", spread: spreadOf(rates) },
      ...(hasOther && ratio),
    },
    { ...common, name: "door-cpu", value: round(node + client), unit: "us", ...(hasOther && cpuRatio) },
    { ...common, name: "door-client-cpu", value: round(client), unit: "us" },
    {
      ...common,
      name: "door-memory",
      value: round(peakBytes / MEGABYTE),
      unit: "MB",
      limit: MEMORY_MB_LIMIT,
    },
  ];
  const tessera = { ...common, name: "tessera-clients", value: writers, unit: "clients" };
  return (hasOther ? [...results, tessera] : results).filter(({ value }) => !Number.isNaN(value));
}
