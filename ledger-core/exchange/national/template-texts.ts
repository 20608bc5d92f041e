/** What the template says to the person who fills it in. */
import { CYCLE_WORDS, OPENNESS_WORDS, SENSITIVITY_WORDS, SHARING_WORDS } from "./words.ts";

export const INSTRUCTIONS_NAME = "填写说明";

const orList = (words: readonly string[]): string => words.join(" / ");

/** Column, what to write in Chinese, and the same in English. */
export const INSTRUCTIONS: readonly (readonly string[])[] = [
  ["政务信息资源目录填写说明", "", "How to fill in the catalogue of government information resources"],
  ["栏目 Column", "填写要求", "What to write"],
  [
    "总则 In general",
    "从表头下一行开始填写。一个信息资源有多个信息项时，每个信息项占一行，各行重复填写名称和代码，其余栏目只填第一行。",
    "Begin in the row below the header. Where a resource has several items, each item has a row of its own: repeat title and code in each, and fill in the other columns in the first row only.",
  ],
  [
    "示例行 Example rows",
    "代码以“示例”开头的行不会导入，可以删除。",
    "Rows whose code begins with 示例 are not imported; you may delete them.",
  ],
  [
    "信息资源分类 Class",
    "按类、项、目、细目逐级填写名称，如：部门信息资源、教育局、基础教育、学校。没有细目可不填。",
    "Names of class, item, category and subcategory, one column each. The last one may be left empty.",
  ],
  [
    "信息资源代码 Code",
    "1 位类、2 位项、3 位目、细目（位数不限），再加顺序号，如：307001000001。每个信息资源的代码不得重复；单元格请保持文本格式，避免末尾数字丢失。",
    "One digit for the class, two for the item, three for the category, any number for the subcategory, then a sequence number. No two resources have one code. Leave the cells formatted as text, or digits are lost.",
  ],
  [
    "提供方代码 Provider code",
    "提供单位的 18 位统一社会信用代码。",
    "The provider's Unified Social Credit Code of 18 characters.",
  ],
  ["敏感级别 Sensitivity", orList(Object.values(SENSITIVITY_WORDS)), "Open / internal / sensitive / personal data"],
  ["共享类型 Sharing type", orList(Object.values(SHARING_WORDS)), "Unconditional / conditional / not shared"],
  [
    "共享条件 Sharing condition",
    "有条件共享的，写明条件和范围；不予共享的，在“不予共享依据”栏写明法律、法规或政策依据。",
    "For conditional sharing, the conditions and for whom. For what is not shared, the law that forbids it goes into the column of the legal basis.",
  ],
  ["开放类型 Openness", orList(Object.values(OPENNESS_WORDS)), "Open / on conditions / not open"],
  [
    "更新周期 Update cycle",
    orList(CYCLE_WORDS),
    "Real time / day / week / month / quarter / half-year / year / irregular / other",
  ],
  ["发布日期 Publication date", "年-月-日，如：2026-03-01。", "Year-month-day, such as 2026-03-01."],
  [
    "关联资源代码 Related codes",
    "多个代码之间用分号隔开。没有可不填。",
    "Several codes are divided by semicolons. May be left empty.",
  ],
  [
    "其他栏目 Other columns",
    "可在右侧增加栏目，内容会原样保留并在导出时原样写出。",
    "You may add columns on the right: they are kept as they are and written again on export.",
  ],
];

/** True if the rows of a sheet are the instructions, so that they need not be kept. */
export function isInstructions(rows: readonly (readonly string[])[]): boolean {
  if (rows.length !== INSTRUCTIONS.length) return false;
  return INSTRUCTIONS.every((row, i) => row.every((text, column) => (rows[i]?.[column] ?? "") === text));
}

/** The code of the rows that show how it is done. */
export const EXAMPLE_CODE = "示例";
