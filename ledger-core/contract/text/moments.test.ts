import { describe, expect, test } from "vitest";
import { dayText, daysText, endText, momentText } from "./moments.ts";

const NEW_YEAR = 1_798_732_800;

describe("times in sentences, on the city's clock", () => {
  test("a moment has its clock, and its seconds only where there are some", () => {
    expect(momentText("zh", NEW_YEAR)).toBe("2027-01-01 00:00");
    expect(momentText("en", NEW_YEAR)).toBe("00:00 on 1 Jan 2027");
    expect(momentText("en", NEW_YEAR - 1)).toBe("23:59:59 on 31 Dec 2026");
  });

  test("what ends at midnight ends with the day before", () => {
    expect(endText("zh", NEW_YEAR)).toBe("2026-12-31 24:00");
    expect(endText("en", NEW_YEAR)).toBe("the end of 31 Dec 2026");
    expect(endText("zh", NEW_YEAR + 60)).toBe("2027-01-01 00:01");
    expect(endText("en", NEW_YEAR + 60)).toBe("00:01 on 1 Jan 2027");
  });

  test("a day", () => {
    expect(dayText("zh", 20_780)).toBe("2026-11-23");
    expect(dayText("en", 20_780)).toBe("23 Nov 2026");
  });

  test("days of a year, neighbours as one span; a day of another year says so", () => {
    const days = [20_454, 20_455, 20_500, 20_726, 20_727];
    expect(daysText("zh", days, 2026)).toBe("1 月 1 日至 2 日、2 月 16 日和 9 月 30 日至 10 月 1 日");
    expect(daysText("en", days, 2026)).toBe("1 to 2 Jan, 16 Feb and 30 Sep to 1 Oct");
    expect(daysText("zh", [20_453, 20_454], 2026)).toBe("2025-12-31 至 2026-01-01");
    expect(daysText("en", [20_453, 20_454], 2026)).toBe("31 Dec 2025 to 1 Jan 2026");
    expect(daysText("en", [20_455, 20_454], 2026)).toBe("2 Jan and 1 Jan");
    expect(daysText("zh", [], 2026)).toBe("");
  });
});
