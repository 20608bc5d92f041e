import { Checkbox, NativeSelect, Textarea, TextInput } from "@mantine/core";
import type { Json } from "#ledger-core/contract/schema/json.ts";
import type { Shape, UnionShape } from "#ledger-core/contract/schema/schema.ts";
import { DayField } from "#renderer/shared/forms/day-field.tsx";
import { dateOfTime, startOfDate } from "#renderer/shared/forms/typed-day.ts";
import { Button } from "#renderer/shared/ui/button.tsx";
import { useFieldWords } from "./field-words.ts";
import { emptyValue, linesOf, listOf, recordOf } from "./shape-drafts.ts";
import styles from "./inbox.module.css";
import { useInboxText } from "./text.ts";

/** One part of a body as a form draws it. `flawPath` is the part that the contract does not take. */
export type ShapeFieldProps = {
  readonly kind: string;
  readonly shape: Shape;
  readonly column: string;
  readonly path: string;
  readonly value: Json;
  readonly flaw: { readonly path: string; readonly words: string } | undefined;
  readonly onChange: (value: Json) => void;
};

const timeColumns = ["expires", "until", "from"];
/** Texts that may be longer than this are written in a field of several lines. */
const lineBytesMax = 300;

/** The field, or the group of fields, of a shape of the contract. */
export function ShapeField(props: ShapeFieldProps) {
  const { shape } = props;
  switch (shape.kind) {
    case "record":
      return <RecordFields {...props} fields={shape.fields} />;
    case "union":
      return <UnionFields {...props} union={shape} />;
    case "list":
      if (shape.of.kind === "choice") return <ChoiceList {...props} values={shape.of.values} />;
      return shape.of.kind === "text" ? <LineList {...props} /> : <ListFields {...props} of={shape.of} />;
    case "optional":
      return <OptionalField {...props} of={shape.of} />;
    case "bytes":
    case "choice":
    case "integer":
    case "text":
      return <PlainField {...props} />;
  }
}

function useLabel({ kind, column }: ShapeFieldProps): string {
  return useFieldWords(kind).field(column);
}

function join(path: string, name: string): string {
  return path === "" ? name : `${path}.${name}`;
}

function RecordFields(props: ShapeFieldProps & { readonly fields: readonly (readonly [string, Shape])[] }) {
  const label = useLabel(props);
  const value = recordOf(props.value);
  const fields = <EachField {...props} fields={props.fields} value={value} />;
  // The whole body, and an entry of a list, which has its own frame.
  if (props.path === "" || props.path.endsWith("]")) return fields;
  return (
    <fieldset className={styles.fieldset}>
      <legend>{label}</legend>
      {fields}
    </fieldset>
  );
}

/** The fields of a record, each of which changes its own part of the value. */
function EachField({
  fields,
  value,
  ...props
}: Omit<ShapeFieldProps, "value"> & {
  readonly fields: readonly (readonly [string, Shape])[];
  readonly value: ReturnType<typeof recordOf>;
}) {
  return fields.map(([name, shape]) => (
    <ShapeField
      key={name}
      {...props}
      shape={shape}
      column={name}
      path={join(props.path, name)}
      value={value[name] ?? null}
      onChange={(changed) => props.onChange({ ...value, [name]: changed })}
    />
  ));
}

function UnionFields(props: ShapeFieldProps & { readonly union: UnionShape }) {
  const label = useLabel(props);
  const { choice } = useFieldWords(props.kind);
  const value = recordOf(props.value);
  const { kind } = value;
  const variant = props.union.variants.find(([name]) => name === kind)?.[1];
  return (
    <>
      <NativeSelect
        label={label}
        value={String(kind ?? "")}
        data={props.union.variants.map(([name]) => ({ value: name, label: choice(props.column, name) }))}
        onChange={(event) => {
          const chosen = props.union.variants.find(([name]) => name === event.currentTarget.value);
          if (chosen !== undefined) props.onChange({ kind: chosen[0], ...recordOf(emptyValue(chosen[1])) });
        }}
      />
      {variant === undefined ? null : <EachField {...props} fields={variant.fields} value={value} />}
    </>
  );
}

