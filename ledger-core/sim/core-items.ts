/** Items of the datasets that the city begins with, by what their titles speak of. */
import type { Item } from "#ledger-core/contract/schema/catalog.ts";
import { item } from "./item-words.ts";

const ID = item("统一编号 Number", "text, 18", "internal", "唯一 unique");
/** By what a title speaks of; the first that fits. */
const ITEM_POOLS: readonly { readonly words: RegExp; readonly items: readonly Item[] }[] = [
  {
    words: /低保|监测对象|优抚|补贴|资助|残疾/,
    items: [
      item("户号 Household number", "text, 16", "internal", "唯一 unique"),
      item("户主 Head of household", "commitment", "personal", "只存加盐哈希 keyed hash only"),
      item("村代码 Village code", "text, 12", "open", "GB/T 2260, GB/T 10114"),
      item("家庭人口 Household size", "integer", "internal", "1–20"),
      item("月人均收入 Monthly income per head", "amount", "sensitive", "分，不小于 0 fen, 0 or more"),
      item("救助类别 Benefit category", "code", "internal", "4 类 4 values"),
      item("月补助金额 Monthly benefit", "amount", "internal"),
      item("复核日期 Review due", "date", "internal"),
    ],
  },
  {
    words: /企业|登记|许可|备案|纳税|机构|执业|软件|旅行社|养老/,
    items: [
      item("统一社会信用代码 Credit code", "text, 18", "open", "GB 32100"),
      item("名称 Name", "text, 200", "open"),
      item("法定代表人 Legal representative", "commitment", "personal"),
      item("住所 Address", "text, 400", "open"),
      item("状态 Status", "code", "open", "在业、注销、吊销 active, closed, revoked"),
      item("成立日期 Founded", "date", "open"),
    ],
  },
  {
    words: /人口|婚姻|出生|居住|参保|就业|学籍|缴存|健康|签约|公职/,
    items: [
      item("人员标识 Person", "commitment", "personal", "只存加盐哈希 keyed hash only"),
      item("出生年月 Year and month of birth", "text, 7", "sensitive"),
      item("性别 Sex", "code", "internal"),
      item("户籍地代码 Registered place", "text, 12", "internal"),
      item("状态 Status", "code", "internal"),
      item("生效日期 From", "date", "internal"),
    ],
  },
  {
    words: /监测|观测|水位|断面|空气|运营|用电|充电|预警/,
    items: [
      item("站点编号 Station", "text, 20", "open", "唯一 unique"),
      item("时间 Time", "time", "open"),
      item("指标 Measure", "code", "open"),
      item("数值 Value", "integer", "open"),
      item("单位 Unit", "code", "open", "UCUM"),
    ],
  },
];
const OTHER_ITEMS = [
  ID,
  item("名称 Name", "text, 200", "open"),
  item("类别 Class", "code", "open"),
  item("位置 Place", "text, 400", "open"),
  item("更新日期 Updated", "date", "open"),
];

/** The first pool that fits, and two items of the dataset's own; `plain` leaves those out. */
export function coreItems(titleZh: string, titleEn: string, plain: boolean): readonly Item[] {
  const pool = ITEM_POOLS.find(({ words }) => words.test(titleZh))?.items ?? OTHER_ITEMS;
  if (plain) return pool;
  return [
    item(`${titleZh}编号 Number (${titleEn})`, "text, 24", "internal", "唯一 unique"),
    item(`${titleZh}分类 Class (${titleEn})`, "code", "open"),
    ...pool.slice(1),
  ];
}
