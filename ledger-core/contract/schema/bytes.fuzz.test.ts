import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { compareBytes, compareText, decodeUtf8, encodeHex, encodeUtf8, parseHex } from "./bytes.ts";
import { anyText, damaged } from "./cbor.testing.ts";

const numRuns = process.env["LONG"] === undefined ? 2_000 : 200_000;

/** Every sequence of UTF-16 code units, most of them not well-formed. */
const anyUnits = fc
  .array(fc.oneof(fc.nat(0xffff), fc.integer({ min: 0xd700, max: 0xe000 }), fc.nat(0x7f)), { maxLength: 20 })
  .map((units) => String.fromCharCode(...units));

function platformDecode(bytes: Uint8Array): string | undefined {
  try {
    return new TextDecoder("utf-8", { fatal: true, ignoreBOM: true }).decode(bytes);
  } catch {
    return undefined;
  }
}

describe("byte helpers against the platform's own", () => {
  it("hexadecimal", () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 100 }), (bytes) => {
        expect(encodeHex(bytes)).toBe(Buffer.from(bytes).toString("hex"));
        expect(parseHex(encodeHex(bytes))).toEqual(bytes);
      }),
      { numRuns },
    );
  });

  it("encoding UTF-8", () => {
    fc.assert(
      fc.property(fc.oneof(anyText(), anyUnits), (text) => {
        expect(encodeUtf8(text)).toEqual(text.isWellFormed() ? new TextEncoder().encode(text) : undefined);
      }),
      { numRuns },
    );
  });

  it("decoding UTF-8", () => {
    const bytes = fc.oneof(
      fc.uint8Array({ maxLength: 12 }),
      fc.array(fc.integer({ min: 0x7f, max: 0xff }), { maxLength: 8 }).map((values) => Uint8Array.from(values)),
      damaged(anyText().map((text) => new TextEncoder().encode(text))),
    );
    fc.assert(
      fc.property(bytes, (candidate) => {
        expect(decodeUtf8(candidate)).toBe(platformDecode(candidate));
      }),
      { numRuns },
    );
  });

  it("the order of texts is that of their bytes", () => {
    const pair = fc.oneof(
      fc.tuple(anyText(), anyText()),
      fc.tuple(anyText(), anyText(6), anyText(6)).map(([start, left, right]) => [start + left, start + right] as const),
    );
    fc.assert(
      fc.property(pair, ([left, right]) => {
        const byPlatform = Buffer.compare(Buffer.from(left, "utf8"), Buffer.from(right, "utf8"));
        expect(Math.sign(compareText(left, right))).toBe(byPlatform);
        expect(Math.sign(compareText(right, left))).toBe(byPlatform === 0 ? 0 : -byPlatform);
      }),
      { numRuns },
    );
  });

  it("the order of byte strings", () => {
    const pair = fc.tuple(fc.uint8Array({ maxLength: 5, max: 3 }), fc.uint8Array({ maxLength: 5, max: 3 }));
    fc.assert(
      fc.property(pair, ([left, right]) => {
        expect(Math.sign(compareBytes(left, right))).toBe(Buffer.compare(left, right));
      }),
      { numRuns },
    );
  });
});
