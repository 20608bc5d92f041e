import { describe, expect, it } from "vitest";
import { describeRealData, readRealJson } from "#ledger-core/testdata/real-data.testing.ts";
import { parseHex } from "./bytes.ts";
import { bytesWritten, CborReader, CborWriter, MalformedBytes } from "./cbor.ts";
import { readAny, writeAny, type AnyValue } from "./cbor.testing.ts";

type Example = {
  readonly hex: string;
  readonly roundtrip: boolean;
  readonly decoded?: unknown;
  readonly diagnostic?: string;
};

const EXAMPLES = "crypto/cbor-rfc8949-appendix-a.json";

/** The examples that the ledger accepts: integers of 53 bits, byte strings, texts and arrays of them, in their shortest form. */
const ACCEPTED: ReadonlyMap<string, AnyValue> = new Map<string, AnyValue>([
  ["00", 0],
  ["01", 1],
  ["0a", 10],
  ["17", 23],
  ["1818", 24],
  ["1819", 25],
  ["1864", 100],
  ["1903e8", 1000],
  ["1a000f4240", 1_000_000],
  ["1b000000e8d4a51000", 1_000_000_000_000],
  ["20", -1],
  ["29", -10],
  ["3863", -100],
  ["3903e7", -1000],
  ["40", new Uint8Array(0)],
  ["4401020304", new Uint8Array([1, 2, 3, 4])],
  ["60", ""],
  ["6161", "a"],
  ["6449455446", "IETF"],
  ["62225c", '"\\'],
  ["62c3bc", "ü"],
  ["63e6b0b4", "水"],
  ["64f0908591", "\u{10151}"],
  ["80", []],
  ["83010203", [1, 2, 3]],
  ["8301820203820405", [1, [2, 3], [4, 5]]],
  ["98190102030405060708090a0b0c0d0e0f101112131415161718181819", Array.from({ length: 25 }, (_, i) => i + 1)],
]);

function hex(text: string): Uint8Array {
  const bytes = parseHex(text);
  if (bytes === undefined) throw new Error("not hexadecimal");
  return bytes;
}

