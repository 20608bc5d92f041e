/** Words that every format of the outside world needs for what is found in a file, in both languages: each text stands once. */
import type { CatalogFormat, FindingLanguage, FindingText } from "./catalog-format.ts";

export type Pair = Readonly<Record<FindingLanguage, string>>;

/** `advice` is the next step whatever became of the row; `warned` only where the row is taken all the same. Without either, the ordinary one. */
export type Words = { readonly message: Pair; readonly advice?: Pair; readonly warned?: Pair };

export type WordsOf<Code extends string> = Readonly<Record<Code, Words>>;

/** The next step where the words of a code have none. */
export type OrdinaryAdvice = Readonly<Record<Severity, Pair>>;

type Severity = "refused" | "warning";

/** What was found, in one language. */
export function say(
  words: Words,
  severity: Severity,
  ordinary: OrdinaryAdvice,
  language: FindingLanguage,
): FindingText {
  const advice = words.advice ?? (severity === "warning" ? words.warned : undefined) ?? ordinary[severity];
  return { message: words.message[language], advice: advice[language] };
}

/** How a format that has these words says what was found; undefined for any other code. */
export function describeIn(words: WordsOf<string>, ordinary: OrdinaryAdvice): CatalogFormat["describeFinding"] {
  return ({ code, severity }, language) => {
    const found = Object.hasOwn(words, code) ? words[code] : undefined;
    return found === undefined ? undefined : say(found, severity, ordinary, language);
  };
}

export const NOTHING_LOST: Pair = {
  en: "It is kept exactly as given. Nothing needs to be done, but look at it before you sign.",
  zh: "内容按原样保留，无需处理，签署前请过目。",
};
export const ASK_FOR_FILE: Pair = {
  en: "Nothing was read. Ask the source for the file again.",
  zh: "未读取任何内容。请向来源单位重新索取文件。",
};
export const CORRECT_FILE: Pair = {
  en: "Nothing was read. Have the source correct the file at this place.",
  zh: "未读取任何内容。请来源单位更正文件中的这一处。",
};
export const SAVE_AS_UTF8: Pair = {
  en: "Nothing was read. Save the file as UTF-8 and import it again.",
  zh: "未读取任何内容。请将文件另存为 UTF-8 编码后重新导入。",
};
export const SPLIT_FILE: Pair = {
  en: "Nothing was read. Ask the source for it in several files.",
  zh: "未读取任何内容。请来源单位分成几个文件提供。",
};

/** Of a file as a whole, whatever is in it. */
export const FILE_WORDS = {
  FILE_EMPTY: { message: { en: "The file is empty", zh: "文件是空的" }, advice: ASK_FOR_FILE },
  FILE_TOO_LARGE: {
    message: { en: "The file is larger than can be read at once", zh: "文件超过一次可读取的大小" },
    advice: SPLIT_FILE,
  },
  FILE_UTF16: { message: { en: "The file is in UTF-16", zh: "文件采用 UTF-16 编码" }, advice: SAVE_AS_UTF8 },
  FILE_NOT_UTF8: { message: { en: "The file is not text in UTF-8", zh: "文件不是 UTF-8 文本" }, advice: SAVE_AS_UTF8 },
  FILE_CUT_SHORT: {
    message: { en: "The file ends in the middle: it was cut short", zh: "文件不完整，中途截断" },
    advice: ASK_FOR_FILE,
  },
  TOO_MANY_ROWS: {
    message: { en: "The file lists more datasets than can be read at once", zh: "文件所列数据集超过一次可读取的数量" },
    advice: SPLIT_FILE,
  },
  FINDINGS_CUT: {
    message: { en: "There are more findings than are listed here", zh: "问题过多，此处未全部列出" },
    warned: {
      en: "Correct what is listed and read the file again to see the rest. Every row that is left out is listed, the last of them with one reason each.",
      zh: "请先处理已列出的问题，再次读取即可看到其余部分。未采用的行始终全部列出，其中靠后的每行只列一个原因。",
    },
  },
} as const satisfies WordsOf<string>;

