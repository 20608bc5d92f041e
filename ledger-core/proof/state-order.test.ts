import fc from "fast-check";
import { expect, it } from "vitest";
import { compareBytes, encodeHex } from "#ledger-core/contract/schema/bytes.ts";
import { CborWriter } from "#ledger-core/contract/schema/cbor.ts";
import { placeAfter, placeOf } from "./state-order.ts";

type Item = number | string | Uint8Array | readonly Item[];

function cbor(item: Item): Uint8Array {
  const writer = new CborWriter();
  const write = (value: Item): void => {
    if (typeof value === "number") writer.integer(value);
    else if (typeof value === "string") writer.text(value);
    else if (value instanceof Uint8Array) writer.bytes(value);
    else {
      writer.array(value.length);
      for (const one of value) write(one);
    }
  };
  write(item);
  return writer.finish();
}

/** Frozen: every root over the state depends on them. */
const VECTORS: readonly (readonly [table: number, values: readonly Item[], key: number, place: string])[] = [
  [1, [], 0, "210120"],
  [200, [], 1, "21c82101"],
  [200, [7], 256, "21c82107220100"],
  [300, [-1, -256, -257], 65_536, "22012c1ffe1efeff1efefe23010000"],
  [1, ["", "a\u0000b", "é"], 1, "21014000406100ff620040c3a9002101"],
  [1, [new Uint8Array([0, 255])], 1, "21013000ffff002101"],
  [1, [[], [3]], 1, "21015000502103002101"],
  [1, [Number.MAX_SAFE_INTEGER], 1, "2101271fffffffffffff2101"],
];

it("gives the places that are written down", () => {
  for (const [table, values, key, place] of VECTORS)
    expect(encodeHex(placeOf(table, values.map(cbor), key)), JSON.stringify(values)).toBe(place);
});

const item = fc.oneof(
  fc.maxSafeInteger(),
  fc.string({ unit: fc.constantFrom("", "a", "b", "\u0000", "é", "𝒳"), maxLength: 4 }),
  fc.uint8Array({ maxLength: 4 }),
);

/** The order that people would expect: numbers by size, texts and bytes as in a dictionary, the shorter first. */
function compareItems(left: Item, right: Item): number {
  if (typeof left === "number" && typeof right === "number") return Math.sign(left - right);
  if (typeof left === "string" && typeof right === "string")
    return Math.sign(Buffer.compare(Buffer.from(left), Buffer.from(right)));
  if (left instanceof Uint8Array && right instanceof Uint8Array) return Math.sign(compareBytes(left, right));
  return Math.sign(rank(left) - rank(right));
}

function rank(value: Item): number {
  return typeof value === "number" ? 0 : typeof value === "string" ? 2 : 1;
}

it("orders rows as their values are ordered, one after another, the key last", () => {
  const row = fc.tuple(fc.array(item, { minLength: 2, maxLength: 2 }), fc.nat(300));
  fc.assert(
    fc.property(row, row, ([left, leftKey], [right, rightKey]) => {
      const expected = [...left.map((value, i) => compareItems(value, right[i] ?? 0)), Math.sign(leftKey - rightKey)];
      const order = compareBytes(placeOf(5, left.map(cbor), leftKey), placeOf(5, right.map(cbor), rightKey));
      expect(Math.sign(order)).toBe(expected.find((sign) => sign !== 0) ?? 0);
    }),
    { numRuns: 2_000 },
  );
});

it("puts nothing before something, and between two tables nothing but rows of them", () => {
  const at = (...values: Item[]): Uint8Array => placeOf(2, values.map(cbor), 1);
  expect(compareBytes(at([]), at([-5]))).toBeLessThan(0);
  fc.assert(
    fc.property(fc.array(item, { maxLength: 3 }), fc.nat(), (values, key) => {
      const place = placeOf(2, values.map(cbor), key);
      expect(compareBytes(placeOf(2, []), place)).toBeLessThan(0);
      expect(compareBytes(place, placeAfter(placeOf(2, [])))).toBeLessThan(0);
      expect(compareBytes(placeAfter(placeOf(2, [])), placeOf(3, []))).toBeLessThan(0);
      const [first] = values;
      const isUnder = (begin: Uint8Array): boolean =>
        compareBytes(place, begin) > 0 && compareBytes(place, placeAfter(begin)) < 0;
      if (first !== undefined) expect(isUnder(placeOf(2, [cbor(first)]))).toBe(true);
      if (typeof first === "string") expect(isUnder(placeOf(2, [cbor(`${first}a`)]))).toBe(false);
    }),
    { numRuns: 500 },
  );
});

it("refuses what is no single value", () => {
  expect(() => placeOf(1, [new Uint8Array([1, 2])])).toThrow("bytes after the end");
  expect(() => placeOf(1, [new Uint8Array(0)])).toThrow("cut short");
});
