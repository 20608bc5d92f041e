/** The zod form of a schema, in its JSON shape: what a form in a window, a procedure and OpenAPI check before anything is signed. */
import { z } from "zod";
import { encodeUtf8 } from "#ledger-core/contract/schema/bytes.ts";
import type { Shape } from "#ledger-core/contract/schema/schema.ts";

/** A zod schema that admits exactly the JSON that `fromJson` turns into a value of the shape. */
export function zodOf(shape: Shape): z.ZodType {
  switch (shape.kind) {
    case "integer":
      return z.int().min(shape.min).max(shape.max);
    case "bytes":
      return z
        .string()
        .regex(/^([0-9a-fA-F]{2})*$/)
        .min(2 * shape.lengthMin)
        .max(2 * shape.lengthMax);
    case "text":
      return z.string().refine((text) => isSized(text, shape.bytesMin, shape.bytesMax), {
        message: `${shape.bytesMin}..${shape.bytesMax} bytes`,
      });
    case "choice":
      return z.enum(shape.values as [string, ...string[]]);
    case "list":
      return z.array(zodOf(shape.of)).max(shape.lengthMax);
    case "optional":
      return zodOf(shape.of).nullish();
    case "record":
      return z.strictObject(fieldsOf(shape.fields));
    case "union": {
      const variants = shape.variants.map(([kind, record]) =>
        z.strictObject({ kind: z.literal(kind), ...fieldsOf(record.fields) }),
      );
      return z.discriminatedUnion("kind", variants as [(typeof variants)[number], ...typeof variants]);
    }
  }
}

function fieldsOf(fields: readonly (readonly [string, Shape])[]): Record<string, z.ZodType> {
  return Object.fromEntries(fields.map(([name, field]) => [name, zodOf(field)]));
}

function isSized(text: string, bytesMin: number, bytesMax: number): boolean {
  const size = encodeUtf8(text)?.length;
  return size !== undefined && size >= bytesMin && size <= bytesMax;
}
