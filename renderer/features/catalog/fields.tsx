import { Checkbox, NativeSelect, NumberInput, TextInput, Textarea } from "@mantine/core";
import { formatDay } from "#ledger-core/contract/schema/civil-date.ts";
import { parseDay } from "./city-days.ts";
import styles from "./forms.module.css";

type FieldProps = { readonly label: string; readonly note?: string | undefined; readonly isRequired?: boolean };
type Choice = { readonly value: string; readonly label: string };

function shared({ label, note, isRequired }: FieldProps) {
  return {
    label,
    required: isRequired ?? false,
    withAsterisk: false,
    ...(note !== undefined && { description: note }),
    inputWrapperOrder: ["label", "input", "description", "error"] as ("label" | "input" | "description" | "error")[],
  };
}

/** One line of text. */
export function TextField(
  props: FieldProps & {
    readonly value: string;
    readonly isReadOnly?: boolean;
    readonly onChange: (value: string) => void;
  },
) {
  return (
    <TextInput
      {...shared(props)}
      value={props.value}
      readOnly={props.isReadOnly ?? false}
      onChange={(event) => props.onChange(event.currentTarget.value)}
    />
  );
}

/** Several lines of text. */
export function AreaField(
  props: FieldProps & { readonly value: string; readonly rows?: number; readonly onChange: (value: string) => void },
) {
  return (
    <Textarea
      {...shared(props)}
      value={props.value}
      rows={props.rows ?? 3}
      onChange={(event) => props.onChange(event.currentTarget.value)}
    />
  );
}

/** One of a few. */
export function ChoiceField(
  props: FieldProps & {
    readonly value: string;
    readonly choices: readonly Choice[];
    readonly onChange: (value: string) => void;
  },
) {
  return (
    <NativeSelect
      {...shared(props)}
      value={props.value}
      data={props.choices.map((choice) => ({ ...choice }))}
      onChange={(event) => props.onChange(event.currentTarget.value)}
    />
  );
}

/** A whole number, or nothing. */
export function CountField(
  props: FieldProps & {
    readonly value: number | undefined;
    readonly min?: number;
    readonly unit?: string;
    readonly onChange: (value: number | undefined) => void;
  },
) {
  return (
    <NumberInput
      {...shared(props)}
      value={props.value ?? ""}
      min={props.min ?? 0}
      max={Number.MAX_SAFE_INTEGER}
      allowDecimal={false}
      allowNegative={false}
      hideControls
      thousandSeparator=","
      {...(props.unit !== undefined && {
        rightSection: <span className={styles.unit}>{props.unit}</span>,
        rightSectionWidth: 56,
      })}
      onChange={(value) => props.onChange(typeof value === "number" && Number.isSafeInteger(value) ? value : undefined)}
    />
  );
}

/** A day of the calendar as days since 1970-01-01, or nothing. */
export function DayField(
  props: FieldProps & {
    readonly value: number | undefined;
    readonly min?: number;
    readonly onChange: (day: number | undefined) => void;
  },
) {
  return (
    <TextInput
      {...shared(props)}
      type="date"
      value={props.value === undefined ? "" : formatDay(props.value)}
      {...(props.min !== undefined && { min: formatDay(props.min) })}
      onChange={(event) => props.onChange(parseDay(event.currentTarget.value))}
    />
  );
}

/** Any number of a few. */
export function ChecksField(
  props: FieldProps & {
    readonly value: readonly string[];
    readonly choices: readonly Choice[];
    readonly onChange: (value: readonly string[]) => void;
  },
) {
  const { value, onChange } = props;
  return (
    <fieldset className={styles.checks}>
      <legend>{props.label}</legend>
      <div className={styles.checksValues}>
        {props.choices.map((choice) => (
          <Checkbox
            key={choice.value}
            size="xs"
            label={choice.label}
            checked={value.includes(choice.value)}
            onChange={(event) =>
              onChange(
                event.currentTarget.checked ? [...value, choice.value] : value.filter((one) => one !== choice.value),
              )
            }
          />
        ))}
      </div>
      {props.note === undefined ? null : <p className={styles.note}>{props.note}</p>}
    </fieldset>
  );
}
