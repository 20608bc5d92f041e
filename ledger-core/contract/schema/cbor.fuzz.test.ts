import { decode as decodeWithCborg, encode as encodeWithCborg } from "cborg";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { equalBytes } from "./bytes.ts";
import { CborReader, MalformedBytes } from "./cbor.ts";
import { anyValue, damaged, readAny, writeAny, type AnyValue } from "./cbor.testing.ts";

const numRuns = process.env["LONG"] === undefined ? 2_000 : 200_000;

function isOurs(value: unknown): value is AnyValue {
  if (typeof value === "number") return Number.isSafeInteger(value);
  if (typeof value === "string" || value instanceof Uint8Array) return true;
  return Array.isArray(value) && value.every(isOurs);
}

/** The value that another implementation finds in the bytes, if it is one of ours and encodes to these bytes again. */
function acceptedByCborg(bytes: Uint8Array): boolean {
  try {
    const value: unknown = decodeWithCborg(bytes, { strict: true, allowIndefinite: false });
    return isOurs(value) && equalBytes(encodeWithCborg(value), bytes);
  } catch {
    return false;
  }
}

function acceptedByUs(bytes: Uint8Array): boolean {
  try {
    readAny(bytes);
    return true;
  } catch (error) {
    expect(error).toBeInstanceOf(MalformedBytes);
    return false;
  }
}

describe("deterministic CBOR", () => {
  it("is written as cborg writes it, and read back", () => {
    fc.assert(
      fc.property(anyValue(), (value) => {
        const bytes = writeAny(value);
        expect(equalBytes(bytes, encodeWithCborg(value))).toBe(true);
        expect(readAny(bytes)).toEqual(value);
        expect(new CborReader(bytes).skip(16)).toEqual(bytes);
      }),
      { numRuns },
    );
  });

  it("accepts of random and of damaged bytes what re-encodes to itself, and nothing that cborg would not", () => {
    let accepted = 0;
    const bytes = fc.oneof(fc.uint8Array({ maxLength: 40 }), damaged(anyValue().map(writeAny)));
    fc.assert(
      fc.property(bytes, (candidate) => {
        const ours = acceptedByUs(candidate);
        // cborg drops a byte order mark at the start of a text, which is a character like any other here.
        const hasMark = Buffer.from(candidate).includes(Buffer.from("efbbbf", "hex"));
        if (!hasMark) expect(ours).toBe(acceptedByCborg(candidate));
        if (!ours) return;
        accepted++;
        expect(equalBytes(writeAny(readAny(candidate)), candidate)).toBe(true);
      }),
      { numRuns },
    );
    expect(accepted).toBeGreaterThan(numRuns / 50);
  });

  it("skips exactly what it would read", () => {
    fc.assert(
      fc.property(fc.oneof(fc.uint8Array({ maxLength: 40 }), damaged(anyValue().map(writeAny))), (candidate) => {
        let skipped = false;
        try {
          const reader = new CborReader(candidate);
          reader.skip(64);
          reader.end();
          skipped = true;
        } catch (error) {
          expect(error).toBeInstanceOf(MalformedBytes);
        }
        expect(skipped).toBe(acceptedByUs(candidate));
      }),
      { numRuns },
    );
  });

  it("keeps a byte order mark", () => {
    expect(readAny(Uint8Array.of(0x63, 0xef, 0xbb, 0xbf))).toBe("\ufeff");
  });
});
