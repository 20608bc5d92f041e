import { isDeepStrictEqual } from "node:util";
import { afterAll, describe, expect, it, test } from "vitest";
import fc from "fast-check";
import { parseJsonText } from "./json-text.ts";
import { hasRealData, readRealArchive, REAL_DATA_ABSENT } from "#ledger-core/testdata/real-data.testing.ts";

const LIMITS = { depthMax: 64, valuesMax: 10_000, notesMax: 100 };
const read = (text: string, limits = LIMITS) => parseJsonText(text, limits);
const notesOf = (text: string) => {
  const parsed = read(text);
  return parsed.ok ? parsed.notes.map((note) => `${note.code} ${note.path.join("/")}`) : [parsed.code];
};

describe("reading JSON from anybody", () => {
  it("reads every JSON value as JSON.parse does", () => {
    fc.assert(
      fc.property(fc.json({ maxDepth: 20 }), (text) => {
        const parsed = read(text);
        // Minus zero has no use in a catalogue and is read as zero.
        const expected = JSON.parse(text, (_key, value: unknown) => (value === 0 ? 0 : value)) as unknown;
        const same = parsed.ok && isDeepStrictEqual(parsed.value, expected);
        expect(same || /__proto__|\\u|\d{16}|e[+-]?\d/.test(text)).toBe(true);
      }),
      { numRuns: 500 },
    );
  });

  it("agrees with JSON.parse on what is JSON, for texts with one character changed", () => {
    const changed = fc.tuple(fc.json(), fc.nat(), fc.constantFrom(...'{}[]",:0-.eE+\\ \n\tua\u0001'));
    fc.assert(
      fc.property(changed, ([text, at, character]) => {
        const place = at % (text.length + 1);
        const other = text.slice(0, place) + character + text.slice(place + 1);
        expect(read(other).ok).toBe(isJson(other));
      }),
      { numRuns: 2_000 },
    );
  });

  it("never throws on any text", () => {
    fc.assert(
      fc.property(fc.string({ unit: "binary" }), (text) => {
        expect(read(text).ok).toBe(isJson(text));
      }),
    );
  });

  it("tells a file that was cut from one that is wrong", () => {
    const whole = `{"a":[1,-2.5e3,"x\\u00e9",true,null],"b":{}}`;
    for (let length = 0; length < whole.length; length++)
      expect(read(whole.slice(0, length)), whole.slice(0, length)).toMatchObject({ ok: false, code: "JSON_CUT_SHORT" });
    expect(read(`{\n  "a": 1,\n  b: 2}`)).toEqual({ ok: false, code: "JSON_SYNTAX", line: 3, column: 3 });
    for (const wrong of [
      "{,}",
      "[1,]",
      "01",
      "+1",
      "1.",
      ".5",
      "nul1",
      "'a'",
      '"\\x"',
      '"\\u12g4"',
      "[1] 2",
      "\ufeff1",
      "NaN",
    ])
      expect(read(wrong), wrong).toMatchObject({ ok: false, code: "JSON_SYNTAX" });
  });

  it("stops at its limits before they cost anything", () => {
    expect(read("[".repeat(65) + "]".repeat(65))).toMatchObject({ ok: false, code: "TOO_DEEP", column: 65 });
    expect(read("[".repeat(64) + "]".repeat(64)).ok).toBe(true);
    expect(read(`[${"[".repeat(1_000_000)}`)).toMatchObject({ ok: false, code: "TOO_DEEP" });
    expect(read(`[${"0,".repeat(10_000)}0]`)).toMatchObject({ ok: false, code: "TOO_MANY_VALUES" });
    const fields = Array.from({ length: 100_001 }, (_, i) => `"${i}":0`);
    const many = { ...LIMITS, valuesMax: 1_000_000 };
    expect(read(`{${fields.join(",")}}`, many)).toMatchObject({ ok: false, code: "TOO_MANY_VALUES" });
    expect(read(`{${fields.slice(1).join(",")}}`, many).ok).toBe(true);
    expect(read(`{${'"a":0,"a":1,'.repeat(100)}"a":0}`)).toMatchObject({ ok: false, code: "TOO_MANY_FAULTS" });
  });

  it("reports what JSON.parse would lose in silence, with its path", () => {
    expect(notesOf(`{"a":[{"b":1,"b":2}]}`)).toEqual(["KEY_TWICE a/0/b"]);
    // Said twice in the same words, nothing is lost.
    expect(notesOf(`{"a":{"b":[1],"c":2},"a":{"c":2,"b":[1]}}`)).toEqual([]);
    expect(notesOf(`{"a":{"__proto__":{"admin":true}}}`)).toEqual(["KEY_FORBIDDEN a/__proto__"]);
    expect(notesOf(String.raw`["\ud800", "\udc00\ud800", "\ud83d\ude00"]`)).toEqual(["TEXT_BROKEN 0", "TEXT_BROKEN 1"]);
    expect(notesOf(String.raw`["a\u0000b"]`)).toEqual(["TEXT_NUL 0"]);
    expect(notesOf("[12345678901234567890, 0.1234567890123456789, 1e-999]")).toEqual([
      "NUMBER_ROUNDED 0",
      "NUMBER_ROUNDED 1",
      "NUMBER_ROUNDED 2",
    ]);
    expect(notesOf("[1e400, -1e400]")).toEqual(["NUMBER_TOO_LARGE 0", "NUMBER_TOO_LARGE 1"]);
    expect(notesOf("[1.50, 100e-2, 1E5, 0.000, -0, 1e21, 9007199254740991, 123.456e3]")).toEqual([]);
  });

  it("takes time in proportion to the text, whatever is in it", () => {
    const size = 2_000_000;
    const started = performance.now();
    expect(notesOf(`[1${"0".repeat(size)}1]`)).toEqual(["NUMBER_TOO_LARGE 0"]);
    expect(notesOf(`[0.${"0".repeat(size)}1]`)).toEqual(["NUMBER_ROUNDED 0"]);
    expect(notesOf(`["${String.raw`\u0041`.repeat(size / 6)}"]`)).toEqual([]);
    expect(read(`["${"a".repeat(size)}`)).toMatchObject({ code: "JSON_CUT_SHORT" });
    expect(read(`${"\n".repeat(size)}x`)).toMatchObject({ code: "JSON_SYNTAX", line: size + 1, column: 1 });
    expect(performance.now() - started).toBeLessThan(10_000);
  });

  it("gives no object another prototype", () => {
    const parsed = read(`{"__proto__":{"admin":true},"constructor":1}`);
    expect(parsed.ok && Object.getPrototypeOf(parsed.value) === Object.prototype).toBe(true);
    expect(parsed.ok && Reflect.get(parsed.value as object, "admin")).toBeUndefined();
  });
});

