/** What a backup and its way back say alike. */
import type { Manifest } from "#ledger-core/node/backup/manifest.ts";
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

/** What scripts are told of either. */
export function backupResult({ entries, root, files }: Manifest): {
  readonly entries: number;
  readonly bytes: number;
  readonly root: string;
} {
  return { entries, bytes: files.reduce((sum, { bytes }) => sum + bytes, 0), root };
}
