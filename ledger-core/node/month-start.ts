/** The first second of the civil month that a time lies in. */
import { civilOfDay, dayOfCivil, dayOfTime } from "#ledger-core/contract/schema/civil-date.ts";

const DAY_SECONDS = 86_400;

/** Unix seconds; `offset` is the network's, in seconds east of Greenwich. */
export function monthStart(unixSeconds: number, offset: number): number {
  const { year, month } = civilOfDay(dayOfTime(unixSeconds, offset).day);
  return dayOfCivil({ year, month, day: 1 }) * DAY_SECONDS - offset;
}
