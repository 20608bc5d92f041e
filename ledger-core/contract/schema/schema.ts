/**
 * The closed set of combinators in which every body and row is declared. One declaration yields the TypeScript type, the codec
 * (`codec.ts`), the JSON form (`json.ts`), the zod form (`contract/forms`) and the columns of the store. There is nothing else:
 * no floats, no maps, no optional meaning that depends on the reader.
 */

export type IntegerShape = { readonly kind: "integer"; readonly min: number; readonly max: number };
export type BytesShape = { readonly kind: "bytes"; readonly lengthMin: number; readonly lengthMax: number };
export type TextShape = { readonly kind: "text"; readonly bytesMin: number; readonly bytesMax: number };
export type ChoiceShape = { readonly kind: "choice"; readonly values: readonly string[] };
export type ListShape = { readonly kind: "list"; readonly of: Shape; readonly lengthMax: number };
export type OptionalShape = { readonly kind: "optional"; readonly of: Shape };
export type RecordShape = {
  readonly kind: "record";
  readonly fields: readonly (readonly [string, Shape])[];
  /** How many of the fields are always written; those after them were appended later. */
  readonly written: number;
};
export type UnionShape = { readonly kind: "union"; readonly variants: readonly (readonly [string, RecordShape])[] };

export type Shape =
  | IntegerShape
  | BytesShape
  | TextShape
  | ChoiceShape
  | ListShape
  | OptionalShape
  | RecordShape
  | UnionShape;

declare const valueType: unique symbol;

/** A shape whose values have the TypeScript type `T`. */
export type Schema<T> = Shape & { readonly [valueType]?: T };

/** The type of a schema's values. */
export type Value<S> = S extends { readonly [valueType]?: infer T } ? Exclude<T, undefined> : never;

/** JavaScript moves names that look like numbers to the front, and so out of their place in the bytes. */
const NAME = /^[a-z][A-Za-z0-9]*$/;

type Fields = Readonly<Record<string, Shape>>;
type FieldValues<F extends Fields> = { readonly [K in keyof F]: FieldValue<F[K]> };
type FieldValue<S> = S extends { readonly [valueType]?: infer T } ? T : never;
export type RecordSchema<T> = RecordShape & { readonly [valueType]?: T };

/** An integer from `min` to `max`, both included, both within 53 bits. */
export function integer<T extends number = number>(min: number, max: number): Schema<T> {
  if (!Number.isSafeInteger(min) || !Number.isSafeInteger(max) || min > max) throw new RangeError("integer range");
  return { kind: "integer", min, max };
}

/** Bytes; `lengthMax` counts bytes and is the exact length where `lengthMin` is left out. */
export function bytes<T extends Uint8Array = Uint8Array>(lengthMax: number, lengthMin: number = lengthMax): Schema<T> {
  return { kind: "bytes", lengthMin, lengthMax };
}

/** Text as given, in at most `bytesMax` bytes of UTF-8. */
export function text<T extends string = string>(bytesMax: number, bytesMin = 0): Schema<T> {
  return { kind: "text", bytesMin, bytesMax };
}

/** One of the words; encoded as its place, so words are only ever appended. */
export function choice<const V extends readonly string[]>(values: V): Schema<V[number]> {
  if (new Set(values).size !== values.length) throw new RangeError("a word twice in one choice");
  return { kind: "choice", values };
}

/** At most `lengthMax` values of one shape, in their order. */
export function list<S extends Shape>(of: S, lengthMax: number): Schema<readonly FieldValue<S>[]> {
  return { kind: "list", of, lengthMax };
}

/** A value or nothing. Not of another optional: two kinds of nothing would be one value with two encodings. */
export function optional<S extends Shape>(of: S): Schema<FieldValue<S> | undefined> {
  if (of.kind === "optional") throw new RangeError("an optional of an optional");
  return { kind: "optional", of };
}

/**
 * Named fields in fixed positions: the order in which they are written here is the order of the bytes. Fields are only ever
 * appended, as `appended`: of those, what is neutral at the end (nothing, zero, the empty text, the first word) is not written, so
 * that every record from before them keeps its bytes, and a record has one encoding still.
 */
export function record<const F extends Fields, const A extends Fields = Record<never, never>>(
  fields: F,
  appended?: A,
): RecordSchema<FieldValues<F & A>> {
  const all = [...Object.entries(fields), ...Object.entries(appended ?? {})];
  for (const [name] of all) if (!NAME.test(name)) throw new RangeError(`the name ${name}`);
  if (new Set(all.map(([name]) => name)).size !== all.length) throw new RangeError("a name twice in one record");
  for (const shape of Object.values(appended ?? {})) neutralValue(shape);
  return { kind: "record", fields: all, written: Object.keys(fields).length };
}

/** What an appended field holds where it was not written. Throws for a shape that has nothing neutral: such a field cannot be appended. */
export function neutralValue(shape: Shape): unknown {
  switch (shape.kind) {
    case "optional":
      return undefined;
    case "integer":
      return Math.min(Math.max(0, shape.min), shape.max);
    case "choice":
      return shape.values[0];
    case "list":
      return [];
    case "text":
      if (shape.bytesMin > 0) throw new RangeError("an appended text that may not be empty");
      return "";
    case "bytes":
      if (shape.lengthMin > 0) throw new RangeError("appended bytes that may not be empty");
      return new Uint8Array(0);
    case "record":
    case "union":
      throw new RangeError("an appended record, which has no neutral value");
  }
}

/** True if a value of the shape is the neutral one, or left out. */
export function isNeutral(shape: Shape, value: unknown): boolean {
  if (value === undefined) return true;
  if (shape.kind === "list") return Array.isArray(value) && value.length === 0;
  if (shape.kind === "bytes") return value instanceof Uint8Array && value.length === 0;
  return value === neutralValue(shape);
}

/** How many fields of a record are written: all up to the last appended one that holds something. */
export function writtenCount(shape: RecordShape, value: unknown): number {
  let count = shape.fields.length;
  if (typeof value !== "object" || value === null) return count;
  for (; count > shape.written; count--) {
    const field = shape.fields[count - 1];
    if (field !== undefined && !isNeutral(field[1], (value as Readonly<Record<string, unknown>>)[field[0]])) break;
  }
  return count;
}

type Variants = Readonly<Record<string, RecordShape>>;
type VariantValue<V extends Variants> = { [K in keyof V]: { readonly kind: K } & FieldValue<V[K]> }[keyof V];

/** One of several records, told apart by `kind`. Variants are only ever appended. */
export function union<const V extends Variants>(variants: V): Schema<VariantValue<V>> {
  for (const [name, { fields }] of Object.entries(variants)) {
    if (!NAME.test(name)) throw new RangeError(`the name ${name}`);
    if (fields.some(([field]) => field === "kind"))
      throw new RangeError("a field named like what tells variants apart");
  }
  return { kind: "union", variants: Object.entries(variants) };
}
