/** The city's ordinary days: data comes, is asked for, agreed on and used. */
import { DAY_SECONDS, stageRandom, timeOf } from "./city-acts.ts";
import type { City, CityAct, CityStage } from "./city-acts.ts";
import { catalogueActs, offerActs, uploadActs } from "./city-catalogue.ts";
import { ASKERS } from "./city-askers.ts";
import { STORY_TITLE } from "./city-datasets.ts";
import { purposesOf } from "./city-descriptions.ts";
import { answerActs, decisionActs, offeringActs } from "./city-negotiation.ts";
import type { CityState } from "./city-state.ts";
import { FOUNDING_DAYS } from "./city-uploads.ts";
import type { DatasetLife } from "./city-uploads.ts";
import { dutyActs, useActs } from "./city-uses.ts";
import { JUSTIFICATIONS } from "./city-words.ts";
import type { Random } from "./random.ts";

/** Days at the end that are told hour by hour. */
const RECENT_DAYS = 12;

/** All days between the founding and the last. */
export function ordinaryStages(city: City): readonly CityStage[] {
  const { days } = city.calendar;
  return Array.from({ length: days - FOUNDING_DAYS }, (_, i) => dayStages(city, i + FOUNDING_DAYS)).flat();
}

function dayStages(city: City, day: number): readonly CityStage[] {
  const { calendar } = city;
  const random = (stage: number): Random => stageRandom(city, day, stage);
  const minute = stageRandom(city, day, 15).below(25);
  const isRecent = day >= calendar.days - RECENT_DAYS;
  const uploads = (state: CityState): readonly CityAct[] => uploadActs(city, state, day, random(1));
  if (!calendar.isWorkingDay(day)) return [{ time: timeOf(city, day, 8, 5 + minute), acts: uploads }];
  const morning = (state: CityState): readonly CityAct[] => decisionActs(city, state, day, random(0));
  const catalogue = (state: CityState): readonly CityAct[] => [
    ...catalogueActs(city, state, day),
    ...offerActs(city, state, day),
  ];
  const asking = (state: CityState): readonly CityAct[] => [
    ...requestActs(city, state, day, random(2)),
    ...offeringActs(city, state, day, random(5)),
    ...answerActs(city, state, day, random(6)),
  ];
  const afternoon = (state: CityState): readonly CityAct[] => [
    ...useActs(city, state, day, random(3)),
    ...dutyActs(city, state, day, random(7)),
  ];
  const evening = (state: CityState): readonly CityAct[] => useActs(city, state, day, random(4));
  const first: CityStage = { time: timeOf(city, day, 9, 5 + minute), acts: morning };
  if (!isRecent) {
    // Long ago is told a block a day.
    const all = (state: CityState): readonly CityAct[] =>
      [morning, catalogue, uploads, asking, afternoon].flatMap((acts) => acts(state));
    return [{ time: timeOf(city, day, 9 + (minute % 8), 10 + minute), acts: all }];
  }
  return [
    first,
    { time: timeOf(city, day, 9, 50 + (minute % 9)), acts: catalogue },
    { time: timeOf(city, day, 10, 15 + minute), acts: uploads },
    { time: timeOf(city, day, 11, 5 + minute), acts: asking },
    { time: timeOf(city, day, 14, 20 + minute), acts: afternoon },
    { time: timeOf(city, day, 16, 30 + minute), acts: evening },
  ];
}

/** A few requests a day; the register of the story is asked for again and again. */
function requestActs(city: City, state: CityState, day: number, random: Random): readonly CityAct[] {
  const { calendar, lives } = city;
  const isYoung = calendar.days < 200;
  const offered = lives.filter((life) => life.offered < day && life.dataset.sharing !== "not-shared");
  const story = lives.find(({ dataset }) => dataset.titleZh === STORY_TITLE);
  const chosen = Array.from({ length: (isYoung ? 3 : 1) + random.below(isYoung ? 4 : 3) }, () => random.pick(offered));
  if (story !== undefined && day % (isYoung ? 3 : 9) === 0) chosen.unshift(story);
  return [...new Set(chosen)].flatMap((life) => requestAct(city, state, { life, day, random }) ?? []);
}

function requestAct(
  { roster, calendar }: City,
  state: CityState,
  { life, day, random }: { readonly life: DatasetLife; readonly day: number; readonly random: Random },
): CityAct | undefined {
  const { code, owner } = life.dataset;
  const asker = random.pick(ASKERS);
  const as = random.pick(roster.officers(asker, day));
  const purpose = random.pick(purposesOf(life.dataset));
  const found = state.findDataset(code);
  const isOpen = found?.row.state === "published" && found.row.suspended === "no" && state.hasOpenOffer(found.key);
  if (asker === owner || !isOpen || !state.isActive(asker) || !state.isActive(owner)) return undefined;
  const body = {
    dataset: { kind: "code", code },
    offer: 0,
    offerHash: new Uint8Array(0),
    purpose,
    justification: random.pick(JUSTIFICATIONS[purpose]),
    useLimit: random.pick([4, 20, 50, 200, 1_000]),
    expires: state.time + random.pick([calendar.days < 200 ? 6 : 20, 60, 90, 180, 365]) * DAY_SECONDS,
  };
  return { as, kind: "catalog.request", body };
}
