import { execFileSync } from "node:child_process";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { _electron, expect, test } from "@playwright/test";
import { createNetwork } from "#ledger-core/node/create-network.ts";
import { cityRuleset } from "#ledger-core/node/rules.ts";
import { repository } from "#e2e/built-shell.ts";

const handle = "founder";
const passphrase = "orchard lantern seven";

/** Electron's binary, where one is on this machine, the same that `npm start` uses. */
function findBinary(): string | undefined {
  const program = 'import { findElectron } from "./.ci/electron.ts"; console.log(findElectron() ?? "");';
  const args = ["--input-type=module", "--eval", program];
  const found = execFileSync(process.execPath, args, { cwd: repository, encoding: "utf8" }).trim();
  return found === "" ? undefined : found;
}

const hasScreen = process.platform !== "linux" || process.env["DISPLAY"] !== undefined;
const binary = hasScreen ? findBinary() : undefined;

test("the desktop application opens, unlocks in its own sheet, and shows the page nothing of Node", async () => {
  if (binary === undefined) console.log("skipped: no Electron that can be started on this machine");
  test.skip(binary === undefined, "no Electron that can be started on this machine");
  const folder = mkdtempSync(join(tmpdir(), "desktop-"));
  try {
    await createNetwork({
      folder: join(folder, "ledger"),
      ruleset: cityRuleset,
      name: "Test City",
      purpose: "real",
      time: Math.floor(Date.now() / 1_000),
      department: { name: "Data Bureau", uscc: "914403001922038216", functions: ["bureau"] },
      person: handle,
      passphrase,
    });
    const builder = join(repository, ".ci", "electron-build.ts");
    execFileSync(process.execPath, [builder, join(repository, "build", "electron")], { cwd: repository });
    const application = await _electron.launch({
      executablePath: binary ?? "",
      cwd: repository,
      args: [
        repository,
        join(folder, "ledger"),
        `--user-data-dir=${join(folder, "user")}`,
        // Chromium's sandbox does not work for root, as whom containers run tests; nobody else starts it so.
        ...(process.getuid?.() === 0 ? ["--no-sandbox"] : []),
      ],
    });
    const page = await application.firstWindow();
    await expect.poll(() => page.url()).toContain("app://console/");
    const seen = await page.evaluate(() => ({
      bridge: Object.keys(Reflect.get(globalThis, "consoleBridge")).toSorted(),
      node: ["require", "process", "module", "Buffer"].filter((name) => name in globalThis),
    }));
    expect(seen).toEqual({ bridge: ["confirm", "requestPort", "saveAppearance", "unlock"], node: [] });
    const opened = application.waitForEvent("window");
    await page.getByRole("button", { name: /^(?:解锁|Unlock)$/u }).click();
    const sheet = await opened;
    await sheet.locator("#passphrase").fill(passphrase);
    await sheet.locator("#accept").click();
    await expect(page.getByRole("navigation").first()).toBeVisible();
    await application.close();
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
});
