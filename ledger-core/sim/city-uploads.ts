/** When each dataset of the demo city comes into the catalogue, and when its data does: mostly on time. */
import type { CityCalendar } from "./city-calendar.ts";
import type { CityDataset } from "./city-datasets.ts";
import type { Cycle } from "./facet.ts";
import { Random } from "./random.ts";

/** Days counted from the first of the demo. */
export type DatasetLife = {
  readonly dataset: CityDataset;
  /** Taken over from the department's old catalogue, or described by hand. */
  readonly by: "import" | "hand";
  readonly published: number;
  /** Beyond the end where it is never offered, or not yet. */
  readonly offered: number;
  /** Ascending; only the first of them may be missing where the demo ends early. */
  readonly uploads: readonly number[];
};

const CYCLE_DAYS: Readonly<Record<Cycle, number>> = {
  P1D: 1,
  P7D: 7,
  P1M: 30,
  P3M: 91,
  P6M: 182,
  P1Y: 365,
  irregular: 140,
};
/** Days that the founding and the first datasets take. */
export const FOUNDING_DAYS = 3;

/** Lives by the days on which something comes: the catalogue entry, the offer, a version. */
export type LivesByDay = Readonly<
  Record<"published" | "offered" | "uploads", ReadonlyMap<number, readonly DatasetLife[]>>
>;

export function livesByDay(lives: readonly DatasetLife[]): LivesByDay {
  const uploads = new Map<number, DatasetLife[]>();
  for (const life of lives)
    for (const day of life.uploads) {
      const of = uploads.get(day) ?? [];
      if (of.length === 0) uploads.set(day, of);
      of.push(life);
    }
  return {
    published: Map.groupBy(lives, ({ published }) => published),
    offered: Map.groupBy(lives, ({ offered }) => offered),
    uploads,
  };
}

/** The lives of all datasets, in their order. */
export function datasetLives(
  seed: number,
  datasets: readonly CityDataset[],
  calendar: CityCalendar,
): readonly DatasetLife[] {
  return datasets.map((dataset) => {
    const random = new Random(seed ^ Number(dataset.code.replaceAll(" ", "")));
    const by = dataset.isCore || !isDescribedByHand(random, calendar) ? "import" : "hand";
    const published = dataset.isCore ? 1 : publishedOn(seed, dataset, by, { random, calendar });
    const first = dataset.isCore ? 2 : calendar.onOrAfter(published + 1 + random.below(9));
    const isOffered = dataset.sharing !== "not-shared" && !random.once(12);
    const offered = calendar.onOrAfter(first + random.below(6));
    return {
      dataset,
      by: dataset.isCore ? "hand" : by,
      published,
      // All of the first datasets are, but for those that are not shared.
      offered: dataset.isCore ? 2 : isOffered ? offered : Infinity,
      uploads: uploadDays({ dataset, first, random, calendar, diligence: diligenceOf(seed, dataset.owner) }),
    };
  });
}

/** In a city too young for that, everything is taken over at once. */
function isDescribedByHand(random: Random, { days }: CityCalendar): boolean {
  return random.below(100) < 38 && days > 200;
}

/** A department takes over its catalogue in one go, one after the other; what is described by hand comes over the years. */
function publishedOn(
  seed: number,
  { owner }: CityDataset,
  by: "import" | "hand",
  { random, calendar }: { readonly random: Random; readonly calendar: CityCalendar },
): number {
  const { days } = calendar;
  if (days <= 200) return calendar.onOrAfter(FOUNDING_DAYS);
  const takeover = FOUNDING_DAYS + 2 + new Random(seed ^ nameNumber(owner)).below(Math.floor(days / 8));
  if (by === "import") return calendar.onOrAfter(takeover);
  return calendar.onOrAfter(takeover + 5 + random.below(Math.floor((days * 80) / 100)));
}

/** Late uploads of a department in a hundred. */
function diligenceOf(seed: number, owner: string): number {
  return 2 + new Random(seed ^ (nameNumber(owner) + 1)).below(15);
}

/** A number that a department's name stands for. */
function nameNumber(name: string): number {
  let number = 0;
  for (const character of name) number = (number * 31 + (character.codePointAt(0) ?? 0)) % 1_000_003;
  return number;
}

function uploadDays(given: {
  readonly dataset: CityDataset;
  readonly first: number;
  readonly random: Random;
  readonly calendar: CityCalendar;
  readonly diligence: number;
}): readonly number[] {
  const { dataset, first, random, calendar, diligence } = given;
  const cycle = CYCLE_DAYS[dataset.cycle];
  // Some datasets are forgotten after a while: their department finds them on the board of what is overdue.
  const forgotten = random.below(100) < 3 ? Math.floor((calendar.days * (50 + random.below(45))) / 100) : Infinity;
  const days: number[] = [];
  for (let day = first; day < calendar.days && day < forgotten;) {
    days.push(day);
    const isLate = random.below(100) < diligence;
    const percent = isLate ? 130 + random.below(60) : 92 + random.below(16);
    const next = day + Math.max(1, Math.round((cycle * percent) / 100));
    day = cycle === 1 ? next : calendar.onOrAfter(next);
  }
  return days;
}
