/** How many entries a second are proven from the first byte. */
import { checkLedger } from "#ledger-core/node/fsck/check-ledger.ts";
import { benchDescription, foundBenchLedger } from "./bench-ledger.ts";
import { median, round, spreadOf, timed } from "./bench.ts";
import type { Bench, BenchContext } from "./bench.ts";

const BLOCK = 500;
const BLOCKS = 6;
const BLOCKS_FULL = 60;
const ROUNDS = 3;
const WORDS = ["traffic", "water", "health", "school"];

export const fsckBench: Bench = {
  name: "fsck",
  run: async (context) => {
    const entries = await fill(context);
    const rates: number[] = [];
    for (let one = 0; one < ROUNDS && !context.signal.aborted; one++) {
      const milliseconds = await timed(() => check(context));
      rates.push((entries / milliseconds) * 1_000);
    }
    const value = round(median(rates));
    return [{ name: "fsck", value, unit: "entries/s", limit: null, ratio: null, spread: spreadOf(rates) }];
  },
};

async function fill({ folder, isFull, signal }: BenchContext): Promise<number> {
  const { ledger, sign } = await foundBenchLedger(folder);
  try {
    for (let block = 0; block < (isFull ? BLOCKS_FULL : BLOCKS) && !signal.aborted; block++) {
      const acts = Array.from({ length: BLOCK }, (_, i) =>
        sign("catalog.create", { description: benchDescription(block * BLOCK + i, WORDS) }),
      );
      await ledger.engine.submit(acts.map((act) => act.wire));
    }
    return ledger.reader.head()?.size ?? 0;
  } finally {
    await ledger.close();
  }
}

async function check({ folder, signal }: BenchContext): Promise<void> {
  const { ok } = await checkLedger({ folder, progress: () => {}, signal });
  if (!ok && !signal.aborted) throw new Error("the benchmark's ledger is not sound");
}
