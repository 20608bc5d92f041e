/** What is found in registries, in words of both languages. */
import { describeJsonCatalog } from "#ledger-core/exchange/json-rows/shared-words.ts";
import type { RegistryFindingCode, RegistryRefusal } from "./finding-codes.ts";

/** Words for a refusal of the file or a finding; undefined for a code that is never used here. */
export const describeRegistryFinding = describeJsonCatalog<RegistryFindingCode | RegistryRefusal>({
  NOT_A_REGISTRY: {
    message: { en: "The file is JSON, but not a registry of catalogues", zh: "文件是 JSON，但不是目录登记册" },
    advice: {
      en: "Nothing was read. Choose catalogs.jsonl of the registry, packed or not.",
      zh: "未读取任何内容。请选择登记册的 catalogs.jsonl，压缩与否均可。",
    },
  },
  UID_TWICE: {
    message: { en: "An earlier entry has the same uid", zh: "uid 与前面的条目重复" },
    advice: {
      en: "Entries are told apart by id, so nothing needs to be done here. Tell the registry.",
      zh: "条目以 id 区分，此处无需处理。请告知登记册维护方。",
    },
  },
  ACCESS_MODE_UNKNOWN: {
    message: { en: "The way of access is none that the registry has", zh: "访问方式不在登记册的列表中" },
    advice: {
      en: "It is taken as access on conditions. Make sure that it is.",
      zh: "按有条件访问处理，请确认。",
    },
  },
});
