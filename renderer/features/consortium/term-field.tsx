import { cityOffsetSeconds, dayOf } from "#renderer/shared/format/times.ts";
import { DateField } from "#renderer/shared/forms/fields.tsx";
import { useNowSeconds } from "#renderer/shared/format/now.ts";
import { useConsortiumText } from "./text.ts";

const daySeconds = 86_400;

/** Unix seconds at which the city's day `2026-11-25` is over; 0 for an empty or unfinished date, which means no end. */
export function endOfDate(date: string): number {
  const start = Date.parse(`${date}T00:00:00Z`);
  return Number.isNaN(start) ? 0 : start / 1_000 - cityOffsetSeconds + daySeconds;
}

/** The last day of a role, or nothing for one without an end. */
export function TermField({ value, onChange }: { readonly value: string; readonly onChange: (value: string) => void }) {
  const text = useConsortiumText();
  const today = new Date(dayOf(useNowSeconds()) * daySeconds * 1_000).toISOString().slice(0, 10);
  return (
    <DateField
      label={text("field.until")}
      note={text("field.untilNote")}
      value={value}
      min={today}
      onChange={onChange}
    />
  );
}
