/** The `ledger` command: finds the verb, reads its options, runs it, and turns whatever goes wrong into a sentence and an exit code. */
import { resolve } from "node:path";
import { failureOf, INTERRUPTED, Interrupted, usageFailure } from "./failure.ts";
import { generalHelp, verbHelp } from "./help.ts";
import { Output } from "./output.ts";
import { parseOptions } from "./parse-options.ts";
import type { Verb } from "./verb.ts";
import { findVerb, VERBS } from "./verbs.ts";
import { languageOf } from "./words.ts";

const EXIT_INTERRUPTED = 130;
/** A terminal, npm and whoever started this pass on one Ctrl-C each; those that follow at once are the same one. */
const SAME_INTERRUPT_MS = 1_000;

process.exitCode = await main(process.argv.slice(2));
// What was said is out before the process ends, and nothing that is left of a server or a timer holds it up.
process.stdout.write("", () => process.exit());

async function main(given: readonly string[]): Promise<number> {
  process.stdout.on("error", () => process.exit(process.exitCode ?? 0));
  const output = new Output(languageOf(languageOption(given), process.env), given.includes("--json"));
  const interrupt = listenForInterrupt(output);
  try {
    const verb = findVerb(given);
    if (verb === undefined) return noVerb(given, output);
    if (given.includes("--help") || given.includes("-h")) {
      process.stdout.write(verbHelp(verb, output));
      return 0;
    }
    return await run(verb, given.slice(verb.name.split(" ").length), output, interrupt);
  } catch (error) {
    if (error instanceof Interrupted || interrupt.aborted) {
      output.failure(INTERRUPTED);
      return EXIT_INTERRUPTED;
    }
    const failure = failureOf(error);
    if (failure.code === "INTERNAL") console.error(error);
    output.failure(failure);
    return failure.exit;
  }
}

async function run(verb: Verb, rest: readonly string[], output: Output, signal: AbortSignal): Promise<number> {
  const { words, options } = parseOptions(verb, rest);
  const lang = options.text("lang");
  if (lang !== undefined && lang !== "zh" && lang !== "en")
    throw usageFailure(
      { zh: `语言是 zh 或 en，没有“${lang}”。`, en: `A language is zh or en, not “${lang}”.` },
      verb.name,
    );
  const { length } = words;
  if (length < verb.wordsMin || length > verb.wordsMax) {
    const wanted = `ledger ${verb.name} ${verb.usage}`;
    throw usageFailure({ zh: `用法是：${wanted}`, en: `The usage is: ${wanted}` }, verb.name);
  }
  const from = process.env["INIT_CWD"] ?? process.cwd();
  const { run: runVerb } = await verb.load();
  const code = await runVerb({
    output,
    words,
    options,
    path: (typed) => resolve(from, typed),
    signal,
  });
  if (signal.aborted) throw new Interrupted();
  return code;
}

function noVerb(given: readonly string[], output: Output): number {
  const asked = given.find((word) => !word.startsWith("-"));
  if (asked === undefined || asked === "help") {
    process.stdout.write(generalHelp(VERBS, output));
    return given.length === 0 ? 2 : 0;
  }
  const begun = VERBS.filter(({ name }) => name.startsWith(`${asked} `)).map(({ name }) => `ledger ${name}`);
  if (begun.length > 0)
    throw usageFailure(
      { zh: `“${asked}”后面还要一个词：${begun.join("、")}。`, en: `“${asked}” goes on: ${begun.join(", ")}.` },
      begun[0]?.slice("ledger ".length) ?? "",
    );
  throw usageFailure({ zh: `没有名为“${asked}”的命令。`, en: `There is no verb “${asked}”.` }, "", {
    zh: "请用 ledger --help 查看全部命令。",
    en: "See ledger --help for all of them.",
  });
}

/** The language is known before the verb is, so that a wrong usage is told in it. */
function languageOption(given: readonly string[]): string | undefined {
  const place = given.indexOf("--lang");
  if (place >= 0) return given[place + 1];
  return given.find((word) => word.startsWith("--lang="))?.slice("--lang=".length);
}

/** The first interrupt asks what is under way to end; one that comes later ends the process at once, which harms nothing either. */
function listenForInterrupt(output: Output): AbortSignal {
  const controller = new AbortController();
  let at = 0;
  const interrupted = (): void => {
    if (controller.signal.aborted) {
      if (Date.now() - at <= SAME_INTERRUPT_MS) return;
      output.failure(INTERRUPTED);
      process.exit(EXIT_INTERRUPTED);
    }
    at = Date.now();
    controller.abort();
  };
  process.on("SIGINT", interrupted);
  process.on("SIGTERM", interrupted);
  return controller.signal;
}
