import { describe, expect, it, test } from "vitest";
import fc from "fast-check";
import { isUnifiedSocialCreditCode, makeUnifiedSocialCreditCode } from "./uscc.ts";

// As the organisations print them in their annual reports and on their sites; each also satisfies the inner check of GB 11714.
const PUBLISHED = [
  ["Huawei Technologies", "914403001922038216"],
  ["Tencent Computer Systems", "9144030071526726XG"],
  ["Alibaba (China)", "91330100799655058B"],
  ["Baidu Netcom", "91110000802100433B"],
  ["Xiaomi Technology", "91110108551385082Q"],
  ["ZTE", "9144030027939873X7"],
  ["BYD", "91440300192317458F"],
  ["Ping An Insurance", "91440300100012316L"],
  ["China Merchants Bank", "9144030010001686XA"],
  ["China Construction Bank", "911100001000044477"],
  ["Industrial and Commercial Bank of China", "91100000100003962T"],
  ["Bank of China", "911000001000013428"],
  ["PetroChina", "91110000710925462X"],
  ["Sinopec", "91110000710926094P"],
  ["Gree Electric Appliances", "91440400192548256N"],
  ["Vanke", "91440300192181490G"],
  ["Tsinghua University", "12100000400000624D"],
  ["Peking University", "12100000400002259P"],
] as const;

const ALPHABET = "0123456789ABCDEFGHJKLMNPQRTUWXY";
const character = fc.constantFrom(...ALPHABET);
const digit = fc.constantFrom(..."0123456789");
const first17 = fc
  .tuple(
    fc.string({ unit: character, minLength: 2, maxLength: 2 }),
    fc.string({ unit: digit, minLength: 6, maxLength: 6 }),
    fc.string({ unit: character, minLength: 9, maxLength: 9 }),
  )
  .map((parts) => parts.join(""));

describe("unified social credit codes", () => {
  test.each(PUBLISHED)("%s: %s", (_name, code) => {
    expect(isUnifiedSocialCreditCode(code)).toBe(true);
    expect(makeUnifiedSocialCreditCode(code.slice(0, 17))).toBe(code);
  });

  it("refuses a code that an early pilot issued against the standard", () => {
    expect(isUnifiedSocialCreditCode("91350211M00013FA1N")).toBe(false);
  });

  it("refuses what is almost a code", () => {
    const code = "9144030071526726XG";
    for (const wrong of [
      "",
      code.slice(1),
      `${code}0`,
      ` ${code}`,
      `${code}\n`,
      code.toLowerCase(),
      code.replace("X", "O"),
    ])
      expect(isUnifiedSocialCreditCode(wrong)).toBe(false);
    // Right by its check character, but a letter stands where the division's digits belong.
    expect(isUnifiedSocialCreditCode("91A40300192203821E")).toBe(false);
    for (const wrong of ["", "9144030071526726", "9144030071526726XG", "91A40300192203821", "9144030071526726I"])
      expect(() => makeUnifiedSocialCreditCode(wrong)).toThrow(RangeError);
  });

  it("accepts every code that it makes, and with these 17 characters no other", () => {
    fc.assert(
      fc.property(first17, (start) => {
        const code = makeUnifiedSocialCreditCode(start);
        expect(code.slice(0, 17)).toBe(start);
        expect([...ALPHABET].filter((last) => isUnifiedSocialCreditCode(start + last))).toEqual([code.charAt(17)]);
      }),
    );
  });

  it("notices every single wrong character and every swap of two neighbours", () => {
    fc.assert(
      fc.property(first17, fc.nat(17), character, (start, place, other) => {
        const code = makeUnifiedSocialCreditCode(start);
        const mistyped = code.slice(0, place) + other + code.slice(place + 1);
        expect(isUnifiedSocialCreditCode(mistyped)).toBe(mistyped === code);
        const [left = "", right = ""] = code.slice(place, place + 2);
        const swapped = code.slice(0, place) + right + left + code.slice(place + 2);
        expect(isUnifiedSocialCreditCode(swapped)).toBe(swapped === code);
      }),
      { numRuns: 500 },
    );
  });

  it("accepts no other text, and never throws", () => {
    fc.assert(
      fc.property(fc.string({ unit: "binary", maxLength: 20 }), (text) => {
        expect(isUnifiedSocialCreditCode(text)).toBe(false);
      }),
    );
  });
});
