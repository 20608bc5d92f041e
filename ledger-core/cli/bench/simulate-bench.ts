/** Short runs of a whole node on a disk that fails and loses power, each driven by one seed: how many of them held, and how many a second. */
import { spawn } from "node:child_process";
import { availableParallelism } from "node:os";
import { createInterface } from "node:readline";
import { fileURLToPath } from "node:url";
import { round } from "./bench.ts";
import type { Bench } from "./bench.ts";

const RUNS = 300;
const RUNS_FULL = 10_000;
/** Not part of what is shipped: the simulator stands on the parts that only tests have. */
const PROGRAM = import.meta.resolve("#ledger-core/sim/simulator/run-seeds.testing.ts");

type Found = {
  readonly runs: number;
  readonly faulty: readonly { readonly seed: number; readonly faults: readonly string[] }[];
};

export const simulateBench: Bench = {
  name: "simulate",
  run: async ({ isFull, signal }) => {
    const runs = isFull ? RUNS_FULL : RUNS;
    const processes = Math.min(2, availableParallelism());
    const each = Math.ceil(runs / processes);
    const started = performance.now();
    const found = await Promise.all(Array.from({ length: processes }, (_, i) => runSeeds(1 + i * each, each, signal)));
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

async function runSeeds(first: number, count: number, signal: AbortSignal): Promise<Found> {
  const child = spawn(process.execPath, [fileURLToPath(PROGRAM), String(first), String(count)], {
    stdio: ["ignore", "pipe", "inherit"],
  });
  const stop = (): void => void child.kill("SIGTERM");
  signal.addEventListener("abort", stop, { once: true });
  try {
    for await (const line of createInterface({ input: child.stdout })) return JSON.parse(line) as Found;
    if (signal.aborted) return { runs: 0, faulty: [] };
    throw new Error("the simulator ended before it was through");
  } finally {
    signal.removeEventListener("abort", stop);
  }
}
