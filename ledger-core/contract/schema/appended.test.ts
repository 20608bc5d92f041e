/** Records that have grown: what was appended is written only where it holds something, and a record has one encoding still. */
import { describe, expect, it } from "vitest";
import { encodeHex, parseHex } from "./bytes.ts";
import { decode, encode, ValueOutOfSchema } from "./codec.ts";
import { fromJson, toJson } from "./json.ts";
import { bytes, choice, integer, isNeutral, list, neutralValue, optional, record, text, union } from "./schema.ts";
import type { Schema } from "./schema.ts";

const before = record({ code: text(8, 1), amount: integer(0, 1_000) });
const grown = record(
  { code: text(8, 1), amount: integer(0, 1_000) },
  {
    note: text(20),
    level: integer(3, 9),
    mood: choice(["calm", "loud"]),
    tags: list(text(4), 3),
    seen: optional(bytes(1)),
  },
);
const EMPTY = { note: "", level: 3, mood: "calm", tags: [], seen: undefined } as const;

function hex(value: string): Uint8Array {
  const parsed = parseHex(value);
  if (parsed === undefined) throw new Error("not hexadecimal");
  return parsed;
}

/** A value that TypeScript would not let through. */
function untyped<T>(value: unknown): T {
  return value as T;
}

describe("a record that has grown", () => {
  it("keeps the bytes that it had before, and reads them with nothing in what is new", () => {
    const bytesOfOld = encode(before, { code: "a", amount: 24 });
    expect(encodeHex(bytesOfOld)).toBe("8261611818");
    expect(decode(grown, bytesOfOld)).toEqual({ ok: true, value: { code: "a", amount: 24, ...EMPTY } });
    expect(encode(grown, { code: "a", amount: 24, ...EMPTY })).toEqual(bytesOfOld);
  });

  it("writes up to the last field that holds something, with what is empty before it", () => {
    const answers: readonly (readonly [object, string])[] = [
      [{ note: "n" }, "8361611818616e"],
      [{ level: 4 }, "846161181860" + "04"],
      [{ mood: "loud" }, "856161181860" + "0301"],
      [{ tags: ["t"] }, "866161181860" + "0300816174"],
      [{ seen: Uint8Array.of(7) }, "876161181860" + "030080814107"],
    ];
    for (const [change, answer] of answers) {
      const value = { code: "a", amount: 24, ...EMPTY, ...change };
      expect(encodeHex(encode(grown, value))).toBe(answer);
      expect(decode(grown, hex(answer))).toEqual({ ok: true, value });
    }
  });

  it("may be written from a value that lacks what is neutral at its end, and not from one that lacks it in between", () => {
    expect(encodeHex(encode(grown, untyped({ code: "a", amount: 24 })))).toBe("8261611818");
    expect(encodeHex(encode(grown, untyped({ code: "a", amount: 24, note: "n" })))).toBe("8361611818616e");
    expect(() => encode(grown, untyped({ code: "a", amount: 24, level: 4 }))).toThrow(ValueOutOfSchema);
    expect(() => encode(grown, untyped({ code: "a", note: "n" }))).toThrow(ValueOutOfSchema);
  });

  it.each([
    ["an empty text", "836161181860"],
    ["the least number", "84616118186003"],
    ["the first word", "8561611818600300"],
    ["an empty list", "866161181860030080"],
    ["nothing", "87616118186003008080"],
    ["nothing after something", "87616118186003018080"],
    ["one field too many", "88616118186003008081410700"],
    ["one field too few", "816161"],
  ])("is refused with %s at its end, for that would be a second encoding", (_what, answer) => {
    expect(decode(grown, hex(answer))).toMatchObject({ ok: false, reason: expect.stringMatching(/./) });
  });

  it("is refused with a new field that is not of its shape", () => {
    for (const answer of ["836161181801", "8461611818600a", "8561611818600302", "87616118186003008082414101"])
      expect(decode(grown, hex(answer)).ok).toBe(false);
  });

  it("is turned away by a program that does not know the new fields", () => {
    const written = encode(grown, { code: "a", amount: 24, ...EMPTY, note: "n" });
    expect(decode(before, written)).toMatchObject({ ok: false, reason: "a wrong number of fields" });
  });
});

