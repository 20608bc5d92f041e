import fc from "fast-check";
import { describe, expect, test } from "vitest";
import * as amounts from "./amounts.ts";
import { formatEnding, formatHash, formatHeight, maskPerson } from "./names.ts";
import { dayOf, formatDay, formatSpan, formatSpanLeft, formatTime } from "./times.ts";

/** 2026-11-23 14:48:07 on the city's clock. */
const now = Date.UTC(2026, 10, 23, 6, 48, 7) / 1_000;

describe("amounts", () => {
  test.each([
    [157_000_000, "¥\u00A01,570,000.00"],
    [0, "¥\u00A00.00"],
    [5, "¥\u00A00.05"],
    [-350_000, "¥\u00A0−3,500.00"],
    [8_999_999_999_999_999, "¥\u00A089,999,999,999,999.99"],
  ])("%d fen", (fen, drawn) => expect(amounts.formatMoney(fen)).toBe(drawn));

  test("columns, changes, shares and what is missing", () => {
    expect(amounts.formatYuan(157_000_000)).toBe("1,570,000.00");
    expect(amounts.formatTenThousandYuan(157_000_000)).toBe("157.00");
    expect(amounts.formatTenThousandYuan(-5_000)).toBe("−0.01");
    expect(amounts.formatMoneyInWords(20_000_000_000, "zh")).toBe("2.00 亿元");
    expect(amounts.formatMoneyInWords(20_000_000_000, "en")).toBe("¥\u00A0200.00 million");
    expect(amounts.formatMoneyInWords(100, "en")).toBe("¥\u00A01.00");
    expect([412, -240, 0].map(amounts.formatChange)).toEqual(["+412", "−240", "0"]);
    expect(amounts.formatShare({ part: 14_920, whole: 20_000 })).toBe("74.6%");
    expect(amounts.formatShare({ part: 0, whole: 0 })).toBe("—");
    expect([amounts.formatCount(undefined), amounts.formatMoney(undefined)]).toEqual(["—", "—"]);
    expect([512, 1_536_000, 0].map(amounts.formatBytes)).toEqual(["512 B", "1.5 MB", "0 B"]);
  });

  test("what is drawn is exactly the integer, digit by digit", () => {
    fc.assert(
      fc.property(fc.maxSafeInteger(), (fen) => {
        const digits = amounts.formatYuan(fen).replace("−", "-").replaceAll(/[,.]/g, "");
        expect(BigInt(digits)).toBe(BigInt(fen));
      }),
    );
    expect(() => amounts.formatYuan(0.5)).toThrow(RangeError);
  });
});

describe("times", () => {
  const drawn = (unixSeconds: number, style: "short" | "exact" | "date" | "day") =>
    (["zh", "en"] as const).map((language) => formatTime(unixSeconds, { language, nowSeconds: now, style }));

  test("today, this year, another year, exact, date, day", () => {
    expect(drawn(now, "short")).toEqual(["14:48", "14:48"]);
    expect(drawn(now - 86_400, "short")).toEqual(["11-22 14:48", "22 Nov, 14:48"]);
    expect(drawn(now - 365 * 86_400, "short")).toEqual(["2025-11-23 14:48", "23 Nov 2025, 14:48"]);
    expect(drawn(now, "exact")).toEqual(["2026-11-23 14:48:07", "23 Nov 2026, 14:48:07"]);
    expect(drawn(now, "date")).toEqual(["2026-11-23", "23 Nov 2026"]);
    expect(drawn(now, "day")).toEqual(["11-23", "23 Nov"]);
    expect(drawn(now - 365 * 86_400, "day")).toEqual(["2025-11-23", "23 Nov 2025"]);
  });

  test("a day begins at midnight of the city, whatever the machine's zone", () => {
    const midnight = Date.UTC(2026, 10, 22, 16) / 1_000;
    expect(dayOf(midnight) - dayOf(midnight - 1)).toBe(1);
    expect(formatDay(dayOf(midnight), "zh")).toBe("2026-11-23");
    expect(formatDay(dayOf(midnight - 1), "en")).toBe("22 Nov 2026");
  });

  test.each([
    [11_520, "3 小时 12 分", "3 h 12 min"],
    [86_400, "1 天", "1 day"],
    [2 * 86_400 + 5 * 3_600 + 59, "2 天 5 小时", "2 days 5 h"],
    [61, "1 分 1 秒", "1 min 1 s"],
    [0, "0 秒", "0 s"],
  ])("%d seconds", (seconds, zh, en) => {
    expect([formatSpan(seconds, "zh"), formatSpan(seconds, "en")]).toEqual([zh, en]);
  });

  test("left and overdue", () => {
    expect(formatSpanLeft(now + 11_520, { language: "zh", nowSeconds: now })).toBe("剩 3 小时 12 分");
    expect(formatSpanLeft(now - 86_400, { language: "en", nowSeconds: now })).toBe("overdue by 1 day");
  });
});

describe("names", () => {
  test.each([
    ["李卫民", "李**"],
    ["王芳", "王*"],
    ["欧阳明月", "欧阳**"],
    ["买买提江", "买**"],
    ["Li Weimin", "Li **"],
    ["Plato", "P**"],
    ["赵*", "赵*"],
    ["李", "*"],
  ])("%s is shown as %s", (name, masked) => expect(maskPerson(name)).toBe(masked));

  test("hashes, heights, endings", () => {
    expect(formatHash("9f3a61c2aaaaaaaaaaaaaaaa7be04d")).toBe("9f3a61c2…7be04d");
    expect(formatHash("9f3a61c2")).toBe("9f3a61c2");
    expect([formatHeight(284_619, "zh"), formatHeight(284_619, "en")]).toEqual(["高度 284,619", "height 284,619"]);
    expect([formatEnding("6222020433317", "zh"), formatEnding("6222020433317", "en")]).toEqual([
      "尾号 3317",
      "ending 3317",
    ]);
  });
});
