import { describe, expect, test } from "vitest";
import { formatDay } from "#ledger-core/contract/schema/civil-date.ts";
import { readCalendarLines } from "./calendar-lines.ts";

function read(content: string, year = 2026) {
  const { daysOff, daysWorked, flaws } = readCalendarLines(content, year);
  return {
    off: daysOff.map((day) => formatDay(day).slice(5)),
    worked: daysWorked.map((day) => formatDay(day).slice(5)),
    flaws: flaws.map(({ line, flaw }) => `${line} ${flaw}`),
  };
}

test("a notice in Chinese is read whole, weekends within a break passed over", () => {
  const notice = `一、元旦：1月1日（周四）至3日（周六）放假调休，共3天。1月4日（周日）上班。
二、春节：2月15日（农历腊月二十八、周日）至23日（农历正月初七、周一）放假调休，共9天。2月14日（周六）、2月28日（周六）上班。
三、清明节：4月4日（周六）至6日（周一）放假，共3天。`;
  expect(read(notice)).toEqual({
    off: ["01-01", "01-02", "02-16", "02-17", "02-18", "02-19", "02-20", "02-23", "04-06"],
    worked: ["01-04", "02-14", "02-28"],
    flaws: [],
  });
});

describe("lines of a list", () => {
  test.each([
    ["2026-10-01 off", ["10-01"], []],
    ["2026-10-01 ~ 2026-10-07 off", ["10-01", "10-02", "10-05", "10-06", "10-07"], []],
    ["2026/10/10,work", [], ["10-10"]],
    ["20261010 worked", [], ["10-10"]],
    ["Holiday: 1-7 October", ["10-01", "10-02", "10-05", "10-06", "10-07"], []],
    ["1 to 2 Oct 2026 off, 10 Oct 2026 worked", ["10-01", "10-02"], ["10-10"]],
    ["Oct 1, 2026 - Oct 2, 2026: closed", ["10-01", "10-02"], []],
    ["10月1日、2日休，10日上班", ["10-01", "10-02"], ["10-10"]],
    ["放假：10月1日至2日", ["10-01", "10-02"], []],
    ["10月3日 放假", [], []],
  ])("%s", (line, off, worked) => {
    expect(read(line)).toEqual({ off, worked, flaws: [] });
  });

  test("a heading goes for the lines below it", () => {
    expect(read("放假\n2026-10-01\n2026-10-02\n上班\n2026-10-10")).toEqual({
      off: ["10-01", "10-02"],
      worked: ["10-10"],
      flaws: [],
    });
  });
});

describe("what cannot be taken is named by its line", () => {
  test.each([
    ["2026-10-01", "1 noVerb"],
    ["\n2025-10-01 off", "2 otherYear"],
    ["2026-10-01 worked", "1 workedWeekday"],
    ["2026-10-07 to 2026-10-01 off", "1 range"],
    ["2026-01-01 to 2026-12-31 off", "1 range"],
    ["13月45日放", "1 nothing"],
    ["42", "1 nothing"],
  ])("%s", (line, flaw) => {
    expect(read(line)).toEqual({ off: [], worked: [], flaws: [flaw] });
  });

  test("and words without a number are passed over", () => {
    expect(read("国务院办公厅\n\u202enotice\n<b>\n\n")).toEqual({ off: [], worked: [], flaws: [] });
  });

  test("a long hostile text is read in one pass", () => {
    const content = `${"1-".repeat(20_000)}\n${"9".repeat(50_000)}\n${"（".repeat(20_000)}`;
    expect(read(content)).toMatchObject({ off: [], worked: [] });
  });
});
