/** What is found in `data.json`, in words of both languages; what any catalogue in JSON may have wrong has shared words. */
import { CORRECT_FILE } from "#ledger-core/exchange/finding-words.ts";
import type { Pair } from "#ledger-core/exchange/finding-words.ts";
import { ASK_FOR_CONDITION, describeJsonCatalog } from "#ledger-core/exchange/json-rows/shared-words.ts";
import type { DataJsonFindingCode, FileRefusal } from "./finding-codes.ts";

const CHOOSE_FILE: Pair = {
  en: "Nothing was read. Choose the data.json that lists the datasets.",
  zh: "未读取任何内容。请选择列有数据集的 data.json 文件。",
};

/** A finding of a row, or why the file was refused, in one language; undefined for a code that is never used here. */
export const describeDataJson = describeJsonCatalog<DataJsonFindingCode | FileRefusal>({
  ACCESS_LEVEL_UNKNOWN: {
    message: {
      en: "The access level is none of public, restricted public, non-public",
      zh: "访问级别不是 public、restricted public、non-public 之一",
    },
  },
  CONDITION_MISSING: {
    message: { en: "Shared on conditions, but the conditions are not given", zh: "属有条件共享，但未写明条件" },
    advice: ASK_FOR_CONDITION,
  },
  CYCLE_UNKNOWN: { message: { en: "The update cycle is not one of the standard forms", zh: "更新周期不是标准写法" } },
  EMAIL_INVALID: {
    message: { en: "This is not a mail address that begins with mailto:", zh: "这不是以 mailto: 开头的邮箱地址" },
  },
  PROFILE_UNSTATED: {
    message: { en: "The file does not say which version of the standard it follows", zh: "文件未注明所遵循的标准版本" },
    advice: { en: "It was read as DCAT-US 1.1. Make sure that it is.", zh: "已按 DCAT-US 1.1 读取，请确认无误。" },
  },
  NOT_A_CATALOG: {
    message: {
      en: "The file is JSON, but not a catalogue with a list of datasets",
      zh: "文件是 JSON，但不是列有数据集的目录",
    },
    advice: CHOOSE_FILE,
  },
  DATASET_NOT_A_LIST: {
    message: { en: "The field dataset is not a list", zh: "dataset 字段不是列表" },
    advice: CORRECT_FILE,
  },
  OTHER_VERSION: {
    message: { en: "The file follows another version of the standard", zh: "文件遵循该标准的另一版本" },
    advice: {
      en: "Nothing was read. Only DCAT-US 1.1 can be read; ask the source for a file in that version.",
      zh: "未读取任何内容。目前只能读取 DCAT-US 1.1，请来源单位提供该版本的文件。",
    },
  },
});
