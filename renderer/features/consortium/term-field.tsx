import { dayOf } from "#renderer/shared/format/times.ts";
import { formatDay } from "#ledger-core/contract/schema/civil-date.ts";
import { DayField } from "#renderer/shared/forms/day-field.tsx";
import { useNowSeconds } from "#renderer/shared/format/now.ts";
import { useConsortiumText } from "./text.ts";

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
