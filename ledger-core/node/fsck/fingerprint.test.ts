import { expect, it } from "vitest";
import { Fingerprint } from "./fingerprint.ts";

function of(rows: readonly (readonly number[])[]): Fingerprint {
  const fingerprint = new Fingerprint();
  for (const row of rows) fingerprint.add(...row);
  return fingerprint;
}

const ROWS = Array.from({ length: 200 }, (_, i) => [i % 7, i * 3_000_000_007, i, 8 + i, 2 ** 31 + i]);

it("is the same in any order, and another where a row is missing, twice there, or has a number that is another", () => {
  expect(of(ROWS).equals(of(ROWS.toReversed()))).toBe(true);
  expect(of(ROWS.slice(1)).equals(of(ROWS))).toBe(false);
  expect(of([...ROWS.slice(1), ...ROWS.slice(1, 2)]).equals(of(ROWS))).toBe(false);
  for (const at of [0, 1, 2, 3, 4])
    for (const more of [1, -1, 256, 2 ** 32, 2 ** 40]) {
      const altered = ROWS.map((row, i) => (i === 99 ? row.with(at, (row[at] ?? 0) + more) : row));
      expect(of(altered).equals(of(ROWS)), `number ${at} by ${more}`).toBe(false);
    }
});

it("tells rows apart that have the same numbers in other places, and pairs of rows that have exchanged one", () => {
  expect(of([[1, 2, 3]]).equals(of([[1, 3, 2]]))).toBe(false);
  const [left, right] = [
    of([
      [1, 10],
      [2, 20],
    ]),
    of([
      [1, 20],
      [2, 10],
    ]),
  ];
  expect(left.equals(right)).toBe(false);
});
