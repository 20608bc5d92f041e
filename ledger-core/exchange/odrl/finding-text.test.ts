import { describe, expect, test } from "vitest";
import { describeOdrlFinding, describeOdrlRefusal } from "./finding-text.ts";
import { ODRL_FINDINGS, ODRL_REFUSALS } from "./findings.ts";

const HAN = /\p{Script=Han}/u;

describe("what is found is said in both languages", () => {
  test.each(ODRL_FINDINGS)("%s", (code) => {
    for (const severity of ["refused", "warning"] as const) {
      const zh = describeOdrlFinding({ code, severity }, "zh");
      const en = describeOdrlFinding({ code, severity }, "en");
      for (const text of [zh.message, zh.advice]) expect(text).toMatch(HAN);
      for (const text of [en.message, en.advice]) expect(text).toMatch(/^[\x20-\x7e]+$/);
      expect(zh.advice).toMatch(/。$/);
      expect(en.advice).toMatch(/\.$/);
    }
  });

  test.each(ODRL_REFUSALS)("%s", (code) => {
    const zh = describeOdrlRefusal(code, "zh");
    const en = describeOdrlRefusal(code, "en");
    expect(zh.message + zh.advice).toMatch(HAN);
    expect(en.message + en.advice).toMatch(/^[\x20-\x7e]+$/);
  });
});