describeRealData("the examples of RFC 8949, Appendix A", EXAMPLES, () => {
  const examples = readRealJson<readonly Example[]>(EXAMPLES);

  it("are all here, those that are accepted included", () => {
    expect(examples).toHaveLength(82);
    const given = new Set(examples.map((example) => example.hex));
    for (const accepted of ACCEPTED.keys()) expect(given).toContain(accepted);
  });

  it.each(examples)("$hex", ({ hex: text, roundtrip, decoded, diagnostic }) => {
    const bytes = hex(text);
    const value = ACCEPTED.get(text);
    if (value === undefined) {
      expect(() => readAny(bytes)).toThrow(MalformedBytes);
      expect(() => new CborReader(bytes).skip(16)).toThrow(MalformedBytes);
      return;
    }
    expect(roundtrip).toBe(true);
    expect(readAny(bytes)).toEqual(value);
    expect(writeAny(value)).toEqual(bytes);
    expect(new CborReader(bytes).skip(16)).toEqual(bytes);
    // The file's own opinion of the value, for the kinds that JSON can say.
    if (!(value instanceof Uint8Array)) expect(decoded).toEqual(value);
    else expect(diagnostic).toMatch(/^h'/);
  });
});

describe("integers", () => {
  it.each([
    [0xff, "18ff"],
    [0x100, "190100"],
    [0xffff, "19ffff"],
    [0x10000, "1a00010000"],
    [0xffff_ffff, "1affffffff"],
    [0x1_0000_0000, "1b0000000100000000"],
    [Number.MAX_SAFE_INTEGER, "1b001fffffffffffff"],
    [-24, "37"],
    [-25, "3818"],
    [-256, "38ff"],
    [-257, "390100"],
    [-65_536, "39ffff"],
    [-65_537, "3a00010000"],
    [-4_294_967_296, "3affffffff"],
    [-4_294_967_297, "3b0000000100000000"],
    [Number.MIN_SAFE_INTEGER, "3b001ffffffffffffe"],
  ])("%d is %s", (value, text) => {
    expect(writeAny(value)).toEqual(hex(text));
    expect(readAny(hex(text))).toBe(value);
  });

  it.each([
    "1b0020000000000000",
    "3b001fffffffffffff",
    "3b0020000000000000",
    "1b0020000000000001",
    "1b7fffffffffffffff",
    "1bffffffffffffffff",
    "3bffffffffffffffff",
  ])("%s is beyond 53 bits", (text) => {
    expect(() => readAny(hex(text))).toThrow(MalformedBytes);
  });

  it.each([Number.NaN, Infinity, -Infinity, 0.5, 2 ** 53, -(2 ** 53)])("%d cannot be written", (value) => {
    expect(() => writeAny(value)).toThrow(MalformedBytes);
  });

  it("has no second zero", () => {
    expect(writeAny(-0)).toEqual(hex("00"));
    expect(Object.is(readAny(hex("00")), 0)).toBe(true);
  });
});

describe("what a strict encoder would not have written", () => {
  it.each([
    ["an integer in a longer form", "1817"],
    ["an integer in a longer form", "190018"],
    ["an integer in a longer form", "1a0000ffff"],
    ["an integer in a longer form", "1b00000000ffffffff"],
    ["a negative integer in a longer form", "3817"],
    ["a length of bytes in a longer form", "5801ff"],
    ["a length of text in a longer form", "780161"],
    ["a count in a longer form", "980100"],
    ["reserved information", "1c"],
    ["reserved information", "5d"],
    ["reserved information", "9e"],
    ["an indefinite integer", "1f"],
    ["an indefinite array", "9f00ff"],
    ["a break", "ff"],
    ["nothing", ""],
    ["a cut integer", "19ff"],
    ["cut bytes", "4401"],
    ["a cut text", "64494554"],
    ["a cut array", "8301"],
    ["a second value", "0000"],
    ["text that is not UTF-8", "61ff"],
    ["text with a surrogate", "63eda080"],
    ["text in an overlong form", "62c081"],
    ["a length of bytes beyond memory", "5b001fffffffffffff"],
    ["a count beyond memory", "9b001fffffffffffff"],
  ])("%s: %s", (_what, text) => {
    expect(() => readAny(hex(text))).toThrow(MalformedBytes);
    expect(() => {
      const reader = new CborReader(hex(text));
      reader.skip(16);
      reader.end();
    }).toThrow(MalformedBytes);
  });

  it("is found at its offset", () => {
    const cases: readonly (readonly [string, number])[] = [
      ["83010261ff", 3],
      ["8301021817", 3],
      ["830102", 0],
      ["8101ff", 2],
      ["8261614401", 4],
    ];
    for (const [text, at] of cases) {
      let found: unknown;
      try {
        readAny(hex(text));
      } catch (error) {
        found = error;
      }
      expect(found).toBeInstanceOf(MalformedBytes);
      expect((found as MalformedBytes).at).toBe(at);
    }
  });
});

describe("reader and writer", () => {
  it("refuse a value of another kind than the one asked for", () => {
    const samples = { integer: "05", negative: "24", bytes: "4101", text: "6161", array: "8101" };
    for (const [kind, text] of Object.entries(samples)) {
      const reader = (): CborReader => new CborReader(hex(text));
      const outcomes = {
        integer: () => reader().integer(),
        bytes: () => reader().bytes(),
        text: () => reader().text(),
        array: () => reader().array(),
      };
      for (const [asked, read] of Object.entries(outcomes)) {
        if (asked === kind || (asked === "integer" && kind === "negative")) expect(read).not.toThrow();
        else expect(read).toThrow(MalformedBytes);
      }
    }
  });

  it("bound how deep arrays are skipped", () => {
    const nested = (depth: number): Uint8Array => Uint8Array.from([...new Uint8Array(depth).fill(0x81), 0]);
    expect(new CborReader(nested(16)).skip(16)).toEqual(nested(16));
    expect(() => new CborReader(nested(17)).skip(16)).toThrow(MalformedBytes);
    expect(() => new CborReader(nested(1_000_000)).skip(16)).toThrow(MalformedBytes);
  });

  it("hand out bytes that do not hold on to the block", () => {
    const block = hex("83410741084109");
    const reader = new CborReader(block);
    reader.array();
    const first = reader.bytes();
    block.fill(0xff);
    expect(first).toEqual(new Uint8Array([7]));
    expect(first.buffer.byteLength).toBe(1);
  });

  it("grow with what is written, and give a copy of it", () => {
    const writer = new CborWriter();
    writer.array(2);
    writer.bytes(new Uint8Array(100_000).fill(7));
    const before = writer.finish();
    writer.text("城".repeat(50_000));
    expect(before).toEqual(writer.finish().subarray(0, before.length));
    expect(readAny(writer.finish())).toEqual([new Uint8Array(100_000).fill(7), "城".repeat(50_000)]);
  });

  it("share a writer that neither a value within another, nor one that failed, nor a large one leaves anything in", () => {
    const inner = (): Uint8Array => bytesWritten((writer) => writer.integer(7));
    const outer = (): Uint8Array =>
      bytesWritten((writer) => {
        writer.array(2);
        writer.bytes(inner());
        writer.bytes(inner());
      });
    const first = outer();
    const failing = (): Uint8Array =>
      bytesWritten((writer) => {
        writer.text("left");
        writer.integer(0.5);
      });
    expect(failing).toThrow(MalformedBytes);
    expect(bytesWritten((writer) => writer.bytes(new Uint8Array(100_000)))).toHaveLength(100_005);
    expect(outer()).toEqual(first);
    expect(first).toEqual(hex("8241074107"));
  });

  it("refuse a lone surrogate", () => {
    for (const text of ["\ud800", "a\udc00", "\udc00\ud800"]) expect(() => writeAny(text)).toThrow(MalformedBytes);
  });
});
