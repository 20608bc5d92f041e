/** How long the catalogue takes to answer: searches as one types, facets, a page deep in the list, a dataset's own page. */
import { runQuery } from "#ledger-core/node/query.ts";
import type { ReadingHost } from "#ledger-core/node/reading-host.ts";
import { fillBenchCity, LaterHost, TYPED } from "./bench-city.ts";
import { median, percentile, round, timed } from "./bench.ts";
import type { Bench, BenchContext, BenchResult } from "./bench.ts";

const DATASETS = 4_000;
const DATASETS_FULL = 20_000;
const ROUNDS = 8;
const PAGE_ROWS = 50;
/** For twenty thousand datasets. */
const SEARCH_MS_LIMIT = 50;
const FACETS_MS_LIMIT = 80;
const DATASET_MS_LIMIT = 50;

const NARROWED = [
  { format: ["CSV"], theme: ["民生保障", "交通运输"] },
  { cycle: ["R/P1M", "R/P3M"], openness: ["open"], text: "信息" },
  { sharing: ["conditional"], classification: ["主题"], profile: ["ckan", "dcat-ap"] },
  { text: "household", format: ["CSV", "XLSX"] },
  { freshness: ["overdue", "never"] },
  { freshness: ["due"], text: "信息", openness: ["open"] },
  { freshness: ["fresh", "unscheduled"], cycle: ["R/P1Y", "不定期"], theme: ["交通运输"] },
];

export const searchBench: Bench = {
  run: async (context) => {
    const datasets = context.isFull ? DATASETS_FULL : DATASETS;
    await fillBenchCity(context.folder, datasets, context.signal);
    const host = new LaterHost(context.folder);
    try {
      // The first answer of a process reads its programs and pages.
      await ask(host, "catalog.search", { text: "x" });
      return [
        await ninetyFifth("search-p95", SEARCH_MS_LIMIT, context, (i) => [
          host,
          "catalog.search",
          { text: TYPED[i % TYPED.length], limit: PAGE_ROWS },
        ]),
        await ninetyFifth("facets-p95", FACETS_MS_LIMIT, context, (i) => [
          host,
          "catalog.search",
          { ...NARROWED[i % NARROWED.length], limit: PAGE_ROWS },
        ]),
        await ninetyFifth("dataset-p95", DATASET_MS_LIMIT, context, (i) => [
          host,
          "catalog.dataset",
          { key: 1 + ((i * 97) % datasets) },
        ]),
        await deepPage(host, datasets),
      ];
    } finally {
      await host.close();
    }
  },
};

type Question = readonly [host: ReadingHost, name: string, input: object];

async function ninetyFifth(
  name: string,
  limit: number,
  { signal }: BenchContext,
  question: (number: number) => Question,
): Promise<BenchResult> {
  const times: number[] = [];
  for (let i = 0; i < ROUNDS * TYPED.length && !signal.aborted; i++) times.push(await timed(() => ask(...question(i))));
  return { name, value: round(percentile(times, 0.95)), unit: "ms", limit, ratio: null, spread: null };
}

/** The last page of the list against its first one. */
async function deepPage(host: ReadingHost, datasets: number): Promise<BenchResult> {
  const times = { first: [] as number[], last: [] as number[] };
  for (let i = 0; i < ROUNDS; i++) {
    const page = (offset: number): Promise<void> =>
      ask(host, "catalog.search", { sort: i % 2 === 0 ? "title" : "updated", offset, limit: PAGE_ROWS });
    times.first.push(await timed(() => page(0)));
    times.last.push(await timed(() => page(datasets - PAGE_ROWS)));
  }
  const ratio = round(median(times.last) / median(times.first));
  return { name: "last-page", value: round(median(times.last)), unit: "ms", limit: null, ratio, spread: null };
}

async function ask(...[host, name, input]: Question): Promise<void> {
  const client = { id: "bench", keystoreSession: undefined };
  const answer = await runQuery({ host, client }, name, input);
  if (!answer.ok) throw new Error(`the benchmark's ${name} was refused`);
}
