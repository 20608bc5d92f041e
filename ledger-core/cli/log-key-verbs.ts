/** The verbs on the key that signs the log's checkpoints. */
import { PERSON } from "./verb-options.ts";
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
];
