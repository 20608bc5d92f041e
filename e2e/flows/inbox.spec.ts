import { join } from "node:path";
import { writeFileSync } from "node:fs";
import { makeUnifiedSocialCreditCode } from "#ledger-core/contract/schema/uscc.ts";
import { expect, test } from "#e2e/fixtures/console-test.ts";
import { personWords } from "#e2e/fixtures/people.ts";
import { narrowRegister, REGISTER, requestRegister } from "#e2e/fixtures/register.ts";
import { CatalogPages } from "#e2e/pages/catalog-pages.ts";
import { InboxPage } from "#e2e/pages/inbox-page.ts";

test.describe("The inbox", () => {
  test("a request is rejected, with a reason", async ({ desk, city, language, say }) => {
    const inbox = new InboxPage({ page: desk, say, language });
    await requestRegister(city, { why: "to be rejected", useLimit: 3 });
    await inbox.frame.actAs("civil-affairs-steward");
    await inbox.frame.open("inbox");
    await inbox.choose(REGISTER[language], personWords("finance-officer", language).placeShort);
    // Without a reason nothing is signed.
    await inbox.decisions.getByRole("button", { name: say("shared", "decide.reject") }).click();
    const reason = inbox.decisions.getByRole("textbox", { name: say("shared", "decide.reasonMissing") });
    await expect(reason).toBeFocused();
    await expect(desk.getByRole("dialog")).toBeHidden();
    expect(await inbox.decide("reject", "the purpose is not ours to serve")).toContain(
      "the purpose is not ours to serve",
    );

    await inbox.frame.actAs("finance-officer");
    await inbox.frame.open("inbox");
    await inbox.box("done");
    await inbox.choose(REGISTER[language]);
    await expect(inbox.frame.main).toContainText(say("inbox", "state.rejected"));
    await expect(inbox.frame.main).toContainText("the purpose is not ours to serve");
    await expect(inbox.decisions).toBeHidden();
  });

  test("an admission is returned, corrected, and decided anew", async ({ desk, city, language, say }) => {
    const inbox = new InboxPage({ page: desk, say, language });
    const body = { uscc: makeUnifiedSocialCreditCode("11320100MB2468135"), name: "市档案馆分馆", functions: [] };
    await city.submit("member.admit", body, "data-bureau-leader");
    await inbox.frame.actAs("audit-leader");
    await inbox.frame.open("inbox");
    await inbox.choose(body.name);
    await inbox.decide("return", "write the name in full");

    await inbox.frame.actAs("data-bureau-leader");
    await inbox.frame.open("inbox");
    await inbox.box("started");
    await inbox.choose(body.name);
    await expect(inbox.own).toContainText(say("inbox", "own.returned"));
    await inbox.own.getByRole("button", { name: say("inbox", "own.amend"), exact: true }).click();
    const form = desk.getByRole("region", { name: say("inbox", "amend.heading"), exact: true });
    await form.getByRole("textbox", { name: say("contract", "column.kernel.member.name") }).fill("市档案馆新区分馆");
    await form.getByRole("button", { name: say("inbox", "amend.submit"), exact: true }).click();
    expect(await inbox.frame.sign()).toContain("市档案馆新区分馆");

    await inbox.frame.actAs("audit-leader");
    await inbox.frame.open("inbox");
    await inbox.choose("市档案馆新区分馆");
    await expect(inbox.frame.main).toContainText(say("inbox", "round", { round: 2 }));
    await expect(inbox.frame.main).toContainText(say("inbox", "signed.lapsed", { round: 1 }));
    await inbox.decide("approve");
  });

  test("what changed since it was shown is not signed unseen", async ({
    browser,
    complaints,
    desk,
    city,
    folder,
    language,
    say,
  }) => {
    const inbox = new InboxPage({ page: desk, say, language });
    await narrowRegister(city);
    await inbox.frame.actAs("data-bureau-leader");
    await inbox.frame.open("inbox");
    await inbox.choose(REGISTER[language], personWords("civil-affairs-steward", language).placeShort);
    await inbox.decisions.getByRole("button", { name: say("shared", "decide.approve") }).click();
    await expect(desk.getByRole("dialog")).toBeVisible();

    await test.step("in another browser the owner uploads a version meanwhile", async () => {
      const other = await browser.newContext({ locale: language === "zh" ? "zh-CN" : "en-GB" });
      const page = await other.newPage();
      await page.goto(await city.invite());
      const catalog = new CatalogPages({ page, say, language });
      await catalog.frame.actAs("civil-affairs-steward");
      await catalog.find(REGISTER[language].slice(0, 4), REGISTER[language]);
      const file = join(folder, "register.csv");
      writeFileSync(file, "户号,村代码\n1,320105001\n2,320105002\n");
      await catalog.upload(file);
      await catalog.frame.sign();
      await expect(catalog.frame.drawer.getByRole("status")).toContainText(say("catalog", "upload.done"));
      await other.close();
    });

    expect(await inbox.frame.signAndBeRefused()).toContain("CHANGED_SINCE_SHOWN");
    await expect(inbox.frame.main).toContainText(say("inbox", "changed.refused"));
    await expect(inbox.decisions).toBeHidden();
    await desk.getByRole("button", { name: say("inbox", "changed.look"), exact: true }).click();
    await inbox.decide("approve");
    expect(complaints).toEqual([]);
  });

  test("is worked by keyboard alone, and no letter signs", async ({ desk, city, language, say }) => {
    const inbox = new InboxPage({ page: desk, say, language });
    for (const useLimit of [4, 5]) await requestRegister(city, { why: `by keyboard ${useLimit}`, useLimit });
    await inbox.frame.actAs("civil-affairs-steward");
    await inbox.frame.open("inbox");
    await expect(inbox.items).not.toHaveCount(0);
    await expect(inbox.items.first()).toHaveAttribute("aria-current", "true");
    await desk.keyboard.press("j");
    await expect(inbox.items.nth(1)).toHaveAttribute("aria-current", "true");
    await desk.keyboard.press("k");
    await expect(inbox.items.first()).toHaveAttribute("aria-current", "true");
    await desk.keyboard.press("j");
    await inbox.items.nth(1).focus();
    await desk.keyboard.press("Enter");
    // A letter means a decision only once the item stands there with its decisions.
    await expect(inbox.decisions).toBeVisible();
    const address = desk.url();

    for (const [letter, decision] of [
      ["a", "approve"],
      ["r", "reject"],
      ["c", "return"],
      ["s", "abstain"],
    ] as const) {
      await desk.keyboard.press(letter);
      await expect(inbox.decisions.getByRole("button", { name: say("shared", `decide.${decision}`) })).toBeFocused();
      await expect(desk.getByRole("dialog")).toBeHidden();
    }
    await desk.keyboard.press("Enter");
    const reason = inbox.decisions.getByRole("textbox");
    await expect(reason).toBeFocused();
    // Inside a field a letter is a letter.
    await desk.keyboard.type("as a relative");
    await expect(reason).toHaveValue("as a relative");
    await desk.keyboard.press("Tab");
    await expect(inbox.decisions.getByRole("button", { name: say("shared", "decide.abstain") })).toBeFocused();
    await desk.keyboard.press("Enter");
    await expect(desk.getByRole("dialog")).toBeVisible();
    await desk.keyboard.press("Escape");
    await expect(desk.getByRole("dialog")).toBeHidden();
    await expect(inbox.decisions.getByRole("button", { name: say("shared", "decide.abstain") })).toBeFocused();
    await desk.keyboard.press("Enter");
    await expect(
      desk.getByRole("dialog").getByRole("button", { name: say("shared", "sign.confirm"), exact: true }),
    ).toBeFocused();
    await desk.keyboard.press("Enter");
    await expect(inbox.frame.main.getByRole("status").filter({ hasText: say("inbox", "last.abstain") })).toBeVisible();

    await inbox.frame.goTo(new URL(address).hash.slice(1));
    const signed = inbox.frame.main.getByRole("table", { name: say("inbox", "signed.heading"), exact: true });
    await expect(signed.getByRole("row").filter({ hasText: say("inbox", "signed.abstain") })).toHaveCount(1);
    await expect(inbox.frame.main).toContainText("as a relative");
  });
});
