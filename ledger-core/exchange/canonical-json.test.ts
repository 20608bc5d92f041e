import { describe, expect, it } from "vitest";
import fc from "fast-check";
import { canonicalJson, equalJson, fingerprintJson } from "./canonical-json.ts";
import type { Json } from "./dataset-record.ts";
import { sha256 } from "#ledger-core/testdata/real-data.testing.ts";

const json = fc.jsonValue().map((value) => JSON.parse(JSON.stringify(value)) as Json);

describe("canonical JSON", () => {
  it("puts keys in the order of code points, at every depth", () => {
    // In UTF-16 units the first would come before the second.
    expect(canonicalJson({ "\u{1f600}": 1, "\uff5e": 2, b: [{ z: null, a: true }], "": "\n" })).toBe(
      `{"":"\\n","b":[{"a":true,"z":null}],"\uff5e":2,"\u{1f600}":1}`,
    );
  });

  it("is JSON of the same value, the same for every order of keys", () => {
    fc.assert(
      fc.property(json, (value) => {
        expect(JSON.parse(canonicalJson(value))).toEqual(value);
        expect(canonicalJson(reversed(value))).toBe(canonicalJson(value));
        expect(equalJson(reversed(value), value)).toBe(true);
      }),
    );
  });

  it("is equal for two values exactly if they are", () => {
    fc.assert(
      fc.property(json, json, (left, right) => {
        expect(equalJson(left, right)).toBe(canonicalJson(left) === canonicalJson(right));
      }),
    );
    expect(equalJson({ a: null }, { b: null })).toBe(false);
    expect(equalJson([], {})).toBe(false);
    expect(equalJson({ a: 1 }, { a: 1, b: 2 })).toBe(false);
  });

  it("has the fingerprint that any other program computes from the text", () => {
    // printf '{"a":1,"b":"é"}' | sha256sum
    expect(fingerprintJson({ b: "é", a: 1 }, sha256)).toBe(
      "09ad9fd2fb648cb2f62141215828ea00a62c299db05d20aa9ade2f527a301cc6",
    );
  });
});

function reversed(value: Json): Json {
  if (Array.isArray(value)) return value.map(reversed);
  if (typeof value !== "object" || value === null) return value;
  return Object.fromEntries(
    Object.entries(value)
      .reverse()
      .map(([key, item]) => [key, reversed(item)]),
  );
}
