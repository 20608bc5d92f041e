/** The findings in words, in both languages: what is wrong, and what a person can do. */
import type { FindingLanguage, FindingText } from "#ledger-core/exchange/catalog-format.ts";
import type { DataJsonFindingCode, FileRefusal } from "./finding-codes.ts";

type Pair = Readonly<Record<FindingLanguage, string>>;

/** A finding of a row, or of the file as a whole where it was taken, in one language. */
export function describeFinding(
  finding: { readonly code: DataJsonFindingCode; readonly severity: "refused" | "warning" },
  language: FindingLanguage,
): FindingText {
  const advice = finding.severity === "refused" ? CORRECT_ROW : (ADVICE[finding.code] ?? NOTHING_LOST);
  return { message: FINDINGS[finding.code][language], advice: advice[language] };
}

/** Why a file was refused, in one language. */
export function describeFileRefusal(code: FileRefusal, language: FindingLanguage): FindingText {
  return { message: REFUSALS[code].message[language], advice: REFUSALS[code].advice[language] };
}

const CORRECT_ROW: Pair = {
  en: "This row is left out. Have its source correct it and import again; the other rows are not affected.",
  zh: "本行不导入。请来源单位更正后重新导入，其他行不受影响。",
};
const NOTHING_LOST: Pair = {
  en: "It is kept exactly as given. Nothing needs to be done, but look at it before you sign.",
  zh: "内容按原样保留，无需处理，签署前请过目。",
};

/** What to do about a warning, where looking is not enough. */
const ADVICE: Readonly<Partial<Record<DataJsonFindingCode, Pair>>> = {
  CONDITION_MISSING: {
    en: "Ask the owner for the condition, or nobody will know how to get access.",
    zh: "请向数据所有方补问共享条件，否则使用方无从申请。",
  },
  DATE_IMPLAUSIBLE: {
    en: "The record has no date of this kind; the text is kept. Ask the source to correct the year.",
    zh: "记录中不填这一日期，原文保留。请来源单位更正年份。",
  },
  DATE_NOT_A_DAY: {
    en: "The record has no date of this kind; the text is kept.",
    zh: "记录中不填这一日期，原文保留。",
  },
  DATE_INVALID: {
    en: "The record has no date of this kind; the text is kept. Ask the source to correct it.",
    zh: "记录中不填这一日期，原文保留。请来源单位更正。",
  },
  URL_INVALID: { en: "It is shown as text and cannot be clicked.", zh: "只作为文字显示，不能点击。" },
  TEXT_SHORTENED: {
    en: "The record shows its beginning; the whole text is kept and exported.",
    zh: "记录只显示开头，全文照样保留并可导出。",
  },
  HIDDEN_CHARACTER: {
    en: "Read the text with care: it may say something else than it seems to.",
    zh: "请仔细核对：文字的实际内容可能与看到的不同。",
  },
  HTML_MARKUP: {
    en: "The marks are shown as text; none of them takes effect.",
    zh: "标记按文字显示，不会生效。",
  },
  NUMBER_ROUNDED: {
    en: "The number is kept with 17 digits. If every digit counts, ask the source to give it as text.",
    zh: "该数保留 17 位有效数字。如需全部数位，请来源单位改用文本。",
  },
  PROFILE_UNSTATED: {
    en: "It was read as DCAT-US 1.1. Make sure that it is.",
    zh: "已按 DCAT-US 1.1 读取，请确认无误。",
  },
  FINDINGS_CUT: {
    en: "Correct what is listed and import again to see the rest. Rows that are refused are always listed.",
    zh: "请先处理已列出的问题，再次导入即可看到其余部分。不导入的行始终全部列出。",
  },
};

