/** `ledger bench`: how fast this machine is with a ledger, each number beside its goal and beside what it is compared with. */
import { mkdirSync, mkdtempSync, rmSync } from "node:fs";
import { arch, cpus, platform, tmpdir, totalmem } from "node:os";
import { join } from "node:path";
import type { Bench, BenchResult } from "#ledger-core/cli/bench/bench.ts";
import { doorBench } from "#ledger-core/cli/bench/door-bench.ts";
import { fsckBench } from "#ledger-core/cli/bench/fsck-bench.ts";
import { importBench } from "#ledger-core/cli/bench/import-bench.ts";
import { pagesBench } from "#ledger-core/cli/bench/pages-bench.ts";
import { judge, TABLE_NOTE, tableRows } from "#ledger-core/cli/bench/result-table.ts";
import { rpcBench } from "#ledger-core/cli/bench/rpc-bench.ts";
import { scaleBench } from "#ledger-core/cli/bench/scale-bench.ts";
import { sealBench } from "#ledger-core/cli/bench/seal-bench.ts";
import { searchBench } from "#ledger-core/cli/bench/search-bench.ts";
import { simulateBench } from "#ledger-core/cli/bench/simulate-bench.ts";
import { startBench } from "#ledger-core/cli/bench/start-bench.ts";
import { statementBench } from "#ledger-core/cli/bench/statement-bench.ts";
import { failureOf, Interrupted, usageFailure } from "#ledger-core/cli/failure.ts";
import type { Failure } from "#ledger-core/cli/failure.ts";
import { tableLines } from "#ledger-core/cli/output.ts";
import type { Output } from "#ledger-core/cli/output.ts";
import type { RunVerb } from "#ledger-core/cli/verb.ts";
import type { Words } from "#ledger-core/cli/words.ts";

const BENCHES: readonly Bench[] = [
  sealBench,
  rpcBench,
  doorBench,
  fsckBench,
  searchBench,
  importBench,
  startBench,
  pagesBench,
  statementBench,
  scaleBench,
  simulateBench,
];

type Run = {
  readonly results: BenchResult[];
  readonly skipped: { readonly name: string; readonly why: Words }[];
  readonly failed: { readonly name: string; readonly failure: Failure }[];
};

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
  const wanted = BENCHES.filter(({ name }) => words.length === 0 || words.includes(name));
  const whole = await inFolder((folder) => runAll(wanted, { folder, isFull: options.has("full"), output, signal }));
  show(output, whole);
  return whole.failed.length === 0 ? 0 : 1;
};

/** One folder for everything, which is gone at the end whatever that is. */
async function inFolder<T>(work: (folder: string) => Promise<T>): Promise<T> {
  const folder = mkdtempSync(join(tmpdir(), "ledger-bench-"));
  const remove = (): void => rmSync(folder, { recursive: true, force: true });
  // Whoever does not want to wait for the end of a measurement interrupts a second time.
  process.once("exit", remove);
  try {
    return await work(folder);
  } finally {
    process.removeListener("exit", remove);
    remove();
  }
}

type RunOptions = {
  readonly folder: string;
  readonly isFull: boolean;
  readonly output: Output;
  readonly signal: AbortSignal;
};

/** One after the other. What fails is said at the end, so that it does not take the numbers of the others along. */
async function runAll(benches: readonly Bench[], { folder: parent, isFull, output, signal }: RunOptions): Promise<Run> {
  // Ledgers that are gone in a minute are nothing for this machine to remember.
  process.env["XDG_STATE_HOME"] = join(parent, "state");
  const whole: Run = { results: [], skipped: [], failed: [] };
  const step = (words: Words): void => output.step(words);
  for (const { name, run: measure } of benches) {
    output.step({ zh: `正在测量 ${name}`, en: `Measuring ${name}` });
    const folder = join(parent, name);
    mkdirSync(folder);
    const skip = (why: Words): void => void whole.skipped.push({ name, why });
    try {
      whole.results.push(...(await measure({ folder, isFull, signal, skip, step })));
    } catch (error) {
      if (signal.aborted) throw new Interrupted();
      const failure = failureOf(error);
      if (failure.code === "INTERNAL") console.error(error);
      whole.failed.push({ name, failure });
    } finally {
      rmSync(folder, { recursive: true, force: true });
    }
    if (signal.aborted) throw new Interrupted();
  }
  return whole;
}

function show(output: Output, { results: measured, skipped, failed }: Run): void {
  const say = (words: Words): string => output.words(words);
  const machine = machineWords();
  const results = measured.map(judge);
  const notes = [
    ...skipped.map(({ name, why }) => `${name}: ${say(why)}`),
    ...failed.map(({ name, failure }) => `${name}: ${say(failure.reason)} ${say(failure.next)}`),
  ];
  const json = {
    machine,
    results,
    skipped: skipped.map(({ name, why }) => ({ name, message: say(why) })),
    failed: failed.map(({ name, failure }) => ({ name, code: failure.code, message: say(failure.reason) })),
  };
  output.result(json, [machine, "", ...tableLines(tableRows(results, say)), "", say(TABLE_NOTE), ...notes]);
}

function machineWords(): string {
  const [processor] = cpus();
  const memory = Math.round(totalmem() / 1_073_741_824);
  return `${cpus().length} x ${processor?.model.trim() ?? "?"}, ${memory} GiB, ${platform()} ${arch()}, Node ${process.versions.node}`;
}
