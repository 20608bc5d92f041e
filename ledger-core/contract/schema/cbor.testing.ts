/** Any value of the ledger's CBOR, read and written through the codec's own reader and writer, and what makes such values up. */
import fc from "fast-check";
import { CborReader, CborWriter } from "./cbor.ts";

export type AnyValue = number | string | Uint8Array | readonly AnyValue[];

/** Reads bytes that hold exactly one value. Throws `MalformedBytes`. */
export function readAny(bytes: Uint8Array): AnyValue {
  const reader = new CborReader(bytes);
  const value = readNext(reader, bytes);
  reader.end();
  return value;
}

export function writeAny(value: AnyValue): Uint8Array {
  const writer = new CborWriter();
  writeNext(writer, value);
  return writer.finish();
}

function readNext(reader: CborReader, bytes: Uint8Array): AnyValue {
  const major = (bytes[reader.offset] ?? 0) >> 5;
  if (major === 2) return reader.bytes();
  if (major === 3) return reader.text();
  if (major !== 4) return reader.integer();
  return Array.from({ length: reader.array() }, () => readNext(reader, bytes));
}

function writeNext(writer: CborWriter, value: AnyValue): void {
  if (typeof value === "number") writer.integer(value);
  else if (typeof value === "string") writer.text(value);
  else if (value instanceof Uint8Array) writer.bytes(value);
  else {
    writer.array(value.length);
    for (const item of value) writeNext(writer, item);
  }
}

/** Integers of 53 bits, those where the length of the encoding changes more often than others. */
export function anyInteger(): fc.Arbitrary<number> {
  const edges = [0, 23, 24, 0xff, 0x100, 0xffff, 0x10000, 0xffff_ffff, 0x1_0000_0000, Number.MAX_SAFE_INTEGER];
  const edge = fc.constantFrom(...edges, ...edges.map((value) => (value === 0 ? -1 : -value)));
  return fc
    .oneof(edge, fc.integer({ min: -300, max: 300 }), fc.maxSafeInteger())
    .filter((value) => !Object.is(value, -0));
}

/** Texts without lone surrogates, of every plane. */
export function anyText(maxLength = 40): fc.Arbitrary<string> {
  return fc
    .oneof(fc.string({ unit: "grapheme", maxLength }), fc.string({ unit: "binary", maxLength }))
    .filter((text) => text.isWellFormed());
}

export function anyValue(): fc.Arbitrary<AnyValue> {
  const { value } = fc.letrec<{ value: AnyValue }>((tie) => ({
    value: fc.oneof(
      { maxDepth: 5, withCrossShrink: true },
      anyInteger(),
      anyText(),
      fc.uint8Array({ maxLength: 300 }),
      fc.array(tie("value"), { maxLength: 30 }),
    ),
  }));
  return value;
}

/** Bytes like the given ones, with one to four of them changed, taken out or put in, or the end cut off. */
export function damaged(bytes: fc.Arbitrary<Uint8Array>): fc.Arbitrary<Uint8Array> {
  const blow = fc.record({
    how: fc.constantFrom("change", "insert", "remove", "cut"),
    place: fc.nat(),
    byte: fc.nat(255),
  });
  return fc.tuple(bytes, fc.array(blow, { minLength: 1, maxLength: 4 })).map(([whole, blows]) => {
    const out = [...whole];
    for (const { how, place, byte } of blows) {
      const at = out.length === 0 ? 0 : place % out.length;
      if (how === "change") out[at] = byte;
      else if (how === "insert") out.splice(at, 0, byte);
      else out.splice(at, how === "remove" ? 1 : out.length);
    }
    return Uint8Array.from(out);
  });
}
