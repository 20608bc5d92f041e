/** Values of a schema to bytes and back. The encoding is positional, so names are not in the bytes. */
import { sharedBytes } from "./bytes.ts";
import { bytesWritten, CborReader, CborWriter, MalformedBytes } from "./cbor.ts";
import { isNeutral, neutralValue, writtenCount } from "./schema.ts";
import type { RecordShape, Schema, Shape } from "./schema.ts";

/** Why bytes are not a value of the schema: a reason for the log, and the path of field names where it was found. */
export type DecodeFailure = { readonly ok: false; readonly reason: string; readonly path: string };
export type Decoded<T> = { readonly ok: true; readonly value: T } | DecodeFailure;

/** The one encoding of a value. Throws `ValueOutOfSchema` if the value is not of the schema: the caller's mistake, not a peer's. */
export function encode<T>(schema: Schema<T>, value: T): Uint8Array {
  return bytesWritten((writer) => writeValue(writer, schema, value));
}

/** The same in memory that small pieces share: see `sharedBytes`. */
export function encodeShared<T>(schema: Schema<T>, value: T): Uint8Array {
  return bytesWritten((writer) => writeValue(writer, schema, value), sharedBytes);
}

/** The same, behind what the writer holds already. */
export function writeValue<T>(writer: CborWriter, schema: Schema<T>, value: T): void {
  try {
    write(writer, schema, value, undefined);
  } catch (error) {
    // Where it was is worked out only for who has to be told.
    if (error instanceof ValueOutOfSchema) write(new CborWriter(), schema, value, []);
    throw error;
  }
}

/** The value of bytes that may come from anybody: all of the bytes, in the one encoding, or a failure. Never throws. */
export function decode<T>(schema: Schema<T>, bytes: Uint8Array): Decoded<T> {
  const decoded = decodeAlong(schema, new CborReader(bytes), undefined);
  // Where it was is worked out only for who has to be told.
  return decoded.ok ? decoded : decodeAlong(schema, new CborReader(bytes), []);
}

/** The same, where byte strings are views into the bytes: for who holds on to all of them anyway. */
export function decodeViews<T>(schema: Schema<T>, bytes: Uint8Array): Decoded<T> {
  const decoded = decodeAlong(schema, new CborReader(bytes, true), undefined);
  return decoded.ok ? decoded : decode(schema, bytes);
}

function decodeAlong<T>(schema: Schema<T>, reader: CborReader, path: Path<string>): Decoded<T> {
  try {
    const value = read(reader, schema, path);
    reader.end();
    return { ok: true, value: value as T };
  } catch (error) {
    if (error instanceof MalformedBytes) return { ok: false, reason: error.message, path: path?.join(".") ?? "" };
    throw error;
  }
}

/** Where a value stands: names of fields and places in lists, from the outside; undefined where nobody has asked for it. */
type Path<Step> = Step[] | undefined;

/** A value that its schema does not admit; `path` names the field. */
export class ValueOutOfSchema extends Error {
  readonly path: string;
  constructor(path: Path<string | number>, reason: string) {
    const named = (path ?? [])
      .map((step, i) => (typeof step === "number" ? `[${step}]` : i === 0 ? step : `.${step}`))
      .join("");
    super(`${named === "" ? "value" : named}: ${reason}`);
    this.path = named;
  }
}

function write(writer: CborWriter, shape: Shape, value: unknown, path: Path<string | number>): void {
  switch (shape.kind) {
    case "integer": {
      const ok = typeof value === "number" && Number.isSafeInteger(value) && value >= shape.min && value <= shape.max;
      if (!ok) throw new ValueOutOfSchema(path, `an integer from ${shape.min} to ${shape.max} is needed`);
      return writer.integer(value);
    }
    case "bytes": {
      const ok = value instanceof Uint8Array && value.length >= shape.lengthMin && value.length <= shape.lengthMax;
      if (!ok) throw new ValueOutOfSchema(path, `${shape.lengthMin} to ${shape.lengthMax} bytes are needed`);
      return writer.bytes(value);
    }
    case "text": {
      const length = typeof value === "string" && value.length <= shape.bytesMax ? tryText(writer, value) : undefined;
      if (length === undefined || length < shape.bytesMin || length > shape.bytesMax)
        throw new ValueOutOfSchema(path, `text of ${shape.bytesMin} to ${shape.bytesMax} bytes is needed`);
      return;
    }
    case "choice": {
      const place = shape.values.indexOf(value as string);
      if (place < 0) throw new ValueOutOfSchema(path, `one of ${shape.values.join(", ")} is needed`);
      return writer.integer(place);
    }
    case "list": {
      if (!Array.isArray(value) || value.length > shape.lengthMax)
        throw new ValueOutOfSchema(path, `a list of at most ${shape.lengthMax} is needed`);
      writer.array(value.length);
      // By index, because `forEach` passes over the holes of an array, and fewer items would follow than were announced.
      for (let i = 0; i < value.length; i++) writeIn(writer, shape.of, value[i], path, i);
      return;
    }
    case "optional": {
      writer.array(value === undefined ? 0 : 1);
      if (value !== undefined) write(writer, shape.of, value, path);
      return;
    }
    case "record": {
      const count = writtenCount(shape, value);
      writer.array(count);
      return writeFields(writer, shape, value, path, count);
    }
    case "union": {
      const kind = isObject(value) ? value["kind"] : undefined;
      const place = shape.variants.findIndex(([name]) => name === kind);
      const variant = shape.variants[place];
      if (variant === undefined) throw new ValueOutOfSchema(path, "an unknown kind");
      const count = writtenCount(variant[1], value);
      writer.array(count + 1);
      writer.integer(place);
      return writeFields(writer, variant[1], value, path, count);
    }
  }
}

