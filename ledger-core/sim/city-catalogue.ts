/** What keepers of data sign in the catalogue: old catalogues taken over, new descriptions, offers, versions. */
import type { Item } from "#ledger-core/contract/schema/catalog.ts";
import { encodeUtf8 } from "#ledger-core/contract/schema/bytes.ts";
import { nodeSuite } from "#ledger-core/node/crypto-suite.ts";
import { DAY_SECONDS, HOUR_SECONDS, uploadAct } from "./city-acts.ts";
import type { City, CityAct } from "./city-acts.ts";
import { STORY_TITLE } from "./city-datasets.ts";
import { describeDataset, offeredPolicy } from "./city-descriptions.ts";
import type { CityState } from "./city-state.ts";
import type { DatasetLife } from "./city-uploads.ts";
import { item } from "./item-words.ts";
import type { Random } from "./random.ts";

/** Uploads of one day that fit a block. */
const ACTS_PER_STAGE_MAX = 450;

function describe(
  city: City,
  state: CityState,
  { dataset, published }: DatasetLife,
): ReturnType<typeof describeDataset> {
  const first = Math.floor((city.start + 8 * HOUR_SECONDS) / DAY_SECONDS);
  return describeDataset(dataset, { uscc: state.uscc(dataset.owner), day: first + published });
}

/** Whoever keeps a department's data on the day that a dataset is published. */
function keeper({ roster }: City, { dataset, published }: DatasetLife): string {
  return roster.get(dataset.owner, "steward", published);
}

export function createAct(city: City, state: CityState, life: DatasetLife): CityAct {
  return { as: keeper(city, life), kind: "catalog.create", body: { description: describe(city, state, life) } };
}

export function publishAct(city: City, life: DatasetLife): CityAct {
  return { as: keeper(city, life), kind: "catalog.publish", body: { dataset: reference(life) } };
}

export function offerAct({ roster }: City, life: DatasetLife): CityAct {
  const { dataset, offered } = life;
  return {
    as: roster.get(dataset.owner, "steward", offered),
    kind: "catalog.offer",
    body: { dataset: reference(life), policy: offeredPolicy(dataset) },
  };
}

export function reference({ dataset: { code } }: DatasetLife): { readonly kind: "code"; readonly code: string } {
  return { kind: "code", code };
}

/** A department's old catalogue, taken over in one act. */
export function importAct(city: City, state: CityState, lives: readonly DatasetLife[]): CityAct {
  const [first] = lives;
  if (first === undefined) throw new RangeError("a catalogue that is taken over has datasets");
  const { owner } = first.dataset;
  const body = lives.map((life) => {
    const description = describe(city, state, life);
    const sourceId = description.code.replaceAll(" ", "");
    const fingerprint = nodeSuite.sha256(encodeUtf8(`${sourceId} ${description.title}`) ?? new Uint8Array(0));
    const source = `${description.publisher}/政务信息资源目录`;
    return { kind: "put", origin: { source, sourceId, fingerprint }, description };
  });
  return { as: city.roster.get(owner, "steward", first.published), kind: "catalog.import", body };
}

/** What comes into the catalogue on a day: whole catalogues, descriptions by hand and, later in the day, their publication. */
export function catalogueActs(city: City, state: CityState, day: number): readonly CityAct[] {
  const fresh = (city.byDay.published.get(day) ?? []).filter(({ dataset }) => !dataset.isCore);
  const taken = Map.groupBy(
    fresh.filter(({ by, dataset }) => by === "import" && state.isActive(dataset.owner)),
    ({ dataset }) => dataset.owner,
  );
  const byHand = fresh.filter(({ by, dataset }) => by === "hand" && state.isActive(dataset.owner));
  return [
    ...[...taken.values()].map((lives) => importAct(city, state, lives)),
    ...byHand.flatMap((life) => [createAct(city, state, life), publishAct(city, life)]),
  ];
}

/** Offers that are due; a dataset that was contested or taken back meanwhile is left alone. */
export function offerActs(city: City, state: CityState, day: number): readonly CityAct[] {
  return (city.byDay.offered.get(day) ?? [])
    .filter((life) => !life.dataset.isCore && isOpen(state, life))
    .map((life) => offerAct(city, life));
}

/** What registers of households gain in time; and what any table may. */
const HOUSEHOLD_ITEMS: readonly Item[] = [
  item("退出原因 Exit reason", "code", "internal", "注销时必填 required when closed"),
  item("住房状况 Housing condition", "text, 200", "internal"),
];
const USUAL_ITEMS: readonly Item[] = [
  item("更正标记 Correction flag", "code", "internal", "0 原始，1 更正 0 as first reported, 1 corrected"),
  item("数据来源 Source of the row", "text, 100", "internal"),
];

/** Versions that come on a day. */
export function uploadActs(city: City, state: CityState, day: number, random: Random): readonly CityAct[] {
  return (city.byDay.uploads.get(day) ?? [])
    .filter((life) => !(life.dataset.isCore && day === 2) && isOpen(state, life))
    .slice(0, ACTS_PER_STAGE_MAX)
    .map(({ dataset, uploads }) => {
      const officers = city.roster.officers(dataset.owner, day);
      const steward = city.roster.get(dataset.owner, "steward", day);
      const as = random.once(4) && officers.length > 0 ? random.pick(officers) : steward;
      const { items } = state.dataset(dataset.code).row;
      const isStory = dataset.titleZh === STORY_TITLE;
      // The first version says what its items are; a later one only where they changed.
      const isGrown =
        uploads[0] !== day && (isStory ? items.length < STORY_ITEMS_MAX || random.once(9) : random.once(60));
      return uploadAct(state, dataset, { as, items: uploads[0] === day ? items : isGrown ? grow(items, isStory) : [] });
    });
}

const STORY_ITEMS_MAX = 10;

function isOpen(state: CityState, { dataset }: DatasetLife): boolean {
  const row = state.findDataset(dataset.code)?.row;
  return row?.state === "published" && row.suspended === "no" && state.isActive(dataset.owner);
}

/** Adds an item that is not there yet, and at last turns free text into a code. */
function grow(items: readonly Item[], isStory: boolean): readonly Item[] {
  const added = isStory ? HOUSEHOLD_ITEMS : USUAL_ITEMS;
  const missing = added.find((one) => !items.some(({ name }) => name === one.name));
  if (missing !== undefined) return [...items, missing];
  const last = added.at(-1)?.name;
  return items.map((one) =>
    one.name === last ? { ...one, dataType: "code", rule: "5 类，原为文本 5 classes; was free text" } : one,
  );
}
