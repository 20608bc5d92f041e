/** `ledger bench`: how fast this machine is with a ledger, each number beside its limit or beside what it is compared with. */
import { mkdtempSync, rmSync } from "node:fs";
import { arch, cpus, platform, tmpdir, totalmem } from "node:os";
import { join } from "node:path";
import type { Bench, BenchResult } from "#ledger-core/cli/bench/bench.ts";
import { fsckBench } from "#ledger-core/cli/bench/fsck-bench.ts";
import { importBench } from "#ledger-core/cli/bench/import-bench.ts";
import { pagesBench } from "#ledger-core/cli/bench/pages-bench.ts";
import { scaleBench } from "#ledger-core/cli/bench/scale-bench.ts";
import { sealBench } from "#ledger-core/cli/bench/seal-bench.ts";
import { searchBench } from "#ledger-core/cli/bench/search-bench.ts";
import { simulateBench } from "#ledger-core/cli/bench/simulate-bench.ts";
import { startBench } from "#ledger-core/cli/bench/start-bench.ts";
import { statementBench } from "#ledger-core/cli/bench/statement-bench.ts";
import { Interrupted, usageFailure } from "#ledger-core/cli/failure.ts";
import { tableLines } from "#ledger-core/cli/output.ts";
import type { Output } from "#ledger-core/cli/output.ts";
import type { RunVerb } from "#ledger-core/cli/verb.ts";

const BENCHES: readonly Bench[] = [
  sealBench,
  fsckBench,
  searchBench,
  importBench,
  startBench,
  pagesBench,
  statementBench,
  scaleBench,
  simulateBench,
];

export const run: RunVerb = async ({ output, options, words, signal }) => {
  const unknown = words.find((word) => !BENCHES.some((bench) => bench.name === word));
  if (unknown !== undefined) {
    const known = BENCHES.map((bench) => bench.name).join(", ");
    throw usageFailure(
      {
        zh: `没有“${unknown}”这项测量；可用：${known}。`,
        en: `There is no benchmark “${unknown}”; there are ${known}.`,
      },
      "bench",
    );
  }
  // Ledgers that are gone in a minute are nothing for this machine to remember.
  const state = mkdtempSync(join(tmpdir(), "ledger-bench-state-"));
  process.env["XDG_STATE_HOME"] = state;
  const results: BenchResult[] = [];
  for (const bench of BENCHES) {
    if (words.length > 0 && !words.includes(bench.name)) continue;
    output.progress({ zh: `正在测量 ${bench.name}`, en: `Measuring ${bench.name}` });
    const folder = mkdtempSync(join(tmpdir(), "ledger-bench-"));
    try {
      results.push(...(await bench.run({ folder, isFull: options.has("full"), signal })));
    } finally {
      rmSync(folder, { recursive: true, force: true });
    }
    if (signal.aborted) throw new Interrupted();
  }
  rmSync(state, { recursive: true, force: true });
  const machine = machineWords();
  output.result({ machine, results }, [machine, "", ...tableLines([titles(output), ...results.map(cells)])]);
  return 0;
};

function machineWords(): string {
  const [processor] = cpus();
  const memory = Math.round(totalmem() / 1_073_741_824);
  return `${cpus().length} x ${processor?.model.trim() ?? "?"}, ${memory} GiB, ${platform()} ${arch()}, Node ${process.versions.node}`;
}

function titles(output: Output): readonly string[] {
  const say = (zh: string, en: string): string => output.words({ zh, en });
  return [
    say("名称", "name"),
    say("数值", "value"),
    say("单位", "unit"),
    say("界限", "limit"),
    say("比值", "ratio"),
    say("离散", "spread"),
  ];
}

function cells(result: BenchResult): readonly string[] {
  const { name, value, unit, limit, ratio, spread } = result;
  const shown = (part: number | null): string => (part === null ? "-" : String(part));
  return [name, String(value), unit, shown(limit), shown(ratio), shown(spread)];
}