/** Whether a reader must accept a case, must not, or may choose. */
const ALLOWED = new Map([
  ["y_", [true]],
  ["n_", [false]],
  ["i_", [true, false]],
]);
const SUITE = "crypto/jsontestsuite-parsing-1.tar.gz";
const SUITE_FILES = 149;
const cases = hasRealData(SUITE)
  ? [...readRealArchive(SUITE, "test_parsing")].filter(([name]) => name.endsWith(".json"))
  : [];

const outcomes = new Map<string, number>();

describe.skipIf(!hasRealData(SUITE))(
  `JSONTestSuite, ${hasRealData(SUITE) ? `${cases.length} files` : REAL_DATA_ABSENT}`,
  () => {
    test("is there as a whole", () => expect(cases).toHaveLength(SUITE_FILES));
    test.each(cases)("%s", (name, bytes) => {
      const text = decode(bytes);
      // What is not UTF-8 is refused before the reader sees it.
      const accepted = text !== undefined && read(text, { ...LIMITS, depthMax: 600, valuesMax: 1_000_000 }).ok;
      expect(ALLOWED.get(name.slice(0, 2))).toContain(accepted);
      const outcome = `${name.slice(0, 2)} ${accepted ? "accepted" : "refused"}`;
      outcomes.set(outcome, (outcomes.get(outcome) ?? 0) + 1);
    });
    // What a reader may choose is mostly numbers that no double holds, which are taken with a note, and text that is not UTF-8, which is not.
    afterAll(() =>
      console.info(`JSONTestSuite: ${[...outcomes].map(([outcome, count]) => `${count} ${outcome}`).join(", ")}`),
    );
  },
);

function decode(bytes: Uint8Array): string | undefined {
  try {
    return new TextDecoder("utf-8", { fatal: true, ignoreBOM: true }).decode(bytes);
  } catch {
    return undefined;
  }
}

function isJson(text: string): boolean {
  try {
    JSON.parse(text);
    return true;
  } catch {
    return false;
  }
}
