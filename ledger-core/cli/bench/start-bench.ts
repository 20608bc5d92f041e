/** How long it takes from typing `ledger serve` until the console's page is there. */
import { foundBenchLedger } from "./bench-ledger.ts";
import { median, round, spreadOf } from "./bench.ts";
import type { Bench } from "./bench.ts";
import { serveNode } from "./served-node.ts";

const ROUNDS = 3;
const LIMIT_SECONDS = 2;

export const startBench: Bench = {
  run: async ({ folder, signal }) => {
    const { ledger } = await foundBenchLedger(folder);
    await ledger.close();
    const seconds: number[] = [];
    for (let one = 0; one < ROUNDS && !signal.aborted; one++) seconds.push(await startOnce(folder));
    const spread = spreadOf(seconds);
    return [
      { name: "cold-start", value: round(median(seconds)), unit: "s", limit: LIMIT_SECONDS, ratio: null, spread },
    ];
  },
};

/** Until the door has let a browser in. */
async function startOnce(folder: string): Promise<number> {
  const started = performance.now();
  const node = await serveNode(folder);
  const seconds = (performance.now() - started) / 1_000;
  await node.close();
  return seconds;
}
