/** `ledger backup`: a copy that was checked, made while a node may be writing. */
import { constants } from "node:os";
import { throwBackupFailure } from "#ledger-core/cli/backup-failure.ts";
import { backupProgress, backupResult, holdsKey, leftoverWords, sayRemarks } from "#ledger-core/cli/backup-words.ts";
import { usageFailure } from "#ledger-core/cli/failure.ts";
import { requireWord } from "#ledger-core/cli/require.ts";
import type { RunVerb } from "#ledger-core/cli/verb.ts";
import { writeBackup } from "#ledger-core/node/backup/write-backup.ts";
import { giveWay } from "#ledger-core/node/give-way.ts";

export const run: RunVerb = async (invocation) => {
  const { output, options, path, signal } = invocation;
  const [folder, target] = [path(requireWord(invocation, 0)), path(requireWord(invocation, 1))];
  const depth = options.text("verify") ?? "full";
  if (depth !== "full" && depth !== "quick")
    throw usageFailure(
      { zh: `--verify 是 full 或 quick，没有“${depth}”。`, en: `--verify is full or quick, not “${depth}”.` },
      "backup",
    );
  // Copying and checking take two cores for minutes where a ledger is large: a node that seals meanwhile comes first.
  giveWay(constants.priority.PRIORITY_BELOW_NORMAL);
  const progress = backupProgress(output);
  const removed = leftoverWords(output);
  const { manifest, remarks } = await writeBackup({ folder, target, depth, progress, removed, signal }).catch(
    (error: unknown) => throwBackupFailure(error, "backup", signal),
  );
  const result = backupResult(manifest);
  output.result({ ...result, folder: target, remarks: sayRemarks(output, { manifest, remarks }) }, [
    output.words({
      zh: `已备份到高度 ${manifest.height}（${result.entries} 个条目，${manifest.files.length} 个文件，${result.bytes} 字节）：${target}。`,
      en: `Backed up at height ${manifest.height} (${result.entries} entries, ${manifest.files.length} files, ${result.bytes} bytes): ${target}.`,
    }),
    output.words(holdsKey(manifest) ? KEY_HELD : KEY_NOT_HELD),
  ]);
  return 0;
};

const KEY_HELD = {
  zh: "其中有账本的签名密钥：请像账本文件夹一样保管。用 ledger restore 恢复。",
  en: "It holds the key that signs for the log: keep it as you keep the ledger's folder. ledger restore brings it back.",
};
const KEY_NOT_HELD = {
  zh: "其中没有账本的签名密钥：ledger restore 恢复的账本只能阅读。",
  en: "It does not hold the key that signs for the log: what ledger restore brings back can only be read.",
};
