import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { DatabaseSync } from "node:sqlite";
import type { Locator, Page } from "@playwright/test";
import { expect, test } from "#e2e/fixtures/console-test.ts";
import { copyCity } from "#e2e/fixtures/copy-city.ts";
import { serveLedger } from "#e2e/fixtures/ledger-command.ts";
import { requestRegister } from "#e2e/fixtures/register.ts";
import { patternOf, textsOf } from "#e2e/fixtures/texts.ts";
import type { Language, Namespace, Say } from "#e2e/fixtures/texts.ts";
import { Frame } from "#e2e/pages/frame.ts";

/** A text, whatever its variables are. */
function pattern(namespace: Namespace, key: string, language: Language): RegExp {
  return patternOf(textsOf(namespace, language)[key] ?? `no text ${key}`);
}

function panel(page: Page, say: Say, key: "checkpoint" | "verify" | "compare"): Locator {
  return page.getByRole("region", { name: say("ledger", key), exact: true });
}

test.describe("The ledger", () => {
  test("is verified from the first byte, and compared with checkpoints held elsewhere", async ({
    desk,
    city,
    folder,
    language,
    say,
  }) => {
    const frame = new Frame({ page: desk, say, language });
    await frame.open("ledger");

    await test.step("everything holds, and the status line says so", async () => {
      await expect(frame.statusLine).toContainText(say("frame", "status.selfCheckNever"));
      const verify = panel(desk, say, "verify");
      await verify.getByRole("button", { name: say("ledger", "verify.start"), exact: true }).click();
      await expect(verify.getByRole("progressbar", { name: say("ledger", "verify.running") })).toBeVisible();
      await expect(verify.getByRole("status")).toContainText(pattern("ledger", "verify.ok", language));
      const { entries } = await city.query<{ entries: number }>("system.status", {});
      await expect(verify.getByRole("status")).toContainText(entries.toLocaleString("en-GB"));
      await expect(frame.statusLine).toContainText(pattern("frame", "status.selfCheckOk", language));
    });

    const held = join(folder, "checkpoint.txt");
    const compare = panel(desk, say, "compare");
    const choose = compare.getByLabel(say("ledger", "compare.choose"), { exact: true }).and(desk.locator("input"));

    await test.step("the checkpoint of now is the same", async () => {
      const saving = desk.waitForEvent("download");
      await panel(desk, say, "checkpoint")
        .getByRole("button", { name: say("ledger", "checkpoint.save"), exact: true })
        .click();
      await (await saving).saveAs(held);
      await choose.setInputFiles(held);
      await expect(compare.getByRole("status")).toContainText(pattern("contract", "growth.same", language));
    });

    await test.step("after another act the ledger has only grown", async () => {
      await requestRegister(city, { why: "so that it grows", useLimit: 1 });
      await choose.setInputFiles(held);
      await expect(compare.getByRole("status")).toContainText(pattern("contract", "growth.grew", language));
    });

    await test.step("a checkpoint with another root is not one of this log", async () => {
      const altered = join(folder, "altered.txt");
      const [origin = "", size = "", root = "", ...rest] = readFileSync(held, "utf8").split("\n");
      const other = `${root.startsWith("A") ? "B" : "A"}${root.slice(1)}`;
      writeFileSync(altered, [origin, size, other, ...rest].join("\n"));
      await choose.setInputFiles(altered);
      await expect(compare.getByRole("status")).toContainText(pattern("contract", "growth.unsigned", language));
      await compare.getByLabel(say("ledger", "compare.held"), { exact: true }).fill("not a checkpoint");
      await compare.getByRole("button", { name: say("ledger", "compare.compare"), exact: true }).click();
      await expect(compare.getByRole("status")).toContainText(pattern("contract", "growth.unreadable", language));
    });
  });

  test("a record that was altered in the file is found and named", async ({
    page,
    demo,
    folder,
    complaints,
    language,
    say,
  }) => {
    const own = join(folder, "altered");
    copyCity(demo, own);
    const database = new DatabaseSync(join(own, "ledger.sqlite"));
    database.exec("UPDATE catalog_dataset SET sharing = 'unconditional' WHERE title LIKE '低保家庭信息%'");
    database.close();
    const served = await serveLedger(own);
    const frame = new Frame({ page, say, language });
    await page.goto(served.url);
    await frame.open("ledger");
    const verify = panel(page, say, "verify");
    await verify.getByRole("button", { name: say("ledger", "verify.start"), exact: true }).click();
    const problems = verify.getByRole("table", { name: say("ledger", "verify.problems"), exact: true });
    await expect(problems).toContainText("ROW_DIFFERS");
    await expect(frame.statusLine).toContainText(pattern("frame", "status.selfCheckFailed", language));
    await page.close();
    await served.stop();
    expect(complaints).toEqual([]);
  });
});
