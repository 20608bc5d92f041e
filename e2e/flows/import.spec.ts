import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "#e2e/fixtures/console-test.ts";
import { patternOf, textsOf } from "#e2e/fixtures/texts.ts";
import { ImportPage } from "#e2e/pages/import-page.ts";

/** A `data.json` of so many datasets. */
function madeCatalog(count: number, change: (number: number) => object = () => ({})): object {
  const dataset = Array.from({ length: count }, (_, i) => ({
    identifier: `made-${i}`,
    title: `Dataset ${i}`,
    description: `What dataset ${i} holds`,
    keyword: ["made"],
    modified: "2025-01-02",
    publisher: { name: "Made" },
    contactPoint: { fn: "Somebody", hasEmail: "mailto:somebody@example.org" },
    accessLevel: "public",
    ...change(i),
  }));
  return { conformsTo: "https://project-open-data.cio.gov/v1.1/schema", dataset };
}

for (const locale of ["zh-CN", "en-GB"]) {
  test.describe(`A catalogue from elsewhere, in ${locale}`, () => {
    test.use({ locale });

    test("chosen, looked at, signed for once, found; and looked for again", async ({ desk, folder, language, say }) => {
      const imports = new ImportPage({ page: desk, say, language });
      const { frame } = imports;
      const file = join(folder, "portal.json");
      const hostile = { title: "<b>Bold</b> \u202ereversed" };
      writeFileSync(file, JSON.stringify(madeCatalog(230, (i) => (i === 3 ? { title: "" } : i === 4 ? hostile : {}))));
      await frame.actAs("civil-affairs-steward");
      await frame.goTo("/catalog/imports");
      const saving = desk.waitForEvent("download");
      await desk.getByRole("button", { name: /CSV/ }).click();
      const sheet = join(folder, "sheet.csv");
      await (await saving).saveAs(sheet);
      expect(readFileSync(sheet, "utf8")).toContain("信息资源名称");
      await imports.choose(file);
      const refused = imports.findings.getByRole("row").filter({ hasText: say("imports", "severity.refused") });
      await expect(refused).toHaveCount(1);
      await expect(refused).toContainText("4");
      await expect(refused).toContainText("title");
      expect(await imports.sign(229)).toContain("229");
      await frame.open("catalog");
      await desk.getByRole("searchbox", { name: say("catalog", "search") }).fill("reversed");
      // Markup of a source is text, and a mark that turns the line round stays within its own name.
      const row = desk
        .getByRole("table", { name: say("catalog", "results") })
        .getByRole("row")
        .nth(1);
      await expect(row).toContainText("<b>Bold</b>");

      await frame.goTo("/catalog/imports");
      await desk.getByRole("button", { name: say("imports", "schedule.add"), exact: true }).click();
      await frame.drawer.getByLabel(say("imports", "schedule.name")).fill("Portal");
      await frame.drawer.getByLabel(say("imports", "schedule.from")).fill(file);
      await frame.drawer.getByRole("button", { name: say("imports", "schedule.save"), exact: true }).click();
      const schedule = desk.getByRole("row").filter({ hasText: "Portal" });
      await expect(schedule).toContainText(say("imports", "outcome.same"));
      writeFileSync(file, JSON.stringify(madeCatalog(231)));
      await schedule.getByRole("button", { name: say("imports", "schedule.run"), exact: true }).click();
      await expect(schedule).toContainText(say("imports", "outcome.waiting"));
      await schedule.getByRole("button", { name: say("imports", "schedule.open"), exact: true }).click();
      const sign = patternOf(textsOf("imports", language)["sign.button"] ?? "");
      await desk.getByRole("button", { name: sign }).click();
      await frame.sign();
      await expect(frame.main.getByRole("status")).toContainText(say("imports", "run.done"));
    });
  });
}
