/** The findings in words, in both languages: what is wrong, and what a person can do. Place and term (`path`, `value`) are shown beside them. */
import type { FindingLanguage, FindingText } from "#ledger-core/exchange/catalog-format.ts";
import type { OdrlFindingCode, OdrlRefusalCode } from "./findings.ts";

type Pair = Readonly<Record<FindingLanguage, string>>;

/** A finding of a policy in one language. */
export function describeOdrlFinding(
  finding: { readonly code: OdrlFindingCode; readonly severity: "refused" | "warning" },
  language: FindingLanguage,
): FindingText {
  const advice = finding.severity === "refused" ? REFUSED : (ADVICE[finding.code] ?? LEFT_OUT);
  return { message: FINDINGS[finding.code][language], advice: advice[language] };
}

/** Why a document was refused, in one language. */
export function describeOdrlRefusal(code: OdrlRefusalCode, language: FindingLanguage): FindingText {
  return { message: REFUSALS[code].message[language], advice: REFUSALS[code].advice[language] };
}

const REFUSED: Pair = {
  en: "This policy is not taken in; what it does not permit stays forbidden. Have its author say it otherwise, or write the terms here.",
  zh: "本策略不予采用，未允许的一律仍不允许。请作者换一种写法，或在此另写使用条款。",
};
const LEFT_OUT: Pair = {
  en: "To be safe, a permission with it is left out, and a prohibition with it forbids more than it says. Compare the terms with the document before you sign.",
  zh: "为稳妥起见，含此项的许可不采用，含此项的禁止按更宽的范围执行。签署前请将条款与原文核对。",
};
/** What to do about a warning, where a rule was not left out or taken further. */
const ADVICE: Readonly<Partial<Record<OdrlFindingCode, Pair>>> = {
  CONFLICT_UNSTATED: {
    en: "A prohibition that applies always wins here. Look at the terms before you sign.",
    zh: "在此凡适用的禁止一律优先，签署前请过目。",
  },
  TIME_WITHOUT_ZONE: {
    en: "It was read as the city's time. Make sure that this is meant.",
    zh: "已按本市时间读取，请确认无误。",
  },
  DATE_WHOLE_DAY: {
    en: "It was read as the whole of that day, from midnight to midnight.",
    zh: "已按当日零时至二十四时读取。",
  },
  TIME_ROUNDED: {
    en: "The ledger counts whole seconds; the fraction was cut.",
    zh: "账本按整秒计时，秒以下部分已舍去。",
  },
  TIME_IMPLAUSIBLE: {
    en: "It was taken as it stands. Make sure that the year is meant.",
    zh: "已按原样采用，请确认年份无误。",
  },
  ACTION_BEYOND_LEDGER: {
    en: "The ledger never permits it. A permission says less without it, a prohibition nothing less.",
    zh: "账本从不允许该行为：许可因此范围变小，禁止则不受影响。",
  },
  FINDINGS_CUT: {
    en: "Correct what is listed and read the document again to see the rest. Policies that are refused are always listed.",
    zh: "请先处理已列出的问题，再次读取即可看到其余部分。不采用的策略始终全部列出。",
  },
};

