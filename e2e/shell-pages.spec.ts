import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import AxeBuilder from "@axe-core/playwright";
import { expect, test } from "@playwright/test";
import type { Page } from "@playwright/test";
import type { Sheet, SheetWords } from "#electron/preload/messages.ts";
import { buildShell, openShellPage } from "#e2e/built-shell.ts";
import type { BuiltShell, PlayedElectron } from "#e2e/built-shell.ts";

let built: BuiltShell;
let violations: string[];

test.beforeAll(() => {
  built = buildShell();
});
test.afterAll(() => built.remove());
test.beforeEach(({ page }) => {
  violations = [];
  page.on("console", (message) => {
    if (message.type() === "error") violations.push(message.text());
  });
  page.on("pageerror", (error) => violations.push(String(error)));
});
test.afterEach(() => expect(violations).toEqual([]));

test.describe("the console's preload", () => {
  let folder: string;

  test.beforeAll(() => {
    folder = mkdtempSync(join(tmpdir(), "page-"));
    mkdirSync(join(folder, "assets"));
    writeFileSync(
      join(folder, "index.html"),
      '<!doctype html><link rel="icon" href="data:,"><script type="module" src="./assets/page.js"></script>',
    );
    writeFileSync(
      join(folder, "assets", "page.js"),
      `globalThis.arrived = [];
       addEventListener("message", ({ data, ports, source, origin }) =>
         arrived.push({ data, ports: ports.length, own: source === window, origin }));`,
    );
  });
  test.afterAll(() => rmSync(folder, { recursive: true, force: true }));

  const open = async (page: Page): Promise<PlayedElectron> =>
    openShellPage(page, { kind: "console", folder, preload: join(built.folder, "preload.cjs") });

  test("exposes one frozen object with four ways to ask, and nothing of Electron or Node", async ({ page }) => {
    await open(page);
    const seen = await page.evaluate(() => ({
      names: Object.keys(Reflect.get(globalThis, "consoleBridge")).toSorted(),
      isFrozen: Object.isFrozen(Reflect.get(globalThis, "consoleBridge")),
      others: ["require", "process", "module", "ipcRenderer", "Buffer", "electron"].filter(
        (name) => name in globalThis,
      ),
    }));
    expect(seen).toEqual({
      names: ["confirm", "requestPort", "saveAppearance", "unlock"],
      isFrozen: true,
      others: [],
    });
  });

  test("asks the main process with exactly what the page may say, and passes on its answer", async ({ page }) => {
    const electron = await open(page);
    electron.answer = ({ kind }) => (kind === "confirm" ? { state: "withdrawn" } : { state: "done", result: null });
    const answers = await page.evaluate(async () => {
      const bridge = Reflect.get(globalThis, "consoleBridge");
      bridge.requestPort();
      bridge.saveAppearance("en", "dark");
      return [await bridge.confirm("ab"), await bridge.unlock("founder")];
    });
    expect(answers).toEqual([{ state: "withdrawn" }, { state: "done", result: null }]);
    expect(electron.sent).toEqual([
      { kind: "port" },
      { kind: "appearance", language: "en", theme: "dark" },
      { kind: "confirm", digest: "ab" },
      { kind: "unlock", handle: "founder" },
    ]);
  });

  test("hands the port of the main process to the page's own window, and no other message", async ({ page }) => {
    await open(page);
    const arrived = await page.evaluate(async () => {
      const give = (data: unknown, ports: readonly MessagePort[]): void =>
        Reflect.get(globalThis, "fromMain")("shell", data, ports);
      const channel = new MessageChannel();
      give("something else", [new MessageChannel().port2]);
      give("console:port", []);
      give("console:port", [channel.port2]);
      await new Promise((resolve) => setTimeout(resolve, 50));
      return Reflect.get(globalThis, "arrived");
    });
    expect(arrived).toEqual([{ data: "console:port", ports: 1, own: true, origin: "http://console.localhost" }]);
  });
});

