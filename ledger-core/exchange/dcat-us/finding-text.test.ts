import { describe, expect, test } from "vitest";
import { DATA_JSON_FINDINGS, FILE_REFUSALS } from "./finding-codes.ts";
import { describeFileRefusal, describeFinding } from "./finding-text.ts";

const CHINESE = /[\u4e00-\u9fff]/;

describe("findings in words", () => {
  test.each(DATA_JSON_FINDINGS)("%s", (code) => {
    for (const severity of ["refused", "warning"] as const) {
      for (const words of Object.values(describeFinding({ code, severity }, "zh"))) expect(words).toMatch(CHINESE);
      for (const words of Object.values(describeFinding({ code, severity }, "en")))
        expect(words).toMatch(/^[A-Z][ -~]+$/);
    }
  });

  test.each(FILE_REFUSALS)("%s", (code) => {
    for (const words of Object.values(describeFileRefusal(code, "zh"))) expect(words).toMatch(CHINESE);
    for (const words of Object.values(describeFileRefusal(code, "en"))) expect(words).toMatch(/^[A-Z][ -~]+$/);
  });

  test("a refused row says that the others go on, a warning that nothing is lost", () => {
    expect(describeFinding({ code: "FIELD_MISSING", severity: "refused" }, "en").advice).toContain(
      "the other rows are not affected",
    );
    expect(describeFinding({ code: "HTML_MARKUP", severity: "warning" }, "en").advice).not.toContain("left out");
  });
});
