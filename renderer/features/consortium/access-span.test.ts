/** Stretches of time in a picture of one year. */
import { expect, test } from "vitest";
import { placeOfSpan, placeOfTime } from "./access-span.ts";

const day = 86_400;
const time = 1_000 * day;

test("a stretch is cut at both ends of the year that is shown", () => {
  expect(placeOfSpan({ from: 0, until: Number.MAX_SAFE_INTEGER }, time)).toEqual({ left: 0, width: 100 });
  expect(placeOfSpan({ from: time, until: time + 400 * day }, time)).toEqual({ left: placeOfTime, width: 8.5 });
  expect(placeOfSpan({ from: 0, until: 10 * day }, time)).toBeUndefined();
  expect(placeOfSpan({ from: time + 100 * day, until: time + 200 * day }, time)).toBeUndefined();
});
