import { describe, expect, it } from "vitest";
import fc from "fast-check";
import { letterRuns } from "./letter-runs.ts";
import { readInWords, readingsOf, splitSyllables } from "./pinyin.ts";
import { excerptOf, findMarks } from "./search-marks.ts";
import { indexTerms, searchWords, soundTerms, titleOrder } from "./search-terms.ts";

/** Texts of any UTF-16 units, halves of pairs among them. */
const anyUnit = fc.oneof(
  fc.integer({ min: 0, max: 0xffff }),
  fc.constantFrom(0xd840, 0xdc00, 0x4f4e, 0x301, 0x61, 0xdf),
);
const anyText = fc.string({ unit: anyUnit.map((unit) => String.fromCharCode(unit)) });
const termsOf = (text: string): readonly string[] => soundTerms(text, 100).split(" ");
const marked = (text: string, search: string): readonly string[] =>
  findMarks(text, searchWords(search)).map(({ from, to }) => text.slice(from, to));

describe("letters", () => {
  it("are small and plain in every script, and say where they stand", () => {
    const runs = letterRuns("Café STRASSE straße Ｆｕｌｌ１ Ωμέγα Привет e\u0301t\u200Be");
    expect(runs.map(({ letters }) => letters.join(""))).toEqual([
      "cafe",
      "strasse",
      "strasse",
      "full1",
      "ωμεγα",
      "привет",
      "ete",
    ]);
    expect(letterRuns("低保（2026）𠀀字").map(({ kind, letters, places }) => [kind, letters.length, places])).toEqual([
      ["han", 2, [0, 1, 2]],
      ["word", 4, [3, 4, 5, 6, 7]],
      ["han", 2, [8, 10, 11]],
    ]);
  });

  it("are none where half of a pair stands alone", () => {
    expect(letterRuns("\ud840")).toEqual([]);
    expect(letterRuns("字\ud84a a").map(({ places }) => places)).toEqual([
      [0, 1],
      [3, 4],
    ]);
  });

  it("hold every place of any text within it", () => {
    fc.assert(
      fc.property(anyText, (text) => {
        for (const { letters, places } of letterRuns(text)) {
          const isWithin = places.every((place, i) => place >= (places[i - 1] ?? 0) && place <= text.length);
          expect(isWithin && places.length === letters.length + 1).toBe(true);
        }
      }),
    );
  });
});

describe("readings", () => {
  it("come from the table, the likeliest first, and by the word where it has one", () => {
    expect(readingsOf("低")).toEqual(["di"]);
    expect(readingsOf("重")).toEqual(["zhong", "chong"]);
    expect(readingsOf("绿")).toEqual(["lv", "lu"]);
    expect(readingsOf("a")).toEqual([]);
    expect(readInWords([..."重庆银行行长会计"])).toEqual("chong qing yin hang hang zhang kuai ji".split(" "));
  });

  it("are told from letters in a row, in every way in which they can be", () => {
    expect(splitSyllables("dibaojiating")[0]).toEqual(["di", "bao", "jia", "ting"]);
    expect(splitSyllables("dibaojiat")[0]).toEqual(["di", "bao", "jia", "t"]);
    expect(splitSyllables("xian")).toContainEqual(["xi", "an"]);
    expect(splitSyllables("fangan")).toEqual(
      expect.arrayContaining([
        ["fang", "an"],
        ["fan", "gan"],
      ]),
    );
    expect(splitSyllables("household")).toEqual([]);
    expect(splitSyllables("a".repeat(48)).length).toBeLessThanOrEqual(6);
  });
});

describe("terms", () => {
  it("are words, pairs of characters, pairs of syllables and first letters", () => {
    expect(indexTerms("Low-income: 24")).toBe("Low-income: 24");
    expect(indexTerms("低保家庭 Été")).toBe("低保 保家 家庭 庭 ete");
    expect(termsOf("低保家")).toEqual(["dibao", "1dbj", "baojia", "baojie", "1bj", "jia", "jie", "1j"]);
    expect(termsOf("重庆")).toEqual(expect.arrayContaining(["zhongqing", "chongqing"]));
    expect(soundTerms("行".repeat(10_000), 50).split(" ").length).toBeLessThan(30);
  });

  it("of a search are letters and digits alone, whatever is typed", () => {
    fc.assert(
      fc.property(anyText, (text) => {
        const terms = searchWords(text).flatMap(({ any }) => any.flatMap(({ all }) => all.map(({ term }) => term)));
        for (const term of terms) expect(term).not.toMatch(/[\0-\x2f\x3a-\x60\x7b-\x7f]/);
      }),
    );
  });

  it("put titles in the order of a dictionary: digits, words, then Chinese by how it is read", () => {
    const titles = ["重庆市名录", "宝安区", "Zoo", "安全", "2026 年报", "巴士线路", "École", "保险", "apple"];
    expect(titles.toSorted((a, b) => (titleOrder(a) < titleOrder(b) ? -1 : 1))).toEqual([
      "2026 年报",
      "apple",
      "École",
      "Zoo",
      "安全",
      "巴士线路",
      "保险",
      "宝安区",
      "重庆市名录",
    ]);
  });
});

describe("marks", () => {
  it("show what was found as it is written, as it is read, and by its beginning", () => {
    expect(marked("南京市低保家庭信息", "低保家庭")).toEqual(["低保家庭"]);
    expect(marked("南京市低保家庭信息", "dbjt")).toEqual(["低保家庭"]);
    expect(marked("南京市低保家庭信息", "dibaojia")).toEqual(["低保家"]);
    expect(marked("南京市低保家庭信息", "dib")).toEqual(["低保"]);
    expect(marked("Low-income households", "house INC")).toEqual(["inc", "house"]);
    expect(marked("Les Écoles", "ecol")).toEqual(["Écol"]);
    expect(marked("Straße", "stras")).toEqual(["Straß"]);
    expect(marked("ß", "s")).toEqual(["ß"]);
    expect(marked("重庆银行", "chongqing")).toEqual(["重庆"]);
    expect(marked("nothing here", "低保")).toEqual([]);
  });

  it("are apart from each other and within the text, whatever it is", () => {
    fc.assert(
      fc.property(anyText, anyText, (text, search) => {
        let end = -1;
        for (const { from, to } of findMarks(text, searchWords(search))) {
          expect(from).toBeGreaterThan(end);
          expect(to).toBeGreaterThan(from);
          end = to;
        }
        expect(end).toBeLessThanOrEqual(text.length);
      }),
    );
  });

  it("move an excerpt to where the first one is", () => {
    const text = `${"a ".repeat(500)}needle ${"b ".repeat(500)}`;
    const excerpt = excerptOf(text, findMarks(text, searchWords("needle")), 100);
    expect(excerpt).toHaveLength(100);
    expect(excerpt).toContain("needle");
    expect(excerptOf("short", [], 100)).toBe("short");
  });
});
