import { describe, expect, test } from "vitest";
import { countWord, fractionText, joinWords, moneyText, withArticle } from "./list-words.ts";

describe("lists, numbers and amounts in words", () => {
  test.each([
    [["甲"], "甲", "甲"],
    [["甲", "乙"], "甲和乙", "甲 and 乙"],
    [["甲", "B", "丙"], "甲、B 和丙", "甲, B and 丙"],
    [[], "", ""],
  ])("%j", (words, zh, en) => {
    expect(joinWords("zh", words, "and")).toBe(zh);
    expect(joinWords("en", words, "and")).toBe(en);
  });

  test.each([
    [0, "0 元", "¥ 0"],
    [1, "0.01 元", "¥ 0.01"],
    [123_456, "1,234.56 元", "¥ 1,234.56"],
    [1_000_000, "1 万元", "¥ 10,000"],
    [150_000_000, "150 万元", "¥ 1,500,000"],
    [100_000_000, "100 万元", "¥ 1 million"],
    [20_000_000_000, "2 亿元", "¥ 200 million"],
    [-100_000_000, "\u2212100 万元", "¥ \u22121 million"],
    [8_999_999_999_999_999, "89,999,999,999,999.99 元", "¥ 89,999,999,999,999.99"],
  ])("%i fen is %s, %s", (fen, zh, en) => {
    expect(moneyText("zh", fen)).toBe(zh);
    expect(moneyText("en", fen)).toBe(en);
  });

  test.each([
    [1, 2, "半数", "half"],
    [50, 100, "半数", "half"],
    [2, 3, "三分之二", "two thirds"],
    [3, 5, "五分之三", "3/5"],
    [13, 25, "13/25", "13/25"],
  ])("%i/%i is %s, %s", (numerator, denominator, zh, en) => {
    expect(fractionText("zh", numerator, denominator)).toBe(zh);
    expect(fractionText("en", numerator, denominator)).toBe(en);
  });

  test("counts are words up to ten", () => {
    expect([1, 2, 10, 11].map((count) => countWord("zh", count))).toEqual(["一", "两", "十", "11"]);
    expect([1, 2, 10, 1_100].map((count) => countWord("en", count))).toEqual(["one", "two", "ten", "1,100"]);
  });

  test("articles", () => {
    expect(["officer", "leader", "administrator"].map((word) => withArticle("en", word))).toEqual([
      "an officer",
      "a leader",
      "an administrator",
    ]);
    expect(withArticle("zh", "经办人")).toBe("经办人");
  });
});
