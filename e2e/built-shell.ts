import { execFileSync } from "node:child_process";
import { mkdirSync, mkdtempSync, readFileSync, rmSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import type { Page } from "@playwright/test";
import { createPageServer } from "#electron/main/page-files.ts";

export const repository = fileURLToPath(new URL("..", import.meta.url));

export type BuiltShell = { readonly folder: string; readonly remove: () => void };

/** Builds the desktop shell for these tests alone. */
export function buildShell(): BuiltShell {
  const builds = join(repository, "build", "shell-tests");
  mkdirSync(builds, { recursive: true });
  const folder = mkdtempSync(join(builds, "browser-"));
  const program = join(repository, ".ci", "electron-build.ts");
  execFileSync(process.execPath, [program, folder], { cwd: repository, stdio: ["ignore", "ignore", "inherit"] });
  return { folder, remove: () => rmSync(folder, { recursive: true, force: true }) };
}

/** What a preload sent, in order. */
export type Sent = { readonly kind: string } & Readonly<Record<string, unknown>>;

export type PlayedElectron = {
  readonly sent: Sent[];
  /** What the main process answers to a message. */
  answer: (message: Sent) => unknown;
};

/**
 * Opens a page of the shell in Chromium with the answers that the shell's own server gives, policy included, and with a built preload
 * in front of it. Electron itself is played: `contextBridge`, and an `ipcRenderer` whose messages end up here. Opened outside
 * Electron, preload and page share a world; that they do not is Electron's `contextIsolation`, which the shell's tests look at.
 */
export async function openShellPage(
  page: Page,
  options: {
    readonly kind: "console" | "sheet";
    readonly folder: string;
    readonly preload: string;
    readonly answer?: PlayedElectron["answer"];
  },
): Promise<PlayedElectron> {
  const { kind, folder, preload, answer = () => undefined } = options;
  const electron: PlayedElectron = { sent: [], answer };
  const serve = createPageServer({ host: kind, folder, kind });
  await page.exposeFunction("tellMain", (message: Sent) => {
    electron.sent.push(message);
    return electron.answer(message);
  });
  await page.addInitScript(`{
    const listeners = new Map();
    const tellMain = globalThis.tellMain;
    delete globalThis.tellMain;
    const electron = {
      contextBridge: { exposeInMainWorld: (name, value) => Object.defineProperty(globalThis, name, { value }) },
      ipcRenderer: {
        invoke: (channel, message) => (channel === "shell" ? tellMain(message) : Promise.reject(new Error(channel))),
        on: (channel, listener) => listeners.set(channel, listener),
      },
    };
    globalThis.fromMain = (channel, data, ports) => listeners.get(channel)?.({ ports }, data);
    ((require) => { ${readFileSync(preload, "utf8")} })((name) => {
      if (name !== "electron") throw new Error("a sandboxed preload has no " + name);
      return electron;
    });
  }`);
  const origin = `http://${kind}.localhost`;
  await page.route(`${origin}/**`, async (route) => {
    const url = `app://${kind}${route.request().url().slice(origin.length)}`;
    const response = await serve(new Request(url));
    const headers = Object.fromEntries(response.headers);
    await route.fulfill({ status: response.status, headers, body: Buffer.from(await response.arrayBuffer()) });
  });
  await page.goto(`${origin}/`);
  return electron;
}
