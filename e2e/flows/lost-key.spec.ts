import { join } from "node:path";
import { expect, test } from "#e2e/fixtures/console-test.ts";
import { serveLedger } from "#e2e/fixtures/ledger-command.ts";
import { createNetwork } from "#e2e/fixtures/small-network.ts";
import { InboxPage } from "#e2e/pages/inbox-page.ts";
import { LockPage } from "#e2e/pages/lock-page.ts";

const LEADER = "data-bureau-leader";
const ADMIN = "data-bureau-admin";
const OFFICER = "data-bureau-officer";
const passphrases = {
  [LEADER]: "seven quiet herons",
  [ADMIN]: "nine loud sparrows",
  [OFFICER]: "four grey geese asleep",
} as const;
const NEW = "twelve brave wrens singing";

/** Two people of the department, as outside the founding period. */
const TWO_COLLEAGUES = {
  kind: "key.enrol",
  cases: [
    {
      when: [],
      alternatives: [
        {
          order: "any",
          distinct: "persons",
          seats: [
            {
              of: { kind: "party", name: "subject" },
              roles: ["admin", "leader"],
              bar: { kind: "persons", count: 2 },
            },
          ],
        },
      ],
      excludeProposer: "no",
      excludeParties: [],
      deadlineSeconds: 604_800,
    },
  ],
};

for (const locale of ["zh-CN", "en-GB"]) {
  test.describe(`A lost passphrase, in ${locale}`, () => {
    test.use({ locale });

    test("a new key is made at the lock page, signed by two colleagues, and opens with the new passphrase", async ({
      page,
      folder,
      complaints,
      language,
      say,
    }) => {
      // Three people, of whom two have to sign for a new key.
      const department = "云台市数据局";
      const network = await createNetwork(folder, [
        { handle: LEADER, passphrase: passphrases[LEADER], department, roles: [] },
        { handle: ADMIN, passphrase: passphrases[ADMIN], department, roles: ["admin"] },
        { handle: OFFICER, passphrase: passphrases[OFFICER], department, roles: ["officer"] },
      ]);
      await network.submit("policy.set", TWO_COLLEAGUES);
      const served = await serveLedger(network.folder);
      const seats = new LockPage({ page, say, language });
      const inbox = new InboxPage({ page, say, language });
      const { frame } = seats;
      await page.goto(served.url);

      const request = join(folder, "new.json");
      await test.step("the person makes a key and takes the request away", async () => {
        await page.getByRole("radio", { name: OFFICER }).check();
        await page.getByRole("button", { name: say("lock", "request.open"), exact: true }).click();
        await expect(page.getByLabel(say("lock", "request.handle"), { exact: true })).toHaveValue(OFFICER);
        await page.getByLabel(say("passphrase", "new"), { exact: true }).fill(NEW);
        await page.getByLabel(say("passphrase", "again"), { exact: true }).fill(NEW);
        await page.getByRole("button", { name: say("lock", "request.button"), exact: true }).click();
        await expect(page.getByRole("heading", { name: say("lock", "request.made"), exact: true })).toBeVisible();
        await expect(page.getByText(say("lock", "request.state.waiting"), { exact: true })).toBeVisible();
        const saved = page.waitForEvent("download");
        await page.getByRole("button", { name: say("lock", "request.save"), exact: true }).click();
        await (await saved).saveAs(request);
        await page.getByRole("button", { name: say("lock", "back"), exact: true }).click();
      });

      await test.step("a colleague enrols it from the file, another signs it in the inbox", async () => {
        await seats.unlock(LEADER, passphrases[LEADER]);
        await frame.goTo("/consortium/people/3");
        await page.getByRole("button", { name: say("consortium", "newKey.open"), exact: true }).click();
        await frame.drawer.getByLabel(say("consortium", "enrol.choose"), { exact: true }).setInputFiles(request);
        await expect(frame.drawer).toContainText(say("consortium", "enrol.ask", { handle: OFFICER }));
        await frame.drawer.getByLabel(say("forms", "reason"), { exact: true }).fill("忘记口令 forgotten");
        await frame.drawer.getByRole("button", { name: say("consortium", "newKey.button"), exact: true }).click();
        expect(await frame.sign(passphrases[LEADER])).toContain(OFFICER);
        await expect(frame.drawer.getByRole("status")).toContainText(say("forms", "outcome.proposed"));
        await seats.lock();
        await expect(page.getByText(OFFICER).filter({ hasText: "1" }).first()).toBeVisible();
        await seats.unlock(ADMIN, passphrases[ADMIN]);
        await frame.open("inbox");
        await inbox.choose(say("contract", "kind.key.enrol.name"));
        await inbox.decide("approve", undefined, passphrases[ADMIN]);
        await seats.lock();
      });

      await test.step("the new passphrase opens the new key", async () => {
        await seats.unlock(OFFICER, NEW);
        await frame.goTo("/consortium/people/3");
        const keys = page.getByRole("table", { name: say("consortium", "keys"), exact: true });
        const state = (name: string): string => say("contract", `state.kernel.key.${name}`);
        await expect(keys.getByRole("row").filter({ hasText: new RegExp(state("revoked"), "iu") })).toHaveCount(1);
        await expect(keys.getByRole("row").filter({ hasText: new RegExp(state("live"), "iu") })).toHaveCount(1);
      });
      await page.close();
      await served.stop();
      expect(complaints).toEqual([]);
    });
  });
}
