/** A month in the demo city: how it is founded, and what its people sign day by day. */
import { DAY_SECONDS, HOUR_SECONDS } from "./city-acts.ts";
import type { CityStage, PlanOptions } from "./city-acts.ts";
import { cityDatasets } from "./city-datasets.ts";
import { closingStages, dayStages } from "./city-days.ts";
import { catalogStages, FOUNDING_DAYS, foundingStages } from "./city-founding.ts";

/** Days that a demo looks back on, the founding days among them. */
export const DEMO_DAYS = { small: 8, city: 31 } as const;

/** All stages in the order of their times. */
export function planCity(options: PlanOptions): readonly CityStage[] {
  const datasets = cityDatasets(options.seed);
  const at = (day: number, hour: number, minute = 0): number =>
    options.start + day * DAY_SECONDS + hour * HOUR_SECONDS + minute * 60;
  return [
    ...foundingStages(options, at),
    ...catalogStages(datasets, options, at),
    ...Array.from({ length: options.days - FOUNDING_DAYS }, (_, i) =>
      dayStages(i + FOUNDING_DAYS, datasets, options, at),
    ).flat(),
    ...closingStages(options.days - 1, at),
  ].toSorted((left, right) => left.time - right.time);
}
