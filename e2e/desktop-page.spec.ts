import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { EventEmitter } from "node:events";
import { expect, test } from "@playwright/test";
import type { Page } from "@playwright/test";
import { createNetwork } from "#ledger-core/node/create-network.ts";
import type { ShellPort } from "#ledger-core/node/doors/port-door.ts";
import { NodeHost } from "#ledger-core/node/node-host.ts";
import { cityRuleset } from "#ledger-core/node/rules.ts";
import { ShellDoor } from "#ledger-core/node/shell-door.ts";
import { buildShell, openShellPage, repository } from "#e2e/built-shell.ts";
import type { BuiltShell } from "#e2e/built-shell.ts";

const handle = "founder";
const passphrase = "orchard lantern seven";

let built: BuiltShell;
let folder: string;
let host: NodeHost;

test.beforeAll(async () => {
  built = buildShell();
  folder = mkdtempSync(join(tmpdir(), "desktop-page-"));
  await createNetwork({
    folder,
    ruleset: cityRuleset,
    name: "Test City",
    purpose: "real",
    time: Math.floor(Date.now() / 1_000),
    department: { name: "Data Bureau", uscc: "914403001922038216", functions: ["bureau"] },
    person: handle,
    passphrase,
  });
  host = new NodeHost({ folder });
  host.open();
});
test.afterAll(async () => {
  await host.close();
  rmSync(folder, { recursive: true, force: true });
  built.remove();
});

/** The node's end of a port whose other end is in the page: Chromium's ports do not reach into this process by themselves. */
class PagePort extends EventEmitter implements ShellPort {
  readonly #page: Page;

  constructor(page: Page) {
    super();
    this.#page = page;
  }

  postMessage(message: string): void {
    const give = (data: string): void => Reflect.get(globalThis, "givePage")(data);
    // A page that has gone is told nothing.
    void this.#page.evaluate(give, message).catch(() => undefined);
  }

  start(): void {}

  close(): void {
    this.emit("close");
  }
}

test("the console runs over the shell's port: nobody types a passphrase into the page, the shell unlocks, the page goes on", async ({
  page,
}) => {
  const errors: string[] = [];
  page.on("pageerror", (error) => errors.push(String(error)));
  page.on("console", (message) => {
    if (message.type() === "error") errors.push(message.text());
  });
  const door = new ShellDoor(host);
  const port = new PagePort(page);
  await page.exposeFunction("tellNode", (data: string) => void port.emit("message", { data }));
  const electron = await openShellPage(page, {
    kind: "console",
    folder: join(repository, "build", "renderer"),
    preload: join(built.folder, "preload.cjs"),
    answer: async ({ kind, handle: asked }) => {
      if (kind === "port") {
        door.admit("window", port);
        await page.evaluate(() => {
          const { port1, port2 } = new MessageChannel();
          port1.addEventListener("message", ({ data }) => Reflect.get(globalThis, "tellNode")(data));
          port1.start();
          Object.assign(globalThis, { givePage: (data: string) => port1.postMessage(data) });
          Reflect.get(globalThis, "fromMain")("shell", "console:port", [port2]);
        });
      }
      if (kind !== "unlock") return undefined;
      const reply = await door.answer({ kind: "unlock", window: "window", handle: asked, passphrase });
      return reply.kind === "answer" ? { state: "done", result: null } : { state: "refused", problem: reply.problem };
    },
  });
  const unlock = page.getByRole("button", { name: /^(?:解锁|Unlock)$/u });
  await expect(unlock).toBeEnabled();
  await expect(page.locator("input[type=password]")).toHaveCount(0);
  await unlock.click();
  await expect(page.getByRole("navigation").first()).toBeVisible();
  await expect(unlock).toBeHidden();
  expect(electron.sent.find(({ kind }) => kind === "unlock")).toEqual({ kind: "unlock", handle });
  expect(electron.sent.find(({ kind }) => kind === "appearance")).toMatchObject({ language: "zh", theme: "system" });
  expect(errors).toEqual([]);
});
