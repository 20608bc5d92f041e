/** The JSON form of a schema's values, described as JSON Schema, for those who write bodies by a program. */
import type { Json } from "./json.ts";
import type { RecordShape, Shape } from "./schema.ts";

/**
 * JSON Schema of what `fromJson` takes. It is as strict where JSON Schema has a word for it: texts are bounded in bytes of UTF-8, which
 * it counts in characters, so `maxLength` is the most that can fit and `description` says the bytes.
 */
export function jsonSchemaOf(shape: Shape): Json {
  switch (shape.kind) {
    case "integer":
      return { type: "integer", minimum: shape.min, maximum: shape.max };
    case "text":
      return {
        type: "string",
        ...(shape.bytesMin > 0 && { minLength: 1 }),
        maxLength: shape.bytesMax,
        description: `${shape.bytesMin} to ${shape.bytesMax} bytes of UTF-8`,
      };
    case "bytes":
      return {
        type: "string",
        pattern: "^([0-9a-f]{2})*$",
        minLength: shape.lengthMin * 2,
        maxLength: shape.lengthMax * 2,
        description: "bytes in hexadecimal",
      };
    case "choice":
      return { enum: shape.values };
    case "list":
      return { type: "array", items: jsonSchemaOf(shape.of), maxItems: shape.lengthMax };
    case "optional":
      return { anyOf: [jsonSchemaOf(shape.of), { type: "null" }] };
    case "record":
      return recordSchema(shape);
    case "union":
      return { oneOf: shape.variants.map(([name, record]) => recordSchema(record, name)) };
  }
}

/** What is optional may be left out, and so may what was appended to the record. */
function recordSchema({ fields, written }: RecordShape, variant?: string): Json {
  const named = fields.map(([name, field]) => [name, jsonSchemaOf(field)] as const);
  const needed = fields.slice(0, written).filter(([, field]) => field.kind !== "optional");
  const required = needed.map(([name]) => name);
  return {
    type: "object",
    properties: { ...(variant !== undefined && { kind: { const: variant } }), ...Object.fromEntries(named) },
    required: variant === undefined ? required : ["kind", ...required],
    additionalProperties: false,
  };
}
