import { expect, test } from "vitest";
import { DCAT_AP_FINDINGS, DCAT_AP_REFUSALS } from "./finding-codes.ts";
import { describeDcatAp } from "./finding-text.ts";

test.each([...DCAT_AP_FINDINGS, ...DCAT_AP_REFUSALS])("%s has words in both languages", (code) => {
  for (const severity of ["refused", "warning"] as const) {
    for (const words of Object.values(describeDcatAp({ code, severity }, "zh") ?? { none: "" }))
      expect(words).toMatch(/[\u4e00-\u9fff]/);
    for (const words of Object.values(describeDcatAp({ code, severity }, "en") ?? { none: "" }))
      expect(words).toMatch(/^[A-Z][ -~]+$/);
  }
});

test("a code of another format has none", () => {
  expect(describeDcatAp({ code: "KEY_TWICE", severity: "refused" }, "en")).toBeUndefined();
});
