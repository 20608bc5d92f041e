/** What went wrong with a backup, as the command line says it. */
import { BackupError } from "#ledger-core/node/backup/backup-error.ts";
import type { BackupCode } from "#ledger-core/node/backup/backup-error.ts";
import { StoreError } from "#ledger-core/store/store-error.ts";
import { Failure, failureOf, Interrupted } from "./failure.ts";
import type { FailureExit } from "./failure.ts";
import type { Words } from "./words.ts";

type Told = { readonly exit: FailureExit; readonly cause: (where: string) => Words; readonly next: Words };

const TOLD: Readonly<Record<BackupCode, Told>> = {
  TARGET_TAKEN: {
    exit: 2,
    cause: (where) => ({
      zh: `这里已有内容，没有改动：${where}。`,
      en: `There is something here, left as it is: ${where}.`,
    }),
    next: { zh: "请另取一个尚不存在的文件夹。", en: "Name a folder that does not exist yet." },
  },
  TARGET_INSIDE: {
    exit: 2,
    cause: (where) => ({
      zh: `目标文件夹位于来源之内，会与其一同损坏或改变其内容；没有写出任何内容：${where}。`,
      en: `The target lies inside what it is made of, and would be lost with it or spoil it; nothing was written: ${where}.`,
    }),
    next: { zh: "请在来源之外另取一个文件夹。", en: "Name a folder outside of it, best on another disk." },
  },
  NOT_A_BACKUP: {
    exit: 3,
    cause: (where) => ({ zh: `这个文件夹不是备份：${where}。`, en: `This folder holds no backup: ${where}.` }),
    next: { zh: "请指明 ledger backup 写出的文件夹。", en: "Name the folder that ledger backup wrote." },
  },
  BACKUP_NEWER: {
    exit: 3,
    cause: () => ({ zh: "这份备份由较新的程序写出。", en: "A newer program made this backup." }),
    next: { zh: "请先更新程序，再恢复。", en: "Update this program, then restore it." },
  },
  BACKUP_DAMAGED: {
    exit: 1,
    cause: (where) => ({
      zh: `备份与其清单不符，没有恢复：${where} 缺失、被改动或不在清单中。`,
      en: `The backup is not as it was written, so nothing was restored: ${where} is missing, altered or not on its list.`,
    }),
    next: { zh: "请保留它以备查明，改用另一份备份。", en: "Keep it, to find out why, and use another backup." },
  },
  COPY_DAMAGED: {
    exit: 1,
    cause: (where) => ({
      zh: `账本自相矛盾（${where}），没有写出任何内容`,
      en: `The ledger contradicts itself (${where}), so nothing was written`,
    }),
    next: {
      zh: "请用 ledger fsck 查看全部问题；较早的备份请保留。",
      en: "See all that is wrong with ledger fsck, and keep earlier backups.",
    },
  },
};

/** The ledger that contradicts itself is the backup's, and the folder that was made of it is gone again. */
const RESTORING: Told = {
  exit: 1,
  cause: (where) => ({
    zh: `这份备份中的账本自相矛盾（${where}），没有恢复任何内容`,
    en: `The ledger in this backup contradicts itself (${where}), so nothing was restored`,
  }),
  next: TOLD.BACKUP_DAMAGED.next,
};

/** Throws the error as the command line says it; an interruption as one. */
export function throwBackupFailure(error: unknown, verb: "backup" | "restore", signal: AbortSignal): never {
  if (signal.aborted) throw new Interrupted();
  if (!(error instanceof BackupError)) throw storeFailure(error, verb);
  const { exit, cause, next } = verb === "restore" && error.code === "COPY_DAMAGED" ? RESTORING : TOLD[error.code];
  const told = cause(error.where);
  throw new Failure(error.code, exit, endedWith(told, error.finding), next, { cause: error });
}

/** What the store says of a ledger that it seals into, as it is of a copy. */
function storeFailure(error: unknown, verb: "backup" | "restore"): unknown {
  if (!(error instanceof StoreError)) return error;
  const { code, exit, reason, next } = failureOf(error);
  // A file that SQLite cannot read is an answer about the ledger, and not about what surrounds it.
  if (error.code === "LEDGER_DAMAGED" && verb === "restore")
    return new Failure(code, 1, endedWith(RESTORING.cause("ledger.sqlite"), undefined), RESTORING.next, {
      cause: error,
    });
  if (error.code === "LEDGER_DAMAGED") return new Failure(code, 1, reason, next, { cause: error });
  if (error.code === "DISK_FULL") return new Failure(code, exit, DISK_FULL.cause, DISK_FULL.next, { cause: error });
  return error;
}

const DISK_FULL = {
  cause: {
    zh: "磁盘已满或读写出错，没有写出任何内容；原来的内容没有改动。",
    en: "The disk is full or failing, so nothing was written; what was there is as it was.",
  },
  next: { zh: "请腾出空间或换一块磁盘，然后重试。", en: "Free some space or name another disk, then try again." },
};

/** A finding of the check is a sentence of its own. */
function endedWith({ zh, en }: Words, finding: Words | undefined): Words {
  if (finding === undefined) return { zh: /。$/.test(zh) ? zh : `${zh}。`, en: /\.$/.test(en) ? en : `${en}.` };
  return { zh: `${zh}：${finding.zh}`, en: `${en}: ${finding.en}` };
}
