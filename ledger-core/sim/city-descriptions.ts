/** How the demo city's departments describe and offer their datasets, by the national profile. */
import type { Description, Purpose, UsePolicy } from "#ledger-core/contract/schema/catalog.ts";
import { CITY_DEPARTMENTS } from "./city-departments.ts";
import type { CityDataset } from "./city-datasets.ts";
import type { Cycle } from "./facet.ts";
import type { SubjectKind } from "./city-subjects.ts";
import { legalBasisOf } from "./legal-basis.ts";
import { Random } from "./random.ts";

const CYCLE_WORDS: Readonly<Record<Cycle, readonly [string, string]>> = {
  P1D: ["每日更新", "Renewed every day"],
  P7D: ["每周更新", "Renewed every week"],
  P1M: ["每月更新", "Renewed every month"],
  P3M: ["每季度更新", "Renewed every quarter"],
  P6M: ["每半年更新", "Renewed twice a year"],
  P1Y: ["每年更新", "Renewed once a year"],
  irregular: ["不定期更新", "Renewed as the need arises"],
};

/** What a catalogue says further of a dataset. */
const NOTES: readonly (readonly [string, string])[] = [
  ["覆盖全市各区。", "Covers every district."],
  ["由业务系统自动归集，人工抽检。", "Collected by the business system, samples checked by hand."],
  ["历史数据自2015年起。", "Goes back to 2015."],
  ["与省级平台按月核对。", "Compared with the province's platform every month."],
  ["口径与统计年鉴一致。", "Defined as in the statistical yearbook."],
  ["空值按“未采集”处理。", "An empty value was not collected."],
  ["更正随下一期一并发布。", "Corrections come with the next issue."],
  ["代码字段附有代码表。", "Code lists come with it."],
];

const METHODS: Readonly<Record<string, string>> = {
  CSV: "接口查询 query",
  JSON: "接口推送 subscription",
  GeoJSON: "地图服务 map service",
  XLSX: "文件下载 download",
  PDF: "在线查阅 reading online",
};
const MEDIA_TYPES: Readonly<Record<string, string>> = {
  CSV: "text/csv",
  JSON: "application/json",
  GeoJSON: "application/geo+json",
  XLSX: "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
  PDF: "application/pdf",
};

/** The media type of a dataset's content. */
export function mediaTypeOf({ format }: CityDataset): string {
  return MEDIA_TYPES[format] ?? "";
}

const OPEN_LICENCE = "https://creativecommons.org/licenses/by/4.0/";

/** A dataset's description by the national profile, whole enough to be published. */
export function describeDataset(
  dataset: CityDataset,
  given: { readonly uscc: string; readonly day: number },
): Description {
  const { code, titleZh, titleEn, items, sharing, about, register } = dataset;
  const owner = CITY_DEPARTMENTS.find(({ slug }) => slug === dataset.owner);
  const publisher = owner?.nameZh ?? "";
  const subject = about?.subject;
  return {
    code,
    profile: "national",
    title: `${titleZh} ${titleEn}`,
    summary: summaryOf(dataset, publisher, owner?.nameEn ?? ""),
    publisher,
    providerCode: given.uscc,
    format: dataset.format,
    items,
    sharing,
    sharingCondition: CONDITIONS[sharing],
    sharingMethod: sharing === "not-shared" ? "" : (METHODS[dataset.format] ?? ""),
    openness: sharing === "unconditional" ? "open" : "closed",
    updateCycle: dataset.cycle === "irregular" ? "不定期 irregular" : dataset.cycle,
    publishedDay: given.day,
    modifiedDay: undefined,
    relatedCodes: register === "" ? [] : [register],
    keywords:
      subject === undefined ? [titleEn, ...items.slice(0, 3).map(({ name }) => name)] : [subject.zh, subject.en],
    themes: [],
    languages: ["zh-CN", "en"],
    distributions: distributionsOf(dataset),
    kept: undefined,
    classification: ["部门信息资源", owner?.shortZh ?? "", subject?.zh ?? titleZh, about?.facet.word ?? "基本"].join(
      "/",
    ),
    legalBasis: sharing === "unconditional" ? "" : legalBasisOf(dataset.owner, subject?.kind, items),
    licence: sharing === "unconditional" ? OPEN_LICENCE : "",
  };
}

function summaryOf(dataset: CityDataset, zh: string, en: string): string {
  const { titleZh, titleEn, items, cycle, about } = dataset;
  const names = items.slice(-3).map(({ name }) => partsOf(name));
  const [cycleZh, cycleEn] = CYCLE_WORDS[cycle];
  const note = new Random(Number(dataset.code.replaceAll(" ", ""))).pick(NOTES);
  const holdsZh = about?.facet.holdsZh.replace("{}", about.subject.zh) ?? `${titleZh}的业务数据`;
  const holdsEn = about?.facet.holdsEn.replace("{}", about.subject.en) ?? titleEn;
  const chinese = `${holdsZh}，含${names.map(([name]) => name).join("、")}等${items.length}项。${zh}依职责采集，${cycleZh}。${note[0]}`;
  const listed = names.map(([, name]) => name.slice(0, 1).toLowerCase() + name.slice(1));
  const english = `${holdsEn}; ${items.length} items, among them ${listed.slice(0, -1).join(", ")} and ${listed.at(-1)}. Kept by the ${en}. ${cycleEn}. ${note[1]}`;
  return `${chinese} ${english}`;
}

/** `户号 Household number` as its two parts. */
function partsOf(name: string): readonly [string, string] {
  const space = name.indexOf(" ");
  return space === -1 ? [name, name] : [name.slice(0, space), name.slice(space + 1)];
}

function distributionsOf(dataset: CityDataset): Description["distributions"] {
  if (dataset.sharing !== "unconditional") return [];
  const path = dataset.code.replaceAll(" ", "-");
  const { format } = dataset;
  const url = `https://data.city.example/datasets/${path}.${format.toLowerCase()}`;
  return [{ title: dataset.titleZh, url, mediaType: mediaTypeOf(dataset), format }];
}

const CONDITIONS: Readonly<Record<Description["sharing"], string>> = {
  unconditional: "",
  conditional:
    "用于约定目的，限次使用，三十日内删除 for the agreed purpose, a limited number of times, deleted within thirty days",
  "not-shared": "依法不予共享 not shared, by law",
};

/** What data about a kind of subject is asked for. */
const PURPOSES_OF: Readonly<Record<SubjectKind, readonly Purpose[]>> = {
  people: ["eligibility", "service", "statistics"],
  organisation: ["supervision", "service", "enforcement"],
  place: ["planning", "emergency", "supervision"],
  permit: ["supervision", "service", "enforcement"],
  project: ["supervision", "planning", "statistics"],
  payment: ["eligibility", "supervision", "statistics"],
  case: ["enforcement", "judicial", "supervision"],
  measure: ["planning", "research", "emergency"],
  document: ["service", "research", "statistics"],
};

/** What a dataset is offered for. */
export function purposesOf({ about }: CityDataset): readonly Purpose[] {
  return about === undefined
    ? ["eligibility", "service", "supervision", "statistics"]
    : PURPOSES_OF[about.subject.kind];
}

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
                right: purposesOf(dataset).map((value) => ({ kind: "word", value })),
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
