import { describe, expect, test } from "vitest";
import { DATA_JSON_FINDINGS, FILE_REFUSALS } from "./finding-codes.ts";
import { describeDataJson } from "./finding-text.ts";

const CHINESE = /[\u4e00-\u9fff]/;

describe("findings in words", () => {
  test.each([...DATA_JSON_FINDINGS, ...FILE_REFUSALS])("%s", (code) => {
    for (const severity of ["refused", "warning"] as const) {
      const [zh, en] = (["zh", "en"] as const).map((language) => describeDataJson({ code, severity }, language));
      for (const words of Object.values(zh ?? { none: "" })) expect(words).toMatch(CHINESE);
      for (const words of Object.values(en ?? { none: "" })) expect(words).toMatch(/^[A-Z][ -~]+$/);
    }
  });

  test("a refused row says that the others go on, a warning that nothing is lost", () => {
    expect(describeDataJson({ code: "FIELD_MISSING", severity: "refused" }, "en")?.advice).toContain(
      "the other rows are not affected",
    );
    expect(describeDataJson({ code: "HTML_MARKUP", severity: "warning" }, "en")?.advice).not.toContain("left out");
  });
});
