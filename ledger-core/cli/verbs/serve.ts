/** `ledger serve`: the node and its console on this machine, until it is told to stop. */
import { connectLocalSocket } from "#ledger-core/node/doors/local-socket.ts";
import type { Announcement } from "#ledger-core/node/doors/local-socket.ts";
import { KeptCheckpoints } from "#ledger-core/node/kept-checkpoints.ts";
import type { KeptVerdict } from "#ledger-core/node/kept-checkpoints.ts";
import { NodeHost } from "#ledger-core/node/node-host.ts";
import type { BuildDemo } from "#ledger-core/node/node-host.ts";
import { openInBrowser } from "#ledger-core/node/doors/open-in-browser.ts";
import { serve } from "#ledger-core/node/doors/serve.ts";
import { StoreError } from "#ledger-core/store/store-error.ts";
import { Failure, failureOf, heldFailure, usageFailure } from "#ledger-core/cli/failure.ts";
import { PAGES_FOLDER } from "#ledger-core/cli/pages-folder.ts";
import { requireWord, wholeNumber } from "#ledger-core/cli/require.ts";
import { warnWithoutMemory } from "#ledger-core/cli/memory-warning.ts";
import type { Invocation, RunVerb } from "#ledger-core/cli/verb.ts";
import type { Words } from "#ledger-core/cli/words.ts";
import { machineClock } from "#ledger-core/engine/machine-clock.ts";

const PORT_MAX = 65_535;

export const run: RunVerb = async (invocation) => {
  const { output, options, path, signal } = invocation;
  const folder = path(requireWord(invocation, 0));
  const port = wholeNumber(options, "port", "serve");
  if (port !== undefined && port > PORT_MAX)
    throw usageFailure({ zh: `端口最大为 ${PORT_MAX}。`, en: `A port is at most ${PORT_MAX}.` }, "serve");
  const announce = (line: Announcement): void => {
    output.result(line, [JSON.stringify(line)]);
    // Whoever reads the one document shows the address themselves.
    if (!output.isJson) output.say({ zh: `控制台：${line.url}`, en: `Console: ${line.url}` });
  };
  const onProjections = (done: number, total: number): void =>
    output.step({
      zh: `正在整理检索：${done}/${total} 个条目`,
      en: `Preparing the search: ${done} of ${total} entries`,
    });
  const host = new NodeHost({ folder, buildDemo, onProjections });
  try {
    const running = await openOrJoin(host);
    if (running !== undefined) {
      refuseIgnored(invocation, running);
      announce(running);
      if (!options.has("no-open")) openInBrowser(running.url);
      return 0;
    }
    const checkpoints = keptIn(host, invocation);
    const served = await serve({
      host,
      folder,
      ...(port === undefined ? {} : { port }),
      open: !options.has("no-open"),
      pages: PAGES_FOLDER,
      announce,
    });
    const held = host.isOpen ? heldFailure(host.ledger.engine.notSealing()) : undefined;
    if (held !== undefined) for (const words of [held.reason, held.next]) output.say(words);
    else if (host.isOpen) warnWithoutMemory(output, host.ledger.networkHex);
    output.say({ zh: "按 Ctrl-C 停止。", en: "Ctrl-C stops it." });
    await stopped(signal);
    await served.close();
    checkpoints?.close();
    return 0;
  } finally {
    await host.close();
  }
};

/** A node that runs already does not do what another one is asked to. */
function refuseIgnored({ options }: Invocation, { url }: Announcement): void {
  const named = ["port", "checkpoints"].filter((name) => options.text(name) !== undefined).map((name) => `--${name}`);
  if (named.length === 0) return;
  // Without the ticket, which lets in whoever reads it.
  const { origin } = new URL(url);
  throw new Failure(
    "SERVED_ALREADY",
    3,
    {
      zh: `已有节点在为这个账本服务（${origin}）；它不会采用 ${named.join("、")}。`,
      en: `A node serves this ledger already, at ${origin}; it does not take up ${named.join(" and ")}.`,
    },
    {
      zh: "请先停止那个节点，再运行同一命令；不带这些选项则可进入它。",
      en: "Stop that node and run the same command again; without these options it lets you in there.",
    },
  );
}

