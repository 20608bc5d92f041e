/** Content of some of the demo city's open datasets, so that a visitor finds something to look into: tables, lists and maps of made-up rows. */
import { stringify } from "csv-stringify/sync";
import type { Item } from "#ledger-core/contract/schema/catalog.ts";
import { formatDay } from "#ledger-core/contract/schema/civil-date.ts";
import { encodeUtf8 } from "#ledger-core/contract/schema/bytes.ts";
import type { CityDataset } from "./city-datasets.ts";
import { Random } from "./random.ts";

/** A file, with the rows that its upload states. */
export type CityContent = { readonly bytes: Uint8Array; readonly rowCount: number };

const DISTRICTS = [
  "玄武区",
  "秦淮区",
  "建邺区",
  "鼓楼区",
  "浦口区",
  "栖霞区",
  "雨花台区",
  "江宁区",
  "六合区",
  "溧水区",
];
const DISTRICT_CODES = ["02", "04", "05", "06", "11", "13", "14", "15", "16", "17"];
const STREETS = ["中山路", "长江路", "汉中路", "太平南路", "江东中路", "龙蟠路", "学府路", "胜太路"];
const WORDS = ["已完成", "正常", "待复核", "整改中", "按期办结"];
/** Only what comes every few weeks: of a daily file nobody keeps two years. */
const CYCLES_KEPT: readonly string[] = ["P1M", "P3M", "P6M", "P1Y", "irregular"];
/** Of the many maps, one in so many. */
const MAPS_APART = 7;
/** Degrees are whole numbers of so many parts, as the items say. */
const DEGREE_PARTS = 10_000_000;
const EAST = /经度/;
const NORTH = /纬度/;
const FIRST_DAY = 19_000;
const DAYS = 1_700;

/** The file of a version; undefined for datasets of which the demo keeps none. */
export function keptContent(dataset: CityDataset, version: number): CityContent | undefined {
  if (!isKept(dataset)) return undefined;
  const random = new Random(Number(dataset.code.replaceAll(" ", "")) + version * 7_919);
  const rowCount = 60 + (dataset.rowCount % 300) + version * 3;
  const rows = Array.from({ length: rowCount }, (_, i) =>
    dataset.items.map((item) => valueOf(item, i, dataset, random)),
  );
  const text = dataset.format === "GeoJSON" ? mapOf(dataset, rows, random) : tableOf(dataset, rows);
  return { bytes: encodeUtf8(text) ?? new Uint8Array(0), rowCount };
}

function isKept({ sharing, cycle, isCore, format, code, register }: CityDataset): boolean {
  if (sharing !== "unconditional" || !CYCLES_KEPT.includes(cycle)) return false;
  return isCore || (format === "GeoJSON" && register === "" && Number(code.slice(-2)) % MAPS_APART === 0);
}

type Value = string | number;
type Row = readonly Value[];

function tableOf({ items, format }: CityDataset, rows: readonly Row[]): string {
  const names = items.map(({ name }) => name);
  return format === "JSON"
    ? `${JSON.stringify(
        rows.map((row) => recordOf(names, row)),
        undefined,
        1,
      )}\n`
    : stringify([names, ...rows]);
}

/** Points within the city, each with its row. */
function mapOf({ items }: CityDataset, rows: readonly Row[], random: Random): string {
  const names = items.map(({ name }) => name);
  const place = (words: RegExp, row: Row, otherwise: (random: Random) => number): number =>
    Number(row[names.findIndex((name) => words.test(name))] ?? otherwise(random)) / DEGREE_PARTS;
  const features = rows.map((row) => ({
    type: "Feature",
    geometry: { type: "Point", coordinates: [place(EAST, row, eastOf), place(NORTH, row, northOf)] },
    properties: recordOf(names, row),
  }));
  return `${JSON.stringify({ type: "FeatureCollection", features })}\n`;
}

function eastOf(random: Random): number {
  return 1_186_000_000 + random.below(4_000_000);
}

function northOf(random: Random): number {
  return 319_000_000 + random.below(3_000_000);
}

function recordOf(names: readonly string[], row: Row): Readonly<Record<string, Value | undefined>> {
  return Object.fromEntries(names.map((name, i) => [name, row[i]]));
}

/** A value of an item's type that its name does not belie. */
function valueOf({ name, dataType }: Item, row: number, dataset: CityDataset, random: Random): Value {
  const [type = ""] = dataType.split(",");
  if (EAST.test(name)) return eastOf(random);
  if (NORTH.test(name)) return northOf(random);
  if (type === "integer" || type === "count") return random.below(500);
  if (type === "amount") return 1_000 * (1 + random.below(90_000));
  if (type === "date") return formatDay(FIRST_DAY + random.below(DAYS));
  if (type === "time")
    return `${formatDay(FIRST_DAY + random.below(DAYS))}T${String(8 + random.below(10)).padStart(2, "0")}:00+08:00`;
  if (type === "code") return String(1 + random.below(6)).padStart(2, "0");
  if (/区划|村代码/.test(name)) return `3201${random.pick(DISTRICT_CODES)}`;
  if (/编号|代码|号/.test(name)) return `${dataset.code.replaceAll(" ", "")}${String(row + 1).padStart(5, "0")}`;
  if (/住所|位置|地址|Address|Place/.test(name))
    return `${random.pick(DISTRICTS)}${random.pick(STREETS)}${1 + random.below(300)}号`;
  if (/名称|Name/.test(name)) return `${dataset.titleZh}${row + 1}`;
  return random.pick(WORDS);
}
