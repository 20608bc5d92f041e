/** `ledger restore`: a backup taken back into a folder of its own. */
import { throwBackupFailure } from "#ledger-core/cli/backup-failure.ts";
import { backupProgress, backupResult, leftoverWords, sayRemarks } from "#ledger-core/cli/backup-words.ts";
import { requireWord } from "#ledger-core/cli/require.ts";
import type { RunVerb } from "#ledger-core/cli/verb.ts";
import { restoreBackup } from "#ledger-core/node/backup/restore-backup.ts";
import { problemOf } from "#ledger-core/node/problem.ts";

export const run: RunVerb = async (invocation) => {
  const { output, path, signal } = invocation;
  const [backup, target] = [path(requireWord(invocation, 0)), path(requireWord(invocation, 1))];
  const [progress, removed] = [backupProgress(output), leftoverWords(output)];
  const { manifest, remarks, held } = await restoreBackup({ backup, target, progress, removed, signal }).catch(
    (error: unknown) => throwBackupFailure(error, "restore", signal),
  );
  const result = backupResult(manifest);
  const heldWords = held === undefined ? undefined : problemOf(held.code, held.data);
  output.result(
    { ...result, folder: target, held: held?.code ?? null, remarks: sayRemarks(output, { manifest, remarks }) },
    [
      output.words({
        zh: `已恢复到高度 ${manifest.height}（${result.entries} 个条目），并从第一个字节起检查过：${target}。`,
        en: `Restored at height ${manifest.height} (${result.entries} entries) and checked from the first byte: ${target}.`,
      }),
      ...(heldWords === undefined ? [] : [output.words(heldWords.cause), output.words(heldWords.next)]),
    ],
  );
  return 0;
};
