import { expect, test } from "vitest";
import { placeNodes } from "./lineage-places.ts";

test("what came first stands in the first column, and versions of one column never share a place", () => {
  const places = placeNodes([
    { version: 7, distance: 0, time: 50 },
    { version: 3, distance: -1, time: 20 },
    { version: 2, distance: -1, time: 10 },
    { version: 1, distance: -2, time: 5 },
    { version: 9, distance: 1, time: 60 },
  ]);
  expect(places.get(1)).toEqual({ column: 0, row: 0 });
  expect(places.get(2)).toEqual({ column: 1, row: 0 });
  expect(places.get(3)).toEqual({ column: 1, row: 1 });
  expect(places.get(7)).toEqual({ column: 2, row: 0 });
  expect(places.get(9)).toEqual({ column: 3, row: 0 });
});
