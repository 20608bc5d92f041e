/** Why a file or a row is not imported, beyond what its own format finds: in codes, and in words of both languages. */
import type { FindingText } from "#ledger-core/exchange/catalog-format.ts";

/** The first five refuse the whole file; the next three refuse a row or leave a record as it is; the last are said and stop nothing. */
export const IMPORT_CODES = [
  "FORMAT_UNSUPPORTED",
  "GZIP_DAMAGED",
  "FILE_TOO_LARGE",
  "CATALOG_TOO_LARGE",
  "SOURCE_UNNAMED",
  "PROFILE_INCOMPLETE",
  "PROVIDER_MISMATCH",
  "AGREEMENTS_IN_FORCE",
  "DATASET_CONTESTED",
  "CODE_PREFIXED",
  "CATALOG_CHANGED",
] as const;
export type ImportCode = (typeof IMPORT_CODES)[number];

export type ImportLanguage = "zh" | "en";
type Pair = Readonly<Record<ImportLanguage, string>>;

/** What was found, and what a person can do, in one language. */
export function describeImportCode(code: ImportCode, language: ImportLanguage): FindingText {
  const { message, advice } = TEXTS[code];
  return { message: message[language], advice: advice[language] };
}

const TEXTS: Readonly<Record<ImportCode, { readonly message: Pair; readonly advice: Pair }>> = {
  FORMAT_UNSUPPORTED: {
    message: { en: "Files of this format cannot be imported", zh: "不能导入这种格式的文件" },
    advice: {
      en: "Nothing was read. Choose a catalogue: DCAT-AP, DCAT-US, packages of CKAN, a registry, or the national sheet; or say what it is.",
      zh: "未读取任何内容。请选择目录文件：DCAT-AP、DCAT-US、CKAN 数据包、登记册或政务信息资源目录表；也可指明其格式。",
    },
  },
  GZIP_DAMAGED: {
    message: { en: "The packed file is damaged or was cut short", zh: "压缩文件已损坏或不完整" },
    advice: { en: "Nothing was read. Fetch the file again.", zh: "未读取任何内容，请重新获取该文件。" },
  },
  FILE_TOO_LARGE: {
    message: { en: "The file is larger than can be read at once", zh: "文件超过一次可读取的大小" },
    advice: { en: "Nothing was read. Split it by publisher.", zh: "未读取任何内容，请按发布单位拆分。" },
  },
  CATALOG_TOO_LARGE: {
    message: {
      en: "The catalogue's own fields, beside its datasets, are larger than can be kept",
      zh: "目录自身的字段（数据集以外）超过可保留的大小",
    },
    advice: {
      en: "Nothing was imported. Have its source move what belongs to a dataset into that dataset.",
      zh: "未导入任何内容。请来源单位将属于数据集的内容移入相应数据集。",
    },
  },
  SOURCE_UNNAMED: {
    message: {
      en: "Neither the file nor its name says which source it is from",
      zh: "文件内容和文件名都没有说明来源",
    },
    advice: {
      en: "Nothing was imported. Name the source, always by the same word.",
      zh: "未导入任何内容。请指明来源，每次使用同一名称。",
    },
  },
  PROFILE_INCOMPLETE: {
    message: { en: "Fields that the standard demands are missing", zh: "缺少标准要求的字段" },
    advice: {
      en: "This row is left out. Have its source add them and import again.",
      zh: "本行不导入。请来源单位补充后重新导入。",
    },
  },
  PROVIDER_MISMATCH: {
    message: { en: "The provider code is another department's", zh: "提供方代码不是本部门的" },
    advice: {
      en: "This row is left out: each department publishes its own datasets. Have that department import it, or correct the code.",
      zh: "本行不导入：各部门只能发布自己的数据集。请由相应部门导入，或更正代码。",
    },
  },
  DATASET_CONTESTED: {
    message: {
      en: "It is gone from its source, but who it belongs to is contested",
      zh: "来源中已没有它，但其归属正在争议中",
    },
    advice: {
      en: "It stays published. Once the contest is settled, import again to retire it.",
      zh: "保持发布。争议解决后，再次导入即可停用。",
    },
  },
  AGREEMENTS_IN_FORCE: {
    message: {
      en: "It is gone from its source, but agreements on it are in force",
      zh: "来源中已没有它，但仍有生效的使用协议",
    },
    advice: {
      en: "It stays published. End the agreements, then import again to retire it.",
      zh: "保持发布。请先终止协议，再次导入即可停用。",
    },
  },
  CODE_PREFIXED: {
    message: {
      en: "Another dataset has this code already, so the code begins with the source here",
      zh: "此编码已被另一数据集使用，因此在编码前加上了来源",
    },
    advice: {
      en: "If it is the same catalogue as one imported before, do not sign: import it under that source's name. Otherwise nothing needs to be done; it is exported with the identifier of its source.",
      zh: "如果这就是以前导入过的目录，请不要签署，改用原来的来源名称导入；否则无需处理，导出时仍使用其来源中的标识。",
    },
  },
  CATALOG_CHANGED: {
    message: {
      en: "Only the catalogue's own fields have changed; one record is written again to carry them",
      zh: "只有目录自身的字段有变化，由一条记录重新写入以保存它们",
    },
    advice: { en: "Nothing needs to be done.", zh: "无需处理。" },
  },
};