const FINDINGS: Readonly<Record<OdrlFindingCode, Pair>> = {
  PROFILE_UNKNOWN: {
    en: "The policy follows a profile whose meaning is not known here",
    zh: "策略遵循的扩展规范在此无法理解",
  },
  CONFLICT_UNSUPPORTED: {
    en: "Where its rules contradict each other, the policy does not let the prohibition win",
    zh: "规则相互矛盾时，该策略不是禁止优先",
  },
  PARENT_MISSING: {
    en: "The policy inherits from another one, which is not in the document",
    zh: "策略继承自另一策略，而文件中没有后者",
  },
  OBLIGATION: {
    en: "The policy holds an obligation of its own; the ledger knows duties only as part of a permission",
    zh: "策略含有独立的义务；账本只支持附于许可的义务",
  },
  POLICY_TERM_UNKNOWN: { en: "The policy holds a term that is not understood", zh: "策略中有无法理解的用语" },
  NOTHING_PERMITTED: {
    en: "Nothing is left that the policy permits on the ledger",
    zh: "策略在账本上没有可允许的内容",
  },
  TOO_MANY_TARGETS: {
    en: "The policy is about more datasets than can be read at once",
    zh: "策略涉及的数据集超过一次可读取的数量",
  },
  TOO_MANY_RULES: {
    en: "The policy comes to more rules than one offer has room for",
    zh: "策略展开后的规则超出一份要约的容量",
  },
  PARTY_UNKNOWN: {
    en: "A party is not named by its Unified Social Credit Code, so nobody knows which department is meant",
    zh: "当事方未以统一社会信用代码标明，无法确定是哪个部门",
  },
  RULE_TERM_UNKNOWN: { en: "A rule holds a term that is not understood", zh: "规则中有无法理解的用语" },
  ACTION_MISSING: { en: "A rule names no action", zh: "规则没有写明行为" },
  ACTION_UNKNOWN: { en: "An action is in no vocabulary that is known here", zh: "行为不在已知词汇表中" },
  ACTION_REFINED: {
    en: "One of several actions of a rule is limited on its own",
    zh: "规则列有多项行为，其中一项另有限定",
  },
  PARTY_REFINED: { en: "A rule is for some members of a group only", zh: "规则只针对群体中的部分成员" },
  TARGET_REFINED: {
    en: "A rule is about part of a dataset or collection only",
    zh: "规则只针对数据集或集合中的一部分",
  },
  OPERAND_UNKNOWN: {
    en: "A limit is about something that the ledger does not observe",
    zh: "限制条件所涉事项账本无法观测",
  },
  OPERATOR_UNKNOWN: { en: "A limit uses a comparison that is not known here", zh: "限制条件使用了未知的比较方式" },
  OPERATOR_UNFIT: {
    en: "A limit compares words as if they were numbers",
    zh: "限制条件把词语当作数值比较",
  },
  VALUE_MISSING: { en: "A limit has no value to compare with", zh: "限制条件缺少比较值" },
  VALUE_TYPE: {
    en: "The value of a limit is not a whole number or a time since 1970, as it must be",
    zh: "限制条件的值应为整数或 1970 年以后的时间",
  },
  VALUE_UNKNOWN: {
    en: "The value of a limit is no department, purpose or area that is known here",
    zh: "限制条件的值不是已知的部门、用途或地域",
  },
  VALUES_TOO_MANY: {
    en: "A limit has more values than its comparison takes",
    zh: "限制条件的值多于该比较方式所允许的数量",
  },
  CONSTRAINT_TERM_UNKNOWN: { en: "A limit holds a term that is not understood", zh: "限制条件中有无法理解的用语" },
  CONSTRAINT_CYCLE: {
    en: "A group of limits contains itself, or is nested too deep",
    zh: "限制条件组包含自身，或嵌套过深",
  },
  XONE_NESTED: {
    en: "Of limits of which exactly one must hold, one is a group itself, or there are too many",
    zh: "“恰好一项成立”的条件中含有条件组，或条件过多",
  },
  CONSTRAINTS_TOO_MANY: {
    en: "A rule has more limits or duties than the ledger has room for",
    zh: "规则的限制条件或义务超出账本容量",
  },
  DUTY_UNKNOWN: {
    en: "A duty is none of inform, delete, attribute, obtain consent",
    zh: "义务不属于告知、删除、注明来源、取得同意之一",
  },
  DUTY_LIMITED: {
    en: "A duty has a limit other than a number of days within which it is owed",
    zh: "义务附有履行天数以外的限定",
  },
  CONFLICT_UNSTATED: {
    en: "The policy permits and forbids, and does not say what wins where both apply",
    zh: "策略既有许可又有禁止，但未写明两者冲突时何者优先",
  },
  ACTION_BEYOND_LEDGER: {
    en: "An action is none of those that the ledger records",
    zh: "该行为不在账本登记的行为之列",
  },
  ACTION_PART_UNKNOWN: {
    en: "An action is a part of one that the ledger records, and cannot be told from the rest",
    zh: "该行为是账本所登记行为的一部分，无法单独区分",
  },
  TIME_WITHOUT_ZONE: { en: "A time does not say in which zone", zh: "时间未注明时区" },
  DATE_WHOLE_DAY: { en: "A limit names a day without a time", zh: "限制条件只写日期，没有时刻" },
  TIME_ROUNDED: { en: "A time has a fraction of a second", zh: "时间精确到秒以下" },
  TIME_IMPLAUSIBLE: { en: "The year cannot be right", zh: "年份不合常理" },
  FINDINGS_CUT: { en: "There are more warnings than are listed here", zh: "警告过多，此处未全部列出" },
};

type Words = { readonly message: Pair; readonly advice: Pair };

