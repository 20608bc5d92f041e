/** The findings in words, in both languages: what is wrong, and what a person can do. */
import type { CatalogFormat, FindingLanguage } from "#ledger-core/exchange/catalog-format.ts";
import { DCAT_AP_FINDINGS, DCAT_AP_REFUSALS } from "./finding-codes.ts";
import type { DcatApFindingCode, DcatApRefusal } from "./finding-codes.ts";

type Pair = Readonly<Record<FindingLanguage, string>>;
type Words = { readonly message: Pair; readonly advice: Pair };

/** A finding or refusal of a DCAT-AP file in one language; undefined for a code that is none of its. */
export const describeDcatAp: CatalogFormat["describeFinding"] = ({ code, severity }, language) => {
  const finding = DCAT_AP_FINDINGS.find((known) => known === code);
  if (finding !== undefined) {
    const advice = severity === "refused" ? CORRECT_ROW : (ADVICE[finding] ?? NOTHING_LOST);
    return { message: FINDINGS[finding][language], advice: advice[language] };
  }
  const refusal = DCAT_AP_REFUSALS.find((known) => known === code);
  if (refusal === undefined) return undefined;
  return { message: REFUSALS[refusal].message[language], advice: REFUSALS[refusal].advice[language] };
};

const CORRECT_ROW: Pair = {
  en: "This dataset is left out. Have its source correct it and import again; the others are not affected.",
  zh: "本数据集不导入。请来源单位更正后重新导入，其他数据集不受影响。",
};
const NOTHING_LOST: Pair = {
  en: "It is kept exactly as given. Nothing needs to be done, but look at it before you sign.",
  zh: "内容按原样保留，无需处理，签署前请过目。",
};
const PUT_RIGHT: Pair = {
  en: "It is kept as given. An export gives it in the form that DCAT-AP demands, with a note of what it was.",
  zh: "内容按原样保留；导出时按 DCAT-AP 要求的形式写出，并注明原文。",
};

/** What to do about a warning, where looking is not enough. */
const ADVICE: Readonly<Partial<Record<DcatApFindingCode, Pair>>> = {
  VALUE_MISSING: {
    en: "Ask the source for it. An export supplies it where it can be said honestly, or leaves the thing without its class.",
    zh: "请向来源单位补问。导出时能如实补出的予以补出，否则不再标明该事物的类别。",
  },
  VALUE_NOT_A_NODE: PUT_RIGHT,
  VALUE_NOT_AN_ADDRESS: PUT_RIGHT,
  VALUE_NOT_A_TEXT: PUT_RIGHT,
  VALUE_DATATYPE: PUT_RIGHT,
  VALUES_TOO_MANY: PUT_RIGHT,
  TEXT_SHORTENED: {
    en: "The record shows its beginning; the whole text is kept and exported.",
    zh: "记录只显示开头，全文照样保留并可导出。",
  },
  IDENTIFIER_MADE: {
    en: "One was made of its title: with another title it would be another dataset. Ask the source for identifiers.",
    zh: "已由标题生成标识；标题一改就会被当作另一数据集。请来源单位补上标识。",
  },
  ACCESS_UNSTATED: {
    en: "It is entered as shared on conditions until its owner says otherwise.",
    zh: "先按有条件共享登记，由数据所有方另行更改。",
  },
  DATE_INVALID: {
    en: "The record has no date of this kind; the text is kept. Ask the source to correct it.",
    zh: "记录中不填这一日期，原文保留。请来源单位更正。",
  },
  DATE_IMPLAUSIBLE: {
    en: "The record has no date of this kind; the text is kept. Ask the source to correct the year.",
    zh: "记录中不填这一日期，原文保留。请来源单位更正年份。",
  },
  DATE_NOT_A_DAY: {
    en: "The record has no date of this kind; the text is kept.",
    zh: "记录中不填这一日期，原文保留。",
  },
  URL_INVALID: { en: "It is shown as text and cannot be clicked.", zh: "只作为文字显示，不能点击。" },
  ADDRESS_RELATIVE: {
    en: "It was read as if the file had been published at https://relative.invalid/. Ask the source for whole addresses.",
    zh: "已按文件发布于 https://relative.invalid/ 读取。请来源单位写全地址。",
  },
  ADDRESS_REPAIRED: {
    en: "These characters are now spelt with percent signs. Ask the source to correct the address.",
    zh: "这些字符已改写成百分号形式。请来源单位更正地址。",
  },
  HTML_MARKUP: {
    en: "The marks are shown as text; none of them takes effect.",
    zh: "标记按文字显示，不会生效。",
  },
  HIDDEN_CHARACTER: {
    en: "Read the text with care: it may say something else than it seems to.",
    zh: "请仔细核对：文字的实际内容可能与看到的不同。",
  },
  FINDINGS_CUT: {
    en: "Correct what is listed and import again to see the rest. Datasets that are refused are always listed.",
    zh: "请先处理已列出的问题，再次导入即可看到其余部分。不导入的数据集始终全部列出。",
  },
};

