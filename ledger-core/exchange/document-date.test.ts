import { describe, expect, it, test } from "vitest";
import fc from "fast-check";
import { formatDocumentDay, isRepeatingInterval, parseDocumentDate } from "./document-date.ts";

const kindOf = (text: string) => parseDocumentDate(text).kind;

describe("dates of documents", () => {
  test.each([
    ["1970-01-01", 0],
    ["1969-12-31", -1],
    ["2000-02-29", 11_016],
    ["2024-02-22T12:25:27-05:00", 19_775],
    ["2024-02-22T00:00:00.000Z", 19_775],
    ["2021-03-03T10:10:10.123456", 18_689],
    ["2024-02-22 09:30", 19_775],
    ["20201117", 18_583],
    ["1800-01-01", -62_091],
  ])("%s is day %i", (text, day) => {
    expect(parseDocumentDate(text)).toEqual({ kind: "day", day });
  });

  it("agrees with the calendar on every day it takes", () => {
    fc.assert(
      fc.property(fc.integer({ min: -62_091, max: 84_005 }), (day) => {
        const text = new Date(day * 86_400_000).toISOString().slice(0, 10);
        expect(formatDocumentDay(day)).toBe(text);
        expect(parseDocumentDate(text)).toEqual({ kind: "day", day });
      }),
      { numRuns: 2_000 },
    );
  });

  it("says what a text is where it is no day", () => {
    for (const text of ["2015", "2015-03"]) expect(kindOf(text), text).toBe("coarse");
    for (const text of ["0201-12-31", "0014-07-30", "2222-01-01", "0099"])
      expect(kindOf(text), text).toBe("implausible");
    for (const text of [
      "20222-01-01",
      "2022-13-01",
      "2022-02-30",
      "2023-02-29",
      "2022-00-10",
      "2022-1-1",
      "1/2/2022",
      "",
      " 2022-01-01",
      "2022-01-01T25:00",
      "2022-01-01T10:61",
      "yesterday",
      "２０２２-01-01",
    ])
      expect(kindOf(text), text).toBe("invalid");
    for (const text of ["R/P1W", "R/P1Y", "R/PT1S", "R/P3.5D", "R/P0.33M", "R5/P1M"])
      expect(kindOf(text), text).toBe("repeating");
    for (const text of ["R/P", "R/PT", "P1Y", "R/1Y", "R/P1X", "irregular"])
      expect(isRepeatingInterval(text), text).toBe(false);
  });

  it("takes time linear in the text, and never throws", () => {
    fc.assert(
      fc.property(fc.string(), (text) => {
        expect(["day", "coarse", "repeating", "implausible", "invalid"]).toContain(kindOf(text));
      }),
    );
    expect(kindOf(`R/P${"1".repeat(100_000)}`)).toBe("invalid");
    expect(kindOf(`2022-01-01T10:10:10.${"1".repeat(100_000)}`)).toBe("invalid");
  });
});
