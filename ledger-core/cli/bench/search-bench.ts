/** How long a search of the catalogue takes, through the same procedure that windows ask. */
import { isReceipt } from "#ledger-core/engine/engine.ts";
import { runQuery } from "#ledger-core/node/query.ts";
import { ReadingHost } from "#ledger-core/node/reading-host.ts";
import { benchDescription, foundBenchLedger } from "./bench-ledger.ts";
import { percentile, round, timed } from "./bench.ts";
import type { Bench, BenchContext } from "./bench.ts";

const DATASETS = 2_000;
const DATASETS_FULL = 10_000;
const BATCH = 250;
const SEARCHES = 200;
/** For ten thousand datasets. */
const P95_MS_LIMIT = 200;
const SYLLABLES = ["ta", "mo", "ri", "ken", "sul", "va", "ne", "城", "市", "水", "电", "医", "学", "路"];
const WORDS = Array.from(
  { length: 1_000 },
  (_, i) => SYLLABLES[i % 14] + String(SYLLABLES[(i * 5 + 3) % 14]) + String(SYLLABLES[(i * 11 + 7) % 14]),
);

export const searchBench: Bench = {
  name: "search",
  run: async (context) => {
    await fill(context);
    const host = new ReadingHost(context.folder);
    try {
      const times: number[] = [];
      for (let i = 0; i < SEARCHES && !context.signal.aborted; i++) {
        const text = `${WORDS[(i * 37) % WORDS.length]}${i % 2 === 0 ? "" : ` ${WORDS[(i * 37 + 17) % WORDS.length]}`}`;
        times.push(await timed(() => search(host, text)));
      }
      const value = round(percentile(times, 0.95));
      return [{ name: "search-p95", value, unit: "ms", limit: P95_MS_LIMIT, ratio: null, spread: null }];
    } finally {
      await host.close();
    }
  },
};

async function fill({ folder, isFull, signal }: BenchContext): Promise<void> {
  const { ledger, sign } = await foundBenchLedger(folder);
  try {
    for (let at = 0; at < (isFull ? DATASETS_FULL : DATASETS) && !signal.aborted; at += BATCH) {
      const lines = Array.from({ length: BATCH }, (_, i) => ({
        kind: "put",
        origin: { source: "bench", sourceId: String(at + i), fingerprint: new Uint8Array(32) },
        description: benchDescription(at + i, WORDS),
      }));
      const [answer] = await ledger.engine.submit([sign("catalog.import", lines).wire]);
      if (answer === undefined || !isReceipt(answer) || answer.state !== "executed")
        throw new Error(`the benchmark's batch was refused: ${answer?.code}`);
    }
  } finally {
    await ledger.close();
  }
}

async function search(host: ReadingHost, text: string): Promise<void> {
  const client = { id: "bench", keystoreSession: undefined };
  const answer = await runQuery({ host, client }, "catalog.search", { text, limit: 50 });
  if (!answer.ok) throw new Error("the benchmark's search was refused");
}
