import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { makeUnifiedSocialCreditCode } from "#ledger-core/contract/schema/uscc.ts";
import { expect, test } from "#e2e/fixtures/console-test.ts";
import { askLedger, serveLedger } from "#e2e/fixtures/ledger-command.ts";
import { Frame } from "#e2e/pages/frame.ts";
import { InboxPage } from "#e2e/pages/inbox-page.ts";

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

/** A real network of three people, where two have to sign for a new key. */
async function createNetwork(folder: string): Promise<string> {
  const own = join(folder, "network");
  const uscc = makeUnifiedSocialCreditCode("11320100MB1234567");
  const named = ["--network", "云台", "--department", "云台市数据局", "--uscc", uscc, "--person", LEADER];
  await askLedger(["init", own, ...named], { passphrase: passphrases[LEADER] });
  for (const [person, role] of [
    [ADMIN, "admin"],
    [OFFICER, "officer"],
  ] as const) {
    const request = join(folder, `${person}.json`);
    await askLedger(["key", "new", own, "--person", person, "-o", request], { passphrase: passphrases[person] });
    const as = ["--as", LEADER, "--role", role];
    await askLedger(["enrol", own, request, ...as], { passphrase: passphrases[LEADER] });
  }
  const body = join(folder, "policy.json");
  writeFileSync(body, JSON.stringify(TWO_COLLEAGUES));
  await askLedger(["submit", own, "policy.set", body, "--as", LEADER], { passphrase: passphrases[LEADER] });
  return own;
}

test.describe("A lost passphrase", () => {
  test.use({ locale: "en-GB" });

  test("a new key is made at the lock page, signed by two colleagues, and opens with the new passphrase", async ({
    page,
    folder,
    complaints,
    language,
    say,
  }) => {
    const own = await createNetwork(folder);
    const served = await serveLedger(own);
    const frame = new Frame({ page, say, language });
    const inbox = new InboxPage({ page, say, language });
    const unlock = async (handle: string, passphrase: string): Promise<void> => {
      await page.getByRole("radio", { name: handle }).check();
      await page.getByLabel(say("lock", "passphrase"), { exact: true }).fill(passphrase);
      await page.getByLabel(say("lock", "passphrase"), { exact: true }).press("Enter");
      await expect(frame.who).toContainText(handle);
    };
    const lock = async (): Promise<void> => {
      await frame.who.click();
      await page.getByRole("menuitem", { name: say("frame", "who.lock"), exact: true }).click();
    };
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
      await unlock(LEADER, passphrases[LEADER]);
      await frame.goTo("/consortium/people/3");
      await page.getByRole("button", { name: say("consortium", "newKey.open"), exact: true }).click();
      await frame.drawer.getByLabel(say("consortium", "enrol.choose"), { exact: true }).setInputFiles(request);
      await expect(frame.drawer).toContainText(say("consortium", "enrol.ask", { handle: OFFICER }));
      await frame.drawer.getByLabel(say("forms", "reason"), { exact: true }).fill("忘记口令 forgotten");
      await frame.drawer.getByRole("button", { name: say("consortium", "newKey.button"), exact: true }).click();
      expect(await frame.sign(passphrases[LEADER])).toContain(OFFICER);
      await expect(frame.drawer.getByRole("status")).toContainText(say("forms", "outcome.proposed"));
      await lock();
      await expect(page.getByText(OFFICER).filter({ hasText: "1" }).first()).toBeVisible();
      await unlock(ADMIN, passphrases[ADMIN]);
      await frame.open("inbox");
      await inbox.choose(say("contract", "kind.key.enrol.name"));
      await inbox.decisions.getByRole("button", { name: say("shared", "decide.approve") }).click();
      await frame.sign(passphrases[ADMIN]);
      await expect(page.getByRole("dialog")).toBeHidden();
      await expect(frame.main.getByRole("status").first()).toBeVisible();
      await lock();
    });

    await test.step("the new passphrase opens the new key", async () => {
      await unlock(OFFICER, NEW);
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
