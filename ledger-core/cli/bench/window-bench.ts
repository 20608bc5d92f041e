/**
 * How long a window waits for what it shows while the node imports a large catalogue at full speed: asked through the window's own door, a
 * WebSocket to a node in a process of its own, which is asked for the import in the same way; and what memory that node needed at the most.
 */
import { setTimeout } from "node:timers/promises";
import { MEGABYTE, percentile, round } from "./bench.ts";
import type { Bench, BenchResult } from "./bench.ts";
import { registryLines } from "./registry-lines.ts";
import { inWindow } from "./window-client.ts";
import type { WindowClient } from "./window-client.ts";

const PIECE_BYTES = 1_000_000;
/** A person does not ask without a breath; many of them ask the node of a department together. */
const PAUSE_MS = 10;
const P95_MS_LIMIT = 100;
const PAGE_ROWS = 50;
/** Of the node that takes the file in from the window, plans it, signs, seals and answers what the window asks. */
const MEMORY_MB_LIMIT = 400;

export const windowBench: Bench = {
  run: async ({ folder, isFull, signal }) =>
    await inWindow(folder, async (client, node) => {
      const id = await handIn(client, registryLines({ isFull }).join("\n"));
      const results = await askWhileImporting(client, id, signal);
      const peakBytes = node.peakBytes();
      return peakBytes === undefined ? results : [...results, memoryAtMost(peakBytes)];
    }),
};

function memoryAtMost(bytes: number): BenchResult {
  const value = round(bytes / MEGABYTE);
  return { name: "window-import-memory", value, unit: "MB", limit: MEMORY_MB_LIMIT, ratio: null, spread: null };
}

/** The file as a window sends it, planned; answers the import's id. */
async function handIn(client: WindowClient, lines: string): Promise<string> {
  const bytes = Buffer.from(lines);
  const { id } = await client.imports.begin({ name: "catalogs.jsonl", sizeBytes: bytes.length });
  for (let at = 0; at < bytes.length; at += PIECE_BYTES)
    await client.imports.append({ id, base64: bytes.subarray(at, at + PIECE_BYTES).toString("base64") });
  const { ok } = await client.imports.plan({ id, source: "bench" });
  if (!ok) throw new Error("the benchmark's file was refused");
  return id;
}

async function askWhileImporting(
  client: WindowClient,
  id: string,
  signal: AbortSignal,
): Promise<readonly BenchResult[]> {
  const { digest } = await client.imports.prepare({ id });
  const begun = performance.now();
  const confirmed = client.signing.confirm({ digest });
  const waits: number[] = [];
  let records = 0;
  for (let count = 0; !signal.aborted; count++) {
    const { state, recordsDone } = await client.imports.progress({ id });
    if (state === "done") break;
    if (state === "stopped") throw new Error("the benchmark's import stopped");
    // Before its first batch is sealed there is nothing to be shown.
    if (recordsDone > 0) waits.push(await ask(client, 1 + (count % recordsDone), count));
    records = recordsDone;
    await setTimeout(PAUSE_MS);
  }
  const seconds = (performance.now() - begun) / 1_000;
  const { state } = await confirmed;
  if (state !== "sealed") throw new Error(`the benchmark's import was ${state}`);
  const plain = { limit: null, ratio: null, spread: null };
  return [
    { ...plain, name: "window-import", value: round(records / seconds), unit: "records/s" },
    { ...plain, name: "window-read-while-importing-p50", value: round(percentile(waits, 0.5)), unit: "ms" },
    {
      ...plain,
      name: "window-read-while-importing-p95",
      value: round(percentile(waits, 0.95)),
      unit: "ms",
      limit: P95_MS_LIMIT,
    },
    { ...plain, name: "window-read-while-importing-max", value: round(Math.max(...waits)), unit: "ms" },
  ];
}

/** One of the pages of a window after the other, each as it is opened; answers the milliseconds until it can be drawn. */
async function ask(client: WindowClient, dataset: number, count: number): Promise<number> {
  const pages = [
    () => client.catalog.search({ text: "data" }),
    () => client.catalog.dataset({ key: dataset }),
    () => client.inbox.list({ box: "mine", limit: PAGE_ROWS }),
    () => client.ledger.entries({ limit: PAGE_ROWS }),
    () => client.ledger.history({ table: "catalog.dataset", key: dataset }),
  ];
  const asked = performance.now();
  await pages[count % pages.length]?.();
  return performance.now() - asked;
}
