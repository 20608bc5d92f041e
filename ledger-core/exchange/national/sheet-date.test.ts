import { describe, expect, it, test } from "vitest";
import { dayOfCivil, formatDay } from "#ledger-core/contract/schema/civil-date.ts";
import { parseSheetDate } from "./sheet-date.ts";

const day = dayOfCivil({ year: 2026, month: 3, day: 1 });

describe("a day in a sheet", () => {
  test.each([
    "2026-03-01",
    "2026-3-1",
    "2026/3/1",
    "2026.3.1",
    "2026年3月1日",
    "2026年03月01日",
    " 2026 年 3 月 1 日 ",
    "２０２６年３月１日",
    "２０２６－０３－０１",
    "20260301",
    "2026-03-01 08:30",
    "2026/3/1 8:30:00",
    "2026年3月1日 8时30分",
    "2026-03-01T08:30:00+08:00",
    "46082",
    "46082.5",
  ])("%s", (text) => {
    expect(parseSheetDate(text)).toEqual({ kind: "day", day });
  });

  it("may be a date cell or Excel's number of a day", () => {
    expect(parseSheetDate({ date: "2026-03-01" })).toEqual({ kind: "day", day });
    expect(parseSheetDate({ date: "2026-03-01T23:59" })).toEqual({ kind: "day", day });
    expect(parseSheetDate(46_082)).toEqual({ kind: "day", day });
    expect(parseSheetDate(46_082.99)).toEqual({ kind: "day", day });
    const leap = parseSheetDate(36_585);
    expect(leap.kind === "day" && formatDay(leap.day)).toBe("2000-02-29");
  });

  test.each([
    ["2026年3月", "coarse"],
    ["2026-03", "coarse"],
    ["2026/3", "coarse"],
    ["2026年", "coarse"],
    ["2026", "coarse"],
    ["20222-01-01", "implausible"],
    ["0022-01-01", "implausible"],
    ["2026-02-30", "invalid"],
    ["2026年13月1日", "invalid"],
    ["3/1/2026", "invalid"],
    ["01-03-26", "invalid"],
    ["长期", "invalid"],
    ["99999", "invalid"],
    ["00060", "invalid"],
  ])("%s is %s", (text, kind) => {
    expect(parseSheetDate(text)).toEqual({ kind });
  });

  it("is none in a text of any length", () => {
    expect(parseSheetDate(`2026-${"0".repeat(50_000)}`)).toEqual({ kind: "invalid" });
    expect(parseSheetDate(`2026-03-01${" ".repeat(50_000)}x`)).toEqual({ kind: "invalid" });
  });
});
