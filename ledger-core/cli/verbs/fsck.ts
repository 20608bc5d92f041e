/** `ledger fsck`: a ledger's folder proven from its first byte. */
import { existsSync } from "node:fs";
import { compareCheckpoint } from "#ledger-core/node/compare-checkpoint.ts";
import { withReading } from "#ledger-core/cli/access.ts";
import { checkShown } from "#ledger-core/cli/check-shown.ts";
import { Interrupted } from "#ledger-core/cli/failure.ts";
import { readHeldCheckpoint } from "#ledger-core/cli/held-checkpoint.ts";
import { checkpointLines } from "#ledger-core/cli/output.ts";
import { requireWord } from "#ledger-core/cli/require.ts";
import { throwIfUnread } from "#ledger-core/cli/unread-folder.ts";
import type { RunVerb } from "#ledger-core/cli/verb.ts";
import type { Words } from "#ledger-core/cli/words.ts";
import { ledgerFile } from "#ledger-core/store/ledger-file.ts";
import { StoreError } from "#ledger-core/store/store-error.ts";

export const run: RunVerb = async (invocation) => {
  const { output, options, path, signal } = invocation;
  const folder = path(requireWord(invocation, 0));
  // A mistyped folder says nothing about a ledger: that is no answer, neither yes nor no.
  if (!existsSync(ledgerFile(folder))) throw new StoreError("NOT_A_LEDGER", { folder, detail: "no ledger.sqlite" });
  const named = options.text("checkpoint");
  const held = named === undefined ? undefined : readHeldCheckpoint(path(named));
  const result = await checkShown(folder, invocation, held);
  if (signal.aborted) throw new Interrupted();
  throwIfUnread(result.problems);
  const { ok, entries, blocks, seconds, checkpoint, isCut } = result;
  const problems = result.problems.map(({ where, code, message }) => ({ where, code, message }));
  output.result({ ok, entries, blocks, seconds, checkpoint, problems, isCut }, [
    ok
      ? output.words({
          zh: `账本完好：${blocks} 块、${entries} 个条目，用时 ${seconds} 秒。`,
          en: `The ledger is sound: ${blocks} blocks, ${entries} entries, in ${seconds} s.`,
        })
      : output.words(countWords(problems.length, isCut)),
    ...problems.map(({ where, message }) => `  ${where}: ${message}`),
    ...(ok && held !== undefined ? [output.words(await growthWords(folder, held))] : []),
    ...checkpointLines(checkpoint),
  ]);
  return ok ? 0 : 1;
};

/** That the log goes on from a checkpoint which the check has accepted. */
async function growthWords(folder: string, held: string): Promise<Words> {
  return await withReading(folder, (ledger) => compareCheckpoint(ledger, held).words);
}

function countWords(count: number, isCut: boolean): Words {
  if (isCut)
    return {
      zh: `发现至少 ${count} 个问题，只列出前 ${count} 个：`,
      en: `${count} problems or more were found; these are the first ${count}:`,
    };
  return { zh: `发现 ${count} 个问题：`, en: count === 1 ? "1 problem was found:" : `${count} problems were found:` };
}
