import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { dayOfCivil } from "#ledger-core/contract/schema/civil-date.ts";
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
    await askLedger(["key", "new", own, "--person", NEWCOMER, "-o", request], {
      passphrase: passphrases[NEWCOMER],
    });
    const frame = new Frame({ page, say, language });
    await page.goto(served.url);
    const passphrase = page.getByLabel(say("lock", "passphrase"), { exact: true });
    // Of two who have a key here, the one who is not enrolled yet comes first.
    await page.getByRole("radio", { name: FOUNDER }).check();
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
    const whatIf = desk.getByRole("region", { name: say("consortium", "whatIf.title"), exact: true });
    await expect(whatIf).toContainText(say("consortium", "whatIf.fewest", { count: 2 }));
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

test("who may do what is a table, and who could see a dataset on a day is a question with an answer", async ({
  desk,
  language,
  say,
}) => {
  const frame = new Frame({ page: desk, say, language });
  await frame.actAs("audit-leader");
  await frame.goTo("/consortium/policies");
  await desk.getByRole("radio", { name: say("consortium", "policies.as.matrix"), exact: true }).click();
  const published = frame.main.getByRole("row").filter({ hasText: say("contract", "kind.catalog.publish.name") });
  await expect(published.getByText(say("consortium", "matrix.alone"), { exact: true })).toHaveCount(2);

  await desk.getByRole("radio", { name: say("consortium", "policies.as.access"), exact: true }).click();
  await frame.main.getByLabel(say("consortium", "access.dataset"), { exact: true }).fill("社会组织名录");
  await desk.getByRole("option").filter({ hasText: "社会组织名录" }).first().click();
  await expect(frame.main.getByRole("table").getByRole("row")).not.toHaveCount(1);
  await frame.main.getByLabel(say("consortium", "access.day"), { exact: true }).fill("2020-01-01");
  await frame.main.getByLabel(say("consortium", "access.day"), { exact: true }).press("Enter");
  await expect(frame.main.getByText(say("consortium", "access.nobody"), { exact: true })).toBeVisible();
});

for (const locale of ["zh-CN", "en-GB"]) {
  test.describe(`What departments keep together, in ${locale}`, () => {
    test.use({ locale });

    test("a role is delegated and taken back, a vote is cast, a year's calendar is signed", async ({
      desk,
      language,
      say,
    }) => {
      const frame = new Frame({ page: desk, say, language });
      const inbox = new InboxPage({ page: desk, say, language });
      const { drawer, main } = frame;
      const press = async (within: typeof main, key: string): Promise<void> =>
        await within
          .getByRole("button", { name: say("consortium", key), exact: true })
          .first()
          .click();
      const next = new Date(Date.now() + 5 * 86_400_000).toISOString().slice(0, 10);

      await test.step("delegated by typing two days, and taken back", async () => {
        await frame.actAs("civil-affairs-leader");
        await frame.goTo("/consortium/delegations");
        const rows = main.getByRole("row").filter({ hasText: "出差 journey" });
        await press(main, "delegate.open");
        await drawer.getByLabel(say("consortium", "delegate.receiver"), { exact: true }).selectOption({ index: 1 });
        for (const field of ["delegate.from", "field.until"]) {
          await drawer.getByLabel(say("consortium", field), { exact: true }).fill(next);
          await desk.keyboard.press("Tab");
        }
        await expect(drawer.getByText(say("forms", "missing", { fields: say("forms", "reason") }))).toBeVisible();
        await drawer.getByLabel(say("forms", "reason"), { exact: true }).fill("出差 journey");
        await press(drawer, "delegate.button");
        await frame.sign();
        await expect(drawer.getByRole("status")).toContainText(say("consortium", "delegate.done"));
        await expect(rows).toContainText(say("consortium", "standing.later"));
        await rows.getByRole("button", { name: say("consortium", "endDelegation.open"), exact: true }).click();
        await drawer.getByLabel(say("forms", "reason"), { exact: true }).fill("取消 cancelled");
        await press(drawer, "endDelegation.button");
        await frame.sign();
        await expect(rows).toHaveCount(0);
        await main.getByRole("radio", { name: say("consortium", "delegations.past") }).click();
        await expect(rows).toContainText(say("consortium", "standing.ended"));
      });

      await test.step("the vote that waits for this department is cast in the inbox", async () => {
        await frame.goTo("/consortium/votes");
        const vote = main.getByRole("listitem").filter({ hasText: say("consortium", "votes.mine.yours") });
        // One of the 49 is suspended.
        await expect(vote).toContainText(say("consortium", "votes.bar", { needed: 32, electorate: 48 }));
        await vote.getByRole("link", { name: say("consortium", "votes.vote"), exact: true }).click();
        await inbox.decide("approve");
        await frame.goTo("/consortium/votes");
        await expect(
          main.getByRole("listitem").filter({ hasText: say("consortium", "votes.mine.approve") }),
        ).toHaveCount(1);
      });

      await test.step("the calendar of a year is taken from a notice and signed", async () => {
        await frame.actAs("data-bureau-leader");
        await frame.goTo("/consortium/calendar?year=2031");
        await press(main, "calendar.edit");
        await main.getByText(say("consortium", "lines.title"), { exact: true }).click();
        await main
          .getByLabel(say("consortium", "lines.field"), { exact: true })
          .fill("2031-10-01 ~ 2031-10-07 放假\n11 Oct 2031 worked\n2031-10-40");
        const flaw = say("consortium", "lines.flaw", { line: 3, why: say("consortium", "lines.flaw.nothing") });
        await expect(main.getByText(flaw)).toBeVisible();
        await press(main, "lines.add");
        await main.getByLabel(say("consortium", "calendar.source"), { exact: true }).fill("国办发明电〔2030〕9号");
        // One more day by hand: the second of January 2031, a Thursday.
        const second = main.locator(`[data-day="${dayOfCivil({ year: 2031, month: 1, day: 2 })}"]`);
        await second.press("Enter");
        await expect(second).toHaveAttribute("aria-pressed", "true");
        await press(main, "calendar.button");
        expect(await frame.sign()).toContain("2031");
        await expect(main.getByRole("status").first()).toContainText(
          say("consortium", "calendar.done", { year: 2031 }),
        );
        await press(main, "calendar.close");
        await main.getByLabel(say("consortium", "reckon.from"), { exact: true }).fill("30/9/2031");
        await main.getByLabel(say("consortium", "reckon.count"), { exact: true }).fill("1");
        const passed = say("consortium", "reckon.passed", { days: 8, skipped: 7 });
        await expect(main.getByText(passed, { exact: true })).toBeVisible();
      });
    });
  });
}