function ListFields(props: ShapeFieldProps & { readonly of: Shape }) {
  const text = useInboxText();
  const label = useLabel(props);
  const entries = listOf(props.value);
  return (
    <fieldset className={styles.fieldset}>
      <legend>{label}</legend>
      {entries.map((entry, place) => (
        <fieldset key={place} className={styles.fieldset}>
          <legend>{text("amend.entry", { place: place + 1 })}</legend>
          <ShapeField
            {...props}
            shape={props.of}
            path={`${props.path}[${place}]`}
            value={entry}
            onChange={(changed) => props.onChange(entries.with(place, changed))}
          />
          <div>
            <Button
              kind="link"
              size="small"
              onClick={() => props.onChange(entries.filter((_entry, other) => other !== place))}
            >
              {text("amend.remove", { place: place + 1 })}
            </Button>
          </div>
        </fieldset>
      ))}
      <div>
        <Button size="small" onClick={() => props.onChange([...entries, emptyValue(props.of)])}>
          {text("amend.add")}
        </Button>
      </div>
    </fieldset>
  );
}

/** A list of choices: each that may be in it, to be ticked. */
function ChoiceList(props: ShapeFieldProps & { readonly values: readonly string[] }) {
  const label = useLabel(props);
  const { choice } = useFieldWords(props.kind);
  const chosen = listOf(props.value);
  return (
    <fieldset className={styles.ticks}>
      <legend>{label}</legend>
      {props.values.map((value) => (
        <Checkbox
          key={value}
          size="xs"
          label={choice(props.column, value)}
          checked={chosen.includes(value)}
          onChange={(event) => {
            const isIn = event.currentTarget.checked;
            props.onChange(props.values.filter((one) => (one === value ? isIn : chosen.includes(one))));
          }}
        />
      ))}
    </fieldset>
  );
}

/** A list of words, one on each line. */
function LineList(props: ShapeFieldProps) {
  const text = useInboxText();
  const label = useLabel(props);
  return (
    <Textarea
      label={text("amend.lines", { label })}
      defaultValue={listOf(props.value).map(String).join("\n")}
      autosize
      minRows={2}
      maxRows={12}
      error={flawOf(props)}
      onChange={(event) => props.onChange(linesOf(event.currentTarget.value))}
    />
  );
}

function OptionalField(props: ShapeFieldProps & { readonly of: Shape }) {
  const text = useInboxText();
  const label = useLabel(props);
  if (props.of.kind === "bytes") return <PlainField {...props} shape={props.of} />;
  if (props.of.kind === "integer")
    return (
      <TextInput
        label={label}
        placeholder={text("amend.unset")}
        value={props.value === null ? "" : String(props.value)}
        inputMode="numeric"
        error={flawOf(props)}
        onChange={(event) => props.onChange(numberOf(event.currentTarget.value, null))}
      />
    );
  return <ShapeField {...props} shape={props.of} />;
}

function PlainField(props: ShapeFieldProps) {
  const text = useInboxText();
  const label = useLabel(props);
  const { choice } = useFieldWords(props.kind);
  const { shape, column, value, onChange } = props;
  const error = flawOf(props);
  if (shape.kind === "bytes")
    return (
      <TextInput label={label} description={text("amend.bytes")} value={String(value ?? "")} readOnly error={error} />
    );
  if (shape.kind === "choice")
    return (
      <NativeSelect
        label={label}
        value={String(value)}
        error={error}
        data={shape.values.map((one) => ({ value: one, label: choice(column, one) }))}
        onChange={(event) => onChange(event.currentTarget.value)}
      />
    );
  if (shape.kind === "integer" && timeColumns.includes(column))
    return (
      <DayField
        label={label}
        value={dateOfTime(typeof value === "number" ? value : 0)}
        error={error}
        onChange={(date) => onChange(startOfDate(date))}
      />
    );
  if (shape.kind === "integer")
    return (
      <TextInput
        label={label}
        value={String(value ?? "")}
        inputMode="numeric"
        error={error}
        onChange={(event) => onChange(numberOf(event.currentTarget.value, event.currentTarget.value))}
      />
    );
  const isLong = shape.kind === "text" && shape.bytesMax > lineBytesMax;
  return isLong ? (
    <Textarea
      label={label}
      value={String(value ?? "")}
      autosize
      minRows={2}
      maxRows={10}
      error={error}
      onChange={(event) => onChange(event.currentTarget.value)}
    />
  ) : (
    <TextInput
      label={label}
      value={String(value ?? "")}
      error={error}
      onChange={(event) => onChange(event.currentTarget.value)}
    />
  );
}

function flawOf({ flaw, path }: ShapeFieldProps): string | undefined {
  return flaw?.path === path ? flaw.words : undefined;
}

/** Digits as a number; what is no number stays as typed, so that the form can say so. */
function numberOf(typed: string, otherwise: Json): Json {
  return /^-?\d{1,15}$/.test(typed.trim()) ? Number(typed) : otherwise;
}
