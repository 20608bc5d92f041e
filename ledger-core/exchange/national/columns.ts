/** The columns of the national sheet: what each is for, and the headings under which real sheets have it. */
import { plainForm } from "./cells.ts";

/** What a column says. Those that begin with `item` say it of one item in each row; the others of the dataset, once in its rows. */
export type ColumnKind =
  | "serial"
  | "class1"
  | "class2"
  | "class3"
  | "class4"
  | "classification"
  | "title"
  | "code"
  | "publisher"
  | "providerCode"
  | "summary"
  | "format"
  | "itemList"
  | "itemName"
  | "itemCode"
  | "itemType"
  | "itemSensitivity"
  | "itemRule"
  | "sharing"
  | "sharingCondition"
  | "sharingMethod"
  | "legalBasis"
  | "openness"
  | "opennessFlag"
  | "opennessCondition"
  | "updateCycle"
  | "published"
  | "related"
  | "modified"
  | "keywords"
  | "licence";

export type StandardColumn = {
  readonly kind: ColumnKind;
  readonly zh: string;
  readonly en: string;
  /** In characters of a sheet. */
  readonly width: number;
};

/** The sheet as it is written here: the twelve elements in the guide's order, then what the ledger has a field for besides. */
export const STANDARD_COLUMNS: readonly StandardColumn[] = [
  { kind: "class1", zh: "信息资源分类：类", en: "Class", width: 16 },
  { kind: "class2", zh: "信息资源分类：项", en: "Class item", width: 16 },
  { kind: "class3", zh: "信息资源分类：目", en: "Class category", width: 16 },
  { kind: "class4", zh: "信息资源分类：细目", en: "Class subcategory", width: 16 },
  { kind: "title", zh: "信息资源名称", en: "Resource title", width: 28 },
  { kind: "code", zh: "信息资源代码", en: "Resource code", width: 20 },
  { kind: "publisher", zh: "信息资源提供方", en: "Provider", width: 20 },
  { kind: "providerCode", zh: "提供方代码", en: "Provider code", width: 22 },
  { kind: "summary", zh: "信息资源摘要", en: "Summary", width: 40 },
  { kind: "format", zh: "信息资源格式", en: "Format", width: 12 },
  { kind: "itemName", zh: "信息项名称", en: "Item name", width: 18 },
  { kind: "itemCode", zh: "信息项代码", en: "Item code", width: 16 },
  { kind: "itemType", zh: "数据类型", en: "Data type", width: 12 },
  { kind: "itemSensitivity", zh: "敏感级别", en: "Sensitivity", width: 12 },
  { kind: "itemRule", zh: "填写规则", en: "Item rule", width: 20 },
  { kind: "sharing", zh: "共享类型", en: "Sharing type", width: 14 },
  { kind: "sharingCondition", zh: "共享条件", en: "Sharing condition", width: 28 },
  { kind: "sharingMethod", zh: "共享方式", en: "Sharing method", width: 16 },
  { kind: "legalBasis", zh: "不予共享依据", en: "Legal basis", width: 28 },
  { kind: "openness", zh: "开放类型", en: "Openness", width: 14 },
  { kind: "opennessCondition", zh: "开放条件", en: "Openness condition", width: 20 },
  { kind: "updateCycle", zh: "更新周期", en: "Update cycle", width: 12 },
  { kind: "published", zh: "发布日期", en: "Publication date", width: 14 },
  { kind: "related", zh: "关联资源代码", en: "Related codes", width: 20 },
];

/** Columns that are added where a record needs them. */
export const FURTHER_COLUMNS: readonly StandardColumn[] = [
  { kind: "modified", zh: "更新日期", en: "Date modified", width: 14 },
  { kind: "keywords", zh: "关键字", en: "Keywords", width: 20 },
  { kind: "licence", zh: "使用许可", en: "Licence", width: 20 },
];

