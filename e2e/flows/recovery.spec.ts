import { expect, test } from "#e2e/fixtures/console-test.ts";
import { serveLedger } from "#e2e/fixtures/ledger-command.ts";
import { createNetwork } from "#e2e/fixtures/small-network.ts";
import { InboxPage } from "#e2e/pages/inbox-page.ts";
import { LockPage } from "#e2e/pages/lock-page.ts";

const FOUNDER = { handle: "data-bureau-leader", passphrase: "seven quiet herons" };
const DEPUTY = { handle: "data-bureau-deputy", passphrase: "nine loud sparrows" };
const ARCHIVIST = { handle: "archive-leader", passphrase: "four grey geese asleep" };
const LOST = { handle: "health-leader", passphrase: "twelve brave wrens singing" };
const RESCUER = { handle: "health-new-leader", passphrase: "two green finches resting" };
const BUREAU = "云台市数据局";
const HEALTH = "云台市卫健委";
/** By the order in which they were admitted and enrolled. */
const keys = { health: 3, deputy: 2 } as const;

for (const locale of ["zh-CN", "en-GB"]) {
  test.describe(`All keys of a department lost, in ${locale}`, () => {
    test.use({ locale });

    test("other departments give it a new administrator, though whoever began it leaves meanwhile", async ({
      page,
      complaints,
      folder,
      language,
      say,
    }) => {
      const network = await createNetwork(folder, [
        { ...FOUNDER, department: BUREAU, roles: [] },
        { ...DEPUTY, department: BUREAU, roles: ["leader"] },
        { ...ARCHIVIST, department: "云台市档案馆", roles: ["leader"] },
        { ...LOST, department: HEALTH, roles: ["admin", "leader"] },
      ]);
      await network.submit("member.suspend", { member: keys.health, reason: "all keys lost 密钥均已遗失" });
      const request = await network.requestKey(RESCUER.handle, RESCUER.passphrase);
      const served = await serveLedger(network.folder);
      const seats = new LockPage({ page, say, language });
      const inbox = new InboxPage({ page, say, language });
      const { frame } = seats;
      const { drawer, main } = frame;
      const recovery = say("contract", "kind.member.recover.name");
      const press = async (within: typeof main, key: string): Promise<void> =>
        await within.getByRole("button", { name: say("consortium", key), exact: true }).click();
      const rescuer = main.getByRole("row").filter({ hasText: RESCUER.handle });

      await test.step("a leader of the data bureau asks for a new administrator", async () => {
        await page.goto(served.url);
        await seats.unlock(DEPUTY.handle, DEPUTY.passphrase);
        await frame.goTo(`/consortium/departments/${keys.health}`);
        await expect(main).toContainText(say("consortium", "recover.suspended"));
        await press(main, "recover.open");
        await drawer.getByLabel(say("consortium", "enrol.choose"), { exact: true }).setInputFiles(request);
        await drawer.getByLabel(say("forms", "reason"), { exact: true }).fill("档案室失火 fire");
        await press(drawer, "recover.button");
        expect(await frame.sign(DEPUTY.passphrase)).toContain(RESCUER.handle);
        await expect(drawer.getByRole("status")).toContainText(say("forms", "outcome.proposed"));
        await expect(rescuer).toHaveCount(0);
        await seats.lock();
      });

      await test.step("the deputy leaves; what was begun is handed over in the one act that records it", async () => {
        await seats.unlock(FOUNDER.handle, FOUNDER.passphrase);
        await frame.goTo(`/consortium/people/${keys.deputy}`);
        await press(main, "leave.open");
        await expect(drawer.getByRole("listitem").filter({ hasText: recovery })).toContainText(HEALTH);
        await drawer.getByLabel(say("forms", "reason"), { exact: true }).fill("调任 transferred");
        // What is open is not left to nobody.
        await expect(drawer).toContainText(say("forms", "missing", { fields: say("consortium", "leave.successor") }));
        await drawer.getByLabel(say("consortium", "leave.successor")).selectOption({ index: 1 });
        await press(drawer, "leave.button");
        expect(await frame.sign(FOUNDER.passphrase)).toContain(FOUNDER.handle);
        await expect(drawer.getByRole("status")).toContainText(say("consortium", "leave.done"));
        await expect(main).toContainText(say("contract", "state.kernel.person.left"), { ignoreCase: true });
        const live = main
          .getByRole("row")
          .filter({ hasText: new RegExp(say("contract", "state.kernel.key.live"), "iu") });
        await expect(live).toHaveCount(0);
      });

      await test.step("the successor finds it among what they began, and signs it anew", async () => {
        await frame.open("inbox");
        await inbox.box("started");
        await inbox.choose(recovery, HEALTH);
        await inbox.box("mine");
        await inbox.choose(recovery, HEALTH);
        await inbox.decide("approve", undefined, FOUNDER.passphrase);
        await frame.goTo(`/consortium/departments/${keys.health}`);
        await expect(main.getByRole("row").filter({ hasText: LOST.handle })).toHaveCount(1);
        await expect(rescuer).toHaveCount(0);
        await seats.lock();
      });

      await test.step("with the second of three departments it is carried, and the department taken back", async () => {
        await seats.unlock(ARCHIVIST.handle, ARCHIVIST.passphrase);
        await frame.open("inbox");
        await inbox.choose(recovery, HEALTH);
        expect(await inbox.decide("approve", undefined, ARCHIVIST.passphrase)).toContain(RESCUER.handle);
        await frame.goTo(`/consortium/departments/${keys.health}`);
        await expect(rescuer).toHaveCount(1);
        await press(main, "reinstate.open");
        await drawer.getByLabel(say("forms", "reason"), { exact: true }).fill("已重设管理员 recovered");
        await press(drawer, "reinstate.button");
        await frame.sign(ARCHIVIST.passphrase);
        await expect(drawer.getByRole("status")).toContainText(say("consortium", "reinstate.done"));
        await seats.lock();
      });

      await test.step("the new administrator opens the key that was made, and can enrol people", async () => {
        await seats.unlock(RESCUER.handle, RESCUER.passphrase);
        await frame.goTo(`/consortium/departments/${keys.health}`);
        await expect(main.getByText(say("consortium", "recover.notice"))).toHaveCount(0);
        await expect(rescuer).toContainText(say("contract", "role.admin"), { ignoreCase: true });
        await frame.goTo("/consortium/people");
        await press(main, "enrol.open");
        await expect(drawer).toBeVisible();
      });
      await page.close();
      await served.stop();
      expect(complaints).toEqual([]);
    });
  });
}
