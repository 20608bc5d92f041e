import { describe, expect, it } from "vitest";
import { bytes, choice, integer, list, optional, record, text, union } from "./schema.ts";

describe("a declaration", () => {
  it("keeps fields, words and variants in the order in which they are written", () => {
    const schema = record({ zulu: integer(0, 9), alpha: text(9), mike: choice(["z", "a"]) });
    expect(schema.fields.map(([name]) => name)).toEqual(["zulu", "alpha", "mike"]);
    expect(union({ zulu: record({}), alpha: record({}) })).toMatchObject({
      variants: [
        ["zulu", {}],
        ["alpha", {}],
      ],
    });
  });

  it("of bytes has the exact length where no least length is given", () => {
    expect(bytes(32)).toEqual({ kind: "bytes", lengthMin: 32, lengthMax: 32 });
    expect(bytes(32, 0)).toEqual({ kind: "bytes", lengthMin: 0, lengthMax: 32 });
  });

  it.each([
    ["a range upside down", () => integer(1, 0)],
    ["a range beyond 53 bits", () => integer(0, 2 ** 53)],
    ["a range of fractions", () => integer(0, 0.5)],
    ["a word twice", () => choice(["a", "b", "a"])],
    ["two kinds of nothing", () => optional(optional(list(integer(0, 9), 3)))],
    ["a field that JavaScript would move to the front", () => record({ name: text(9), 7: integer(0, 9) })],
    ["a field that sets the prototype", () => record(JSON.parse('{"__proto__":1}') as Record<string, never>)],
    ["a variant that JavaScript would move to the front", () => union({ pay: record({}), 7: record({}) })],
    ["a field that hides which variant it is", () => union({ pay: record({ kind: text(9) }) })],
  ])("with %s is refused when it is made", (_what, declare) => {
    expect(declare).toThrow(RangeError);
  });
});
