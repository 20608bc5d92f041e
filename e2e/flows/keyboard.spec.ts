import type { Locator, Page } from "@playwright/test";
import { expect, test } from "#e2e/fixtures/console-test.ts";
import { REGISTER } from "#e2e/fixtures/register.ts";
import { Frame } from "#e2e/pages/frame.ts";

/** No page has so many things to stop at before the one that is looked for. */
const STOPS_MAX = 60;

/** Goes on with the Tab key until something has the focus. */
async function tabTo(page: Page, target: Locator): Promise<void> {
  for (let stops = 0; stops < STOPS_MAX; stops += 1) {
    if ((await target.count()) === 1 && (await target.evaluate((element) => element === document.activeElement)))
      return;
    await page.keyboard.press("Tab");
  }
  await expect(target).toBeFocused({ timeout: 1 });
}

/** How what has the focus shows it; nothing if nobody could see it. */
async function focusMark(page: Page): Promise<string> {
  return await page.evaluate(() => {
    const style = document.activeElement === null ? undefined : getComputedStyle(document.activeElement);
    const { outlineStyle = "none", outlineWidth = "0px", outlineColor = "" } = style ?? {};
    return outlineStyle === "none" || outlineWidth === "0px" ? "" : `${outlineWidth} ${outlineColor}`;
  });
}

test.describe("By keyboard alone", () => {
  test("a dataset is found and asked for", async ({ desk, language, say }) => {
    const frame = new Frame({ page: desk, say, language });
    const title = REGISTER[language];
    await frame.actAs("finance-officer");
    await frame.main.focus();
    await desk.keyboard.press("Control+k");
    await desk.keyboard.type(title);
    await expect(desk.getByRole("option", { name: title })).toBeVisible();
    await desk.keyboard.press("Enter");
    await expect(desk.getByRole("heading", { level: 1, name: title })).toBeVisible();

    const action = desk.getByRole("button", { name: say("catalog", "request.action"), exact: true }).first();
    await desk.keyboard.press("F6");
    await tabTo(desk, action);
    expect(await focusMark(desk)).not.toBe("");
    await desk.keyboard.press("Enter");
    await expect(frame.drawer).toBeFocused();
    const purpose = frame.drawer.getByLabel(say("catalog", "field.purpose"));
    await tabTo(desk, purpose);
    await desk.keyboard.press("ArrowDown");
    await expect(purpose).not.toHaveValue("");
    await tabTo(desk, frame.drawer.getByLabel(say("catalog", "field.useLimit")));
    await desk.keyboard.type("7");
    await tabTo(desk, frame.drawer.getByLabel(say("catalog", "field.justification")));
    await desk.keyboard.type("by keyboard");
    const sign = frame.drawer.getByRole("button", { name: say("catalog", "request.button"), exact: true });
    await expect(sign).toBeEnabled();
    await tabTo(desk, sign);
    await desk.keyboard.press("Enter");
    const dialog = desk.getByRole("dialog");
    await expect(dialog.getByRole("button", { name: say("shared", "sign.confirm"), exact: true })).toBeFocused();
    // The focus stays inside the dialog.
    for (let stops = 0; stops < 6; stops += 1) {
      await desk.keyboard.press("Tab");
      expect(await dialog.evaluate((element) => element.contains(document.activeElement))).toBe(true);
    }
    await desk.keyboard.press("Escape");
    await expect(dialog).toBeHidden();
    await expect(sign).toBeFocused();
    await desk.keyboard.press("Enter");
    await expect(dialog).toBeVisible();
    await expect(dialog.getByRole("button", { name: say("shared", "sign.confirm"), exact: true })).toBeFocused();
    await desk.keyboard.press("Enter");
    await expect(frame.drawer.getByRole("status")).toContainText(say("catalog", "request.done"));
  });

  test("the regions, the skip link, and the way back from a drawer", async ({ desk, language, say }) => {
    const frame = new Frame({ page: desk, say, language });
    await desk.keyboard.press("Tab");
    const skip = desk.getByRole("button", { name: say("frame", "skip"), exact: true });
    await expect(skip).toBeFocused();
    await expect(skip).toBeInViewport();
    await desk.keyboard.press("Enter");
    await expect(frame.main).toBeFocused();

    const region = async (): Promise<string | undefined> =>
      await desk.evaluate(
        () => document.activeElement?.closest<HTMLElement>("[data-region]")?.dataset["region"] ?? undefined,
      );
    for (const expected of ["status", "top", "navigation", "main"]) {
      await desk.keyboard.press("F6");
      expect(await region()).toBe(expected);
    }
    await desk.keyboard.press("Shift+F6");
    expect(await region()).toBe("navigation");

    await frame.open("catalog");
    const row = desk
      .getByRole("table", { name: say("catalog", "results") })
      .getByRole("row")
      .nth(1);
    await expect(row).toBeVisible();
    await desk.keyboard.press("j");
    await expect(row).toBeFocused();
    expect(await focusMark(desk)).not.toBe("");
    await desk.keyboard.press("p");
    await expect(frame.drawer).toBeFocused();
    await desk.keyboard.press("Escape");
    await expect(frame.drawer).toBeHidden();
    await expect(row).toBeFocused();
    await desk.keyboard.press("Enter");
    await expect(desk.getByRole("heading", { level: 1 })).not.toHaveText(say("catalog", "title"));
  });
});