const FINDINGS: Readonly<Record<DcatApFindingCode, Pair>> = {
  ROW_TOO_LARGE: {
    en: "More hangs on this dataset than one record may hold",
    zh: "该数据集的内容超过单条记录的大小上限",
  },
  VALUE_MISSING: {
    en: "A property that DCAT-AP demands is missing or empty",
    zh: "缺少 DCAT-AP 要求的属性，或其值为空",
  },
  VALUE_NOT_A_NODE: {
    en: "A text stands where DCAT-AP demands a thing of its own",
    zh: "DCAT-AP 要求此处是一个实体，实为文字",
  },
  VALUE_NOT_AN_ADDRESS: { en: "DCAT-AP demands an address here", zh: "DCAT-AP 要求此处是地址" },
  VALUE_NOT_A_TEXT: { en: "DCAT-AP demands a text here", zh: "DCAT-AP 要求此处是文字" },
  VALUE_DATATYPE: {
    en: "The value has not the datatype that DCAT-AP demands",
    zh: "值的数据类型不符合 DCAT-AP 的要求",
  },
  VALUES_TOO_MANY: { en: "There are more values than DCAT-AP allows", zh: "值的个数超过 DCAT-AP 允许的数量" },
  FIELD_TOO_LONG: { en: "A value is longer than the record has room for", zh: "内容超出长度上限" },
  LIST_TOO_LONG: { en: "There are more values than the record has room for", zh: "值的个数超出上限" },
  TEXT_SHORTENED: { en: "A long text was shortened in the record", zh: "长文本在记录中被截短" },
  IDENTIFIER_MADE: { en: "The dataset has neither an address nor an identifier", zh: "该数据集既没有地址也没有标识" },
  IDENTIFIER_TWICE: { en: "The same identifier was in an earlier dataset", zh: "标识与前面的数据集重复" },
  ACCESS_UNSTATED: { en: "It is not said who may have the data", zh: "未说明谁可以获得数据" },
  DATE_INVALID: { en: "This is not a date", zh: "这不是日期" },
  DATE_IMPLAUSIBLE: { en: "The year cannot be right", zh: "年份不合常理" },
  DATE_NOT_A_DAY: { en: "A year or month, but no day", zh: "只有年或月，没有具体日期" },
  URL_INVALID: { en: "This is not a web address", zh: "这不是网址" },
  ADDRESS_RELATIVE: { en: "The file holds addresses that are not whole", zh: "文件中有不完整的地址" },
  ADDRESS_REPAIRED: { en: "An address holds characters that none may hold", zh: "地址中有不允许的字符" },
  HTML_MARKUP: { en: "The text holds HTML marks", zh: "文本含有 HTML 标记" },
  HIDDEN_CHARACTER: { en: "The text holds a character that cannot be seen", zh: "文本含有看不见的字符" },
  TEXT_NUL: {
    en: "The text holds the character zero, which cannot be stored safely",
    zh: "文本含有零字符，无法安全保存",
  },
  FINDINGS_CUT: { en: "There are more warnings than are listed here", zh: "警告过多，此处未全部列出" },
};

const ASK_FOR_FILE: Pair = {
  en: "Nothing was read. Ask the source for the file again.",
  zh: "未读取任何内容。请向来源单位重新索取文件。",
};
const CORRECT_FILE: Pair = {
  en: "Nothing was read. Have the source correct the file at this place.",
  zh: "未读取任何内容。请来源单位更正文件中的这一处。",
};
const SAVE_AS_UTF8: Pair = {
  en: "Nothing was read. Save the file as UTF-8 and import it again.",
  zh: "未读取任何内容。请将文件另存为 UTF-8 编码后重新导入。",
};
const SPLIT_FILE: Pair = {
  en: "Nothing was read. Ask the source for the catalogue in several files.",
  zh: "未读取任何内容。请来源单位把目录分成几个文件。",
};

