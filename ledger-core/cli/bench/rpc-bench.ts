/**
 * How long a person waits for an act while nobody else does anything: laid before them and confirmed through the window's own door, a
 * WebSocket to a node in a process of its own, until the answer says that it is sealed.
 */
import { setTimeout } from "node:timers/promises";
import { descriptionSchema } from "#ledger-core/contract/schema/catalog.ts";
import { toJson } from "#ledger-core/contract/schema/json.ts";
import { benchDescription } from "./bench-ledger.ts";
import { percentile, round } from "./bench.ts";
import type { Bench, BenchResult } from "./bench.ts";
import { inWindow } from "./window-client.ts";
import type { WindowClient } from "./window-client.ts";

const ACTS = 100;
const ACTS_FULL = 400;
/** The first ones load what a node loads when it is first asked. */
const WARM_UP = 10;
/** Long enough for everything that follows a block to be over. */
const PAUSE_MS = 50;
const WORDS = ["traffic", "water", "health", "school", "交通", "水务"];
const P50_MS_LIMIT = 30;

export const rpcBench: Bench = {
  run: async ({ folder, isFull, signal }) =>
    await inWindow(folder, async (client) => resultsOf(await actOften(client, isFull ? ACTS_FULL : ACTS, signal))),
};

type Waits = {
  /** From the confirmation to the sealed answer. */
  readonly sealed: number[];
  /** From filling in the form: with what the person reads before. */
  readonly whole: number[];
};

async function actOften(client: WindowClient, count: number, signal: AbortSignal): Promise<Waits> {
  const waits: Waits = { sealed: [], whole: [] };
  for (let i = 0; i < WARM_UP + count && !signal.aborted; i++) {
    await setTimeout(PAUSE_MS);
    const description = toJson(descriptionSchema, benchDescription(i, WORDS));
    const begun = performance.now();
    const { digest } = await client.signing.prepare({ kind: "catalog.create", body: { description } });
    const confirmed = performance.now();
    const { state } = await client.signing.confirm({ digest });
    const ended = performance.now();
    if (state !== "sealed") throw new Error(`the benchmark's act was ${state}`);
    if (i < WARM_UP) continue;
    waits.sealed.push(ended - confirmed);
    waits.whole.push(ended - begun);
  }
  return waits;
}

function resultsOf({ sealed, whole }: Waits): readonly BenchResult[] {
  const row = (name: string, value: number, limit: number | null): BenchResult => {
    return { name, value: round(value), unit: "ms", limit, ratio: null, spread: null };
  };
  return [
    row("rpc-idle-p50", percentile(sealed, 0.5), P50_MS_LIMIT),
    row("rpc-idle-p99", percentile(sealed, 0.99), null),
    row("rpc-prepare-and-confirm-p50", percentile(whole, 0.5), null),
  ];
}
