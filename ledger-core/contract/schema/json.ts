/**
 * Values of a schema as JSON: bytes as lower-case hexadecimal, what is optional and missing as null, everything else as it is; an
 * appended field may be left out. This is the form of bodies on the command line and in procedures; nothing is ever hashed in it.
 */
import { encodeHex, encodeUtf8, parseHex } from "./bytes.ts";
import { neutralValue, writtenCount } from "./schema.ts";
import type { RecordShape, Schema, Shape } from "./schema.ts";

export type Json = null | boolean | number | string | readonly Json[] | { readonly [name: string]: Json };

/** Why JSON is not a value of the schema: the path of the field, and what is needed there. */
export type JsonFlaw = { readonly ok: false; readonly path: string; readonly need: string };
export type FromJson<T> = { readonly ok: true; readonly value: T } | JsonFlaw;

/** The JSON form of a value of the schema. */
export function toJson<T>(schema: Schema<T>, value: T): Json {
  return write(schema, value, allFields);
}

/**
 * The same with the fields that the value's bytes have: what is neutral at the end of a record is left out, so that this text of a record is
 * the same for every later version of the program, whatever fields it appends.
 */
export function toJsonAsWritten<T>(schema: Schema<T>, value: T): Json {
  return write(schema, value, (shape, fields) => shape.fields.slice(0, writtenCount(shape, fields)));
}

/** The value that JSON from anybody describes, or the first field that is wrong. Unknown fields are a flaw: they are typing errors. */
export function fromJson<T>(schema: Schema<T>, json: unknown): FromJson<T> {
  try {
    return { ok: true, value: read(schema, json, "") as T };
  } catch (error) {
    if (error instanceof Flaw) return { ok: false, path: error.path, need: error.message };
    throw error;
  }
}

class Flaw extends Error {
  readonly path: string;
  constructor(path: string, need: string) {
    super(need);
    this.path = path;
  }
}

/** The fields of a record that are shown. */
type Shown = (shape: RecordShape, value: unknown) => RecordShape["fields"];

const allFields: Shown = ({ fields }) => fields;

function write(shape: Shape, value: unknown, shown: Shown): Json {
  switch (shape.kind) {
    case "integer":
    case "text":
    case "choice":
      return value as Json;
    case "bytes":
      return encodeHex(value as Uint8Array);
    case "list":
      return (value as readonly unknown[]).map((item) => write(shape.of, item, shown));
    case "optional":
      return value === undefined ? null : write(shape.of, value, shown);
    case "record":
      return Object.fromEntries(writeFields(shape, value as Readonly<Record<string, unknown>>, shown));
    case "union": {
      const variant = value as Readonly<Record<string, unknown>> & { readonly kind: string };
      const record = shape.variants.find(([name]) => name === variant.kind)?.[1];
      return { kind: variant.kind, ...(record && Object.fromEntries(writeFields(record, variant, shown))) };
    }
  }
}

function writeFields(
  shape: RecordShape,
  value: Readonly<Record<string, unknown>>,
  shown: Shown,
): readonly (readonly [string, Json])[] {
  return shown(shape, value).map(([name, field]) => [name, write(field, value[name], shown)]);
}

function read(shape: Shape, json: unknown, path: string): unknown {
  switch (shape.kind) {
    case "integer": {
      const ok = typeof json === "number" && Number.isSafeInteger(json) && json >= shape.min && json <= shape.max;
      return ok ? json : flaw(path, `a whole number from ${shape.min} to ${shape.max}`);
    }
    case "bytes": {
      const bytes = typeof json === "string" ? parseHex(json) : undefined;
      const ok = bytes !== undefined && bytes.length >= shape.lengthMin && bytes.length <= shape.lengthMax;
      return ok ? bytes : flaw(path, `hexadecimal of ${shape.lengthMin} to ${shape.lengthMax} bytes`);
    }
    case "text": {
      const size = typeof json === "string" ? encodeUtf8(json)?.length : undefined;
      const ok = size !== undefined && size >= shape.bytesMin && size <= shape.bytesMax;
      return ok ? json : flaw(path, `text of ${shape.bytesMin} to ${shape.bytesMax} bytes`);
    }
    case "choice":
      return shape.values.includes(json as string) ? json : flaw(path, `one of ${shape.values.join(", ")}`);
    case "list":
      if (!Array.isArray(json) || json.length > shape.lengthMax)
        return flaw(path, `a list of at most ${shape.lengthMax}`);
      return json.map((item, i) => read(shape.of, item, `${path}[${i}]`));
    case "optional":
      return json === null || json === undefined ? undefined : read(shape.of, json, path);
    case "record":
      return readRecord(shape, json, path, {});
    case "union": {
      const kind = isObject(json) ? json["kind"] : undefined;
      const variant = shape.variants.find(([name]) => name === kind);
      const names = shape.variants.map(([name]) => name).join(", ");
      return variant === undefined ? flaw(path, `kind: one of ${names}`) : readRecord(variant[1], json, path, { kind });
    }
  }
}

function readRecord(
  shape: RecordShape,
  json: unknown,
  path: string,
  into: Record<string, unknown>,
): Record<string, unknown> {
  if (!isObject(json)) return flaw(path, "an object");
  const known = new Set([...Object.keys(into), ...shape.fields.map(([name]) => name)]);
  const unknown = Object.keys(json).find((name) => !known.has(name));
  if (unknown !== undefined) return flaw(join(path, unknown), `no such field; there are ${[...known].join(", ")}`);
  for (const [place, [name, field]] of shape.fields.entries()) {
    const isLeftOut = place >= shape.written && json[name] === undefined;
    into[name] = isLeftOut ? neutralValue(field) : read(field, json[name], join(path, name));
  }
  return into;
}

function join(path: string, name: string): string {
  return path === "" ? name : `${path}.${name}`;
}

/** True for a JSON object: not for null, nor for a list. */
export function isObject(json: unknown): json is Readonly<Record<string, unknown>> {
  return typeof json === "object" && json !== null && !Array.isArray(json);
}

function flaw(path: string, need: string): never {
  throw new Flaw(path, need);
}
