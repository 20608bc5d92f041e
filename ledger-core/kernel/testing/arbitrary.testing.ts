/** Random values of any schema, for properties over every kind of body and row. */
import fc from "fast-check";
import { encodeUtf8 } from "#ledger-core/contract/schema/bytes.ts";
import type { RecordShape, Schema, Shape } from "#ledger-core/contract/schema/schema.ts";

/** How large generated values become where the schema allows more. */
export type ArbitrarySizes = { readonly listMax: number; readonly bytesMax: number; readonly textBytesMax: number };

const SIZES: ArbitrarySizes = { listMax: 3, bytesMax: 64, textBytesMax: 24 };

/**
 * Values of the schema, small ones more often than chance, as references to existing rows have to be hit. For a bare shape, as of
 * the bodies of a whole ruleset, the values are unknown to the types.
 */
export function arbitraryOf<T>(schema: Schema<T>, sizes: ArbitrarySizes = SIZES): fc.Arbitrary<T> {
  return arbitraryOfShape(schema, sizes) as fc.Arbitrary<T>;
}

function arbitraryOfShape(shape: Shape, sizes: ArbitrarySizes): fc.Arbitrary<unknown> {
  switch (shape.kind) {
    case "integer": {
      const { min, max } = shape;
      const small = fc.integer({ min, max: Math.min(max, min + 9) });
      return fc.oneof({ arbitrary: small, weight: 4 }, { arbitrary: fc.integer({ min, max }), weight: 1 });
    }
    case "bytes": {
      const maxLength = Math.max(shape.lengthMin, Math.min(shape.lengthMax, sizes.bytesMax));
      return fc.uint8Array({ minLength: shape.lengthMin, maxLength });
    }
    case "text":
      return arbitraryText(shape.bytesMin, Math.max(shape.bytesMin, Math.min(shape.bytesMax, sizes.textBytesMax)));
    case "choice":
      return fc.constantFrom(...shape.values);
    case "list":
      return fc.array(arbitraryOfShape(shape.of, sizes), { maxLength: Math.min(shape.lengthMax, sizes.listMax) });
    case "optional":
      return fc.option(arbitraryOfShape(shape.of, sizes), { nil: undefined });
    case "record":
      return fieldsOf(shape, sizes);
    case "union":
      return fc.oneof(
        ...shape.variants.map(([kind, variant]) => fieldsOf(variant, sizes).map((fields) => ({ kind, ...fields }))),
      );
  }
}

function fieldsOf(shape: RecordShape, sizes: ArbitrarySizes): fc.Arbitrary<Readonly<Record<string, unknown>>> {
  return fc.record(Object.fromEntries(shape.fields.map(([name, field]) => [name, arbitraryOfShape(field, sizes)])));
}

/** Text of so many bytes of UTF-8, in letters of one to four bytes. */
function arbitraryText(bytesMin: number, bytesMax: number): fc.Arbitrary<string> {
  const letter = fc.oneof(
    { arbitrary: fc.constantFrom("a", "Z", "7", " ", ".", "-", "\u0000"), weight: 4 },
    { arbitrary: fc.constantFrom("é", "南", "京", "😀", "\u202e"), weight: 1 },
  );
  return fc.array(letter, { maxLength: bytesMax }).map((letters) => {
    let text = "";
    let size = 0;
    for (const one of letters) {
      const bytes = encodeUtf8(one)?.length ?? 0;
      if (size + bytes > bytesMax) break;
      text += one;
      size += bytes;
    }
    return text + "x".repeat(Math.max(0, bytesMin - size));
  });
}
