import { describe, expect, it } from "vitest";
import { CHECK_CODES, CHECK_NAMES } from "./check.ts";
import type { Check } from "./check.ts";
import { describeCheck } from "./check-text.ts";
import { verifyEntryProof } from "./checks.ts";
import { soundProof } from "./proof.testing.ts";
import { testSuite } from "./suite.testing.ts";

const base: Check = { name: "text", ok: true, how: "recomputed", code: "TEXT_SIGNED", data: {} };

describe("the words of checks", () => {
  it.each(["zh", "en"] as const)("are there for every name and code in %s", (language) => {
    const titles = CHECK_NAMES.map((name) => describeCheck({ ...base, name }, language).title);
    const details = CHECK_CODES.map((code) => describeCheck({ ...base, code }, language).detail);
    expect(new Set(titles).size).toBe(CHECK_NAMES.length);
    expect(new Set(details).size).toBe(CHECK_CODES.length);
    for (const text of [...titles, ...details]) expect(/[\u4e00-\u9fff]/.test(text)).toBe(language === "zh");
  });

  it("name the same figures in both languages", () => {
    for (const code of CHECK_CODES) {
      const names =
        "id kind version name reason expected key count place what height index outcome steps origin size signers keys oldSize newSize file limit table range rows root department";
      const data = Object.fromEntries(names.split(" ").map((name) => [name, `<${name}>`]));
      const figures = (language: "zh" | "en"): readonly string[] =>
        (describeCheck({ ...base, code, data }, language).detail.match(/<\w+>/g) ?? []).sort();
      expect(figures("zh")).toEqual(figures("en"));
    }
  });

  it("say the same of one entry as of many, in English", () => {
    for (const code of CHECK_CODES) {
      const one = { count: 1, size: 1, oldSize: 1, newSize: 1 };
      expect(describeCheck({ ...base, code, data: one }, "en").detail).not.toMatch(/\b1 (?:\w+ )?(?:entries|changes)/);
    }
  });

  it("name no way to a consistency proof but those that there are", () => {
    const { detail } = describeCheck({ ...base, code: "GROWTH_NOT_SHOWN" }, "en");
    expect(detail).toMatch(/Give verify the ledger's folder too, or a folder of its tiles\.$/);
    expect(describeCheck({ ...base, code: "GROWTH_NOT_SHOWN" }, "zh").detail).not.toContain("导出");
  });

  it("leave no figure of a real proof open", () => {
    for (const changed of [{}, { keys: [] }, { transaction: new Uint8Array(0) }])
      for (const check of verifyEntryProof(testSuite, { ...soundProof(), ...changed }).checks)
        for (const language of ["zh", "en"] as const)
          expect(describeCheck(check, language).detail).not.toMatch(/[{}]|undefined|\(\)/);
  });

  it("say what a check rests on, unless it failed", () => {
    expect(describeCheck(base, "en").how).toBe("recomputed here");
    expect(describeCheck({ ...base, how: "vouched" }, "zh").how).toBe("依他人之言");
    expect(describeCheck({ ...base, ok: false }, "en").how).toBe("");
  });
});
