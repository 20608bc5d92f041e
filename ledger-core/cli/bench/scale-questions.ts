/** What is asked of a large ledger: entries by their ids with proofs, what became of a record, a page as of a past height. */
import type { AnyTable } from "#ledger-core/kernel/table.ts";
import { replayTable } from "#ledger-core/kernel/governance/tables.ts";
import { agreementTable, useTable } from "#ledger-core/modules/catalog/tables.ts";
import { Random } from "#ledger-core/sim/random.ts";
import type { Reader } from "#ledger-core/store/store-types.ts";
import { percentile, round } from "./bench.ts";
import type { BenchResult } from "./bench.ts";

const QUESTIONS = 5_000;
/** Asked before the clock runs, so that the code is warm; of entries all over the log, which are not among those asked later. */
const QUESTIONS_BEFORE = 1_000;
const PAGES = 500;
const PAGE_ROWS = 50;

const LOOKUP_P99_MS_LIMIT = 1;
const PAST_P95_MS_LIMIT = 5;

/** The ledger has uses of data under its first agreement. */
export function askLarge(reader: Reader): BenchResult[] {
  const head = reader.head();
  if (head === undefined) throw new Error("the benchmark's ledger has a head");
  const random = new Random(7);
  const ids = Array.from({ length: QUESTIONS_BEFORE + QUESTIONS }, () => idAt(reader, 1 + random.below(head.size - 1)));
  const lookups = ids.map((id) =>
    took(() => {
      const index = reader.findEntry(id)?.index;
      if (index === undefined) throw new Error("an entry is not found by its id");
      reader.inclusion(index, head.size);
    }),
  );
  const warm = lookups.slice(QUESTIONS_BEFORE);
  const agreement = agreementTable as AnyTable;
  const histories = Array.from({ length: PAGES }, () =>
    took(() => reader.history(agreement, 1, { limit: PAGE_ROWS, before: 1 + random.below(head.size) })),
  );
  const uses = reader.rows().scan(useTable as AnyTable, "key", { limit: 1 })[0]?.key ?? 1;
  const pages = Array.from({ length: PAGES }, (_, i) => {
    const height = 1 + random.below(head.height);
    // Of what stays, a page among those that there were by then; of what goes, the first page, which has the most of what is gone before it.
    const firstIndex = reader.block(height)?.firstIndex ?? head.size;
    const [table, from] = i % 2 === 0 ? [useTable, uses + random.below(firstIndex)] : [replayTable, 0];
    return took(() => reader.pageAt(height, table as AnyTable, { from, limit: PAGE_ROWS }));
  });
  return [
    milliseconds("scale-lookup-proof-p50", percentile(warm, 0.5), null),
    milliseconds("scale-lookup-proof-p99", percentile(warm, 0.99), LOOKUP_P99_MS_LIMIT),
    milliseconds("scale-history-p95", percentile(histories, 0.95), PAST_P95_MS_LIMIT),
    milliseconds("scale-past-page-p95", percentile(pages, 0.95), PAST_P95_MS_LIMIT),
  ];
}

function idAt(reader: Reader, index: number): Uint8Array {
  const entry = reader.entry(index);
  if (entry === undefined) throw new Error(`the benchmark's ledger has an entry ${index}`);
  return entry.id;
}

function milliseconds(name: string, value: number, limit: number | null): BenchResult {
  return { name, value: round(value), unit: "ms", limit, ratio: null, spread: null };
}

function took(work: () => void): number {
  const started = performance.now();
  work();
  return performance.now() - started;
}
