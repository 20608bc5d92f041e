import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { makeUnifiedSocialCreditCode } from "#ledger-core/contract/schema/uscc.ts";
import { expect, test } from "#e2e/fixtures/console-test.ts";
import { askLedger, serveLedger } from "#e2e/fixtures/ledger-command.ts";
import { Frame } from "#e2e/pages/frame.ts";
import { InboxPage } from "#e2e/pages/inbox-page.ts";

const FOUNDER = "data-bureau-leader";
const NEWCOMER = "archive-officer";
const passphrases = { [FOUNDER]: "seven quiet herons", [NEWCOMER]: "nine loud sparrows" } as const;

test.describe("The consortium", () => {
  test("a person is enrolled from the request that their own computer made", async ({
    page,
    complaints,
    folder,
    say,
    language,
  }) => {
    const own = join(folder, "network");
    const uscc = makeUnifiedSocialCreditCode("11320100MB1234567");
    const named = [
      "--network",
      "云台数据共享联盟",
      "--department",
      "云台市数据局",
      "--uscc",
      uscc,
      "--person",
      FOUNDER,
    ];
    await askLedger(["init", own, ...named], { passphrase: passphrases[FOUNDER] });
    const served = await serveLedger(own);
    const request = join(folder, "request.json");
    const made = askLedger<{ key: string }>(["key", "new", own, "--person", NEWCOMER, "-o", request], {
      passphrase: passphrases[NEWCOMER],
    });
    const frame = new Frame({ page, say, language });
    await page.goto(served.url);
    const passphrase = page.getByLabel(say("lock", "passphrase"), { exact: true });
    await passphrase.fill(passphrases[FOUNDER]);
    await passphrase.press("Enter");
    await frame.open("consortium");
    await page.getByRole("radio", { name: say("consortium", "tab.people") }).click();
    await page.getByRole("button", { name: say("consortium", "enrol.open"), exact: true }).click();

    await test.step("a file that is no request is told from one", async () => {
      const other = join(folder, "other.json");
      writeFileSync(other, JSON.stringify({ form: 1 }));
      await frame.drawer.getByLabel(say("consortium", "enrol.request")).setInputFiles(other);
      await expect(frame.drawer.getByRole("alert")).toHaveText(say("consortium", "requestFlaw.form"));
    });

    await made;
    await frame.drawer.getByLabel(say("consortium", "enrol.request")).setInputFiles(request);
    await expect(frame.drawer).toContainText(say("consortium", "enrol.ask", { handle: NEWCOMER }));
    await frame.drawer.getByRole("button", { name: say("consortium", "enrol.button"), exact: true }).click();
    expect(await frame.sign(passphrases[FOUNDER])).toContain(NEWCOMER);
    await expect(frame.drawer.getByRole("status")).toContainText(say("consortium", "enrol.done"));
    await expect(frame.main.getByRole("row").filter({ hasText: NEWCOMER })).toHaveCount(1);

    await test.step("and can then sit down themselves", async () => {
      await frame.who.click();
      await page.getByRole("menuitem", { name: say("frame", "who.lock"), exact: true }).click();
      await page.getByRole("radio", { name: NEWCOMER }).check();
      await passphrase.fill(passphrases[NEWCOMER]);
      await passphrase.press("Enter");
      await expect(frame.who).toBeVisible();
    });
    await page.close();
    await served.stop();
    expect(complaints).toEqual([]);
  });

  test("a policy is changed by the two who must sign it", async ({ desk, language, say }) => {
    const frame = new Frame({ page: desk, say, language });
    const inbox = new InboxPage({ page: desk, say, language });
    const kind = say("contract", "kind.catalog.offer.name");
    const versions = desk
      .getByRole("region", { name: say("consortium", "versions"), exact: true })
      .getByRole("listitem");

    await frame.actAs("data-bureau-leader");
    await frame.open("consortium");
    await desk.getByRole("radio", { name: say("consortium", "tab.policies") }).click();
    await frame.main.getByRole("link", { name: kind, exact: true }).click();
    await expect(versions).toHaveCount(1);
    await desk.getByRole("button", { name: say("consortium", "policy.change"), exact: true }).click();
    const editor = desk.getByRole("region", { name: say("consortium", "case.title", { number: 1 }), exact: true });
    const before = (await editor.getByRole("paragraph").first().textContent()) ?? "";
    await editor.getByLabel(say("consortium", "bar.count")).first().fill("2");
    await expect(editor.getByRole("paragraph").first()).not.toHaveText(before);
    const after = (await editor.getByRole("paragraph").first().textContent()) ?? "";
    await desk.getByRole("button", { name: say("consortium", "policySet.sign"), exact: true }).click();
    await frame.sign();
    await expect(frame.main.getByRole("status")).toContainText(say("forms", "outcome.proposed"));

    await frame.actAs("audit-leader");
    await frame.open("inbox");
    await inbox.choose(kind);
    await expect(inbox.item).toContainText(after);
    await inbox.decide("approve");

    await frame.goTo("/consortium/policies/catalog.offer");
    await expect(versions).toHaveCount(2);
    await expect(frame.main.getByRole("list").filter({ hasText: after })).not.toHaveCount(0);
  });
});
