import { cityOffsetSeconds, dayOf, endOfDay } from "#renderer/shared/format/times.ts";
import { formatDay } from "#ledger-core/contract/schema/civil-date.ts";
import { DayField } from "#renderer/shared/forms/day-field.tsx";
import { dayOfText } from "#renderer/shared/forms/typed-day.ts";
import { useNowSeconds } from "#renderer/shared/format/now.ts";
import { useConsortiumText } from "./text.ts";

const daySeconds = 86_400;

/** Unix seconds at which the city's day `2026-11-25` begins; 0 for an empty date. */
export function startOfDate(date: string): number {
  const day = dayOfText(date);
  return day === undefined ? 0 : day * daySeconds - cityOffsetSeconds;
}

/** Unix seconds at which the city's day `2026-11-25` is over; 0 for an empty date, which means no end. */
export function endOfDate(date: string): number {
  const day = dayOfText(date);
  return day === undefined ? 0 : endOfDay(day);
}

/** Today as `2026-11-25`, by the city's clock. */
export function useToday(): string {
  return formatDay(dayOf(useNowSeconds()));
}

/** The last day of a role, or nothing for one without an end. */
export function TermField({ value, onChange }: { readonly value: string; readonly onChange: (value: string) => void }) {
  const text = useConsortiumText();
  return (
    <DayField
      label={text("field.until")}
      note={text("field.untilNote")}
      value={value}
      min={useToday()}
      onChange={onChange}
    />
  );
}