const ASK_FOR_FILE: Pair = {
  en: "Nothing was read. Ask the author for the document again.",
  zh: "未读取任何内容。请向作者重新索取文件。",
};
const CORRECT_FILE: Pair = {
  en: "Nothing was read. Have the author correct the document at this place.",
  zh: "未读取任何内容。请作者更正文件中的这一处。",
};
const OTHER_FORM: Pair = {
  en: "Nothing was read. Ask for the document as Turtle or JSON-LD in UTF-8.",
  zh: "未读取任何内容。请索取 UTF-8 编码的 Turtle 或 JSON-LD 文件。",
};
const SMALLER_FILE: Pair = {
  en: "Nothing was read. Ask for the policies in several documents.",
  zh: "未读取任何内容。请把策略分成几个文件。",
};

const REFUSALS: Readonly<Record<OdrlRefusalCode, Words>> = {
  FILE_EMPTY: { message: { en: "The document is empty", zh: "文件是空的" }, advice: ASK_FOR_FILE },
  FILE_TOO_LARGE: {
    message: { en: "The document is larger than can be read at once", zh: "文件超过一次可读取的大小" },
    advice: SMALLER_FILE,
  },
  FILE_UTF16: { message: { en: "The document is in UTF-16", zh: "文件采用 UTF-16 编码" }, advice: OTHER_FORM },
  FILE_NOT_UTF8: {
    message: { en: "The document is not text in UTF-8", zh: "文件不是 UTF-8 文本" },
    advice: OTHER_FORM,
  },
  FILE_XML: {
    message: { en: "The document is XML, which is not read as a policy", zh: "文件是 XML，不能作为策略读取" },
    advice: OTHER_FORM,
  },
  JSON_SYNTAX: {
    message: { en: "The document stops being JSON at this line and column", zh: "文件自此行此列起不是合法的 JSON" },
    advice: CORRECT_FILE,
  },
  JSON_CUT_SHORT: {
    message: { en: "The document ends in the middle: it was cut short", zh: "文件不完整，中途截断" },
    advice: ASK_FOR_FILE,
  },
  TOO_DEEP: {
    message: { en: "The document is nested deeper than any policy", zh: "文件嵌套过深，不像策略文件" },
    advice: CORRECT_FILE,
  },
  TOO_MANY_VALUES: {
    message: { en: "The document holds more values than can be read at once", zh: "文件内容超过一次可读取的数量" },
    advice: SMALLER_FILE,
  },
  TOO_MANY_FAULTS: {
    message: { en: "The document has so many faults that it is not worth reading", zh: "文件错误过多，无法读取" },
    advice: ASK_FOR_FILE,
  },
  TURTLE_SYNTAX: {
    message: { en: "The document is not Turtle", zh: "文件不是合法的 Turtle" },
    advice: CORRECT_FILE,
  },
  JSONLD_SYNTAX: {
    message: { en: "The document is JSON, but not JSON-LD", zh: "文件是 JSON，但不是合法的 JSON-LD" },
    advice: CORRECT_FILE,
  },
  CONTEXT_UNKNOWN: {
    message: {
      en: "The document takes its words from an address that is not known here; nothing is fetched",
      zh: "文件所用词汇来自未知网址；系统不会联网获取",
    },
    advice: {
      en: "Nothing was read. Ask for the document with its words in it, or with the context of ODRL alone.",
      zh: "未读取任何内容。请作者把词汇定义写入文件，或只使用 ODRL 的标准上下文。",
    },
  },
  CONTEXT_MISSING: {
    message: { en: "The document does not say which vocabulary its words are of", zh: "文件未注明词汇出处" },
    advice: {
      en: `Nothing was read. Ask for the document with "@context": "http://www.w3.org/ns/odrl.jsonld".`,
      zh: `未读取任何内容。请作者加上 "@context": "http://www.w3.org/ns/odrl.jsonld"。`,
    },
  },
  KEY_UNKNOWN: {
    message: {
      en: "A key is no word of the vocabulary; left out, it could leave out a limit",
      zh: "有一个键不在词汇表中；若忽略，可能漏掉限制条件",
    },
    advice: CORRECT_FILE,
  },
  KEY_TWICE: {
    message: {
      en: "A key stands twice in one object, so that one of the values would be lost",
      zh: "同一对象中键重复，会丢失其中一个值",
    },
    advice: CORRECT_FILE,
  },
  NO_POLICY: {
    message: { en: "The document holds no ODRL policy", zh: "文件中没有 ODRL 策略" },
    advice: {
      en: "Nothing was read. Choose a document with an odrl:Set, odrl:Offer or odrl:Agreement.",
      zh: "未读取任何内容。请选择含有 odrl:Set、odrl:Offer 或 odrl:Agreement 的文件。",
    },
  },
  TOO_MANY_POLICIES: {
    message: {
      en: "The document holds more policies than can be read at once",
      zh: "文件中的策略超过一次可读取的数量",
    },
    advice: SMALLER_FILE,
  },
};
