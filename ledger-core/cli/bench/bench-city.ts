/** A catalogue as a city has one, half of it in Chinese, made from nothing but a number: for measuring searches. */
import type { Description } from "#ledger-core/contract/schema/catalog.ts";
import { machineClock } from "#ledger-core/engine/machine-clock.ts";
import { ReadingHost } from "#ledger-core/node/reading-host.ts";
import { foundBenchLedger, sealActs } from "./bench-ledger.ts";
import type { BenchLedger } from "./bench-ledger.ts";

const BATCH = 200;
/** So long after everything was uploaded the city is read: daily data is overdue by then, monthly data due, the rest fresh. */
const READ_AFTER_SECONDS = 34 * 86_400;
const MATTERS = words(
  "低保家庭 婚姻登记 企业信用 车辆登记 水质监测 空气质量 医疗机构 学校招生 公交线路 停车场 社会保险 公积金缴存 不动产登记 建筑许可 食品经营 药品零售 养老机构 就业登记 税收征管 行政处罚 人口基础 房屋租赁 图书馆藏 气象预警 供水管网 电力负荷 道路施工 垃圾分类 河道巡查 重庆银行",
);
const FORMS = words("信息 数据 名录 统计 台账 清单 明细 汇总 核查结果 变更记录 年报 月报");
const ENGLISH = words(
  "household income register vehicle water quality air monitoring hospital school bus parking insurance housing permit food drug subsidy care employment tax penalty licence company population rental tourism stadium library weather",
);
const ITEMS = words(
  "姓名 身份证号 户籍地址 联系电话 发证日期 统一社会信用代码 法定代表人 金额 数量 经度 纬度 监测值 站点编号",
);
const THEMES = words("民生保障 城市管理 经济发展 交通运输 生态环境 医疗卫生 教育科技 公共安全");

/** What people type, letter by letter and whole. */
export const TYPED = [
  ..."低保家庭 信息 监测数据 图书 人 dbjt dibaojiating d di dib cqyh chongqing shuizhi".split(" "),
  ..."h ho household household_inc vehicles water_quality se BENCH-5 bench-17 xyz 民政局 市民_数据".split(" "),
].map((typed) => typed.replaceAll("_", " "));

/** Reads the city on a later day, so that some of its datasets are late. */
export class LaterHost extends ReadingHost {
  override readonly clock = {
    ...machineClock,
    wallSeconds: () => machineClock.wallSeconds() + READ_AFTER_SECONDS,
  };
}

/** Imports so many datasets into a new ledger in the folder, and uploads a first version of three in four. */
export async function fillBenchCity(folder: string, datasets: number, signal: AbortSignal): Promise<void> {
  const bench = await foundBenchLedger(folder);
  const { ledger, sign } = bench;
  try {
    for (let at = 0; at < datasets && !signal.aborted; at += BATCH) {
      const lines = Array.from({ length: Math.min(BATCH, datasets - at) }, (_, i) => ({
        kind: "put",
        origin: { source: "bench", sourceId: String(at + i), fingerprint: new Uint8Array(32) },
        description: described(at + i),
      }));
      await sealActs(bench, [sign("catalog.import", lines).wire]);
      await uploadSome(bench, at + 1, at + lines.length);
    }
  } finally {
    await ledger.close();
  }
}

/** Keys of datasets count from 1 in the order in which they came. */
async function uploadSome(bench: BenchLedger, first: number, last: number): Promise<void> {
  const acts: Uint8Array[] = [];
  for (let key = first; key <= last; key++) {
    if (mixed(key) % 4 === 0) continue;
    const upload = {
      dataset: { kind: "key", key },
      contentHash: new Uint8Array(32).fill(key % 251),
      sizeBytes: 1_000,
      rowCount: 10,
      items: [],
      previousHash: new Uint8Array(32),
      parents: [],
      mediaType: "text/csv",
      sealedHash: undefined,
    };
    acts.push(bench.sign("catalog.upload", upload).wire);
  }
  await sealActs(bench, acts);
}

function described(number: number): Description {
  const isChinese = number % 2 === 0;
  let place = 0;
  const pick = (from: readonly string[]): string => from[mixed(number * 64 + place++) % from.length] ?? "";
  const many = (count: number, one: () => string): string[] => Array.from({ length: count }, one);
  const title = isChinese
    ? `${pick(MATTERS)}${pick(FORMS)} ${pick(ENGLISH)} ${pick(ENGLISH)}`
    : many(3, () => pick(ENGLISH)).join(" ");
  return {
    code: `BENCH-${number}`,
    profile: pick(["dcat-us", "ckan", "dcat-ap"]) as Description["profile"],
    title: `${title} ${number}`,
    summary: isChinese
      ? many(12, () => `${pick(MATTERS)}的${pick(FORMS)}`).join("，")
      : many(40, () => pick(ENGLISH)).join(" "),
    publisher: pick(["市民政局", "交通局", "Bureau of Water", "市场监督管理局"]),
    providerCode: "",
    format: pick(["csv", "xlsx", "json", "api"]),
    items: isChinese
      ? many(8, () => pick(ITEMS)).map((name) => ({ name, dataType: "text", sensitivity: "open", rule: "", code: "" }))
      : [],
    sharing: pick(["unconditional", "conditional"]) as Description["sharing"],
    sharingCondition: "on request",
    sharingMethod: "",
    openness: pick(["open", "closed", "conditional"]) as Description["openness"],
    updateCycle: pick(["R/P1M", "R/P1Y", "R/P1D", "每季度", "不定期"]),
    publishedDay: 20_000,
    modifiedDay: 20_100,
    relatedCodes: [],
    keywords: [pick(isChinese ? MATTERS : ENGLISH)],
    themes: [pick(THEMES)],
    languages: [isChinese ? "zh" : "en"],
    distributions: [],
    kept: undefined,
    classification: `${pick(["主题", "部门", "基础"])}/${pick(THEMES)}`,
    legalBasis: "",
    licence: "",
  };
}

/** A number that has nothing to do with the one beside it. */
function mixed(number: number): number {
  const once = Math.imul(number ^ (number >>> 15), 0x2c1b3c6d);
  return (once ^ (once >>> 13)) >>> 0;
}

function words(text: string): readonly string[] {
  return text.split(" ");
}
