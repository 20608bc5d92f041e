/** Which datasets there are about a subject, by its kind, and the items that they have in common. */
import type { Item } from "#ledger-core/contract/schema/catalog.ts";
import type { Subject, SubjectKind } from "./city-subjects.ts";
import { readFacets } from "./facet.ts";
import type { Facet } from "./facet.ts";
import { FACET_TABLES } from "./facet-table.ts";
import { amount, code, count, CREDIT_CODE, date, hashed, item, itemCode, REGION, text } from "./item-words.ts";

/** What every dataset about a subject of the kind holds. */
const COMMON: Readonly<Record<SubjectKind, readonly Item[]>> = {
  people: [hashed("人员标识 Person"), code("性别 Sex", "GB/T 2261.1"), REGION],
  organisation: [CREDIT_CODE, text("名称 Name"), REGION],
  place: [text("名称 Name"), text("地址 Address"), REGION],
  permit: [text("持证主体 Holder"), text("许可内容 Scope"), date("有效期至 Valid until")],
  project: [item("项目代码 Project code", "text, 24", "open", "唯一 unique"), text("项目名称 Project"), REGION],
  payment: [hashed("受益人标识 Beneficiary"), amount("金额 Amount"), date("发放日期 Paid on")],
  case: [date("受理日期 Received"), code("办理状态 State"), REGION],
  measure: [item("监测时间 Time", "time", "open"), count("数值 Value"), code("计量单位 Unit", "UCUM")],
  document: [text("标题 Title"), date("发布日期 Issued"), text("主题词 Subject")],
};

/** The datasets about a subject, the most usual first. */
export function facetsOf(kind: SubjectKind): readonly Facet[] {
  return readFacets(FACET_TABLES[kind]);
}

/** All items of a facet: two of the subject's own, those of the kind, and the facet's, which have numbers of their own for each subject. */
export function itemsOf({ kind, zh, en }: Subject, { items }: Facet): readonly Item[] {
  const own = [
    item(`${zh}编号 Number (${en})`, "text, 24", "internal", "唯一 unique"),
    item(`${zh}分类 Class (${en})`, "code", "open"),
  ];
  return [...own, ...COMMON[kind], ...items.map((one) => ({ ...one, code: itemCode(`${zh} ${one.name}`) }))];
}