/** Headings in their plain form: without white space, brackets, stars and numbers. Those of two levels are joined. */
const HEADINGS: Readonly<Record<ColumnKind, string>> = {
  serial: "序号 编号序号 no 行号",
  class1: "类 信息资源分类类 资源分类类 一级分类 一级目录 信息资源分类一级 信息资源类 class",
  class2: "项 信息资源分类项 资源分类项 二级分类 二级目录 信息资源分类二级 信息资源项 classitem",
  class3: "目 信息资源分类目 资源分类目 三级分类 三级目录 信息资源分类三级 信息资源目 classcategory",
  class4: "细目 信息资源分类细目 资源分类细目 四级分类 四级目录 信息资源分类四级 信息资源细目 classsubcategory",
  classification:
    "信息资源分类 资源分类 目录分类 所属分类 信息资源分类名称 政务信息资源分类 数据资源分类 classification",
  title:
    "信息资源名称 资源名称 目录名称 信息资源目录名称 政务信息资源名称 政务数据资源名称 公共数据资源名称 数据资源名称 数据目录名称 数据集名称 名称 resourcetitle title name",
  code: "信息资源代码 信息资源编码 信息资源编号 资源代码 资源编码 资源编号 目录代码 目录编码 目录编号 政务信息资源代码 政务数据资源代码 公共数据资源代码 数据资源代码 数据资源编码 数据目录代码 resourcecode code identifier",
  publisher:
    "信息资源提供方 信息资源提供方名称 资源提供方 资源提供方名称 提供方 提供方名称 数据提供方 信息资源提供单位 信息资源提供部门 资源提供单位 资源提供部门 提供单位 提供部门 数源单位 数源部门 责任部门 责任单位 provider publisher",
  providerCode:
    "信息资源提供方代码 信息资源提供方编码 资源提供方代码 提供方代码 提供方编码 数据提供方代码 提供单位代码 提供部门代码 资源提供部门代码 提供方统一社会信用代码 提供单位统一社会信用代码 统一社会信用代码 providercode",
  summary:
    "信息资源摘要 资源摘要 数据摘要 目录摘要 内容摘要 摘要 信息资源描述 资源描述 数据描述 summary description abstract",
  format:
    "信息资源格式 信息资源格式类型 信息资源格式信息资源格式类型 资源格式 资源格式类型 数据格式 文件格式 格式类型 格式 format",
  itemList: "信息项信息 信息项 数据项 数据项信息 信息项列表 数据项列表 信息项清单 items",
  itemName:
    "信息项名称 信息项信息名称 信息项信息信息项名称 信息项信息信息项 信息项信息中文名称 数据项名称 数据项中文名称 数据项信息名称 信息项中文名称 字段名称 字段中文名称 字段中文名 itemname",
  itemCode:
    "信息项代码 信息项编码 信息项信息代码 信息项英文名称 信息项信息英文名称 数据项代码 数据项编码 数据项英文名称 字段代码 字段编码 字段名 字段英文名称 字段英文名 英文字段名 itemcode",
  itemType:
    "数据类型 信息项数据类型 信息项信息数据类型 信息项信息类型 信息项类型 数据项类型 数据项数据类型 字段类型 datatype itemtype",
  itemSensitivity: "敏感级别 信息项敏感级别 信息项信息敏感级别 敏感程度 数据级别 数据安全级别 安全级别 sensitivity",
  itemRule: "填写规则 信息项规则 信息项信息规则 信息项信息填写规则 校验规则 数据规则 规则 取值范围 值域 itemrule",
  sharing: "共享类型 共享属性 共享属性类型 共享属性共享类型 信息资源共享类型 资源共享类型 共享类别 sharingtype sharing",
  sharingCondition: "共享条件 共享属性条件 共享属性共享条件 资源共享条件 共享条件说明 sharingcondition",
  sharingMethod: "共享方式 共享属性方式 共享属性共享方式 资源共享方式 共享途径 sharingmethod",
  legalBasis:
    "不予共享依据 不予共享的依据 不予共享法律依据 不予共享政策依据 不共享依据 共享属性依据 共享属性不予共享依据 法律依据 法律法规依据 共享依据 legalbasis",
  openness: "开放类型 开放属性 社会开放属性 开放属性类型 开放属性开放类型 开放类别 资源开放类型 openness",
  opennessFlag:
    "是否向社会开放 是否面向社会开放 是否开放 是否社会开放 开放属性是否向社会开放 开放属性是否开放 社会开放属性是否向社会开放",
  opennessCondition: "开放条件 开放属性条件 开放属性开放条件 社会开放条件 社会开放属性开放条件 opennesscondition",
  updateCycle: "更新周期 更新频率 更新频度 信息资源更新周期 资源更新周期 数据更新周期 数据更新频率 updatecycle",
  published:
    "发布日期 发布时间 首次发布日期 首次发布时间 信息资源发布日期 资源发布日期 目录发布日期 publicationdate published",
  related:
    "关联资源代码 关联信息资源代码 关联资源编码 关联信息资源编码 关联目录代码 关联目录编码 关联资源 relatedcodes",
  modified: "更新日期 更新时间 修改日期 最近更新日期 最后更新日期 最近更新时间 最后更新时间 datemodified modified",
  keywords: "关键字 关键词 信息资源关键字 信息资源关键词 资源关键字 标签 keywords",
  licence: "使用许可 许可 授权许可 许可协议 开放许可 licence license",
};

const KIND_OF_HEADING: ReadonlyMap<string, ColumnKind> = new Map(
  STANDARD_COLUMNS.concat(FURTHER_COLUMNS)
    .map(({ kind }) => kind)
    .concat("serial", "classification", "itemList", "opennessFlag")
    .flatMap((kind) => HEADINGS[kind].split(" ").map((heading) => [heading, kind] as const)),
);
const HEADING_CHARACTERS_MAX = 400;

/** The kind of column under a heading; undefined for one that says something the sheet of the guide does not. */
export function columnKind(heading: string): ColumnKind | undefined {
  if (heading.length > HEADING_CHARACTERS_MAX) return undefined;
  const whole = headingForm(heading);
  const without = headingForm(plainForm(heading).replace(/[([【][^()[\]【】]*[)\]】]/g, ""));
  return KIND_OF_HEADING.get(whole) ?? KIND_OF_HEADING.get(without);
}

/** The kind under the headings of two levels: what both say together, else the lower one, else, where that is empty or a translation, the upper one. */
export function columnKindOfLevels(upper: string, lower: string): ColumnKind | undefined {
  if (upper === "") return columnKind(lower);
  if (lower === "") return columnKind(upper);
  const isTranslation = hasHan(upper) && !hasHan(lower);
  const both = columnKind(`${headingForm(upper)}${headingForm(lower)}`) ?? columnKind(lower);
  return isTranslation ? (columnKind(upper) ?? both) : both;
}

export function hasHan(text: string): boolean {
  return /\p{Script=Han}/u.test(text);
}

function headingForm(heading: string): string {
  return plainForm(heading)
    .replace(/[\s:*★☆●#_/\\()[\]【】、.,"'-]+/g, "")
    .replace(/^\d+/, "")
    .toLowerCase();
}
