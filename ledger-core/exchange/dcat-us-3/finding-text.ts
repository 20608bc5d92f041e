/** What is found in DCAT-US 3.0 catalogues, in words of both languages. */
import { describeJsonCatalog } from "#ledger-core/exchange/json-rows/shared-words.ts";
import type { CatalogRefusal, DcatUs3FindingCode } from "./finding-codes.ts";

/** Words for a refusal of the file or a finding; undefined for a code that is never used here. */
export const describeDcatUs3 = describeJsonCatalog<DcatUs3FindingCode | CatalogRefusal>({
  NOT_DCAT_US_3: {
    message: { en: "The file is JSON, but no catalogue of DCAT-US 3.0", zh: "文件是 JSON，但不是 DCAT-US 3.0 目录" },
    advice: {
      en: "Nothing was read. Choose a catalogue whose conformsTo names DCAT-US 3.0.",
      zh: "未读取任何内容。请选择 conformsTo 写明 DCAT-US 3.0 的目录。",
    },
  },
  DATASET_NOT_A_LIST: {
    message: { en: "dataset is not a list", zh: "dataset 不是列表" },
    advice: {
      en: "Nothing was read. Have the source correct the file and import again.",
      zh: "未读取任何内容。请来源单位更正文件后重新导入。",
    },
  },
  DATASETS_WITHIN: {
    message: {
      en: "Datasets that stand only within a series or another catalogue are not imported",
      zh: "仅列在系列或下级目录中的数据集未导入",
    },
    advice: {
      en: "They are kept word for word with the catalogue and given back on export. To import them, have the source list them under dataset.",
      zh: "它们随目录原样保留，导出时一并给回。如需导入，请来源单位把它们列入 dataset。",
    },
  },
  EMAIL_INVALID: {
    message: { en: "The contact’s address is no mail address", zh: "联系人邮箱不是有效的邮件地址" },
    advice: { en: "It is kept as it is. Ask the source for the right one.", zh: "按原样保留，请向来源单位核实。" },
  },
  MODIFIED_BEFORE_ISSUED: {
    message: { en: "It was modified before it was issued", zh: "修改日期早于发布日期" },
    advice: {
      en: "Both days are kept. Ask the source which is right.",
      zh: "两个日期均按原样保留，请向来源单位核实。",
    },
  },
  ACCESS_UNKNOWN: {
    message: { en: "What it says of access is none of the known words", zh: "访问权限的写法无法识别" },
    advice: { en: "It is taken as access on conditions. Make sure that it is.", zh: "按有条件访问处理，请确认。" },
  },
});
