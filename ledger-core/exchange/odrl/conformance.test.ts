/** The W3C and SolidLab cases, judged as published. Where they are absent the page in `docs` is not checked. */
import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { expect, it } from "vitest";
import { describeRealData, readRealFiles } from "#ledger-core/testdata/real-data.testing.ts";
import { agreed, conformancePage, expecting, summaryOf } from "./conformance-page.testing.ts";
import { judgeSolidLab, judgeW3c } from "./conformance.testing.ts";

const SOLIDLAB = "police/odrl-test-suite-1.tar.gz";
const W3C = "police/odrl-w3c-formal-semantics-examples.tar.gz";
const PAGE = join(import.meta.dirname, "..", "..", "..", "docs", "odrl-conformance.md");

describeRealData("the published ODRL suites", SOLIDLAB, () => {
  it("agree in the numbers known, case by case as the page in docs says", async () => {
    const results = {
      solidLab: await judgeSolidLab(readRealFiles(SOLIDLAB)),
      w3c: await judgeW3c(readRealFiles(W3C)),
    };
    console.log(summaryOf(results).join("\n"));
    expect(results.solidLab).toHaveLength(30);
    expect(agreed(results.solidLab)).toBe(30);
    expect(expecting(results.w3c)).toHaveLength(9);
    expect(agreed(expecting(results.w3c))).toBe(2);
    const page = conformancePage(results);
    if (process.env["UPDATE"] === "1") writeFileSync(PAGE, page);
    expect(readFileSync(PAGE, "utf8")).toBe(page);
  });
});
