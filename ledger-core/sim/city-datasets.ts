/** The demo city's datasets: those that its stories are about, and some two thousand that a city's catalogue is full of. */
import type { Description, Item } from "#ledger-core/contract/schema/catalog.ts";
import { encodeUtf8 } from "#ledger-core/contract/schema/bytes.ts";
import { CITY_DEPARTMENTS } from "./city-departments.ts";
import type { CityDepartment } from "./city-departments.ts";
import { subjectsOf } from "./city-subjects.ts";
import type { Subject } from "./city-subjects.ts";
import { coreItems } from "./core-items.ts";
import { facetsOf, itemsOf } from "./dataset-kinds.ts";
import type { Cycle, Facet } from "./facet.ts";
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
  readonly cycle: Cycle;
  readonly rowCount: number;
  readonly format: string;
  /** One of those that the city begins with. */
  readonly isCore: boolean;
  /** What it is about and which of the datasets about that it is; absent for those with a title of their own. */
  readonly about: { readonly subject: Subject; readonly facet: Facet } | undefined;
  /** Code of the register that it is derived from or belongs to; empty for none. */
  readonly register: string;
};

/** What two departments describe, each as its own: the owner, the other, and the title of both. */
export const TWINS = [
  { owner: "civil-affairs", other: "disabled-federation", titleZh: "残疾人两项补贴发放明细" },
  { owner: "urban-management", other: "gas", titleZh: "燃气场站基础台账" },
  { owner: "transport", other: "rural-revitalisation", titleZh: "农村公路基础台账" },
  { owner: "urban-management", other: "power-grid", titleZh: "路灯基础台账" },
] as const;

/** So many datasets of each size of city. */
const DATASETS = { small: 240, city: 2_000 } as const;

/** The datasets of a city, department by department; those of the small one are among those of the large one. */
export function cityDatasets(seed: number, size: keyof typeof DATASETS): readonly CityDataset[] {
  const core = coreDatasets(seed);
  const others = CITY_DEPARTMENTS.flatMap((department, place) => aboutSubjects(seed, department, place));
  const twins = TWINS.flatMap((twin, i) => twinOf(others, twin, i) ?? []);
  const wanted = DATASETS[size] - core.length - twins.length;
  // Registers are the last to be left out; which of the rest a city lacks differs from seed to seed.
  const ranked = others
    .map((dataset) => ({ dataset, rank: rankOf(seed, dataset) }))
    .toSorted((left, right) => left.rank - right.rank)
    .slice(0, wanted);
  const kept = new Set(ranked.map(({ dataset }) => dataset));
  return [...core, ...others.filter((dataset) => kept.has(dataset)), ...twins];
}

/** The same data once more, but for one item, as another department sees it. */
function twinOf(
  others: readonly CityDataset[],
  { owner, other, titleZh }: (typeof TWINS)[number],
  number: number,
): CityDataset | undefined {
  const place = CITY_DEPARTMENTS.findIndex(({ slug }) => slug === other);
  const original = others.find((dataset) => dataset.owner === owner && dataset.titleZh === titleZh);
  if (original === undefined) return undefined;
  return {
    ...original,
    owner: other,
    code: codeOf(place, 90, 900 + number),
    items: original.items.slice(0, -1),
    register: "",
  };
}

function rankOf(seed: number, { owner, titleZh, code, register }: CityDataset): number {
  if (TWINS.some((twin) => twin.owner === owner && twin.titleZh === titleZh)) return -1;
  const number = Number(code.replaceAll(" ", ""));
  return new Random(seed ^ number).below(1_000_000) + (register === "" ? 0 : 400_000);
}

function coreDatasets(seed: number): readonly CityDataset[] {
  const random = new Random(seed ^ 0x5eed);
  return CITY_DEPARTMENTS.flatMap(({ slug, datasets }, place) =>
    datasets.map((titles, i): CityDataset => {
      const [titleZh = "", titleEn = ""] = titles.split("|");
      const isStory = titleZh === STORY_TITLE;
      const items = coreItems(titleZh, titleEn, isStory);
      const isPersonal = items.some((one) => one.sensitivity === "personal");
      const isOpen = !isPersonal && !random.once(3);
      const sharing = isOpen ? "unconditional" : random.once(12) ? "not-shared" : "conditional";
      return {
        owner: slug,
        code: codeOf(place, i + 1, i),
        titleZh,
        titleEn,
        // Shared under conditions, whatever the seed.
        sharing: isStory ? "conditional" : sharing,
        items,
        cycle: isStory ? "P7D" : coreCycle(titleZh, random),
        rowCount: 200 + random.below(60_000),
        // A few of what is open come as JSON.
        format: isOpen && i % 3 === 2 ? "JSON" : "CSV",
        isCore: true,
        about: undefined,
        register: "",
      };
    }),
  );
}

/** What is measured all the time comes every day, whoever is on duty, or every week. */
function coreCycle(titleZh: string, random: Random): Cycle {
  const picked = random.pick(["P1M", "P1M", "P3M", "P3M", "P3M", "P6M", "P6M", "P1Y"] as const);
  if (/空气质量|气象观测/.test(titleZh)) return "P1D";
  return /监测|雨量|断面|日志|运营|用电/.test(titleZh) ? "P7D" : picked;
}

function aboutSubjects(seed: number, { slug }: CityDepartment, place: number): readonly CityDataset[] {
  const random = new Random(seed * 131 + place);
  let number = 10;
  return subjectsOf(slug).flatMap((subject, i) => {
    const registerCode = codeOf(place, i + 11, number);
    return facetsOf(subject.kind).map((facet): CityDataset => {
      const code = codeOf(place, i + 11, number++);
      return {
        owner: slug,
        code,
        titleZh: facet.zh.replace("{}", subject.zh),
        titleEn: capital(facet.en.replace("{}", subject.en)),
        sharing: facet.sharing,
        items: itemsOf(subject, facet),
        cycle: cycleOf(facet, random),
        rowCount: rowsOf(facet, random),
        format: facet.format,
        isCore: false,
        about: { subject, facet },
        register: code === registerCode ? "" : registerCode,
      };
    });
  });
}

/** Now and then the shortest cycle that one would wish for, mostly a longer one. */
function cycleOf(facet: Facet, random: Random): Cycle {
  const longer: Readonly<Record<Cycle, Cycle>> = {
    P1D: "P7D",
    P7D: "P1M",
    P1M: "P3M",
    P3M: "P6M",
    P6M: "P1Y",
    P1Y: "P1Y",
    irregular: "irregular",
  };
  const steps = random.below(10);
  const once = longer[facet.cycle];
  return steps < 1 ? facet.cycle : steps < 6 ? once : longer[once];
}

function rowsOf({ cycle, format }: Facet, random: Random): number {
  if (format === "PDF") return 1 + random.below(60);
  return (cycle === "P1Y" ? 30 : 400) + random.below(cycle === "P7D" ? 4_000 : 40_000);
}

/** As the national guide has them: class (3, of departments), item, category, sequence. */
function codeOf(place: number, category: number, number: number): string {
  return `3 ${two(place + 1)} ${two(category)} ${String(100 * (place + 1) + number).padStart(4, "0")}`;
}

function two(number: number): string {
  return String(number).padStart(2, "0");
}

function capital(words: string): string {
  return `${words.slice(0, 1).toUpperCase()}${words.slice(1)}`;
}

/** Bytes of a made-up file: only its hash is on the ledger. */
export function contentOf(dataset: CityDataset, version: number): Uint8Array {
  return encodeUtf8(`${dataset.code} ${version}`) ?? new Uint8Array(0);
}