const FINDINGS: Readonly<Record<DataJsonFindingCode, Pair>> = {
  ROW_NOT_AN_OBJECT: { en: "This entry is not a dataset", zh: "该条目不是数据集" },
  ROW_TOO_LARGE: { en: "This dataset is larger than one record may be", zh: "该数据集超过单条记录的大小上限" },
  FIELD_MISSING: { en: "A field is missing or empty", zh: "字段缺失或为空" },
  FIELD_TYPE: {
    en: "A field has the wrong type, such as a number in place of text",
    zh: "字段类型不对，例如应为文本却是数字",
  },
  FIELD_TOO_LONG: { en: "A field is longer than the record has room for", zh: "字段内容超出长度上限" },
  LIST_TOO_LONG: { en: "A list has more entries than the record has room for", zh: "列表条目超出数量上限" },
  TEXT_SHORTENED: { en: "A long text was shortened in the record", zh: "长文本在记录中被截短" },
  ACCESS_LEVEL_UNKNOWN: {
    en: "The access level is none of public, restricted public, non-public",
    zh: "访问级别不是 public、restricted public、non-public 之一",
  },
  CONDITION_MISSING: { en: "Shared on conditions, but the conditions are not given", zh: "属有条件共享，但未写明条件" },
  IDENTIFIER_TWICE: { en: "The same identifier was in an earlier row", zh: "标识符与前面的行重复" },
  DATE_INVALID: { en: "This is not a date", zh: "这不是日期" },
  DATE_IMPLAUSIBLE: { en: "The year cannot be right", zh: "年份不合常理" },
  DATE_NOT_A_DAY: { en: "A year or month, but no day", zh: "只有年或月，没有具体日期" },
  CYCLE_UNKNOWN: { en: "The update cycle is not one of the standard forms", zh: "更新周期不是标准写法" },
  URL_INVALID: { en: "This is not a web address", zh: "这不是网址" },
  EMAIL_INVALID: { en: "This is not a mail address that begins with mailto:", zh: "这不是以 mailto: 开头的邮箱地址" },
  HTML_MARKUP: { en: "The text holds HTML marks", zh: "文本含有 HTML 标记" },
  HIDDEN_CHARACTER: { en: "The text holds a character that cannot be seen", zh: "文本含有看不见的字符" },
  KEY_TWICE: {
    en: "A field occurs twice in one object, so that one of the values would be lost",
    zh: "同一对象中字段重复，会丢失其中一个值",
  },
  KEY_FORBIDDEN: { en: "A field has a name that is not allowed", zh: "字段名不被允许" },
  TEXT_BROKEN: { en: "The text holds half a character", zh: "文本含有残缺的字符" },
  TEXT_NUL: {
    en: "The text holds the character zero, which cannot be stored safely",
    zh: "文本含有零字符，无法安全保存",
  },
  NUMBER_ROUNDED: { en: "A number has more digits than can be kept", zh: "数字的位数超出可保留的精度" },
  NUMBER_TOO_LARGE: { en: "A number is too large to be kept", zh: "数字过大，无法保留" },
  BYTE_ORDER_MARK: {
    en: "The file begins with a byte order mark, which was left out",
    zh: "文件开头有字节顺序标记，已忽略",
  },
  PROFILE_UNSTATED: {
    en: "The file does not say which version of the standard it follows",
    zh: "文件未注明所遵循的标准版本",
  },
  FINDINGS_CUT: { en: "There are more warnings than are listed here", zh: "警告过多，此处未全部列出" },
};

type Words = { readonly message: Pair; readonly advice: Pair };

const ASK_FOR_FILE: Pair = {
  en: "Nothing was read. Ask the source for the file again.",
  zh: "未读取任何内容。请向来源单位重新索取文件。",
};
const SAVE_AS_UTF8: Pair = {
  en: "Nothing was read. Save the file as UTF-8 and import it again.",
  zh: "未读取任何内容。请将文件另存为 UTF-8 编码后重新导入。",
};
const CORRECT_FILE: Pair = {
  en: "Nothing was read. Have the source correct the file at this place.",
  zh: "未读取任何内容。请来源单位更正文件中的这一处。",
};
const SPLIT_FILE: Pair = {
  en: "Nothing was read. Ask the source for the catalogue in several files.",
  zh: "未读取任何内容。请来源单位把目录分成几个文件。",
};
const CHOOSE_FILE: Pair = {
  en: "Nothing was read. Choose the data.json that lists the datasets.",
  zh: "未读取任何内容。请选择列有数据集的 data.json 文件。",
};

const REFUSALS: Readonly<Record<FileRefusal, Words>> = {
  FILE_EMPTY: { message: { en: "The file is empty", zh: "文件是空的" }, advice: ASK_FOR_FILE },
  FILE_TOO_LARGE: {
    message: { en: "The file is larger than can be read at once", zh: "文件超过一次可读取的大小" },
    advice: SPLIT_FILE,
  },
  FILE_UTF16: { message: { en: "The file is in UTF-16", zh: "文件采用 UTF-16 编码" }, advice: SAVE_AS_UTF8 },
  FILE_NOT_UTF8: { message: { en: "The file is not text in UTF-8", zh: "文件不是 UTF-8 文本" }, advice: SAVE_AS_UTF8 },
  JSON_SYNTAX: {
    message: { en: "The file stops being JSON at this line and column", zh: "文件自此行此列起不是合法的 JSON" },
    advice: CORRECT_FILE,
  },
  JSON_CUT_SHORT: {
    message: { en: "The file ends in the middle: it was cut short", zh: "文件不完整，中途截断" },
    advice: ASK_FOR_FILE,
  },
  TOO_DEEP: {
    message: { en: "The file is nested deeper than any catalogue", zh: "文件嵌套过深，不像目录文件" },
    advice: CHOOSE_FILE,
  },
  TOO_MANY_VALUES: {
    message: { en: "The file holds more values than can be read at once", zh: "文件内容超过一次可读取的数量" },
    advice: SPLIT_FILE,
  },
  TOO_MANY_FAULTS: {
    message: { en: "The file has so many faults that it is not worth reading", zh: "文件错误过多，无法读取" },
    advice: ASK_FOR_FILE,
  },
  TOO_MANY_ROWS: {
    message: { en: "The file lists more datasets than can be read at once", zh: "文件所列数据集超过一次可读取的数量" },
    advice: SPLIT_FILE,
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
  CATALOG_KEY_TWICE: {
    message: {
      en: "A field of the catalogue occurs twice, so that one of the values would be lost",
      zh: "目录中字段重复，会丢失其中一个值",
    },
    advice: CORRECT_FILE,
  },
  CATALOG_KEY_FORBIDDEN: {
    message: { en: "A field of the catalogue has a name that is not allowed", zh: "目录中有不被允许的字段名" },
    advice: CORRECT_FILE,
  },
  CATALOG_TEXT_BROKEN: {
    message: { en: "A value of the catalogue itself cannot be kept as given", zh: "目录本身有一个值无法按原样保留" },
    advice: CORRECT_FILE,
  },
};
