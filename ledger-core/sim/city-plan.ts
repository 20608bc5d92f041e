/** Two years in the demo city: how it is founded, and what its people sign day by day. */
import { DAY_SECONDS, HOUR_SECONDS } from "./city-acts.ts";
import type { City, CityStage } from "./city-acts.ts";
import { CityCalendar } from "./city-calendar.ts";
import { claimStages } from "./city-claims.ts";
import { closingStages } from "./city-closing.ts";
import { cityDatasets } from "./city-datasets.ts";
import { ordinaryStages } from "./city-days.ts";
import { eventStages } from "./city-events.ts";
import { firstDatasetStages, foundingStages } from "./city-founding.ts";
import { cityPeople, Roster } from "./city-people.ts";
import { policyStages } from "./city-policies.ts";
import { staffStages } from "./city-staff.ts";
import { datasetLives, livesByDay } from "./city-uploads.ts";
import type { KeyRing } from "./key-ring.ts";

/** Days that a demo looks back on, the founding days among them. */
export const DEMO_DAYS = { small: 30, city: 731 } as const;
export type DemoSize = keyof typeof DEMO_DAYS;

export type PlanOptions = {
  readonly seed: number;
  readonly size: DemoSize;
  /** Unix seconds of the midnight (UTC+8) with which the first day begins. */
  readonly start: number;
  readonly keys: KeyRing;
  readonly network: Uint8Array;
};

/** All stages in the order of their times. */
export function planCity({ seed, size, start, keys, network }: PlanOptions): readonly CityStage[] {
  const days = DEMO_DAYS[size];
  const calendar = new CityCalendar(Math.floor((start + 8 * HOUR_SECONDS) / DAY_SECONDS), days);
  const roster = new Roster(cityPeople(seed, calendar));
  const lives = datasetLives(seed, cityDatasets(seed, size), calendar);
  const city: City = { seed, start, calendar, roster, lives, byDay: livesByDay(lives), keys, network };
  return [
    ...foundingStages(city),
    ...firstDatasetStages(city),
    ...ordinaryStages(city),
    ...staffStages(city),
    ...eventStages(city),
    ...policyStages(city),
    ...claimStages(city),
    ...closingStages(city),
  ].toSorted((left, right) => left.time - right.time);
}
