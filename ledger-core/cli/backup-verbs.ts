/** The verbs by which a ledger is kept twice and brought back. */
import type { Verb } from "./verb.ts";

export const BACKUP_VERBS: readonly Verb[] = [
  {
    name: "backup",
    usage: "DIR OUT [--verify full|quick]",
    wordsMin: 2,
    wordsMax: 2,
    about: { zh: "备份：运行中也可进行，写成后才出现", en: "a checked copy, also while a node is running" },
    options: {
      verify: {
        type: "string",
        value: "full|quick",
        about: {
          zh: "副本的检查：full（默认）重新执行整个账本；quick 只从条目重算根",
          en: "check of the copy: full (default) executes the whole log once more, quick only recomputes its root",
        },
      },
    },
    notes: {
      zh: "OUT 须不存在或为空。含密钥和附件，不含派生表，也不含尚未封存的操作。被强行终止时会留下 OUT.unfinished-… 文件夹，下次备份到 OUT 时自动清除。",
      en: "OUT must not exist or be empty. It holds keys and content, no derived tables, nothing that is not sealed yet. Killed, it leaves a folder OUT.unfinished-…, which the next backup to OUT takes away.",
    },
    examples: ["backup my-ledger backups/2026-11-26"],
    load: () => import("./verbs/backup.ts"),
  },
  {
    name: "restore",
    usage: "OUT DIR",
    wordsMin: 2,
    wordsMax: 2,
    about: { zh: "从备份恢复到新文件夹", en: "takes a backup back into a new folder" },
    options: {},
    notes: {
      zh: "逐个文件核对备份，并从第一个字节起检查账本。DIR 须不存在或为空。",
      en: "Each file is compared with the list, and the ledger proven from its first byte. DIR must not exist or be empty.",
    },
    examples: ["restore backups/2026-11-26 my-ledger"],
    load: () => import("./verbs/restore.ts"),
  },
];
