import { describe, expect, test } from "vitest";
import { dayText, endText, momentText } from "./moments.ts";

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
});