/**
 * Each hour's checkpoint goes into the second folder that is named, and what lies there is compared with the ledger first; where there is
 * nothing to compare an older ledger with, that is said. Throws a failure if the ledger was set back or exchanged since, or what lies there
 * was altered.
 */
function keptIn(host: NodeHost, { output, options, path }: Invocation): KeptCheckpoints | undefined {
  const named = options.text("checkpoints");
  if (named === undefined) return undefined;
  const folder = path(named);
  const kept = new KeptCheckpoints({
    folder,
    ledger: () => (host.isOpen ? host.ledger : undefined),
    clock: machineClock,
    onFailure: (error) => output.say(failureOf(error).reason),
  });
  const found = kept.compare();
  const next = found === undefined ? undefined : AFTER_KEPT[found.verdict];
  if (found !== undefined && next !== undefined) throw new Failure("KEPT_CHECKPOINT", 1, withFile(found), next);
  // So it is at the first time, and also where the other disk is missing, whose folder is then made anew on this one.
  if (found === undefined && host.isOpen) output.say(nothingKept(folder));
  if (found?.verdict === "other-log") {
    const { zh, en } = withFile(found);
    // Its key is not known here, so whether it is true cannot be said.
    output.say({
      zh: `${zh}。如果本网络曾在别处以新密钥继续（ledger recover），请在那里继续。`,
      en: `${en}. If this network went on elsewhere with a new key (ledger recover), go on there.`,
    });
  }
  kept.start();
  return kept;
}

const SET_BACK: Words = {
  zh: "节点没有启动，什么都没有改动。请找回较新的账本文件夹；确认无误后，可换一个保存检查点的文件夹。",
  en: "The node was not started and nothing was changed. Find the newer folder of the ledger; if this one is right, name another folder for checkpoints.",
};
/** What was kept is evidence: the next hour's must not be written over it before somebody has looked. */
const ALTERED: Words = {
  zh: "节点没有启动，什么都没有改动。请查明是谁改动了这个文件；之后移走它，或换一个保存检查点的文件夹。",
  en: "The node was not started and nothing was changed. Find out who has altered that file; then take it away, or name another folder for checkpoints.",
};
/** What to do where a kept checkpoint keeps the node from being started. */
const AFTER_KEPT: Partial<Record<KeptVerdict["verdict"], Words>> = {
  ahead: SET_BACK,
  forked: SET_BACK,
  unreadable: ALTERED,
  unsigned: ALTERED,
};

function nothingKept(folder: string): Words {
  return {
    zh: `${folder} 中还没有本账本的检查点，因此没有核对账本是否被退回到旧状态；如果其中应有检查点，请检查那块磁盘是否已接上。`,
    en: `No checkpoint of this ledger is kept in ${folder} yet, so it was not compared whether the ledger was set back; if there should be one, look whether that disk is there.`,
  };
}

function withFile({ file, words: { zh, en } }: KeptVerdict): Words {
  return { zh: `${file}：${zh}`, en: `${file}: ${en}` };
}

/** The simulation is loaded where a person asks for the demo, and not before. */
const buildDemo: BuildDemo = async (given) => {
  const { buildDemo: build } = await import("#ledger-core/sim/demo.ts");
  await build(given);
};

/** Opens the ledger, or gives a new address into the console of the node that serves it already, for another browser. */
async function openOrJoin(host: NodeHost): Promise<Announcement | undefined> {
  try {
    if (host.hasLedger()) host.open();
    return undefined;
  } catch (error) {
    if (!(error instanceof StoreError) || error.code !== "LEDGER_LOCKED") throw error;
    const running = await connectLocalSocket(host.folder)
      .ticket()
      .catch(() => undefined);
    if (running === undefined) throw error;
    return running;
  }
}

/** Resolves at the first Ctrl-C; until then the timer keeps the process alive. */
function stopped(signal: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    if (signal.aborted) return resolve();
    const alive = setInterval(() => {}, 3_600_000);
    signal.addEventListener("abort", () => {
      clearInterval(alive);
      resolve();
    });
  });
}
