/** The demo city's datasets: described by the national profile, with items that fit their subject. */
import type { Description, Item, UsePolicy } from "#ledger-core/contract/schema/catalog.ts";
import { encodeUtf8 } from "#ledger-core/contract/schema/bytes.ts";
import { CITY_DEPARTMENTS } from "./city-departments.ts";
import { Random } from "./random.ts";

/** The register that the demo tells its story with. */
export const STORY_TITLE = "低保家庭信息";

export type CityDataset = {
  readonly owner: string;
  readonly code: string;
  readonly titleZh: string;
  readonly titleEn: string;
  readonly sharing: Description["sharing"];
  readonly items: readonly Item[];
  readonly cycle: "P1D" | "P7D" | "P1M" | "P1Y";
  readonly rowCount: number;
};

function item(name: string, dataType: string, sensitivity: Item["sensitivity"], rule = ""): Item {
  return { name, dataType, sensitivity, rule, code: "" };
}

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

/** All datasets, with codes as the national guide has them: class, item, category, sequence. */
export function cityDatasets(seed: number): readonly CityDataset[] {
  const random = new Random(seed ^ 0x5eed);
  return CITY_DEPARTMENTS.flatMap(({ slug, datasets }, place) =>
    datasets.map((titles, i): CityDataset => {
      const [titleZh = "", titleEn = ""] = titles.split("|");
      const pool = ITEM_POOLS.find(({ words }) => words.test(titleZh))?.items ?? OTHER_ITEMS;
      const isPersonal = pool.some((one) => one.sensitivity === "personal");
      const isOpen = !isPersonal && !random.once(3);
      const sharing = isOpen ? "unconditional" : random.once(12) ? "not-shared" : "conditional";
      return {
        owner: slug,
        code: `3 ${two(place + 1)} ${two(i + 1)} ${String(100 * (place + 1) + i).padStart(4, "0")}`,
        titleZh,
        titleEn,
        // Shared under conditions, whatever the seed.
        sharing: titleZh === STORY_TITLE ? "conditional" : sharing,
        items: pool,
        cycle: titleZh === STORY_TITLE ? "P7D" : random.pick(["P1D", "P7D", "P1M", "P1M", "P1Y"]),
        rowCount: 200 + random.below(60_000),
      };
    }),
  );
}

function two(number: number): string {
  return String(number).padStart(2, "0");
}

/** A dataset's description by the national profile, whole enough to be published. */
export function describeDataset(
  dataset: CityDataset,
  given: { readonly uscc: string; readonly provider: string; readonly day: number },
): Description {
  const { sharing } = dataset;
  return {
    code: dataset.code,
    profile: "national",
    title: `${dataset.titleZh} ${dataset.titleEn}`,
    summary: `${given.provider}依职责采集并更新的${dataset.titleZh}。${dataset.titleEn}, collected and kept up to date by the department in charge.`,
    publisher: given.provider,
    providerCode: given.uscc,
    format: "CSV",
    items: dataset.items,
    sharing,
    sharingCondition: CONDITIONS[sharing],
    sharingMethod: sharing === "not-shared" ? "" : "接口查询 query",
    openness: sharing === "unconditional" ? "open" : "closed",
    updateCycle: dataset.cycle,
    publishedDay: given.day,
    modifiedDay: undefined,
    relatedCodes: [],
    keywords: [dataset.titleEn, ...dataset.items.slice(0, 3).map((one) => one.name)],
    themes: [],
    languages: ["zh-CN", "en"],
    distributions: [],
    kept: undefined,
    classification: "部门信息资源/政务/综合",
    legalBasis: sharing === "not-shared" ? "《中华人民共和国统计法》第九条" : "",
    licence: "",
  };
}

const CONDITIONS: Readonly<Record<Description["sharing"], string>> = {
  unconditional: "",
  conditional:
    "用于约定目的，限次使用，三十日内删除 for the agreed purpose, a limited number of times, deleted within thirty days",
  "not-shared": "依据《审计法》第三十六条不予共享 not shared, Audit Law Article 36",
};

/** What an owner offers: queries for its purposes, with the duty to delete answers. */
export function offeredPolicy(dataset: CityDataset): UsePolicy {
  const isOpen = dataset.sharing === "unconditional";
  return {
    permissions: [
      {
        actions: isOpen ? ["read", "query", "aggregate", "derive"] : ["query", "aggregate"],
        constraints: isOpen
          ? []
          : [
              {
                left: "purpose",
                operator: "isAnyOf",
                right: (["eligibility", "service", "supervision", "statistics"] as const).map((value) => ({
                  kind: "word",
                  value,
                })),
              },
            ],
        duties: isOpen
          ? [{ duty: "attribute", withinDays: 0 }]
          : [
              { duty: "delete", withinDays: 30 },
              { duty: "obtainConsent", withinDays: 0 },
            ],
        groups: [],
      },
    ],
    prohibitions: [{ actions: ["distribute"], constraints: [], duties: [], groups: [] }],
  };
}

/** Bytes of a made-up file: only its hash is on the ledger. */
export function contentOf(dataset: CityDataset, version: number): Uint8Array {
  return encodeUtf8(`${dataset.code} ${version}`) ?? new Uint8Array(0);
}
