import { writeFileSync } from "node:fs";
import { basename, join } from "node:path";
import AxeBuilder from "@axe-core/playwright";
import { expect, test } from "@playwright/test";
import { liveThroughCatalogue } from "#ledger-core/node/proofs/catalogue-life.testing.ts";
import { buildVerifier, VerifierPage } from "#e2e/built-verifier.ts";
import type { BuiltVerifier } from "#e2e/built-verifier.ts";

let built: BuiltVerifier;
let proofs: { readonly sound: string; readonly broken: string; readonly vkey: string };

let removeLedger: () => void;

test.beforeAll(() => {
  built = buildVerifier();
  const { ledger, marks } = liveThroughCatalogue();
  const sound = ledger.writeProof("sound", marks.lastVote);
  const broken = ledger.writeProof("broken", marks.beyond);
  writeFileSync(join(broken, `${ledger.prove(marks.beyond).id}.entry`), "no entry");
  proofs = { sound, broken, vkey: ledger.vkey };
  removeLedger = () => ledger.remove();
});
test.afterAll(() => {
  built.remove();
  removeLedger();
});

test("speaks the browser's language, and the other one at a click, with all that was found", async ({ page }) => {
  const verifier = new VerifierPage(page);
  await verifier.open(built.file);
  await expect(page.locator("html")).toHaveAttribute("lang", "zh-CN");
  await verifier.folder.setInputFiles(proofs.sound);
  await expect(verifier.status).toContainText("有效。9 项检查全部通过。");
  await expect(verifier.status).toContainText("请从别处核对");
  await page.getByRole("button", { name: "English" }).click();
  await expect(page.locator("html")).toHaveAttribute("lang", "en");
  await expect(page).toHaveTitle("Proof verifier");
  await expect(verifier.status).toContainText("Valid. All 9 checks hold.");
  const checks = page.getByRole("list", { name: "Checks" });
  await expect(checks.getByRole("listitem")).toHaveCount(9);
  await expect(checks).toContainText("The entry is in the log");
  await expect(checks).toContainText("vouched for by others");
  await expect(page.getByText("second-keeper", { exact: true })).toBeVisible();
  expect(await page.locator("body").innerText()).not.toMatch(/[\u4e00-\u9fff](?<!中|文)/u);
  expect(verifier.trouble).toEqual([]);
});

test("speaks English to a browser that is neither Chinese nor English", async ({ browser }) => {
  const context = await browser.newContext({ locale: "fr-FR" });
  const verifier = new VerifierPage(await context.newPage());
  await verifier.open(built.file);
  await expect(verifier.page.getByRole("heading", { level: 1 })).toHaveText("Proof verifier");
  await context.close();
});

test("asks nothing of any network, and could not", async ({ page }) => {
  const verifier = new VerifierPage(page);
  await verifier.open(built.file);
  await verifier.folder.setInputFiles(proofs.sound);
  await expect(verifier.status).toContainText("有效");
  expect(verifier.requests).toEqual([page.url()]);
  expect(verifier.trouble).toEqual([]);
  const refused = await page.evaluate(async () => {
    const blocked: string[] = [];
    addEventListener("securitypolicyviolation", ({ effectiveDirective }) => blocked.push(effectiveDirective));
    await fetch("http://127.0.0.1:9/").catch(() => undefined);
    const image = document.createElement("img");
    image.src = "http://127.0.0.1:9/";
    const script = document.createElement("script");
    script.append("globalThis.ran = true");
    const style = document.createElement("style");
    style.append("body { display: none }");
    document.body.append(image, style);
    try {
      document.body.append(script);
    } catch {
      blocked.push("script text");
    }
    await new Promise((resolve) => setTimeout(resolve, 100));
    return { blocked: blocked.toSorted(), ran: "ran" in globalThis };
  });
  expect(refused.ran).toBe(false);
  for (const directive of ["connect-src", "img-src", "style-src-elem"]) expect(refused.blocked).toContain(directive);
});

test("is used by the keyboard alone", async ({ page }) => {
  const verifier = new VerifierPage(page);
  await verifier.open(built.file);
  const press = async (key: string, times = 1): Promise<void> => {
    for (let i = 0; i < times; i++) await page.keyboard.press(key);
  };
  await press("Tab", 2);
  await press("Enter");
  await expect(page.locator("html")).toHaveAttribute("lang", "en");
  await press("Tab", 2);
  await expect(verifier.folder).toBeFocused();
  const opened = page.waitForEvent("filechooser");
  await press("Enter");
  await (await opened).setFiles(proofs.sound);
  await expect(verifier.status).toContainText("Valid");
  await expect(verifier.folder).toBeFocused();
  await press("Tab", 2);
  await page.keyboard.type(proofs.vkey);
  await expect(verifier.status).toContainText("A key that you trust stands for it.");
  await press("Tab", 2);
  await expect(page.locator(".proof > summary")).toBeFocused();
  await press("Enter");
  await expect(page.getByRole("list", { name: "Checks" })).toBeHidden();
  await press("Enter");
  await press("Tab");
  await press("Enter");
  await expect(page.getByRole("region", { name: "All that the proof says" })).toContainText(
    '"handle": "second-keeper"',
  );
  expect(verifier.trouble).toEqual([]);
});

test("has no finding of axe in either theme, and fits a narrow window", async ({ page }) => {
  const verifier = new VerifierPage(page);
  await page.emulateMedia({ colorScheme: "light" });
  await verifier.open(built.file);
  for (const [colorScheme, folder] of [
    ["light", proofs.sound],
    ["dark", proofs.sound],
    ["dark", proofs.broken],
  ] as const) {
    await page.emulateMedia({ colorScheme });
    await verifier.folder.setInputFiles(folder);
    await verifier.verdict();
    await page.screenshot({ path: test.info().outputPath(`${basename(folder)}-${colorScheme}.png`) });
    const { violations, incomplete } = await new AxeBuilder({ page }).analyze();
    expect(
      [...violations, ...incomplete].map(({ id, nodes }) => `${id}: ${nodes.map(({ html }) => html).join()}`),
    ).toEqual([]);
  }
  await page.setViewportSize({ width: 360, height: 640 });
  expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(360);
  expect(verifier.trouble).toEqual([]);
});
