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
    ["10月1日-8日不上班", ["10-01", "10-02", "10-05", "10-06", "10-07", "10-08"], []],
    ["10月1日无需上班，10日不放假", ["10-01"], ["10-10"]],
    ["1月24日（星期六）、2月8日（星期日）调休上班", [], ["01-24", "02-08"]],
    ["周日（9月27日）上班", [], ["09-27"]],
    ["Sunday (Sep 27) workday", [], ["09-27"]],
    ["10月1日（放假），10月10日（上班）", ["10-01"], ["10-10"]],
    ["10.1-10.2 放假", ["10-01", "10-02"], []],
    ["１０月１日放假", ["10-01"], []],
    ["1.1月1日放假1天，不调休", ["01-01"], []],
    ["October 1-8 off", ["10-01", "10-02", "10-05", "10-06", "10-07", "10-08"], []],
    ["October 1st to 2nd, 2026: off", ["10-01", "10-02"], []],
    ["Oct 30 - 2 Nov off", ["10-30", "11-02"], []],
    ["2026-10-01..2026-10-05 holiday", ["10-01", "10-02", "10-05"], []],
    ["2026-10-01/2026-10-05 non-working day", ["10-01", "10-02", "10-05"], []],
    ["Oct 1 - Oct 2 off, Sep 27 workday", ["10-01", "10-02"], ["09-27"]],
    ["放假：10月1日至2日，上班：10月10日", ["10-01", "10-02"], ["10-10"]],
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
    ["13月45日放假", "1 nothing"],
    ["十月一日放假", "1 nothing"],
    ["2025年国庆放假", "1 nothing"],
    ["10月3日 放假", "1 offWeekend"],
    ["10/1 off", "1 nothing"],
    ["10.1 off", "1 nothing"],
    ["42", "1 nothing"],
  ])("%s", (line, flaw) => {
    expect(read(line)).toEqual({ off: [], worked: [], flaws: [flaw] });
  });

  test.each([
    ["10月1日、2、3日放假", ["10-01"], ["1 offWeekend", "1 number"]],
    ["Oct 1, 2 off", ["10-01"], ["1 number"]],
    ["2025年国庆：10月1日放假", ["10-01"], ["1 number"]],
    ["2026-10-01 >> 2026-10-08 off", ["10-01", "10-08"], ["1 unclear"]],
    ["10月1日（至10月8日）放假", ["10-01"], ["1 number"]],
  ])("what is read of %s is taken, and the rest is named", (line, off, flaws) => {
    expect(read(line)).toEqual({ off, worked: [], flaws });
  });

  test("and words without a number are passed over", () => {
    expect(read("国务院办公厅\n\u202enotice\n<b>\n\n")).toEqual({ off: [], worked: [], flaws: [] });
  });

  test("a long hostile text is read in one pass", () => {
    const content = `${"1-".repeat(20_000)}\n${"9".repeat(50_000)}\n${"（".repeat(20_000)}`;
    expect(read(content)).toMatchObject({ off: [], worked: [] });
  });
});
