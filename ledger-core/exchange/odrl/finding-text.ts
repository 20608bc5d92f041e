/** The findings in words, in both languages: what is wrong, and what a person can do. Place and term (`path`, `value`) are shown beside them. */
import type { FindingLanguage, FindingText } from "#ledger-core/exchange/catalog-format.ts";
import {
  CORRECT_FILE,
  FILE_WORDS,
  JSON_LD_WORDS,
  JSON_WORDS,
  say,
  SPLIT_FILE,
} from "#ledger-core/exchange/finding-words.ts";
import type { OrdinaryAdvice, Pair, WordsOf } from "#ledger-core/exchange/finding-words.ts";
import type { OdrlFindingCode, OdrlRefusalCode } from "./findings.ts";

/** A finding of a policy in one language. */
export function describeOdrlFinding(
  finding: { readonly code: OdrlFindingCode; readonly severity: "refused" | "warning" },
  language: FindingLanguage,
): FindingText {
  return say(FINDINGS[finding.code], finding.severity, ORDINARY, language);
}

/** Why a document was refused, in one language. */
export function describeOdrlRefusal(code: OdrlRefusalCode, language: FindingLanguage): FindingText {
  return say(REFUSALS[code], "refused", ORDINARY, language);
}

const ORDINARY: OrdinaryAdvice = {
  refused: {
    en: "This policy is not taken in; what it does not permit stays forbidden. Have its author say it otherwise, or write the terms here.",
    zh: "本策略不予采用，未允许的一律仍不允许。请作者换一种写法，或在此另写使用条款。",
  },
  warning: {
    en: "To be safe, a permission with it is left out, and a prohibition with it forbids more than it says. Compare the terms with the document before you sign.",
    zh: "为稳妥起见，含此项的许可不采用，含此项的禁止按更宽的范围执行。签署前请将条款与原文核对。",
  },
};

const FINDINGS: WordsOf<OdrlFindingCode> = {
  ...FILE_WORDS,
  PROFILE_UNKNOWN: {
    message: {
      en: "The policy follows a profile whose meaning is not known here",
      zh: "策略遵循的扩展规范在此无法理解",
    },
  },
  CONFLICT_UNSUPPORTED: {
    message: {
      en: "Where its rules contradict each other, the policy does not let the prohibition win",
      zh: "规则相互矛盾时，该策略不是禁止优先",
    },
  },
  PARENT_MISSING: {
    message: {
      en: "The policy inherits from another one, which is not in the document",
      zh: "策略继承自另一策略，而文件中没有后者",
    },
  },
  OBLIGATION: {
    message: {
      en: "The policy holds an obligation of its own; the ledger knows duties only as part of a permission",
      zh: "策略含有独立的义务；账本只支持附于许可的义务",
    },
  },
  POLICY_TERM_UNKNOWN: {
    message: { en: "The policy holds a term that is not understood", zh: "策略中有无法理解的用语" },
  },
  NOTHING_PERMITTED: {
    message: { en: "Nothing is left that the policy permits on the ledger", zh: "策略在账本上没有可允许的内容" },
  },
  TOO_MANY_TARGETS: {
    message: {
      en: "The policy is about more datasets than can be read at once",
      zh: "策略涉及的数据集超过一次可读取的数量",
    },
  },
  TOO_MANY_RULES: {
    message: {
      en: "The policy comes to more rules than one offer has room for",
      zh: "策略展开后的规则超出一份要约的容量",
    },
  },
  PARTY_UNKNOWN: {
    message: {
      en: "A party is not named by its Unified Social Credit Code, so nobody knows which department is meant",
      zh: "当事方未以统一社会信用代码标明，无法确定是哪个部门",
    },
  },
  RULE_TERM_UNKNOWN: { message: { en: "A rule holds a term that is not understood", zh: "规则中有无法理解的用语" } },
  ACTION_MISSING: { message: { en: "A rule names no action", zh: "规则没有写明行为" } },
  ACTION_UNKNOWN: { message: { en: "An action is in no vocabulary that is known here", zh: "行为不在已知词汇表中" } },
  ACTION_REFINED: {
    message: { en: "One of several actions of a rule is limited on its own", zh: "规则列有多项行为，其中一项另有限定" },
  },
  PARTY_REFINED: { message: { en: "A rule is for some members of a group only", zh: "规则只针对群体中的部分成员" } },
  TARGET_REFINED: {
    message: { en: "A rule is about part of a dataset or collection only", zh: "规则只针对数据集或集合中的一部分" },
  },
  OPERAND_UNKNOWN: {
    message: { en: "A limit is about something that the ledger does not observe", zh: "限制条件所涉事项账本无法观测" },
  },
  OPERATOR_UNKNOWN: {
    message: { en: "A limit uses a comparison that is not known here", zh: "限制条件使用了未知的比较方式" },
  },
  OPERATOR_UNFIT: {
    message: { en: "A limit compares words as if they were numbers", zh: "限制条件把词语当作数值比较" },
  },
  VALUE_MISSING: { message: { en: "A limit has no value to compare with", zh: "限制条件缺少比较值" } },
  VALUE_TYPE: {
    message: {
      en: "The value of a limit is not a whole number or a time since 1970, as it must be",
      zh: "限制条件的值应为整数或 1970 年以后的时间",
    },
  },
  VALUE_UNKNOWN: {
    message: {
      en: "The value of a limit is no department, purpose or area that is known here",
      zh: "限制条件的值不是已知的部门、用途或地域",
    },
  },
  VALUES_TOO_MANY: {
    message: { en: "A limit has more values than its comparison takes", zh: "限制条件的值多于该比较方式所允许的数量" },
  },
  CONSTRAINT_TERM_UNKNOWN: {
    message: { en: "A limit holds a term that is not understood", zh: "限制条件中有无法理解的用语" },
  },
  CONSTRAINT_CYCLE: {
    message: { en: "A group of limits contains itself, or is nested too deep", zh: "限制条件组包含自身，或嵌套过深" },
  },
  XONE_NESTED: {
    message: {
      en: "Of limits of which exactly one must hold, one is a group itself, or there are too many",
      zh: "“恰好一项成立”的条件中含有条件组，或条件过多",
    },
  },
  CONSTRAINTS_TOO_MANY: {
    message: {
      en: "A rule has more limits or duties than the ledger has room for",
      zh: "规则的限制条件或义务超出账本容量",
    },
  },
  DUTY_UNKNOWN: {
    message: {
      en: "A duty is none of inform, delete, attribute, obtain consent",
      zh: "义务不属于告知、删除、注明来源、取得同意之一",
    },
  },
  DUTY_LIMITED: {
    message: {
      en: "A duty has a limit other than a number of days within which it is owed",
      zh: "义务附有履行天数以外的限定",
    },
  },
  CONFLICT_UNSTATED: {
    message: {
      en: "The policy permits and forbids, and does not say what wins where both apply",
      zh: "策略既有许可又有禁止，但未写明两者冲突时何者优先",
    },
    warned: {
      en: "A prohibition that applies always wins here. Look at the terms before you sign.",
      zh: "在此凡适用的禁止一律优先，签署前请过目。",
    },
  },
  ACTION_BEYOND_LEDGER: {
    message: { en: "An action is none of those that the ledger records", zh: "该行为不在账本登记的行为之列" },
    warned: {
      en: "The ledger never permits it. A permission says less without it, a prohibition nothing less.",
      zh: "账本从不允许该行为：许可因此范围变小，禁止则不受影响。",
    },
  },
  ACTION_PART_UNKNOWN: {
    message: {
      en: "An action is a part of one that the ledger records, and cannot be told from the rest",
      zh: "该行为是账本所登记行为的一部分，无法单独区分",
    },
  },
  TIME_WITHOUT_ZONE: {
    message: { en: "A time does not say in which zone", zh: "时间未注明时区" },
    warned: {
      en: "It was read as the city's time. Make sure that this is meant.",
      zh: "已按本市时间读取，请确认无误。",
    },
  },
  DATE_WHOLE_DAY: {
    message: { en: "A limit names a day without a time", zh: "限制条件只写日期，没有时刻" },
    warned: {
      en: "It was read as the whole of that day, from midnight to midnight.",
      zh: "已按当日零时至二十四时读取。",
    },
  },
  TIME_ROUNDED: {
    message: { en: "A time has a fraction of a second", zh: "时间精确到秒以下" },
    warned: { en: "The ledger counts whole seconds; the fraction was cut.", zh: "账本按整秒计时，秒以下部分已舍去。" },
  },
  TIME_IMPLAUSIBLE: {
    message: { en: "The year cannot be right", zh: "年份不合常理" },
    warned: {
      en: "It was taken as it stands. Make sure that the year is meant.",
      zh: "已按原样采用，请确认年份无误。",
    },
  },
};

