/**
 * How long a window waits for what it shows while the node reads a large catalogue and imports it at full speed: asked through the window's own door, a
 * WebSocket to a node in a process of its own, which is asked for the import in the same way; and what memory that node needed at the most.
 */
import { setTimeout } from "node:timers/promises";
import { memoryResult, percentile, round } from "./bench.ts";
import type { Bench, BenchResult } from "./bench.ts";
import { registryLines } from "./registry-lines.ts";
import { inWindow } from "./window-client.ts";
import type { WindowClient } from "./window-client.ts";

const PIECE_BYTES = 1_000_000;
/** A person does not ask without a breath; many of them ask the node of a department together. */
const PAUSE_MS = 10;
const P95_MS_LIMIT = 100;
const PAGE_ROWS = 50;
const PLAIN = { ratio: null, spread: null };
/** Of the node that takes the file in from the window, plans it, signs, seals and answers what the window asks. */
const MEMORY_MB_LIMIT = 400;

export const windowBench: Bench = {
  run: async ({ folder, isFull, signal }) =>
    await inWindow(folder, async (client, node) => {
      const id = await handIn(client, registryLines({ isFull }).join("\n"));
      const reading = await askWhileReading(client, id, signal);
      const importing = await askWhileImporting(client, id, signal);
      const peakBytes = node.peakBytes();
      const memory = peakBytes === undefined ? [] : [memoryResult("window-import-memory", peakBytes, MEMORY_MB_LIMIT)];
      return [...reading, ...importing, ...memory];
    }),
};

/** The file as a window sends it; answers the import's id. */
async function handIn(client: WindowClient, lines: string): Promise<string> {
  const bytes = Buffer.from(lines);
  const { id } = await client.imports.begin({ name: "catalogs.jsonl", sizeBytes: bytes.length });
  for (let at = 0; at < bytes.length; at += PIECE_BYTES)
    await client.imports.append({ id, base64: bytes.subarray(at, at + PIECE_BYTES).toString("base64") });
  return id;
}

/** While the file is read and compared with the ledger. */
async function askWhileReading(client: WindowClient, id: string, signal: AbortSignal): Promise<readonly BenchResult[]> {
  let isRead = false;
  const planned = client.imports.plan({ id, source: "bench" }).finally(() => {
    isRead = true;
  });
  const waits: number[] = [];
  for (let count = 0; !isRead && !signal.aborted; count++) {
    waits.push(await ask(client, undefined, count));
    await setTimeout(PAUSE_MS);
  }
  if (!(await planned).ok) throw new Error("the benchmark's file was refused");
  return waitsOf("reading", waits);
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
  const speed = { ...PLAIN, name: "window-import", value: round(records / seconds), unit: "records/s", limit: null };
  return [speed, ...waitsOf("importing", waits)];
}

function waitsOf(work: "reading" | "importing", waits: readonly number[]): readonly BenchResult[] {
  const result = (name: string, milliseconds: number, limit: number | null): BenchResult => ({
    name: `window-read-while-${work}-${name}`,
    ...PLAIN,
    value: round(milliseconds),
    unit: "ms",
    limit,
  });
  return [
    result("p50", percentile(waits, 0.5), null),
    result("p95", percentile(waits, 0.95), P95_MS_LIMIT),
    result("max", Math.max(...waits), null),
  ];
}

/**
 * One of the pages of a window after the other, each as it is opened, those of a dataset where there is one; answers the milliseconds until it
 * can be drawn.
 */
async function ask(client: WindowClient, dataset: number | undefined, count: number): Promise<number> {
  const always = [
    () => client.catalog.search({ text: "data" }),
    () => client.inbox.list({ box: "mine", limit: PAGE_ROWS }),
    () => client.ledger.entries({ limit: PAGE_ROWS }),
  ];
  const pages =
    dataset === undefined
      ? always
      : [
          ...always,
          () => client.catalog.dataset({ key: dataset }),
          () => client.ledger.history({ table: "catalog.dataset", key: dataset }),
        ];
  const asked = performance.now();
  await pages[count % pages.length]?.();
  return performance.now() - asked;
}
