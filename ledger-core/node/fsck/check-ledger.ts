/** Proving a ledger's folder from its first byte, beside whatever else the process does. */
import { MessageChannel, Worker } from "node:worker_threads";
import type { MessagePort } from "node:worker_threads";
import type { Language } from "#ledger-core/contract/text/texts.ts";
// A thread can read a folder that is read-only only if the main thread has told SQLite about addresses before.
import "#ledger-core/store/database.ts";
import { lastMessageOf, stoppable } from "#ledger-core/node/stoppable-thread.ts";
import { startVerifier } from "#ledger-core/node/verifying-thread.ts";
import { workerFile } from "#ledger-core/node/worker-file.ts";
import { isFalseWord } from "./check-codes.ts";
import type { CheckMessage, CheckRequest } from "./check-ledger-worker.ts";
import { checkStatements } from "#ledger-core/node/statement/check-statements.ts";
import { Problems, PROBLEMS_MAX } from "./problems.ts";
import type { LedgerProblem } from "./problems.ts";

export type { LedgerProblem } from "./problems.ts";

/** What a block leaves behind is soon garbage: more room for it would be memory, and no time gained. */
const HEAP = { maxYoungGenerationSizeMb: 32 };

export type CheckOptions = {
  readonly folder: string;
  /** A signed note of this log that was held elsewhere: the log must extend it. */
  readonly checkpoint?: string | undefined;
  /** Of the problems' `message`; English where it is left out. Each problem also has its `words` in both. */
  readonly language?: Language | undefined;
  /** Entries that were executed once more, of how many. */
  readonly progress?: (entriesDone: number, entriesTotal: number) => void;
  readonly signal?: AbortSignal | undefined;
};

export type CheckResult = {
  readonly ok: boolean;
  readonly entries: number;
  readonly blocks: number;
  readonly seconds: number;
  /** The signed note over all that was proven, to be kept elsewhere; null where anything is wrong. */
  readonly checkpoint: string | null;
  /** At most `PROBLEMS_MAX`: first what is wrong with the log and what follows from it, in the log's order. */
  readonly problems: readonly LedgerProblem[];
  /** The list is full: the check looks no further then, and there may be more. */
  readonly isCut: boolean;
};

/**
 * Executes the whole log once more on an empty state and compares everything that the folder holds with what comes out: entries,
 * tree, checkpoints, rows, indexes, derived tables; and looks at blobs and key files. Reads only, also beside a running writer, as
 * of the newest block at the end. What is wrong is in the result. Rejects with the signal's reason if it is aborted, and otherwise
 * only if the check itself could not be run at all. What it does not know: whether the log was cut off at a block, or replaced by
 * another that its own key signed; for this it is given a checkpoint.
 */
export async function checkLedger(options: CheckOptions): Promise<CheckResult> {
  const { folder, checkpoint, language = "en", progress, signal } = options;
  const begun = performance.now();
  const [log, derived] = await stoppable(signal, async (stop) => {
    const { port1, port2 } = new MessageChannel();
    const request = { folder, checkpoint, language, stop };
    const threads: Worker[] = [];
    const told = ({ done, total }: { readonly done: number; readonly total: number }): void => progress?.(done, total);
    try {
      threads.push(startThread({ ...request, signatures: port1 }, [port1]));
      threads.push(startThread({ ...request, signatures: undefined }, []));
      threads.push(startVerifier(port2));
      return await Promise.all(threads.map(async (thread) => await lastMessageOf<CheckMessage>(thread, told)));
    } finally {
      // Where one thread has failed, or could not be started, the others wait for it.
      for (const thread of threads) await thread.terminate();
    }
  });
  if (log?.kind !== "log" || derived?.kind !== "derived")
    throw new Error("a thread of the check ended before its time");
  const { entries, blocks } = log.checked;
  const problems = [...log.checked.problems, ...derived.problems];
  // What was signed about the state of a sound log; of one that is not, nobody could say what the state was.
  if (problems.every(({ code }) => isFalseWord(code))) problems.push(...(await statementProblems(options)));
  const seconds = Math.round((performance.now() - begun) / 10) / 100;
  const ok = problems.length === 0;
  const proven = ok ? (log.checked.checkpoint ?? null) : null;
  const isCut = problems.length >= PROBLEMS_MAX;
  return { ok, entries, blocks, seconds, checkpoint: proven, problems: problems.slice(0, PROBLEMS_MAX), isCut };
}

async function statementProblems({ folder, language = "en", signal }: CheckOptions): Promise<readonly LedgerProblem[]> {
  const problems = new Problems(language);
  await checkStatements(problems, { folder, signal });
  return problems.list;
}

function startThread(request: CheckRequest, transferList: readonly MessagePort[]): Worker {
  return new Worker(workerFile("check-ledger-worker", import.meta.url), {
    workerData: request,
    transferList: [...transferList],
    resourceLimits: HEAP,
  });
}
