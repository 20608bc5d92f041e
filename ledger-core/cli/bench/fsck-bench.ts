/**
 * How many entries a second are proven from the first byte, against how many signatures alone the cores of this machine check; and the same in CPU,
 * which says it also on a machine that has other things to do.
 */
import { availableParallelism } from "node:os";
import { join } from "node:path";
import { nodeSuite } from "#ledger-core/node/crypto-suite.ts";
import { checkLedger } from "#ledger-core/node/fsck/check-ledger.ts";
import { KINDS_OF_ACTS } from "./bench-acts.ts";
import type { ActsOf } from "./bench-acts.ts";
import { foundBenchLedger, sealActs } from "./bench-ledger.ts";
import type { SignedAct } from "./bench-ledger.ts";
import { median, round, spreadOf, timed } from "./bench.ts";
import type { Bench, BenchContext, BenchResult } from "./bench.ts";

const BLOCK = 500;
const BLOCKS = 12;
const ROUNDS = 3;
const OF_SIGNATURES_LIMIT = 0.55;
/** Signatures that are checked bare: all take as long as these. */
const BARE = 50_000;

/** In full there are so many that what threads take to start is little of it, as in any ledger whose check somebody waits for. */
const BLOCKS_FULL: Readonly<Record<keyof typeof KINDS_OF_ACTS, number>> = { use: 600, create: 200 };

export const fsckBench: Bench = {
  run: async (context) => {
    const results: BenchResult[] = [];
    for (const name of ["use", "create"] as const) {
      const folder = join(context.folder, name);
      const blocks = context.isFull ? BLOCKS_FULL[name] : BLOCKS;
      const { acts, publicKey } = await fill(folder, { actsOf: KINDS_OF_ACTS[name], blocks }, context);
      const checked: Cost[] = [];
      const bare: Cost[] = [];
      for (let one = 0; one < ROUNDS && !context.signal.aborted; one++) {
        bare.push(await costOf(acts.length, () => verifyAll(publicKey, acts)));
        checked.push(await costOf(blocks * BLOCK, () => check(folder, context)));
      }
      results.push(...resultsOf(`fsck-${name}`, checked, bare));
    }
    return results;
  },
};

/** Of one act: how many of them a second, and microseconds of CPU on all threads together. */
type Cost = { readonly rate: number; readonly cpu: number };

async function costOf(acts: number, work: () => unknown): Promise<Cost> {
  const before = process.cpuUsage();
  const milliseconds = await timed(work);
  const { user, system } = process.cpuUsage(before);
  return { rate: (acts / milliseconds) * 1_000, cpu: (user + system) / acts };
}

function resultsOf(name: string, checked: readonly Cost[], bare: readonly Cost[]): readonly BenchResult[] {
  const [rates, cpus] = [checked.map(({ rate }) => rate), checked.map(({ cpu }) => cpu)];
  const bareRate = availableParallelism() * median(bare.map(({ rate }) => rate));
  const bareCpu = median(bare.map(({ cpu }) => cpu));
  const [value, cpu] = [median(rates), median(cpus)];
  const limit = OF_SIGNATURES_LIMIT;
  return [
    { name, value: round(value), unit: "entries/s", limit, ratio: round(value / bareRate), spread: spreadOf(rates) },
    {
      name: `${name}-cpu`,
      value: round(cpu),
      unit: "us",
      limit: null,
      ratio: round(bareCpu / cpu),
      against: round(bareCpu),
      spread: spreadOf(cpus),
    },
  ];
}

/** Some of the acts, which are all by one key. */
type Filled = { readonly acts: readonly SignedAct[]; readonly publicKey: Uint8Array };

async function fill(
  folder: string,
  { actsOf, blocks }: { readonly actsOf: ActsOf; readonly blocks: number },
  { signal }: BenchContext,
): Promise<Filled> {
  const bench = await foundBenchLedger(folder);
  try {
    const draft = await actsOf(bench);
    const acts: SignedAct[] = [];
    for (let block = 0; block < blocks && !signal.aborted; block++) {
      const next = Array.from({ length: BLOCK }, (_, i) => draft(block * BLOCK + i));
      await sealActs(
        bench,
        next.map((act) => act.wire),
      );
      if (acts.length < BARE) acts.push(...next);
    }
    return { acts, publicKey: bench.keyPair.publicKey };
  } finally {
    await bench.ledger.close();
  }
}

/** Takes as long whether or not the key is the signer's. */
function verifyAll(publicKey: Uint8Array, acts: readonly SignedAct[]): void {
  for (const { message, signature } of acts) nodeSuite.verifyEd25519(publicKey, message, signature);
}

async function check(folder: string, { signal }: BenchContext): Promise<void> {
  const { ok } = await checkLedger({ folder, progress: () => {}, signal });
  if (!ok && !signal.aborted) throw new Error("the benchmark's ledger is not sound");
}
