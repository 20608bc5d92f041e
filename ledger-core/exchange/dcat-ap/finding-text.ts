/** The findings in words, in both languages: what is wrong, and what a person can do. */
import {
  CORRECT_FILE,
  describeIn,
  FILE_WORDS,
  JSON_LD_WORDS,
  JSON_WORDS,
  NOTHING_LOST,
  SAVE_AS_UTF8,
  SPLIT_FILE,
  VALUE_WORDS,
} from "#ledger-core/exchange/finding-words.ts";
import type { Pair, WordsOf } from "#ledger-core/exchange/finding-words.ts";
import type { DcatApFindingCode, DcatApRefusal } from "./finding-codes.ts";

const CORRECT_ROW: Pair = {
  en: "This dataset is left out. Have its source correct it and import again; the others are not affected.",
  zh: "本数据集不导入。请来源单位更正后重新导入，其他数据集不受影响。",
};
const PUT_RIGHT: Pair = {
  en: "It is kept as given. An export gives it in the form that DCAT-AP demands, with a note of what it was.",
  zh: "内容按原样保留；导出时按 DCAT-AP 要求的形式写出，并注明原文。",
};

const WORDS: WordsOf<DcatApFindingCode | DcatApRefusal> = {
  ...FILE_WORDS,
  ...JSON_WORDS,
  ...JSON_LD_WORDS,
  ...VALUE_WORDS,
  ROW_TOO_LARGE: {
    message: { en: "More hangs on this dataset than one record may hold", zh: "该数据集的内容超过单条记录的大小上限" },
  },
  VALUE_MISSING: {
    message: { en: "A property that DCAT-AP demands is missing or empty", zh: "缺少 DCAT-AP 要求的属性，或其值为空" },
    warned: {
      en: "Ask the source for it. An export supplies it where it can be said honestly, or leaves the thing without its class.",
      zh: "请向来源单位补问。导出时能如实补出的予以补出，否则不再标明该事物的类别。",
    },
  },
  VALUE_NOT_A_NODE: {
    message: {
      en: "A text stands where DCAT-AP demands a thing of its own",
      zh: "DCAT-AP 要求此处是一个实体，实为文字",
    },
    warned: PUT_RIGHT,
  },
  VALUE_NOT_AN_ADDRESS: {
    message: { en: "DCAT-AP demands an address here", zh: "DCAT-AP 要求此处是地址" },
    warned: PUT_RIGHT,
  },
  VALUE_NOT_A_TEXT: { message: { en: "DCAT-AP demands a text here", zh: "DCAT-AP 要求此处是文字" }, warned: PUT_RIGHT },
  VALUE_DATATYPE: {
    message: { en: "The value has not the datatype that DCAT-AP demands", zh: "值的数据类型不符合 DCAT-AP 的要求" },
    warned: PUT_RIGHT,
  },
  VALUES_TOO_MANY: {
    message: { en: "There are more values than DCAT-AP allows", zh: "值的个数超过 DCAT-AP 允许的数量" },
    warned: PUT_RIGHT,
  },
  FIELD_TOO_LONG: { message: { en: "A value is longer than the record has room for", zh: "内容超出长度上限" } },
  LIST_TOO_LONG: { message: { en: "There are more values than the record has room for", zh: "值的个数超出上限" } },
  IDENTIFIER_MADE: {
    message: { en: "The dataset has neither an address nor an identifier", zh: "该数据集既没有地址也没有标识" },
    warned: {
      en: "One was made of its title: with another title it would be another dataset. Ask the source for identifiers.",
      zh: "已由标题生成标识；标题一改就会被当作另一数据集。请来源单位补上标识。",
    },
  },
  IDENTIFIER_TWICE: { message: { en: "The same identifier was in an earlier dataset", zh: "标识与前面的数据集重复" } },
  ACCESS_UNSTATED: {
    message: { en: "It is not said who may have the data", zh: "未说明谁可以获得数据" },
    warned: {
      en: "It is entered as shared on conditions until its owner says otherwise.",
      zh: "先按有条件共享登记，由数据所有方另行更改。",
    },
  },
  ADDRESS_RELATIVE: {
    message: { en: "The file holds addresses that are not whole", zh: "文件中有不完整的地址" },
    warned: {
      en: "It was read as if the file had been published at https://relative.invalid/. Ask the source for whole addresses.",
      zh: "已按文件发布于 https://relative.invalid/ 读取。请来源单位写全地址。",
    },
  },
  ADDRESS_REPAIRED: {
    message: { en: "An address holds characters that none may hold", zh: "地址中有不允许的字符" },
    warned: {
      en: "These characters are now spelt with percent signs. Ask the source to correct the address.",
      zh: "这些字符已改写成百分号形式。请来源单位更正地址。",
    },
  },
  FILE_ENCODING: {
    message: { en: "The file is not text in the encoding that it names", zh: "文件内容与其注明的编码不符" },
    advice: SAVE_AS_UTF8,
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
  TOO_MANY_STATEMENTS: {
    message: { en: "The file makes more statements than can be read at once", zh: "文件语句超过一次可读取的数量" },
    advice: SPLIT_FILE,
  },
  SHARED_TOO_LARGE: {
    message: {
      en: "The datasets share so much that it cannot be kept with each",
      zh: "数据集共用的内容过大，无法逐个保留",
    },
    advice: SPLIT_FILE,
  },
  REST_TOO_LARGE: {
    message: {
      en: "The file says more beside its datasets than can be kept",
      zh: "文件在数据集之外的内容过多，无法保留",
    },
    advice: {
      en: "Nothing was read. Have its source leave out what is about no dataset, such as whole vocabularies.",
      zh: "未读取任何内容。请来源方删去与数据集无关的内容，例如整部词表。",
    },
  },
  NO_DATASET: {
    message: { en: "The file describes no dataset", zh: "文件没有描述任何数据集" },
    advice: {
      en: "Nothing was read. Choose the file that lists the datasets of a catalogue.",
      zh: "未读取任何内容。请选择列有目录数据集的文件。",
    },
  },
};

/** A finding or refusal of a DCAT-AP file in one language; undefined for a code that is none of its. */
export const describeDcatAp = describeIn(WORDS, { refused: CORRECT_ROW, warning: NOTHING_LOST });
