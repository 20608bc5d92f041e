import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { makeUnifiedSocialCreditCode } from "#ledger-core/contract/schema/uscc.ts";
import { expect, test } from "#e2e/fixtures/console-test.ts";
import { serveLedger } from "#e2e/fixtures/ledger-command.ts";
import { Frame } from "#e2e/pages/frame.ts";

const HANDLE = "data-bureau-leader";
const PASSPHRASE = "seven quiet herons";

test.describe("The first run", () => {
  test("creates a network, locks, and asks for the passphrase again", async ({
    page,
    complaints,
    folder,
    say,
    language,
  }) => {
    const own = join(folder, "network");
    const served = await serveLedger(own);
    const frame = new Frame({ page, say, language });
    await page.goto(served.url);

    await test.step("the network is created", async () => {
      await expect(page.getByText(own)).toBeVisible();
      await page.getByRole("button", { name: say("firstRun", "create.button"), exact: true }).click();
      const create = page.getByRole("button", { name: say("firstRun", "form.create"), exact: true });
      await page.getByLabel(say("firstRun", "form.networkName")).fill("云台数据共享联盟");
      await page.getByLabel(say("firstRun", "form.departmentName")).fill("云台市数据局");
      const uscc = makeUnifiedSocialCreditCode("11320100MB1234567");
      const mistyped = `${uscc.slice(0, -1)}${uscc.endsWith("1") ? "2" : "1"}`;
      await page.getByLabel(say("forms", "uscc")).fill(mistyped);
      await expect(page.getByText(say("forms", "uscc.check"))).toBeVisible();
      await page.getByLabel(say("forms", "uscc")).fill(uscc);
      await page.getByLabel(say("firstRun", "form.handle")).fill(HANDLE);
      await page.getByLabel(say("passphrase", "new"), { exact: true }).fill("short");
      await expect(page.getByText(say("passphrase", "strength.short"))).toBeVisible();
      await page.getByLabel(say("passphrase", "new"), { exact: true }).fill(PASSPHRASE);
      await expect(create).toBeDisabled();
      await page.getByLabel(say("passphrase", "again"), { exact: true }).fill(PASSPHRASE);
      await create.click();
    });

    await test.step("the recovery kit is shown once, and kept", async () => {
      await expect(page.getByRole("heading", { name: say("firstRun", "kit.title") })).toBeVisible();
      const code = await page
        .getByRole("region", { name: say("kit", "code"), exact: true })
        .getByRole("paragraph")
        .first()
        .textContent();
      const saving = page.waitForEvent("download");
      await page.getByRole("button", { name: say("kit", "save"), exact: true }).click();
      const kit = join(folder, "kit.txt");
      await (await saving).saveAs(kit);
      const kept = readFileSync(kit, "utf8");
      expect(kept).toContain(HANDLE);
      expect(kept).not.toContain(code ?? "");
      const open = page.getByRole("button", { name: say("firstRun", "kit.open"), exact: true });
      await expect(open).toBeDisabled();
      await page.getByRole("checkbox", { name: say("kit", "kept") }).check();
      await open.click();
      await expect(frame.who).toBeVisible();
      expect(existsSync(join(own, "keys", `${HANDLE}.key`))).toBe(true);
      expect(readFileSync(join(own, "keys", `${HANDLE}.key`), "utf8")).not.toContain(PASSPHRASE);
    });

    await test.step("locked, it opens to the right passphrase alone", async () => {
      await frame.who.click();
      await page.getByRole("menuitem", { name: say("frame", "who.lock"), exact: true }).click();
      const field = page.getByLabel(say("lock", "passphrase"), { exact: true });
      await field.fill("seven quiet cranes");
      await field.press("Enter");
      await expect(page.getByRole("alert")).toContainText("PASSPHRASE_WRONG");
      await page.reload();
      await expect(field).toBeVisible();
      await field.fill(PASSPHRASE);
      await page.getByRole("button", { name: say("lock", "unlock"), exact: true }).click();
      await expect(frame.who).toBeVisible();
    });

    await test.step("each signature asks for the passphrase", async () => {
      await frame.open("consortium");
      await page.getByRole("button", { name: say("consortium", "admit.open"), exact: true }).click();
      await frame.drawer.getByLabel(say("consortium", "field.name")).fill("云台市民政局");
      const uscc = makeUnifiedSocialCreditCode("11320100MB7654321");
      await frame.drawer.getByLabel(say("forms", "uscc")).fill(uscc);
      await frame.drawer.getByRole("button", { name: say("consortium", "admit.button"), exact: true }).click();
      expect(await frame.sign("seven quiet cranes")).toContain("云台市民政局");
      const dialog = page.getByRole("dialog");
      await expect(dialog.getByRole("alert")).toContainText("PASSPHRASE_WRONG");
      await frame.sign(PASSPHRASE);
      await expect(frame.drawer.getByRole("status")).toContainText(say("consortium", "admit.done"));
      await expect(frame.main.getByRole("table")).toContainText("云台市民政局");
    });

    await page.close();
    await served.stop();
    expect(complaints).toEqual([]);
  });
});
