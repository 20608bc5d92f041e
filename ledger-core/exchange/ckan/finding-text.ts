/** What is found in files of CKAN, in words of both languages; what any catalogue in JSON may have wrong has the words of `data.json`. */
import { ASK_FOR_CONDITION, describeJsonCatalog } from "#ledger-core/exchange/json-rows/shared-words.ts";
import type { CkanFindingCode, CkanRefusal } from "./finding-codes.ts";

const FETCH_PACKAGES = {
  en: "Nothing was read. Fetch the packages themselves: a dump of ckanapi, or an answer of package_search with all rows.",
  zh: "未读取任何内容。请获取数据集本身：用 ckanapi 导出，或取 package_search 返回的全部结果。",
};

/** Words for a refusal of the file or a finding; undefined for a code that is never used here. */
export const describeCkanFinding = describeJsonCatalog<CkanFindingCode | CkanRefusal>({
  NOT_PACKAGES: {
    message: { en: "The file is JSON, but holds no packages of CKAN", zh: "文件是 JSON，但其中没有 CKAN 数据集" },
    advice: FETCH_PACKAGES,
  },
  NAMES_ONLY: {
    message: {
      en: "The file lists the names of packages and says nothing of what is in them",
      zh: "文件只列出数据集名称，没有内容",
    },
    advice: FETCH_PACKAGES,
  },
  ANSWER_FAILED: {
    message: {
      en: "The file is the answer of a site that could not do what it was asked",
      zh: "文件是网站返回的出错应答",
    },
    advice: FETCH_PACKAGES,
  },
  NAME_INVALID: {
    message: {
      en: "The name is not of 2 to 100 small letters, digits, - and _, or is one of the site's own words",
      zh: "名称不符合要求：须为 2 至 100 个小写字母、数字、- 或 _，且不得是网站保留词",
    },
  },
  NAME_TWICE: { message: { en: "The same name was in an earlier row", zh: "名称与前面的行重复" } },
  TITLE_FROM_NAME: {
    message: { en: "There is no title", zh: "没有标题" },
    advice: { en: "The name stands in its place.", zh: "以名称代替标题。" },
  },
  PRIVATE_WITHOUT_OWNER: {
    message: {
      en: "It is private, but belongs to no organisation whose members could see it",
      zh: "标为非公开，却不属于任何机构，无人可以查看",
    },
  },
  STATE_NOT_ACTIVE: {
    message: { en: "It is a draft, or was deleted on its site", zh: "在来源网站上是草稿，或已被删除" },
    advice: {
      en: "This row is left out. A dataset that was deleted there is retired here.",
      zh: "本行不导入。来源网站已删除的数据集在此停用。",
    },
  },
  ACCESS_RIGHTS_IN_WORDS: {
    message: { en: "The access rights are a statement in words", zh: "访问权限是一段文字说明" },
    advice: {
      en: "It is taken as shared on conditions, with the statement as the condition. Make sure that it is.",
      zh: "按有条件共享处理，以该说明为共享条件，请确认。",
    },
  },
  CONDITION_MISSING: {
    message: { en: "Access is restricted, but the conditions are not given", zh: "访问受限，但未写明条件" },
    advice: ASK_FOR_CONDITION,
  },
  EXTRA_TWICE: {
    message: { en: "An additional field occurs twice; the first one counts", zh: "附加字段重复，以第一个为准" },
  },
  MAIL_INVALID: { message: { en: "This is not a mail address", zh: "这不是邮箱地址" } },
  COUNT_DIFFERS: {
    message: {
      en: "The number of resources that the package gives is not the number that it lists",
      zh: "注明的资源数与所列资源数不一致",
    },
    advice: {
      en: "Ask the source whether the file is whole. What is listed is imported.",
      zh: "请向来源单位核实文件是否完整。已列出的资源照常导入。",
    },
  },
  ANSWER_PARTIAL: {
    message: { en: "The answer holds only a part of what the site found", zh: "应答只包含网站检索结果的一部分" },
    advice: {
      en: "Only this part is read. Fetch the answer again with all rows, so that it can be compared with the next one.",
      zh: "只读取这一部分。请重新获取全部结果，以便与下次比对。",
    },
  },
});
