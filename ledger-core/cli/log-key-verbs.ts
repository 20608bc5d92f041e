/** The verbs on the key that signs the log's checkpoints. */
import { PERSON, text } from "./verb-options.ts";
import type { Verb } from "./verb.ts";

export const LOG_KEY_VERBS: readonly Verb[] = [
  {
    name: "rotate-log-key",
    usage: "DIR [--as PERSON]",
    wordsMin: 1,
    wordsMax: 1,
    about: { zh: "更换签署检查点的日志密钥", en: "changes the key that signs the log’s checkpoints" },
    options: { as: PERSON },
    notes: {
      zh: "新旧两把密钥都签署这次交接；信任旧密钥的人凭随证明带走的交接说明继续验证。封存后旧密钥即被删除。",
      en: "Both keys sign the handover, which travels with every proof: who trusts the old key goes on. Once sealed, the old key is deleted.",
    },
    examples: ["rotate-log-key my-ledger --as anna"],
    load: () => import("./verbs/rotate-log-key.ts"),
  },
  {
    name: "recover",
    usage: "DIR --reason TEXT [--as PERSON] | DIR --log-key FILE",
    wordsMin: 1,
    wordsMax: 1,
    about: {
      zh: "只读的旧副本或拷贝由此继续记账；取回丢失的日志密钥",
      en: "has an older copy, which is read only, go on from where it stands; brings a lost log key back",
    },
    options: {
      as: PERSON,
      reason: text("TEXT", { zh: "缘由，写入账本", en: "why, for the ledger" }),
      "log-key": text("FILE", {
        zh: "log.key 丢失或损坏时：从这份副本（如备份中的 log.key）取回",
        en: "where log.key is lost or damaged: takes it back from this copy, as of a backup",
      }),
    },
    notes: {
      zh: "先确认原文件夹不会再封存：此后两者各为一本账。日志改用新密钥和新名称，旧密钥已签署交接。",
      en: "Make sure first that the original seals no more: they are two histories from here on. The log goes on with a new key under a new name; the old key has signed the handover.",
    },
    examples: [
      'recover my-ledger --as anna --reason "the disk failed; the backup of Monday is the newest"',
      "recover my-ledger --log-key backups/2026-11-26/log.key",
    ],
    load: () => import("./verbs/recover.ts"),
  },
];
