/** A run of one seed for whoever reports it: an error that it ends with, and that it does not end, name the seed and how to run it again. */
import { Worker } from "node:worker_threads";
import { PowerLost } from "./faulty-disk.testing.ts";
import { NO_MUTATION } from "./parts.testing.ts";
import type { Mutation } from "./parts.testing.ts";
import { simulate } from "./simulate.testing.ts";
import type { Outcome } from "./simulate.testing.ts";

/** A run takes a fraction of a second, and on a busy machine a few; less than a test has, which would not name the seed. */
const RUN_SECONDS_MAX = Number(process.env["SIM_SECONDS_MAX"] ?? 20);
/** Where errors arrive that nobody has caught. */
const UNCAUGHT = ["uncaughtException", "unhandledRejection"] as const;

let watch: Worker | undefined;

/** The command that runs this seed alone, with the bug in it if there is one. */
export function againWith(seed: number, { name }: Mutation = NO_MUTATION): string {
  const bug = name === NO_MUTATION.name ? "" : `SIM_BUG='${name}' `;
  return `again: SIM_SEED=${seed} ${bug}vitest run ledger-core/sim/simulator/simulator.test.ts`;
}

/**
 * As `simulate`. Throws an Error with the seed, whose cause is what the run threw or what nobody caught meanwhile. Ends the process if the run
 * does not end.
 */
export async function runSeed(seed: number, mutation: Mutation = NO_MUTATION): Promise<Outcome> {
  const again = againWith(seed, mutation);
  const uncaught = Promise.withResolvers<never>();
  // What has lost its power is a process that has ended: nobody is left in it to catch anything.
  const onUncaught = (error: unknown): void => (error instanceof PowerLost ? undefined : uncaught.reject(error));
  for (const event of UNCAUGHT) process.on(event, onUncaught);
  watch ??= startWatch();
  watch.postMessage(`seed ${seed}: the run does not end\n${again}\n`);
  try {
    return await Promise.race([simulate(seed, mutation), uncaught.promise]);
  } catch (cause) {
    const thrown = cause instanceof Error ? cause.stack : String(cause);
    throw new Error(`seed ${seed}: the run threw ${thrown}\n${again}`, { cause });
  } finally {
    watch.postMessage("");
    for (const event of UNCAUGHT) process.removeListener(event, onUncaught);
  }
}

function startWatch(): Worker {
  const started = new Worker(new URL("seed-watch.testing.ts", import.meta.url), {
    workerData: { secondsMax: RUN_SECONDS_MAX },
  });
  started.unref();
  return started;
}
