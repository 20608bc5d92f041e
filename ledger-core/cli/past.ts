/** What was asked for as of a height. */
import { makePast } from "#ledger-core/node/past/make-past.ts";
import type { PastStep } from "#ledger-core/node/past/make-past.ts";
import type { ReadLedger } from "#ledger-core/node/open-ledger.ts";
import { ReadingHost } from "#ledger-core/node/reading-host.ts";
import { Interrupted, usageFailure } from "./failure.ts";
import type { Invocation } from "./verb.ts";
import type { Words } from "./words.ts";

/** The height, if the ledger has reached it. Throws a wrong usage. */
export function reachedHeight({ reader }: Pick<ReadLedger, "reader">, at: number, verb: string): number {
  const head = reader.head()?.height ?? 0;
  if (at <= head) return at;
  throw usageFailure({ zh: `账本的高度是 ${head}。`, en: `The ledger is at height ${head}.` }, verb);
}

/**
 * Runs with a node that reads the ledger as it was at a height it has reached, made for this once and removed afterwards. Says how far it is.
 * Throws what the store throws, and `Interrupted`.
 */
export async function withPast<T>(
  { output, signal }: Pick<Invocation, "output" | "signal">,
  { folder, height }: { readonly folder: string; readonly height: number },
  read: (host: ReadingHost) => Promise<T>,
): Promise<T> {
  const progress = (step: PastStep, done: number, total: number): void =>
    output.progress(progressWords(step, done, total));
  const past = await makePast({ folder, height, progress, signal }).catch((error: unknown) => {
    if (signal.aborted) throw new Interrupted();
    throw error;
  });
  try {
    const host = new ReadingHost(folder, past.folder);
    try {
      return await read(host);
    } finally {
      await host.close();
    }
  } finally {
    past.remove();
  }
}

function progressWords(step: PastStep, done: number, total: number): Words {
  const part = `${done}/${total}`;
  switch (step) {
    case "copy":
      return { zh: `正在复制账本：${part} 页`, en: `Copying the ledger: ${part} pages` };
    case "set-back":
      return { zh: `正在回到该高度：${part} 个条目`, en: `Going back to that height: ${part} entries` };
    case "derive":
      return { zh: `正在生成检索与统计：${part} 个条目`, en: `Making search and counts: ${part} entries` };
    default:
      return step satisfies never;
  }
}
