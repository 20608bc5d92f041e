/** What a backup and its way back say alike. */
import { isFalseWord } from "#ledger-core/node/fsck/check-codes.ts";
import type { Remark } from "#ledger-core/node/backup/check-copy.ts";
import { LOG_KEY } from "#ledger-core/node/backup/copy-log.ts";
import type { Manifest } from "#ledger-core/node/backup/manifest.ts";
import type { ToldOfLeftover } from "#ledger-core/node/backup/whole-folder.ts";
import type { BackupProgress } from "#ledger-core/node/backup/write-backup.ts";
import type { Output } from "./output.ts";
import type { Words } from "./words.ts";

const STEPS: Readonly<Record<Parameters<BackupProgress>[0], (done: number, total: number) => Words>> = {
  copying: (done, total) => ({
    zh: `正在复制账本：${done}/${total} 页`,
    en: `Copying the log: ${done} of ${total} pages`,
  }),
  files: (done, total) => ({ zh: `正在复制文件：${done}/${total}`, en: `Copying files: ${done} of ${total}` }),
  checking: (done, total) => ({ zh: `正在检查副本：${done}/${total}`, en: `Checking the copy: ${done} of ${total}` }),
};

/** Shows how far it is. */
export function backupProgress(output: Output): BackupProgress {
  return (step, done, total) => output.progress(STEPS[step](done, total));
}

/** Says which folders are gone that an earlier attempt had left. */
export function leftoverWords(output: Output): ToldOfLeftover {
  return (folder) =>
    output.say({
      zh: `已清除上次被中断时留下的未完成文件夹：${folder}。`,
      en: `Removed what an earlier attempt that was killed had left: ${folder}.`,
    });
}

/** What scripts are told of either. */
export function backupResult({ entries, root, files }: Manifest): {
  readonly entries: number;
  readonly bytes: number;
  readonly root: string;
} {
  return { entries, bytes: files.reduce((sum, { bytes }) => sum + bytes, 0), root };
}

type RemarkJson = { readonly where: string; readonly code: string; readonly message: string };

/**
 * Says what a person has to know of a sound copy: that the log's key is not in it, and what was signed in the ledger and is not true. Scripts
 * find the same in the result.
 */
export function sayRemarks(
  output: Output,
  { manifest, remarks }: { readonly manifest: Manifest; readonly remarks: readonly Remark[] },
): readonly RemarkJson[] {
  if (!holdsKey(manifest)) output.say(KEY_MISSING);
  for (const { where, code, words } of remarks)
    output.say(
      isFalseWord(code)
        ? {
            zh: `副本完好，但账本中有一项签署的内容不实（${where}）：${words.zh}`,
            en: `The copy is sound, but something that was signed in the ledger is not true (${where}): ${words.en}`,
          }
        : {
            zh: `账本的副本完好，但其旁的文件有问题（${where}）：${words.zh}`,
            en: `The copy of the ledger is sound, but something beside it is not (${where}): ${words.en}`,
          },
    );
  const missing = holdsKey(manifest) ? [] : [{ where: LOG_KEY, code: "LOG_KEY_MISSING", words: KEY_MISSING }];
  return [...missing, ...remarks].map(({ where, code, words }) => ({ where, code, message: output.words(words) }));
}

/** True if the key is in it that signs for the log. */
export function holdsKey({ files }: Manifest): boolean {
  return files.some(({ name }) => name === LOG_KEY);
}

const KEY_MISSING: Words = {
  zh: "注意：其中没有日志密钥（log.key）。由它恢复的账本可以阅读和验证，但不能以原密钥继续封存。请用 ledger recover DIR --log-key FILE 从另一份副本（如较早的备份）取回密钥，然后重新备份；较早的备份请保留。",
  en: "Beware: the log's key (log.key) is not in it. A ledger restored from it can be read and verified, but nobody can go on with the log under its key. Take the key back from another copy, as of an earlier backup, with ledger recover DIR --log-key FILE, then back up again; keep earlier backups.",
};