describe("a variant that has grown", () => {
  const oldAct = union({ pay: record({ payment: integer(1, 9) }), stop: record({}) });
  const act = union({
    pay: record({ payment: integer(1, 9) }, { note: text(9) }),
    stop: record({}, { why: choice(["no", "yes"]) }),
  });

  it("keeps its bytes, and has one encoding", () => {
    for (const value of [{ kind: "pay", payment: 7 } as const, { kind: "stop" } as const]) {
      const written = encode(oldAct, value);
      const read = decode(act, written);
      expect(read).toMatchObject({ ok: true, value });
      if (read.ok) expect(encode(act, read.value)).toEqual(written);
    }
    expect(encodeHex(encode(act, { kind: "pay", payment: 7, note: "x" }))).toBe("8300076178");
    expect(encodeHex(encode(act, { kind: "stop", why: "yes" }))).toBe("820101");
    for (const answer of ["83000760", "820100", "8400076178" + "00", "80"])
      expect(decode(act, hex(answer)).ok).toBe(false);
  });
});

describe("records within records", () => {
  const item = record({ name: text(9, 1) }, { code: text(9) });
  const list0: Schema<readonly { readonly name: string; readonly code: string }[]> = list(item, 3);

  it("grow each by itself", () => {
    const value = [
      { name: "a", code: "" },
      { name: "b", code: "7" },
    ];
    const written = encode(list0, value);
    expect(encodeHex(written)).toBe("828161618261626137");
    expect(decode(list0, written)).toEqual({ ok: true, value });
    expect(decode(list0, hex("828261616082616261" + "37"))).toMatchObject({ ok: false, path: "0" });
  });
});

describe("what may be appended", () => {
  it("has a neutral value", () => {
    expect(neutralValue(integer(-5, 9))).toBe(0);
    expect(neutralValue(integer(3, 9))).toBe(3);
    expect(neutralValue(integer(-9, -3))).toBe(-3);
    expect(neutralValue(text(9))).toBe("");
    expect(neutralValue(bytes(9, 0))).toEqual(new Uint8Array(0));
    expect(neutralValue(choice(["no", "yes"]))).toBe("no");
    expect(neutralValue(list(text(1), 2))).toEqual([]);
    expect(neutralValue(optional(record({})))).toBeUndefined();
  });

  it.each([
    ["a text that may not be empty", () => record({}, { title: text(9, 1) })],
    ["bytes that may not be empty", () => record({}, { hash: bytes(32) })],
    ["a record", () => record({}, { part: record({}) })],
    ["a union", () => record({}, { part: union({ a: record({}) }) })],
    ["a name that is there", () => record({ title: text(9) }, { title: text(9) })],
    ["a field that hides which variant it is", () => union({ pay: record({}, { kind: text(9) }) })],
    ["a field that sets the prototype", () => record({}, JSON.parse('{"__proto__":1}') as Record<string, never>)],
  ])("is not %s", (_what, declare) => {
    expect(declare).toThrow(RangeError);
  });

  it("is neutral only where it equals that value", () => {
    expect(isNeutral(integer(0, 9), -0)).toBe(true);
    expect(isNeutral(integer(3, 9), 0)).toBe(false);
    expect(isNeutral(list(text(1), 2), [""])).toBe(false);
    expect(isNeutral(bytes(9, 0), Uint8Array.of(0))).toBe(false);
    expect(isNeutral(optional(text(9)), "")).toBe(false);
    expect(isNeutral(choice(["no", "yes"]), "yes")).toBe(false);
  });
});

describe("as JSON", () => {
  it("a record may leave out what is new, and shows it all the same", () => {
    const value = { code: "a", amount: 24, ...EMPTY };
    expect(fromJson(grown, { code: "a", amount: 24 })).toEqual({ ok: true, value });
    expect(fromJson(grown, { code: "a", amount: 24, mood: "loud", tags: null })).toMatchObject({
      ok: false,
      path: "tags",
    });
    expect(toJson(grown, value)).toEqual({
      code: "a",
      amount: 24,
      note: "",
      level: 3,
      mood: "calm",
      tags: [],
      seen: null,
    });
    expect(fromJson(grown, toJson(grown, { ...value, seen: Uint8Array.of(7) }))).toEqual({
      ok: true,
      value: { ...value, seen: Uint8Array.of(7) },
    });
  });

  it("it may not leave out what was always there, nor say what nobody knows", () => {
    expect(fromJson(grown, { code: "a" })).toMatchObject({ ok: false, path: "amount" });
    expect(fromJson(grown, { code: "a", amount: 1, notes: "" })).toMatchObject({ ok: false, path: "notes" });
  });

  it("a variant may leave out what is new too", () => {
    const act = union({ pay: record({ payment: integer(1, 9) }, { note: text(9) }) });
    expect(fromJson(act, { kind: "pay", payment: 7 })).toEqual({
      ok: true,
      value: { kind: "pay", payment: 7, note: "" },
    });
    expect(toJson(act, { kind: "pay", payment: 7, note: "" })).toEqual({ kind: "pay", payment: 7, note: "" });
  });
});