/** Bytes of the text that was written; undefined for one that has no UTF-8. */
function tryText(writer: CborWriter, value: string): number | undefined {
  try {
    return writer.text(value);
  } catch (error) {
    if (error instanceof MalformedBytes) return undefined;
    throw error;
  }
}

function writeFields(
  writer: CborWriter,
  shape: RecordShape,
  value: unknown,
  path: Path<string | number>,
  count: number,
): void {
  if (!isObject(value)) throw new ValueOutOfSchema(path, "a record is needed");
  for (let i = 0; i < count; i++) {
    const field = shape.fields[i];
    if (field === undefined) return;
    const [name, of] = field;
    writeIn(writer, of, value[name], path, name);
  }
}

function writeIn(
  writer: CborWriter,
  shape: Shape,
  value: unknown,
  path: Path<string | number>,
  step: string | number,
): void {
  path?.push(step);
  write(writer, shape, value, path);
  path?.pop();
}

function isObject(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === "object" && value !== null;
}

function read(reader: CborReader, shape: Shape, path: Path<string>): unknown {
  const at = reader.offset;
  switch (shape.kind) {
    case "integer": {
      const value = reader.integer();
      if (value < shape.min || value > shape.max) throw new MalformedBytes("an integer out of range", at);
      return value;
    }
    case "bytes": {
      const value = reader.bytes();
      if (value.length < shape.lengthMin || value.length > shape.lengthMax)
        throw new MalformedBytes("bytes of a wrong length", at);
      return value;
    }
    case "text": {
      const value = reader.text();
      const size = reader.offset - at - headSize(reader.offset - at);
      if (size < shape.bytesMin || size > shape.bytesMax) throw new MalformedBytes("text of a wrong length", at);
      return value;
    }
    case "choice": {
      const value = shape.values[reader.integer()];
      if (value === undefined) throw new MalformedBytes("an unknown word", at);
      return value;
    }
    case "list": {
      const count = reader.array();
      if (count > shape.lengthMax) throw new MalformedBytes("a list that is too long", at);
      const values: unknown[] = [];
      for (let i = 0; i < count; i++) values.push(readIn(reader, shape.of, path, i));
      return values;
    }
    case "optional": {
      const count = reader.array();
      if (count > 1) throw new MalformedBytes("more than one value", at);
      return count === 0 ? undefined : read(reader, shape.of, path);
    }
    case "record": {
      const count = reader.array();
      if (!isCount(shape, count)) throw new MalformedBytes("a wrong number of fields", at);
      return readFields(reader, { shape, count, at }, path, {});
    }
    case "union": {
      const count = reader.array();
      const variant = count === 0 ? undefined : shape.variants[reader.integer()];
      if (variant === undefined || !isCount(variant[1], count - 1)) throw new MalformedBytes("an unknown variant", at);
      return readFields(reader, { shape: variant[1], count: count - 1, at }, path, { kind: variant[0] });
    }
  }
}

/** Bytes of a text's head, from the size of head and text together. */
function headSize(whole: number): number {
  if (whole < 1 + 24) return 1;
  if (whole < 2 + 0x100) return 2;
  return whole < 3 + 0x10000 ? 3 : 5;
}

function isCount(shape: RecordShape, count: number): boolean {
  return count >= shape.written && count <= shape.fields.length;
}

function readFields(
  reader: CborReader,
  { shape, count, at }: { readonly shape: RecordShape; readonly count: number; readonly at: number },
  path: Path<string>,
  into: Record<string, unknown>,
): Record<string, unknown> {
  for (let place = 0; place < shape.fields.length; place++) {
    const named = shape.fields[place];
    if (named === undefined) break;
    const [name, field] = named;
    into[name] = place < count ? readIn(reader, field, path, name) : neutralValue(field);
  }
  const last = shape.fields[count - 1];
  // What is neutral at the end is left out, or one record would have two encodings.
  if (count > shape.written && last !== undefined && isNeutral(last[1], into[last[0]]))
    throw new MalformedBytes("an appended field that holds nothing", at);
  return into;
}

function readIn(reader: CborReader, shape: Shape, path: Path<string>, step: string | number): unknown {
  path?.push(String(step));
  const value = read(reader, shape, path);
  path?.pop();
  return value;
}
