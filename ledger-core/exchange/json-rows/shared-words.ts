/** Words for what is found in any catalogue in JSON, in both languages; a standard adds its own. */
import type { CatalogFormat } from "#ledger-core/exchange/catalog-format.ts";
import {
  CORRECT_FILE,
  describeIn,
  FILE_WORDS,
  JSON_WORDS,
  NOTHING_LOST,
  VALUE_WORDS,
} from "#ledger-core/exchange/finding-words.ts";
import type { Pair, WordsOf } from "#ledger-core/exchange/finding-words.ts";
import type { TakenFileCode } from "./parse-json-catalog.ts";
import type { FileCode } from "./read-rows.ts";
import type { SharedRowCode } from "./row-check.ts";

type SharedCode = SharedRowCode | TakenFileCode | FileCode;

/** How a standard says what is found, by the words for its own codes. */
export function describeJsonCatalog<Code extends string>(
  own: WordsOf<Exclude<Code, SharedCode>>,
): CatalogFormat["describeFinding"] {
  return describeIn({ ...ROW_WORDS, ...own }, { refused: CORRECT_ROW, warning: NOTHING_LOST });
}

const CORRECT_ROW: Pair = {
  en: "This row is left out. Have its source correct it and import again; the other rows are not affected.",
  zh: "本行不导入。请来源单位更正后重新导入，其他行不受影响。",
};

const LINE_LOST: Pair = {
  en: "It is left out, and nobody can tell which dataset it was. Ask the source for the file again.",
  zh: "本行不导入，也无法判断是哪个数据集。请向来源单位重新索取文件。",
};

/** What to do where sharing has a condition that is not given. */
export const ASK_FOR_CONDITION: Pair = {
  en: "Ask the owner for the condition, or nobody will know how to get access.",
  zh: "请向数据所有方补问共享条件，否则使用方无从申请。",
};

const ROW_WORDS: WordsOf<SharedCode> = {
  ...FILE_WORDS,
  ...JSON_WORDS,
  ...VALUE_WORDS,
  LINE_NOT_JSON: { message: { en: "This line is not JSON", zh: "本行不是合法的 JSON" }, advice: LINE_LOST },
  LINE_NOT_UTF8: { message: { en: "This line is not text in UTF-8", zh: "本行不是 UTF-8 文本" }, advice: LINE_LOST },
  LINE_TOO_DEEP: {
    message: { en: "This line is nested deeper than can be read", zh: "本行的嵌套层数过多，无法读取" },
    advice: LINE_LOST,
  },
  ROW_NOT_AN_OBJECT: { message: { en: "This entry is not a dataset", zh: "该条目不是数据集" } },
  ROW_TOO_LARGE: {
    message: { en: "This dataset is larger than one record may be", zh: "该数据集超过单条记录的大小上限" },
  },
  IDENTIFIER_TWICE: { message: { en: "The same identifier was in an earlier row", zh: "标识符与前面的行重复" } },
  FIELD_MISSING: { message: { en: "A field is missing or empty", zh: "字段缺失或为空" } },
  FIELD_TYPE: {
    message: {
      en: "A field has the wrong type, such as a number in place of text",
      zh: "字段类型不对，例如应为文本却是数字",
    },
  },
  FIELD_TOO_LONG: { message: { en: "A field is longer than the record has room for", zh: "字段内容超出长度上限" } },
  KEY_TWICE: {
    message: {
      en: "A field occurs twice in one object, so that one of the values would be lost",
      zh: "同一对象中字段重复，会丢失其中一个值",
    },
  },
  KEY_FORBIDDEN: { message: { en: "A field has a name that is not allowed", zh: "字段名不被允许" } },
  NUMBER_ROUNDED: {
    message: { en: "A number has more digits than can be kept", zh: "数字的位数超出可保留的精度" },
    warned: {
      en: "The number is kept with 17 digits. If every digit counts, ask the source to give it as text.",
      zh: "该数保留 17 位有效数字。如需全部数位，请来源单位改用文本。",
    },
  },
  VALUE_TOO_DEEP: {
    message: { en: "A value is nested too deep to be kept", zh: "有一个值嵌套过深，无法保留" },
  },
  NUMBER_TOO_LARGE: { message: { en: "A number is too large to be kept", zh: "数字过大，无法保留" } },
  BYTE_ORDER_MARK: {
    message: { en: "The file begins with a byte order mark, which was left out", zh: "文件开头有字节顺序标记，已忽略" },
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
