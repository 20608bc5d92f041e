/**
 * How many acts of 300 bytes a second a node takes over HTTP in batches: read, signatures checked, executed, durable and provable, by a
 * client in a process of its own. Against Tessera's log under its own hammer, in turns in the same run and on the same disk; what Tessera
 * takes are leaves of 300 bytes that nobody has signed.
 */
import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { encodeWires } from "#ledger-core/node/doors/submission.ts";
import { useActs } from "./bench-acts.ts";
import { foundBenchLedger } from "./bench-ledger.ts";
import { median, round, spreadOf } from "./bench.ts";
import type { Bench, BenchContext, BenchResult } from "./bench.ts";
import { runToEnd } from "./child-process.ts";
import type { DoorOrder, DoorTimes } from "./door-worker.ts";
import { serveNode } from "./served-node.ts";
import type { ServedNode } from "./served-node.ts";
import { buildTessera, runTessera } from "./tessera.ts";
import type { TesseraPrograms } from "./tessera.ts";

const ACT_BYTES = 300;
const BATCH = 500;
const BATCHES = 40;
const BATCHES_FULL = 200;
/** The first one is to warm up, and to have the threads started. */
const ROUNDS = 3;
const CONNECTIONS = 6;
const TESSERA_SECONDS = 6;
const TESSERA_SECONDS_FULL = 15;
const OF_TESSERA_LIMIT = 1;
/** Clients of the hammer, each of which waits for its leaf: what is fastest is taken. */
const WRITERS = [1_024, 2_048, 4_096];
const WRITERS_USUAL = 2_048;

export const doorBench: Bench = {
  name: "door",
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
    const ours: DoorTimes[] = [];
    const theirs: number[] = [];
    try {
      for (const [one, file] of files.entries()) {
        if (signal.aborted) break;
        const times = await handIn(node, file, signal);
        if (one === 0) continue;
        ours.push(times);
        if (hasTessera) theirs.push(await tesseraRate(programs, writers, `round-${one}`, context));
      }
    } finally {
      await node.close();
    }
    return signal.aborted ? [] : resultsOf({ ours, theirs, writers });
  },
};

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
    const rate = await tesseraRate(programs, writers, `try-${writers}`, { ...context, isFull: false });
    if (rate > best.rate) best = { writers, rate };
  }
  return best.writers;
}

async function tesseraRate(
  programs: TesseraPrograms,
  writers: number,
  name: string,
  { folder: parent, isFull, signal }: BenchContext,
): Promise<number> {
  const folder = join(parent, `tessera-${name}`);
  mkdirSync(folder);
  const seconds = isFull ? TESSERA_SECONDS_FULL : TESSERA_SECONDS;
  return signal.aborted ? 0 : await runTessera({ programs, folder, writers, leafBytes: ACT_BYTES, seconds, signal });
}

type Measured = {
  readonly ours: readonly DoorTimes[];
  readonly theirs: readonly number[];
  readonly writers: number;
};

function resultsOf({ ours, theirs, writers }: Measured): readonly BenchResult[] {
  const rates = ours.map(({ sealed, milliseconds }) => (sealed / milliseconds) * 1_000);
  const client = ours.map(({ sealed, cpuMicroseconds }) => cpuMicroseconds / sealed);
  const common = { limit: null, ratio: null, spread: null };
  const sealed = { name: "door-sealed", value: round(median(rates)), unit: "acts/s", spread: spreadOf(rates) };
  const cpu = { ...common, name: "door-client-cpu", value: round(median(client)), unit: "us" };
  if (theirs.length === 0) return [{ ...common, ...sealed }, cpu];
  const other = median(theirs);
  return [
    { ...sealed, limit: OF_TESSERA_LIMIT, ratio: round(median(rates) / other), against: round(other) },
    cpu,
    { ...common, name: "tessera", value: round(other), unit: "leaves/s", spread: spreadOf(theirs) },
    { ...common, name: "tessera-writers", value: writers, unit: "clients" },
  ];
}
