/** `ledger fsck`: a ledger's folder proven from its first byte. */
import { existsSync } from "node:fs";
import { checkLedger } from "#ledger-core/node/fsck/check-ledger.ts";
import { PROBLEMS_MAX } from "#ledger-core/node/fsck/problems.ts";
import { Interrupted } from "#ledger-core/cli/failure.ts";
import { readBytes } from "#ledger-core/cli/files.ts";
import { requireWord } from "#ledger-core/cli/require.ts";
import { throwIfUnread } from "#ledger-core/cli/unread-folder.ts";
import type { RunVerb } from "#ledger-core/cli/verb.ts";
import type { Words } from "#ledger-core/cli/words.ts";
import { ledgerFile } from "#ledger-core/store/ledger-file.ts";
import { StoreError } from "#ledger-core/store/store-error.ts";

const CHECKPOINT_BYTES_MAX = 65_536;

export const run: RunVerb = async (invocation) => {
  const { output, options, path, signal } = invocation;
  const folder = path(requireWord(invocation, 0));
  // A mistyped folder says nothing about a ledger: that is no answer, neither yes nor no.
  if (!existsSync(ledgerFile(folder))) throw new StoreError("NOT_A_LEDGER", { folder, detail: "no ledger.sqlite" });
  const named = options.text("checkpoint");
  const checkpoint =
    named === undefined ? undefined : Buffer.from(readBytes(path(named), CHECKPOINT_BYTES_MAX)).toString("utf8");
  const result = await checkLedger({
    folder,
    checkpoint,
    language: output.language,
    progress: (done, total) => output.progress({ zh: `正在检查：${done}/${total}`, en: `Checking: ${done}/${total}` }),
    signal,
  });
  if (signal.aborted) throw new Interrupted();
  throwIfUnread(result.problems);
  const { ok, entries, blocks, seconds } = result;
  const problems = result.problems.map(({ where, code, message }) => ({ where, code, message }));
  output.result({ ok, entries, blocks, seconds, problems }, [
    ok
      ? output.words({
          zh: `账本完好：${blocks} 块、${entries} 个条目，用时 ${seconds} 秒。`,
          en: `The ledger is sound: ${blocks} blocks, ${entries} entries, in ${seconds} s.`,
        })
      : output.words(countWords(problems.length)),
    ...problems.map(({ where, message }) => `  ${where}: ${message}`),
  ]);
  return ok ? 0 : 1;
};

function countWords(count: number): Words {
  if (count >= PROBLEMS_MAX)
    return {
      zh: `发现至少 ${count} 个问题，只列出前 ${count} 个：`,
      en: `${count} problems or more were found; these are the first ${count}:`,
    };
  return { zh: `发现 ${count} 个问题：`, en: count === 1 ? "1 problem was found:" : `${count} problems were found:` };
}
