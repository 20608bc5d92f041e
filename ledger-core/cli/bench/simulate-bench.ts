/** Short runs of a whole node on a disk that fails and loses power, each driven by one seed: how many of them held, and how many a second. */
import { existsSync, mkdtempSync, rmSync } from "node:fs";
import { availableParallelism, tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { round } from "./bench.ts";
import type { Bench } from "./bench.ts";
import { runToEnd } from "./child-process.ts";

const RUNS = 300;
const RUNS_FULL = 10_000;
/** Not part of what is shipped: the simulator stands on the parts that only tests have. */
const PROGRAM = import.meta.resolve("#ledger-core/sim/simulator/run-seeds.testing.ts");

type Found = {
  readonly runs: number;
  readonly faulty: readonly { readonly seed: number; readonly faults: readonly string[] }[];
};

export const simulateBench: Bench = {
  run: async ({ isFull, signal }) => {
    const runs = isFull ? RUNS_FULL : RUNS;
    const processes = Math.min(2, availableParallelism());
    const each = Math.ceil(runs / processes);
    const started = performance.now();
    const found = await inMemory((folder) =>
      Promise.all(
        Array.from({ length: processes }, (_, i) => runSeeds({ first: 1 + i * each, count: each }, folder, signal)),
      ),
    );
    if (signal.aborted) return [];
    const seconds = (performance.now() - started) / 1_000;
    const faulty = found.flatMap((one) => one.faulty);
    const [worst] = faulty;
    if (worst !== undefined) {
      const again = `SIM_SEED=${worst.seed} vitest run ledger-core/sim/simulator`;
      throw new Error(
        `${faulty.length} of ${runs} runs did not hold; seed ${worst.seed}: ${worst.faults[0]}; again: ${again}`,
      );
    }
    const common = { ratio: null, spread: null };
    return [
      {
        name: "simulated-runs-held",
        value: found.reduce((sum, one) => sum + one.runs, 0),
        unit: "runs",
        limit: runs,
        better: "more",
        ...common,
      },
      { name: "simulated-runs", value: round(runs / seconds), unit: "/s", limit: null, ...common },
    ];
  },
};

/** A folder in memory where there is such a thing; gone at the end with what runs that were stopped have left there. */
async function inMemory<T>(work: (folder: string) => Promise<T>): Promise<T> {
  const folder = mkdtempSync(join(existsSync("/dev/shm") ? "/dev/shm" : tmpdir(), "ledger-bench-"));
  const remove = (): void => rmSync(folder, { recursive: true, force: true });
  process.once("exit", remove);
  try {
    return await work(folder);
  } finally {
    process.removeListener("exit", remove);
    remove();
  }
}

type Seeds = { readonly first: number; readonly count: number };

async function runSeeds({ first, count }: Seeds, folder: string, signal: AbortSignal): Promise<Found> {
  const args = [fileURLToPath(PROGRAM), String(first), String(count)];
  const env = { ...process.env, SIM_FOLDER: folder };
  const { output } = await runToEnd(process.execPath, args, { signal, env, isHeard: true });
  if (signal.aborted) return { runs: 0, faulty: [] };
  if (output === "") throw new Error("the simulator ended before it was through");
  return JSON.parse(output) as Found;
}
