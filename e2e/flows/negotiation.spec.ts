import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "#e2e/fixtures/console-test.ts";
import { personWords } from "#e2e/fixtures/people.ts";
import { CatalogPages } from "#e2e/pages/catalog-pages.ts";
import { InboxPage } from "#e2e/pages/inbox-page.ts";

const register = { zh: "低保家庭信息", en: "Low-income household register" } as const;

for (const locale of ["zh-CN", "en-GB"]) {
  test.describe(`Terms that go to and fro, in ${locale}`, () => {
    test.use({ locale });

    test("asked for, answered by other terms, accepted, and the content opened by a recorded use", async ({
      desk,
      folder,
      language,
      say,
    }) => {
      const catalog = new CatalogPages({ page: desk, say, language });
      const inbox = new InboxPage({ page: desk, say, language });
      const { frame } = catalog;
      const { drawer } = frame;
      const title = register[language];
      const finance = personWords("finance-officer", language);
      const button = (key: string) => desk.getByRole("button", { name: say("catalog", key), exact: true });
      const mine = () =>
        desk
          .getByRole("row")
          .filter({ hasText: title })
          .filter({ hasText: say("contract", "purpose.planning") });

      await test.step("the owner uploads content that this node keeps, encrypted", async () => {
        await frame.actAs("civil-affairs-steward");
        await catalog.find(title.slice(0, 4), title);
        const file = join(folder, "register.csv");
        writeFileSync(
          file,
          `户号 Household number,Amount\n${Array.from({ length: 900 }, (_, i) => `H${i},${i}`).join("\n")}\n`,
        );
        await catalog.upload(file);
        await frame.sign();
        await expect(drawer.getByRole("status")).toContainText(say("catalog", "upload.done"));
        await catalog.done();
      });

      await test.step("the finance bureau asks", async () => {
        await frame.actAs("finance-officer");
        await catalog.find(title.slice(0, 4), title);
        await desk.getByRole("tab", { name: say("catalog", "preview"), exact: true }).click();
        await expect(frame.main).toContainText(say("catalog", "preview.closed"));
        await catalog.request({ purpose: "statistics", why: "a first attempt", limit: 50 });
        await frame.sign();
        await catalog.done();
      });

      await test.step("the owner answers by other terms, which two of its people sign", async () => {
        await frame.actAs("civil-affairs-steward");
        await frame.goTo("/catalog/agreements?stage=ours");
        const asked = desk
          .getByRole("row")
          .filter({ hasText: title })
          .filter({ hasText: finance.place })
          .filter({ hasText: say("contract", "purpose.statistics") });
        await asked.first().getByRole("link").first().click();
        await button("counterOffer.action").click();
        await drawer.getByLabel(say("catalog", "field.purpose")).selectOption("planning");
        await drawer.getByLabel(say("catalog", "field.useLimit")).fill("1");
        const read = drawer.getByRole("checkbox", { name: say("contract", "useAction.read") });
        await read.first().check();
        await drawer
          .getByRole("checkbox", { name: say("contract", "purpose.planning"), exact: false })
          .first()
          .check();
        await drawer.getByLabel(say("catalog", "field.message")).fill("one use for planning 供规划使用一次");
        await button("counterOffer.button").click();
        await frame.sign();
        await frame.actAs("civil-affairs-leader");
        await frame.open("inbox");
        await inbox.choose(title, "planning");
        await inbox.decide("approve");
      });

      await test.step("both sides see the same terms; the using department accepts them", async () => {
        await frame.actAs("finance-officer");
        await frame.goTo("/catalog/agreements?stage=ours");
        await mine().first().getByRole("link").first().click();
        await expect(frame.main).toContainText("one use for planning 供规划使用一次");
        await button("accept.action").click();
        await drawer.getByRole("button", { name: say("catalog", "accept.button"), exact: true }).click();
        await frame.sign();
        await catalog.done();
        await expect(frame.main).toContainText(say("catalog", "agreement.next.FINALIZED"));
      });

      await test.step("a recorded use opens the content, once", async () => {
        await catalog.find(title.slice(0, 4), title);
        await desk.getByRole("tab", { name: say("catalog", "preview"), exact: true }).click();
        await button("preview.open").click();
        await button("use.button").click();
        await frame.sign();
        await catalog.done();
        await expect(desk.getByRole("gridcell", { name: "H0", exact: true })).toBeVisible();
      });
    });

    test("terms leave as ODRL, and those of a document come into the form with what was left out", async ({
      desk,
      folder,
      language,
      say,
    }) => {
      const catalog = new CatalogPages({ page: desk, say, language });
      const { drawer } = catalog.frame;
      const button = (key: string) => desk.getByRole("button", { name: say("catalog", key), exact: true }).first();
      await catalog.frame.actAs("civil-affairs-steward");
      await catalog.find(register[language].slice(0, 4), register[language]);
      const saved = desk.waitForEvent("download");
      await button("terms.saveTurtle").click();
      const document = join(folder, "terms.ttl");
      await (await saved).saveAs(document);
      const given = readFileSync(document, "utf8");
      expect(given).toContain("a odrl:Offer");
      // The same terms with a permission that depends on what no ledger observes.
      const unobserved = `<urn:x> a odrl:Offer ; odrl:target <urn:d> ; odrl:profile <urn:trusted-city:odrl:> ;
  odrl:permission [ odrl:action odrl:read ; odrl:constraint [ odrl:leftOperand odrl:payAmount ;
  odrl:operator odrl:eq ; odrl:rightOperand 5 ] ] .`;
      writeFileSync(document, given + unobserved);
      await button("offer.action").click();
      const sentence = drawer.getByRole("group", { name: say("catalog", "offer.reads"), exact: true });
      await drawer.getByRole("checkbox").last().focus();
      for (let steps = await drawer.getByRole("checkbox").count(); steps > 0; steps -= 1) {
        await desk.keyboard.press("Shift+Tab");
        const [focused, above] = [await desk.locator(":focus").boundingBox(), await sentence.boundingBox()];
        // The sentence stays in sight and never covers the field that has the focus.
        const isHidden = focused !== null && above !== null && focused.y < above.y + above.height;
        expect(isHidden && (focused?.y ?? 0) > (above?.y ?? 0)).toBe(false);
      }
      await drawer.locator("[data-part=terms-file]").setInputFiles(document);
      const found = drawer.getByRole("region", { name: say("catalog", "terms.found") });
      await expect(found).toContainText("odrl:payAmount".slice(5));
      await found
        .getByRole("button", { name: say("catalog", "terms.take"), exact: true })
        .first()
        .click();
      await expect(found).toBeHidden();
      await drawer.getByRole("button", { name: say("catalog", "offer.button"), exact: true }).click();
      await catalog.frame.sign();
      await expect(drawer.getByRole("status")).toContainText(say("catalog", "offer.done"));
    });
  });
}
