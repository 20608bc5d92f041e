import { Checkbox, NativeSelect, NumberInput, Textarea, TextInput } from "@mantine/core";
import type { ReactNode } from "react";
import styles from "./forms.module.css";
import { useFormText } from "./text.ts";

/** What every field has. */
export type FieldProps = {
  readonly label: string;
  readonly note?: string | undefined;
  readonly error?: string | undefined;
  readonly isRequired?: boolean;
  /** The label is for a screen reader only, where a heading or a sentence says it already. */
  readonly isLabelHidden?: boolean;
};

export type FieldChoice = { readonly value: string; readonly label: string };

const order: ("label" | "input" | "description" | "error")[] = ["label", "input", "description", "error"];

/** The same in the words of the library. */
export function sharedFieldProps({ label, note, error, isRequired, isLabelHidden }: FieldProps) {
  return {
    ...(isLabelHidden === true ? { "aria-label": label } : { label }),
    required: isRequired ?? false,
    withAsterisk: false,
    ...(note !== undefined && { description: note }),
    ...(error !== undefined && { error }),
    inputWrapperOrder: order,
  };
}

/** One line of text. */
export function TextField(
  props: FieldProps & {
    readonly value: string;
    readonly isReadOnly?: boolean;
    readonly onChange: (value: string) => void;
    readonly placeholder?: string;
    readonly lengthMax?: number;
  },
) {
  return (
    <TextInput
      {...sharedFieldProps(props)}
      value={props.value}
      readOnly={props.isReadOnly ?? false}
      autoComplete="off"
      {...(props.placeholder !== undefined && { placeholder: props.placeholder })}
      {...(props.lengthMax !== undefined && { maxLength: props.lengthMax })}
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
      {...sharedFieldProps(props)}
      value={props.value}
      rows={props.rows ?? 3}
      onChange={(event) => props.onChange(event.currentTarget.value)}
    />
  );
}

/** One of a few. `isToChoose` puts a line before them that asks to choose, for the empty value. */
export function ChoiceField(
  props: FieldProps & {
    readonly value: string;
    readonly choices: readonly FieldChoice[];
    readonly isToChoose?: boolean;
    readonly onChange: (value: string) => void;
  },
) {
  const text = useFormText();
  const first = props.isToChoose === true ? [{ value: "", label: text("choose") }] : [];
  return (
    <NativeSelect
      {...sharedFieldProps(props)}
      value={props.value}
      data={[...first, ...props.choices.map((choice) => ({ ...choice }))]}
      onChange={(event) => props.onChange(event.currentTarget.value)}
    />
  );
}

/** A whole number from `min` to `max`, or nothing; `unit` stands behind it. */
export function CountField(
  props: FieldProps & {
    readonly value: number | undefined;
    readonly min?: number;
    readonly max?: number;
    readonly unit?: string;
    readonly onChange: (value: number | undefined) => void;
  },
) {
  return (
    <NumberInput
      {...sharedFieldProps(props)}
      value={props.value ?? ""}
      min={props.min ?? 0}
      max={props.max ?? Number.MAX_SAFE_INTEGER}
      clampBehavior="blur"
      allowDecimal={false}
      allowNegative={(props.min ?? 0) < 0}
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

/** Any number of a few. */
export function ChecksField<Key extends string>(
  props: FieldProps & {
    readonly value: readonly Key[];
    readonly choices: readonly { readonly value: Key; readonly label: string }[];
    readonly onChange: (value: readonly Key[]) => void;
  },
) {
  const { value, onChange } = props;
  return (
    <fieldset className={styles.checks}>
      <legend className={props.isLabelHidden === true ? "visually-hidden" : undefined}>{props.label}</legend>
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

/** Two fields side by side. */
export function FieldPair({ children }: { readonly children: ReactNode }) {
  return <div className={styles.pair}>{children}</div>;
}