test.describe("the sheet", () => {
  const hostile = '<img src=x onerror="document.title=1"> & </p>';

  function wordsOf(language: "zh" | "en"): SheetWords {
    const isChinese = language === "zh";
    return {
      title: isChinese ? "确认签名" : "Confirm the signature",
      sentence: [
        { text: isChinese ? "接纳" : "Admits ", strong: false },
        { text: hostile, strong: true },
        { text: isChinese ? "为成员部门。" : " as a member.", strong: false },
      ],
      signer: isChinese ? "签名人：数据局局长" : "Signs: head of the Data Bureau",
      passphrase: isChinese ? "口令" : "Passphrase",
      keep: isChinese ? "由操作系统保管" : "Let the operating system keep it",
      keepHint: isChinese ? "以后只需点一下。" : "From then on one click confirms.",
      accept: isChinese ? "签名" : "Sign",
      working: isChinese ? "正在签名" : "Signing",
      cancel: isChinese ? "返回" : "Go back",
      close: isChinese ? "关闭" : "Close",
      other: isChinese ? "English" : "中文",
    };
  }

  const words = { zh: wordsOf("zh"), en: wordsOf("en") };
  const asking: Sheet = { language: "zh", words, asks: "passphrase", offersKeeping: true };
  const trouble = { zh: { cause: "口令不对。", next: "请再试。" }, en: { cause: "Wrong.", next: "Try again." } };

  async function open(page: Page, sheet: Sheet): Promise<PlayedElectron> {
    await page.setViewportSize({ width: 480, height: 420 });
    const electron = await openShellPage(page, {
      kind: "sheet",
      folder: join(built.folder, "sheet"),
      preload: join(built.folder, "sheet-preload.cjs"),
      // The preload asks for its sheet as soon as the page is there.
      answer: ({ kind }) => (kind === "read" ? sheet : undefined),
    });
    await expect(page.getByRole("heading")).toBeVisible();
    return electron;
  }

  test("shows the act as text, whatever it holds, in the other language at a click", async ({ page }) => {
    await open(page, asking);
    await expect(page.getByRole("heading")).toHaveText("确认签名");
    await expect(page.locator("#sentence")).toHaveText(`接纳${hostile}为成员部门。`);
    await expect(page.locator("#sentence strong")).toHaveText(hostile);
    await expect(page.locator("img")).toHaveCount(0);
    await page.getByRole("button", { name: "English" }).click();
    await expect(page.getByRole("heading")).toHaveText("Confirm the signature");
    await expect(page.locator("html")).toHaveAttribute("lang", "en");
    await expect(page.getByRole("button", { name: "Sign" })).toBeVisible();
  });

  test("takes no answer before a person can have read it", async ({ page }) => {
    const electron = await open(page, { ...asking, asks: "click" });
    await page.evaluate(() => document.querySelector("form")?.requestSubmit());
    expect(electron.sent).toEqual([{ kind: "read" }]);
    await expect(page.getByRole("button", { name: "签名" })).toBeFocused();
    await page.keyboard.press("Enter");
    await expect.poll(() => electron.sent.at(-1)).toEqual({ kind: "accept", keep: false });
  });

  test("gives the passphrase and the wish to keep it to the main process, and forgets it", async ({ page }) => {
    const electron = await open(page, asking);
    electron.answer = () => ({ words: trouble, asks: "passphrase", isFinal: false });
    const field = page.getByLabel("口令", { exact: true });
    await expect(page.getByRole("button", { name: "签名" })).toBeEnabled();
    await page.keyboard.press("Enter");
    expect(electron.sent).toHaveLength(1);
    await field.fill("orchard lantern seven");
    await page.getByLabel("由操作系统保管").check();
    await page.getByRole("button", { name: "签名" }).click();
    await expect(page.getByRole("alert")).toHaveText("口令不对。请再试。");
    expect(electron.sent.at(-1)).toEqual({ kind: "accept", passphrase: "orchard lantern seven", keep: true });
    await expect(field).toHaveValue("");
    await expect(field).toBeFocused();
  });

  test("asks for the passphrase where the kept one no longer works, and only closes after a final refusal", async ({
    page,
  }) => {
    const electron = await open(page, { ...asking, asks: "click" });
    await expect(page.getByLabel("口令", { exact: true })).toBeHidden();
    electron.answer = () => ({ words: trouble, asks: "passphrase", isFinal: false });
    await page.getByRole("button", { name: "签名" }).click();
    await page.getByLabel("口令", { exact: true }).fill("orchard lantern seven");
    electron.answer = () => ({ words: trouble, asks: "passphrase", isFinal: true });
    await page.getByRole("button", { name: "签名" }).click();
    await expect(page.getByRole("button", { name: "关闭" })).toBeFocused();
    await expect(page.getByRole("button", { name: "签名" })).toBeHidden();
  });

  test("goes back at Escape", async ({ page }) => {
    const electron = await open(page, asking);
    await page.keyboard.press("Escape");
    await expect.poll(() => electron.sent.at(-1)).toEqual({ kind: "cancel" });
  });

  for (const colorScheme of ["light", "dark"] as const)
    test(`has no finding of axe, and fits its window, in the ${colorScheme} theme`, async ({ page }) => {
      await page.emulateMedia({ colorScheme });
      const electron = await open(page, asking);
      electron.answer = () => ({ words: trouble, asks: "passphrase", isFinal: false });
      await page.getByLabel("口令", { exact: true }).fill("orchard lantern seven");
      await page.getByRole("button", { name: "签名" }).click();
      await expect(page.getByRole("alert")).not.toBeEmpty();
      await page.screenshot({ path: test.info().outputPath(`sheet-${colorScheme}.png`) });
      const { violations: found, incomplete } = await new AxeBuilder({ page }).analyze();
      expect(
        [...found, ...incomplete].map(({ id, nodes }) => `${id}: ${nodes.map(({ html }) => html).join()}`),
      ).toEqual([]);
      expect(await page.evaluate(() => document.documentElement.scrollHeight)).toBeLessThanOrEqual(420);
    });
});
