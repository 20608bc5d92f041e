/** The built shell on a real ledger, driven from where its windows are. */
import { execFileSync } from "node:child_process";
import { mkdirSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { createORPCClient } from "@orpc/client";
import { RPCLink } from "@orpc/client/message-port";
import type { ContractRouterClient } from "@orpc/contract";
import { expect, vi } from "vitest";
import type { contract } from "#ledger-core/contract/api/contract.ts";
import type { Prepared } from "#ledger-core/contract/api/session.ts";
import type { Sheet, SheetTrouble } from "#electron/preload/messages.ts";
import { createNetwork } from "#ledger-core/node/create-network.ts";
import { cityRuleset } from "#ledger-core/node/rules.ts";
import type * as FakeElectron from "./electron.testing.ts";

const repository = fileURLToPath(new URL("../..", import.meta.url));
export const passphrase = "orchard lantern seven";
export const founder = "data-bureau-leader";
/** Unified Social Credit Codes with right check characters: the founder's department, and those to admit. */
const [uscc, ...codes] = [
  "914403001922038216",
  "9144030071526726XG",
  "91330100799655058B",
  "91110000802100433B",
  "91110108551385082Q",
  "9144030027939873X7",
  "91440300192317458F",
  "91440300100012316L",
];

export type Electron = typeof FakeElectron;
export type TestWindow = InstanceType<Electron["BrowserWindow"]>;

/** Builds the shell where the native packages are found, away from what the application itself uses. */
export function buildShell(): { readonly folder: string; readonly remove: () => void } {
  const builds = join(repository, "build", "shell-tests");
  mkdirSync(builds, { recursive: true });
  const folder = mkdtempSync(join(builds, "electron-"));
  const program = join(repository, ".ci", "electron-build.ts");
  execFileSync(process.execPath, [program, folder], { cwd: repository, stdio: ["ignore", "ignore", "inherit"] });
  return { folder, remove: () => rmSync(folder, { recursive: true, force: true }) };
}

export function makeFolder(): string {
  return mkdtempSync(join(tmpdir(), "shell-"));
}

/** A network of one department and one person, whose one signature suffices while it is being founded. */
export async function createLedger(folder: string, purpose: "real" | "demo"): Promise<void> {
  await createNetwork({
    folder,
    ruleset: cityRuleset,
    name: "Test City",
    purpose,
    time: Math.floor(Date.now() / 1_000),
    department: { name: "Data Bureau", uscc, functions: ["bureau"] },
    person: founder,
    passphrase,
  });
}

/** Starts the built main process on a ledger, up to its first window. */
export async function launch(options: {
  readonly built: string;
  readonly folder: string;
  readonly prepare?: (electron: Electron) => void;
}): Promise<Electron> {
  vi.resetModules();
  const electron = (await import("electron")) as unknown as Electron;
  electron.beginAnew();
  electron.world.userData = makeFolder();
  options.prepare?.(electron);
  const { argv } = process;
  process.argv = ["electron", "application", options.folder];
  await import(/* @vite-ignore */ join(options.built, "main.js"));
  electron.app.becomeReady();
  await vi.waitFor(() => expect(electron.world.windows[0]?.isShown ?? !electron.world.isFirstInstance).toBe(true));
  process.argv = argv;
  return electron;
}

/** Ends every node; the fake application is then as good as closed. */
export async function endNodes({ app, world }: Electron): Promise<void> {
  app.quit();
  await vi.waitFor(() => expect(world.calls).toContain("ended"), 20_000);
  await Promise.all(world.nodes.map((node) => node.worker.terminate()));
  rmSync(world.userData, { recursive: true, force: true });
}

/** The console's window, the first. */
export function consoleOf({ world }: Electron): TestWindow {
  const [window] = world.windows;
  if (window === undefined) throw new Error("there is no window");
  return window;
}

/** Sends a message as the page of a window would; `frame` is the frame that sends it. */
export async function send(
  { world }: Electron,
  window: TestWindow,
  message: unknown,
  frame: { url?: string; parent?: object | null } = {},
): Promise<unknown> {
  const senderFrame = { url: window.webContents.url, parent: null, ...frame };
  const listen = world.handlers.get("shell");
  return structuredClone(await listen?.({ sender: window.webContents, senderFrame }, structuredClone(message)));
}

export type Client = ContractRouterClient<typeof contract>;

/** The page asks for its port and calls the node over it. */
export async function connect(electron: Electron): Promise<Client> {
  const window = consoleOf(electron);
  await send(electron, window, { kind: "port" });
  const port = window.webContents.ports.at(-1);
  if (port === undefined) throw new Error("no port came");
  const link = new RPCLink({ port });
  port.start();
  return createORPCClient(link);
}

/** The sheet that is open, once it is there. */
export async function sheetOf(electron: Electron): Promise<TestWindow> {
  return vi.waitFor(() => {
    const open = electron.world.windows.find(
      (window) => window.options.modal === true && !window.isGone && window.isShown,
    );
    if (open === undefined) throw new Error("no sheet is open");
    return open;
  }, 10_000);
}

export async function readSheet(electron: Electron): Promise<Sheet> {
  return (await send(electron, await sheetOf(electron), { kind: "read" })) as Sheet;
}

/** The person answers in the sheet. */
export async function accept(
  electron: Electron,
  answer: { passphrase?: string; keep?: boolean } = {},
): Promise<SheetTrouble | undefined> {
  const message = { kind: "accept", passphrase: answer.passphrase, keep: answer.keep ?? false };
  return (await send(electron, await sheetOf(electron), message)) as SheetTrouble | undefined;
}

/** Unlocks the founder through the sheet, as the lock page does. */
export async function unlock(electron: Electron): Promise<void> {
  const outcome = send(electron, consoleOf(electron), { kind: "unlock", handle: founder });
  await accept(electron, { passphrase });
  expect(await outcome).toEqual({ state: "done", result: null });
}

/** Lays an act down, as a page does: admits the department number `which` (0 based), whose name appears in the sentence. */
export async function prepareAct(client: Client, which = 0): Promise<Prepared> {
  const body = { uscc: codes[which] ?? "", name: `Department ${which}`, functions: [] };
  return client.signing.prepare({ kind: "member.admit", body });
}
