import { formatDay } from "#ledger-core/contract/schema/civil-date.ts";
import { DayField } from "#renderer/shared/forms/day-field.tsx";
import type { FieldProps } from "#renderer/shared/forms/fields.tsx";
import { dayOfText } from "#renderer/shared/forms/typed-day.ts";

/** A day of the calendar as days since 1970-01-01, as the contract has it, or nothing. */
export function DayNumberField({
  value,
  min = 0,
  onChange,
  ...field
}: FieldProps & {
  readonly value: number | undefined;
  readonly min?: number;
  readonly onChange: (day: number | undefined) => void;
}) {
  return (
    <DayField
      {...field}
      value={value === undefined ? "" : formatDay(value)}
      min={formatDay(min)}
      onChange={(text) => onChange(dayOfText(text))}
    />
  );
}
