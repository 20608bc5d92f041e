import type { Item } from "#ledger-core/contract/schema/catalog.ts";

const personal = [
  /身份证|证件号|护照号|姓名|手机|电话|联系方式|住址|户籍地|家庭地址|出生日期|出生年月|银行卡|银行账[户号]|民族|邮箱|微信号|车牌号/u,
  /\b(?:id (?:card|number)|identity (?:card|number)|passport|full name|first name|last name|surname|given name|person name)\b/iu,
  /\b(?:phone|mobile|telephone|e[- ]?mail|home address|residence|date of birth|birth ?(?:date|day)|bank (?:card|account)|licen[cs]e plate)\b/iu,
];
const sensitive = [
  /病(?!虫)|诊断|收入|工资|残疾|犯罪|处罚|(?<!社会)信用/u,
  /\b(?:diagnosis|disease|income|salary|disability|criminal)\b/iu,
];

/** What a column's name suggests of its sensitivity; the person sees it and may change it. Names with `_` are read as words. */
export function sensitivityOfName(name: string): Item["sensitivity"] {
  const words = name.replaceAll(/[_.]+/gu, " ").replaceAll(/(?<=[a-z])(?=[A-Z])/gu, " ");
  if (personal.some((pattern) => pattern.test(words))) return "personal";
  return sensitive.some((pattern) => pattern.test(words)) ? "sensitive" : "internal";
}