/** Of a file that is JSON, or would be. */
export const JSON_WORDS = {
  JSON_SYNTAX: {
    message: { en: "The file stops being JSON at this line and column", zh: "文件自此行此列起不是合法的 JSON" },
    advice: CORRECT_FILE,
  },
  JSON_CUT_SHORT: {
    message: { en: "The file ends in the middle: it was cut short", zh: "文件不完整，中途截断" },
    advice: ASK_FOR_FILE,
  },
  TOO_DEEP: {
    message: { en: "The file is nested deeper than can be read", zh: "文件嵌套过深，无法读取" },
    advice: ASK_FOR_FILE,
  },
  TOO_MANY_VALUES: {
    message: { en: "The file holds more values than can be read at once", zh: "文件内容超过一次可读取的数量" },
    advice: SPLIT_FILE,
  },
  TOO_MANY_FAULTS: {
    message: { en: "The file has so many faults that it is not worth reading", zh: "文件错误过多，无法读取" },
    advice: ASK_FOR_FILE,
  },
} as const satisfies WordsOf<string>;

/** Of a file that is JSON-LD. */
export const JSON_LD_WORDS = {
  CONTEXTS_TOO_LARGE: {
    message: {
      en: "The file says the meaning of its words again and again, far more often than it can be read",
      zh: "文件一再重复定义用语的含义，数量远超可读取的范围",
    },
    advice: {
      en: "Nothing was read. Ask the source for the file with one context at its beginning, and none within the meaning of a word.",
      zh: "未读取任何内容。请来源单位在文件开头只写一个上下文，用语的定义中不再含上下文。",
    },
  },
} as const satisfies WordsOf<string>;

/** Of one value in a record. */
export const VALUE_WORDS = {
  TEXT_SHORTENED: {
    message: { en: "A long text was shortened in the record", zh: "长文本在记录中被截短" },
    warned: {
      en: "The record shows its beginning; the whole text is kept and exported.",
      zh: "记录只显示开头，全文照样保留并可导出。",
    },
  },
  DATE_INVALID: {
    message: { en: "This is not a date", zh: "这不是日期" },
    warned: {
      en: "The record has no date of this kind; the text is kept. Ask the source to correct it.",
      zh: "记录中不填这一日期，原文保留。请来源单位更正。",
    },
  },
  DATE_IMPLAUSIBLE: {
    message: { en: "The year cannot be right", zh: "年份不合常理" },
    warned: {
      en: "The record has no date of this kind; the text is kept. Ask the source to correct the year.",
      zh: "记录中不填这一日期，原文保留。请来源单位更正年份。",
    },
  },
  DATE_NOT_A_DAY: {
    message: { en: "A year or month, but no day", zh: "只有年或月，没有具体日期" },
    warned: { en: "The record has no date of this kind; the text is kept.", zh: "记录中不填这一日期，原文保留。" },
  },
  URL_INVALID: {
    message: { en: "This is not a web address", zh: "这不是网址" },
    warned: { en: "It is shown as text and cannot be clicked.", zh: "只作为文字显示，不能点击。" },
  },
  HTML_MARKUP: {
    message: { en: "The text holds HTML marks", zh: "文本含有 HTML 标记" },
    warned: { en: "The marks are shown as text; none of them takes effect.", zh: "标记按文字显示，不会生效。" },
  },
  HIDDEN_CHARACTER: {
    message: { en: "The text holds a character that cannot be seen", zh: "文本含有看不见的字符" },
    warned: {
      en: "Read the text with care: it may say something else than it seems to.",
      zh: "请仔细核对：文字的实际内容可能与看到的不同。",
    },
  },
  TEXT_BROKEN: { message: { en: "The text holds half a character", zh: "文本含有残缺的字符" } },
  TEXT_NUL: {
    message: {
      en: "The text holds the character zero, which cannot be stored safely",
      zh: "文本含有零字符，无法安全保存",
    },
  },
  LIST_TOO_LONG: {
    message: { en: "A list has more entries than the record has room for", zh: "列表条目超出数量上限" },
  },
} as const satisfies WordsOf<string>;