const REFUSALS: Readonly<Record<DcatApRefusal, Words>> = {
  FILE_EMPTY: { message: { en: "The file is empty", zh: "文件是空的" }, advice: ASK_FOR_FILE },
  FILE_TOO_LARGE: {
    message: { en: "The file is larger than can be read at once", zh: "文件超过一次可读取的大小" },
    advice: SPLIT_FILE,
  },
  FILE_UTF16: { message: { en: "The file is in UTF-16", zh: "文件采用 UTF-16 编码" }, advice: SAVE_AS_UTF8 },
  FILE_NOT_UTF8: { message: { en: "The file is not text in UTF-8", zh: "文件不是 UTF-8 文本" }, advice: SAVE_AS_UTF8 },
  FILE_ENCODING: {
    message: { en: "The file is not text in the encoding that it names", zh: "文件内容与其注明的编码不符" },
    advice: SAVE_AS_UTF8,
  },
  FILE_CUT_SHORT: {
    message: { en: "The file ends in the middle: it was cut short", zh: "文件不完整，中途截断" },
    advice: ASK_FOR_FILE,
  },
  TURTLE_SYNTAX: {
    message: { en: "The file stops being Turtle at this line", zh: "文件自此行起不是合法的 Turtle" },
    advice: CORRECT_FILE,
  },
  XML_SYNTAX: {
    message: { en: "The file stops being XML at this line", zh: "文件自此行起不是合法的 XML" },
    advice: CORRECT_FILE,
  },
  XML_DOCTYPE: {
    message: { en: "The file declares a document type or entities at this line", zh: "文件在此行声明了文档类型或实体" },
    advice: {
      en: "Nothing was read: such declarations can make a small file endless. Ask the source for the file without them.",
      zh: "未读取任何内容：此类声明可使小文件无限膨胀。请来源单位提供不含声明的文件。",
    },
  },
  RDF_XML_SYNTAX: {
    message: { en: "The file is XML, but not RDF/XML", zh: "文件是 XML，但不是合法的 RDF/XML" },
    advice: CORRECT_FILE,
  },
  JSON_SYNTAX: {
    message: { en: "The file stops being JSON at this line and column", zh: "文件自此行此列起不是合法的 JSON" },
    advice: CORRECT_FILE,
  },
  JSON_CUT_SHORT: {
    message: { en: "The file ends in the middle: it was cut short", zh: "文件不完整，中途截断" },
    advice: ASK_FOR_FILE,
  },
  JSON_KEY_TWICE: {
    message: { en: "A key occurs twice, so that one of the values would be lost", zh: "键重复，会丢失其中一个值" },
    advice: CORRECT_FILE,
  },
  JSON_VALUE_LOST: {
    message: { en: "A value cannot be kept as given", zh: "有一个值无法按原样保留" },
    advice: CORRECT_FILE,
  },
  JSON_LD_SYNTAX: {
    message: { en: "The file is JSON, but not JSON-LD", zh: "文件是 JSON，但不是合法的 JSON-LD" },
    advice: CORRECT_FILE,
  },
  CONTEXT_REMOTE: {
    message: { en: "The meaning of the file's words lies at this address", zh: "文件用语的含义存放在此地址" },
    advice: {
      en: "Nothing was read: nothing is fetched. Ask the source for the file with its context inside.",
      zh: "未读取任何内容：不从网上取任何东西。请来源单位将上下文写入文件。",
    },
  },
  STATEMENT_QUOTED: {
    message: { en: "The file holds statements in the place of things", zh: "文件中以语句代替实体" },
    advice: {
      en: "Nothing was read. DCAT-AP has no such form; ask the source for plain statements.",
      zh: "未读取任何内容。DCAT-AP 没有这种写法，请来源单位改用普通语句。",
    },
  },
  TOO_DEEP: {
    message: { en: "The file is nested deeper than any catalogue", zh: "文件嵌套过深，不像目录文件" },
    advice: CORRECT_FILE,
  },
  TOO_MANY_VALUES: {
    message: { en: "The file holds more values than can be read at once", zh: "文件内容超过一次可读取的数量" },
    advice: SPLIT_FILE,
  },
  TOO_MANY_FAULTS: {
    message: { en: "The file has so many faults that it is not worth reading", zh: "文件错误过多，无法读取" },
    advice: ASK_FOR_FILE,
  },
  TOO_MANY_STATEMENTS: {
    message: { en: "The file makes more statements than can be read at once", zh: "文件语句超过一次可读取的数量" },
    advice: SPLIT_FILE,
  },
  TOO_MANY_ROWS: {
    message: { en: "The file lists more datasets than can be read at once", zh: "文件所列数据集超过一次可读取的数量" },
    advice: SPLIT_FILE,
  },
  SHARED_TOO_LARGE: {
    message: {
      en: "The datasets share so much that it cannot be kept with each",
      zh: "数据集共用的内容过大，无法逐个保留",
    },
    advice: SPLIT_FILE,
  },
  NO_DATASET: {
    message: { en: "The file describes no dataset", zh: "文件没有描述任何数据集" },
    advice: {
      en: "Nothing was read. Choose the file that lists the datasets of a catalogue.",
      zh: "未读取任何内容。请选择列有目录数据集的文件。",
    },
  },
};
