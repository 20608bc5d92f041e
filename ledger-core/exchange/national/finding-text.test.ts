import { describe, expect, it, test } from "vitest";
import { SHEET_FINDINGS, SHEET_REFUSALS } from "./finding-codes.ts";
import { describeSheetFinding } from "./finding-text.ts";

describe("the words", () => {
  test.each([...SHEET_REFUSALS, ...SHEET_FINDINGS])("of %s are there in both languages, with what to do", (code) => {
    for (const severity of ["refused", "warning"] as const) {
      const [zh, en] = (["zh", "en"] as const).map((language) => describeSheetFinding({ code, severity }, language));
      expect(zh?.message).toMatch(/[一-龥]/);
      expect(zh?.advice).toMatch(/[一-龥].*。$/);
      expect(en?.message).toMatch(/^[A-Z][^\u4e00-\u9fff]*[a-z0-9)]|类|共享/);
      expect(en?.advice).toMatch(/^[A-Z].*\.$/);
    }
  });

  it("of other formats' codes are not known here", () => {
    expect(describeSheetFinding({ code: "JSON_SYNTAX", severity: "refused" }, "en")).toBeUndefined();
  });
});
