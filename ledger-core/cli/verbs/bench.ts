/** `ledger bench`: how fast this machine is with a ledger, each number beside its goal and beside what it is compared with. */
import { mkdirSync, mkdtempSync, rmSync } from "node:fs";
import { arch, cpus, platform, tmpdir, totalmem } from "node:os";
import { join } from "node:path";
import type { Bench } from "#ledger-core/cli/bench/bench.ts";
import { runToEnd } from "#ledger-core/cli/bench/child-process.ts";
import { judge, TABLE_NOTE, tableRows } from "#ledger-core/cli/bench/result-table.ts";
import type { JudgedResult } from "#ledger-core/cli/bench/result-table.ts";
import { failureOf, Interrupted, usageFailure } from "#ledger-core/cli/failure.ts";
import type { Failure } from "#ledger-core/cli/failure.ts";
import { tableLines } from "#ledger-core/cli/output.ts";
import type { Output } from "#ledger-core/cli/output.ts";
import type { RunVerb } from "#ledger-core/cli/verb.ts";
import type { Words } from "#ledger-core/cli/words.ts";

const MAIN = join(import.meta.dirname, "..", "main.ts");

/** Loaded when it is measured: what others load would count as memory of a ledger. */
type KnownBench = { readonly name: string; readonly load: () => Promise<Bench> };

const BENCHES: readonly KnownBench[] = [
  { name: "seal", load: async () => (await import("#ledger-core/cli/bench/seal-bench.ts")).sealBench },
  { name: "rpc", load: async () => (await import("#ledger-core/cli/bench/rpc-bench.ts")).rpcBench },
  { name: "window", load: async () => (await import("#ledger-core/cli/bench/window-bench.ts")).windowBench },
  { name: "door", load: async () => (await import("#ledger-core/cli/bench/door-bench.ts")).doorBench },
  { name: "fsck", load: async () => (await import("#ledger-core/cli/bench/fsck-bench.ts")).fsckBench },
  { name: "search", load: async () => (await import("#ledger-core/cli/bench/search-bench.ts")).searchBench },
  { name: "import", load: async () => (await import("#ledger-core/cli/bench/import-bench.ts")).importBench },
  { name: "start", load: async () => (await import("#ledger-core/cli/bench/start-bench.ts")).startBench },
  { name: "pages", load: async () => (await import("#ledger-core/cli/bench/pages-bench.ts")).pagesBench },
  { name: "statement", load: async () => (await import("#ledger-core/cli/bench/statement-bench.ts")).statementBench },
  { name: "scale", load: async () => (await import("#ledger-core/cli/bench/scale-bench.ts")).scaleBench },
  { name: "simulate", load: async () => (await import("#ledger-core/cli/bench/simulate-bench.ts")).simulateBench },
];

type Run = {
  readonly results: JudgedResult[];
  /** What is not measured on this machine, and why. */
  readonly skipped: { readonly name: string; readonly message: string }[];
  /** What failed is said at the end, so that it does not take the numbers of the others along. */
  readonly failed: { readonly name: string; readonly code: string; readonly message: string }[];
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
  const [only] = wanted;
  const given = { isFull: options.has("full"), output, signal };
  const whole = only !== undefined && wanted.length === 1 ? await runHere(only, given) : await runApart(wanted, given);
  show(output, whole);
  return whole.failed.length === 0 ? 0 : 1;
};

type Given = { readonly isFull: boolean; readonly output: Output; readonly signal: AbortSignal };

/** Each in a process of its own: what one has taken of memory or warmed up is no part of the next one's numbers. */
async function runApart(benches: readonly KnownBench[], { isFull, output, signal }: Given): Promise<Run> {
  const whole: Run = { results: [], skipped: [], failed: [] };
  for (const { name } of benches) {
    const flags = ["--json", "--lang", output.language, ...(isFull ? ["--full"] : [])];
    const args = [...process.execArgv, MAIN, "bench", name, ...flags];
    const { output: said } = await runToEnd(process.execPath, args, { signal, isHeard: true });
    if (signal.aborted) throw new Interrupted();
    const part = parseRun(said);
    if (part === undefined) whole.failed.push({ name, ...failureWords(output, failureOf(new Error(said))) });
    whole.results.push(...(part?.results ?? []));
    whole.skipped.push(...(part?.skipped ?? []));
    whole.failed.push(...(part?.failed ?? []));
  }
  return whole;
}

/** What `show` of another process wrote; undefined where it did not come that far. */
function parseRun(said: string): Run | undefined {
  try {
    const run = JSON.parse(said) as Partial<Run>;
    return run.results === undefined ? undefined : { results: [], skipped: [], failed: [], ...run };
  } catch {
    return undefined;
  }
}

async function runHere({ name, load }: KnownBench, { isFull, output, signal }: Given): Promise<Run> {
  output.step({ zh: `正在测量 ${name}`, en: `Measuring ${name}` });
  const whole: Run = { results: [], skipped: [], failed: [] };
  const skip = (why: Words): void => void whole.skipped.push({ name, message: output.words(why) });
  const step = (words: Words): void => output.step(words);
  try {
    const bench = await load();
    const results = await inFolder((folder) => bench.run({ folder, isFull, signal, skip, step }));
    whole.results.push(...results.map(judge));
  } catch (error) {
    if (signal.aborted) throw new Interrupted();
    const failure = failureOf(error);
    if (failure.code === "INTERNAL") console.error(error);
    whole.failed.push({ name, ...failureWords(output, failure) });
  }
  if (signal.aborted) throw new Interrupted();
  return whole;
}

/** An empty folder that is gone at the end, whatever that is. */
async function inFolder<T>(work: (folder: string) => Promise<T>): Promise<T> {
  const parent = mkdtempSync(join(tmpdir(), "ledger-bench-"));
  const remove = (): void => rmSync(parent, { recursive: true, force: true });
  // Whoever does not want to wait for the end of a measurement interrupts a second time.
  process.once("exit", remove);
  // Ledgers that are gone in a minute are nothing for this machine to remember.
  process.env["XDG_STATE_HOME"] = join(parent, "state");
  const folder = join(parent, "measured");
  mkdirSync(folder);
  try {
    return await work(folder);
  } finally {
    process.removeListener("exit", remove);
    remove();
  }
}

function failureWords(output: Output, { code, reason, next }: Failure): { code: string; message: string } {
  return { code, message: `${output.words(reason)} ${output.words(next)}` };
}

function show(output: Output, { results, skipped, failed }: Run): void {
  const say = (words: Words): string => output.words(words);
  const machine = machineWords();
  const table = results.length === 0 ? [] : ["", ...tableLines(tableRows(results, say)), "", say(TABLE_NOTE)];
  const notes = [...skipped, ...failed].map(({ name, message }) => `${name}: ${message}`);
  output.result({ machine, results, skipped, failed }, [machine, ...table, ...notes]);
}

function machineWords(): string {
  const [processor] = cpus();
  const memory = Math.round(totalmem() / 1_073_741_824);
  return `${cpus().length} x ${processor?.model.trim() ?? "?"}, ${memory} GiB, ${platform()} ${arch()}, Node ${process.versions.node}`;
}