const OTHER_FORM: Pair = {
  en: "Nothing was read. Ask for the file as Turtle or JSON-LD in UTF-8.",
  zh: "未读取任何内容。请索取 UTF-8 编码的 Turtle 或 JSON-LD 文件。",
};

const REFUSALS: WordsOf<OdrlRefusalCode> = {
  ...FILE_WORDS,
  ...JSON_WORDS,
  ...JSON_LD_WORDS,
  FILE_XML: {
    message: { en: "The file is XML, which is not read as a policy", zh: "文件是 XML，不能作为策略读取" },
    advice: OTHER_FORM,
  },
  TURTLE_SYNTAX: { message: { en: "The file is not Turtle", zh: "文件不是合法的 Turtle" }, advice: CORRECT_FILE },
  JSONLD_SYNTAX: {
    message: { en: "The file is JSON, but not JSON-LD", zh: "文件是 JSON，但不是合法的 JSON-LD" },
    advice: CORRECT_FILE,
  },
  CONTEXT_UNKNOWN: {
    message: {
      en: "The file takes its words from an address that is not known here; nothing is fetched",
      zh: "文件所用词汇来自未知网址；系统不会联网获取",
    },
    advice: {
      en: "Nothing was read. Ask for the file with its words in it, or with the context of ODRL alone.",
      zh: "未读取任何内容。请作者把词汇定义写入文件，或只使用 ODRL 的标准上下文。",
    },
  },
  CONTEXT_MISSING: {
    message: { en: "The file does not say which vocabulary its words are of", zh: "文件未注明词汇出处" },
    advice: {
      en: `Nothing was read. Ask for the file with "@context": "http://www.w3.org/ns/odrl.jsonld".`,
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
    message: { en: "The file holds no ODRL policy", zh: "文件中没有 ODRL 策略" },
    advice: {
      en: "Nothing was read. Choose a file with an odrl:Set, odrl:Offer or odrl:Agreement.",
      zh: "未读取任何内容。请选择含有 odrl:Set、odrl:Offer 或 odrl:Agreement 的文件。",
    },
  },
  TOO_MANY_POLICIES: {
    message: { en: "The file holds more policies than can be read at once", zh: "文件中的策略超过一次可读取的数量" },
    advice: SPLIT_FILE,
  },
};
