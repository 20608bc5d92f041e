import { existsSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { chromium } from "playwright-core";
import { expect, it } from "vitest";
import { afterwards, openTestDoor } from "./doors.testing.ts";

const browser = process.env["CHROMIUM_PATH"] ?? "/usr/bin/chromium";
const pages = fileURLToPath(new URL("../../../build/renderer", import.meta.url));
const flags = ["--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-dev-shm-usage"];
const background = ["--disable-background-networking", "--disable-component-update", "--disable-sync"];

const absent = whyAbsent();

function whyAbsent(): string | undefined {
  if (!existsSync(browser)) return "skipped: Chromium is absent";
  return existsSync(`${pages}/index.html`) ? undefined : "skipped: the console is not built";
}

it.skipIf(absent !== undefined)(
  `the console in a real browser${absent === undefined ? "" : `, ${absent}`}: let in by the ticket, connected, and nothing against the policy`,
  async () => {
    const door = await openTestDoor({ pages });
    const program = await chromium.launch({ executablePath: browser, args: [...flags, ...background] });
    afterwards(() => program.close());
    const page = await program.newPage();
    const complaints: string[] = [];
    page.on("console", (message) => {
      if (/Content.Security.Policy|Trusted ?Type|blocked|refused/i.test(message.text()))
        complaints.push(message.text());
    });
    const sockets: string[] = [];
    page.on("websocket", (socket) => void sockets.push(socket.url()));
    const refused: string[] = [];
    page.on("response", (answer) => {
      if (answer.status() >= 400) refused.push(`${answer.status()} ${answer.url()}`);
    });
    const uninvited = await page.goto(door.origin);
    expect(uninvited?.status()).toBe(401);
    expect(await page.locator("h1").allTextContents()).toEqual([
      "请从终端里的网址打开",
      "Open the address from the terminal",
    ]);
    refused.splice(0);
    await page.goto(door.invite());
    expect(new URL(page.url()).search).toBe("");
    await page.waitForFunction("document.getElementById('root').childElementCount > 0");
    await expect.poll(() => sockets.length).toBeGreaterThan(0);
    expect(sockets[0]).toBe(`ws://127.0.0.1:${door.port}/rpc`);
    expect(await page.evaluate("document.cookie")).toBe("");
    expect(complaints).toEqual([]);
    expect(refused).toEqual([]);
    // The policy bites: what it forbids does not run.
    await page
      .evaluate("document.body.append(Object.assign(document.createElement('script'), { textContent: '' }))")
      .catch(() => undefined);
    await page.evaluate("fetch('https://example.com/').catch(() => undefined)");
    await expect.poll(() => complaints.length).toBeGreaterThan(0);
  },
);
