import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { equalBytes } from "./bytes.ts";
import { anyText, anyValue, damaged, writeAny } from "./cbor.testing.ts";
import { decode, encode } from "./codec.ts";
import { bytes, choice, integer, list, neutralValue, optional, record, text, union, type Schema } from "./schema.ts";

const numRuns = process.env["LONG"] === undefined ? 1_000 : 100_000;

/** A schema together with what makes up its values. */
type Sample = { readonly schema: Schema<unknown>; readonly value: fc.Arbitrary<unknown> };

const integerSample: fc.Arbitrary<Sample> = fc.tuple(fc.maxSafeInteger(), fc.maxSafeInteger()).map(([a, b]) => {
  const [min, max] = [Math.min(a, b), Math.max(a, b)];
  return {
    schema: integer(min, max),
    value: fc.constantFrom(min, max).chain((edge) => fc.oneof(fc.constant(edge), between(min, max))),
  };
});

/** `fc.integer` takes a range of at most 53 bits; the schema takes one of 54. */
function between(min: number, max: number): fc.Arbitrary<number> {
  return fc.bigInt({ min: BigInt(min), max: BigInt(max) }).map(Number);
}

const bytesSample: fc.Arbitrary<Sample> = fc.tuple(fc.nat(40), fc.nat(40)).map(([a, b]) => {
  const [minLength, maxLength] = [Math.min(a, b), Math.max(a, b)];
  return { schema: bytes(maxLength, minLength), value: fc.uint8Array({ minLength, maxLength }) };
});

const textSample: fc.Arbitrary<Sample> = fc.integer({ min: 1, max: 300 }).map((max) => ({
  schema: text(max),
  value: anyText(max).filter((value) => Buffer.byteLength(value, "utf8") <= max),
}));

const choiceSample: fc.Arbitrary<Sample> = fc
  .uniqueArray(fc.string({ maxLength: 5 }), { minLength: 1, maxLength: 30 })
  .map((values) => ({ schema: choice(values), value: fc.constantFrom(...values) }));

const fieldNames = fc.uniqueArray(fc.stringMatching(/^[a-j][a-z]{0,4}$/), { maxLength: 5 });

/** The fields from `written` on are appended ones, as far as their shapes have a neutral value. */
function recordOf(names: readonly string[], samples: readonly Sample[], written: number): Sample {
  const all = names.map((name, i) => [name, samples[i] ?? { schema: integer(0, 0), value: fc.constant(0) }] as const);
  const parts = all.filter(([, { schema }], i) => i < written || hasNeutral(schema));
  const shapes = parts.map(([name, { schema }]) => [name, schema] as const);
  return {
    schema: record(Object.fromEntries(shapes.slice(0, written)), Object.fromEntries(shapes.slice(written))),
    value: fc.record(Object.fromEntries(parts.map(([name, { value }]) => [name, value])), { noNullPrototype: true }),
  };
}

function hasNeutral(schema: Schema<unknown>): boolean {
  try {
    neutralValue(schema);
    return true;
  } catch {
    return false;
  }
}

const { sample } = fc.letrec<{ sample: Sample; record: Sample }>((tie) => ({
  record: fc
    .tuple(fieldNames, fc.array(tie("sample"), { minLength: 5, maxLength: 5 }), fc.nat(5))
    .map(([names, samples, written]) => recordOf(names, samples, written)),
  sample: fc.oneof(
    { maxDepth: 3, depthSize: "small" },
    integerSample,
    bytesSample,
    textSample,
    choiceSample,
    tie("sample").map(({ schema, value }) => ({ schema: list(schema, 4), value: fc.array(value, { maxLength: 4 }) })),
    tie("sample")
      .filter(({ schema }) => schema.kind !== "optional")
      .map(({ schema, value }) => ({ schema: optional(schema), value: fc.option(value, { nil: undefined }) })),
    tie("record"),
    fc.array(tie("record"), { minLength: 1, maxLength: 3 }).map((records) => ({
      schema: union(
        Object.fromEntries(records.map(({ schema }, i) => [`kind${i}`, schema as ReturnType<typeof record>])),
      ),
      value: fc.oneof(
        ...records.map(({ value }, i) => value.map((fields) => ({ ...(fields as object), kind: `kind${i}` }))),
      ),
    })),
  ),
}));

const schemaAndValue = sample.chain(({ schema, value }) => fc.record({ schema: fc.constant(schema), value }));

describe("any schema", () => {
  it("gives its values back, from the one encoding", () => {
    fc.assert(
      fc.property(schemaAndValue, ({ schema, value }) => {
        const written = encode(schema, value);
        const decoded = decode(schema, written);
        expect(decoded).toEqual({ ok: true, value });
        if (decoded.ok) expect(equalBytes(encode(schema, decoded.value), written)).toBe(true);
      }),
      { numRuns },
    );
  });

  it("never throws on bytes from anybody, and what it accepts is the one encoding of a value of the schema", () => {
    let accepted = 0;
    const hostile = schemaAndValue.chain(({ schema, value }) =>
      fc.record({
        schema: fc.constant(schema),
        candidate: fc.oneof(
          damaged(fc.constant(encode(schema, value))),
          fc.uint8Array({ maxLength: 30 }),
          anyValue().map(writeAny),
        ),
      }),
    );
    fc.assert(
      fc.property(hostile, ({ schema, candidate }) => {
        const decoded = decode(schema, candidate);
        if (!decoded.ok) {
          expect(decoded.reason).not.toBe("");
          return;
        }
        accepted++;
        expect(equalBytes(encode(schema, decoded.value), candidate)).toBe(true);
      }),
      { numRuns },
    );
    expect(accepted).toBeGreaterThan(0);
  });
});
