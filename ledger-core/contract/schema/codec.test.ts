import { describe, expect, it } from "vitest";
import { encodeHex, parseHex } from "./bytes.ts";
import { decode, encode, ValueOutOfSchema } from "./codec.ts";
import { bytes, choice, integer, list, optional, record, text, union, type Schema } from "./schema.ts";

const line = record({ code: text(8, 1), amount: integer(0, 1_000) });
const payment = record({
  id: bytes(2),
  state: choice(["open", "paid"]),
  lines: list(line, 3),
  note: optional(text(300)),
});
const act = union({
  pay: record({ payment: integer(1, 9) }),
  cancel: record({ payment: integer(1, 9), reason: text(20) }),
});

function hex(value: string): Uint8Array {
  const parsed = parseHex(value);
  if (parsed === undefined) throw new Error("not hexadecimal");
  return parsed;
}

/** A value that TypeScript would not let through; other languages and casts would. */
function untyped<T>(value: unknown): T {
  return value as T;
}

describe("encode and decode", () => {
  it("have known answers for every combinator", () => {
    const answers: readonly (readonly [Schema<unknown>, unknown, string])[] = [
      [integer(-5, 1_000), -5, "24"],
      [integer(-5, 1_000), 1_000, "1903e8"],
      [bytes(2), Uint8Array.of(1, 2), "420102"],
      [bytes(4, 0), new Uint8Array(0), "40"],
      [text(6), "水ü", "65e6b0b4c3bc"],
      [choice(["open", "paid"]), "paid", "01"],
      [list(integer(0, 9), 3), [1, 2], "820102"],
      [optional(integer(0, 9)), undefined, "80"],
      [optional(integer(0, 9)), 0, "8100"],
      [record({}), {}, "80"],
      [line, { code: "a", amount: 24 }, "8261611818"],
      [act, { kind: "pay", payment: 7 }, "820007"],
      [act, { kind: "cancel", payment: 7, reason: "" }, "83010760"],
      [
        payment,
        { id: Uint8Array.of(1, 2), state: "open", lines: [{ code: "a", amount: 1 }], note: "n" },
        "8442010200818261610181616e",
      ],
    ];
    for (const [schema, value, answer] of answers) {
      expect(encodeHex(encode(schema, value))).toBe(answer);
      expect(decode(schema, hex(answer))).toEqual({ ok: true, value });
    }
  });

  it("keep the size limit of a text in bytes, on both sides of every head", () => {
    for (const size of [0, 22, 23, 24, 25, 254, 255, 256, 257, 65_534, 65_535, 65_536, 65_537]) {
      const value = "a".repeat(size);
      const written = encode(text(70_000), value);
      expect(decode(text(size), written)).toEqual({ ok: true, value });
      expect(decode(text(70_000, size), written).ok).toBe(true);
      expect(decode(text(70_000, size + 1), written).ok).toBe(false);
      if (size > 0) expect(decode(text(size - 1), written).ok).toBe(false);
      if (size > 0) expect(() => encode(text(size - 1), value)).toThrow(ValueOutOfSchema);
    }
    expect(() => encode(text(2), "水")).toThrow(ValueOutOfSchema);
    expect(encodeHex(encode(text(3), "水"))).toBe("63e6b0b4");
  });

  it("put fields where they were declared, whatever the order of the value's", () => {
    expect(encode(line, { amount: 24, code: "a" })).toEqual(encode(line, { code: "a", amount: 24 }));
  });
});

describe("encode refuses what is not of the schema, and names the field", () => {
  const sound = { id: Uint8Array.of(1, 2), state: "open", lines: [{ code: "a", amount: 1 }], note: undefined } as const;

  it.each([
    ["id", { ...sound, id: Uint8Array.of(1) }],
    ["id", { ...sound, id: [1, 2] }],
    ["id", { ...sound, id: "0102" }],
    ["state", { ...sound, state: "gone" }],
    ["state", { ...sound, state: 0 }],
    ["lines", { ...sound, lines: {} }],
    ["lines", { ...sound, lines: Array.from({ length: 4 }, () => sound.lines[0]) }],
    ["lines[0].code", { ...sound, lines: [{ code: "", amount: 1 }] }],
    ["lines[0].code", { ...sound, lines: [{ amount: 1 }] }],
    ["lines[1].amount", { ...sound, lines: [sound.lines[0], { code: "a", amount: 1_001 }] }],
    ["lines[0].amount", { ...sound, lines: [{ code: "a", amount: 0.5 }] }],
    ["lines[0].amount", { ...sound, lines: [{ code: "a", amount: Number.NaN }] }],
    ["lines[0].amount", { ...sound, lines: [{ code: "a", amount: 1n }] }],
    ["lines[0].amount", { ...sound, lines: [{ code: "a", amount: "1" }] }],
    ["lines[0]", { ...sound, lines: [null] }],
    ["note", { ...sound, note: null }],
    ["note", { ...sound, note: "\ud800" }],
    ["note", { ...sound, note: "水".repeat(101) }],
    ["", undefined],
    ["", 5],
  ])("at %j", (path, value) => {
    let found: unknown;
    try {
      encode(payment, untyped(value));
    } catch (error) {
      found = error;
    }
    expect(found).toBeInstanceOf(ValueOutOfSchema);
    expect((found as ValueOutOfSchema).path).toBe(path);
  });

  it("a list with a hole in it, instead of writing fewer items than it announces", () => {
    const holed = [1, 2, 3];
    Reflect.deleteProperty(holed, "1");
    expect(() => encode(list(integer(0, 9), 3), holed)).toThrow(ValueOutOfSchema);
  });

  it("an unknown variant, and one that only every object has", () => {
    for (const kind of ["gone", "toString", "__proto__", undefined, 0])
      expect(() => encode(act, untyped({ kind, payment: 1 }))).toThrow(ValueOutOfSchema);
  });
});

describe("decode refuses what another schema wrote, and names the place", () => {
  it.each([
    ["an integer below its range", integer(1, 9), "00", ""],
    ["an integer above its range", integer(1, 9), "0a", ""],
    ["a word that is not there yet", choice(["open", "paid"]), "02", ""],
    ["a word before the first", choice(["open", "paid"]), "20", ""],
    ["a word by its name", choice(["open", "paid"]), "646f70656e", ""],
    ["bytes too short", bytes(2), "4101", ""],
    ["bytes too long", bytes(2), "43010203", ""],
    ["a list too long", list(integer(0, 9), 3), "8401020304", ""],
    ["two values for one", optional(integer(0, 9)), "820102", ""],
    ["a field too few", line, "816161", ""],
    ["a field too many", line, "8361610100", ""],
    ["a record for its fields", line, "6161", ""],
    ["a variant that is not there yet", act, "820207", ""],
    ["a variant before the first", act, "822007", ""],
    ["a variant with another's fields", act, "83000760", ""],
    ["an empty variant", act, "80", ""],
    ["something wrong within", payment, "84420102008182616119ffff80", "lines.0.amount"],
    ["something wrong in a variant", act, "820000", "payment"],
    ["bytes after the end", line, "826161011818", ""],
    ["nothing", line, "", ""],
  ] as const)("%s", (_what, schema, answer, path) => {
    const decoded = decode<unknown>(schema, hex(answer));
    expect(decoded).toEqual({ ok: false, reason: expect.stringMatching(/./), path });
  });
});
