import { rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test, vi } from "vitest";
import {
  accept,
  buildShell,
  connect,
  consoleOf,
  createLedger,
  endNodes,
  launch,
  makeFolder,
  passphrase,
  prepareAct,
  readSheet,
  send,
  sheetOf,
  unlock,
} from "./shell.testing.ts";
import type { Electron } from "./shell.testing.ts";

vi.mock("electron", async () => import("./electron.testing.ts"));

let built: ReturnType<typeof buildShell>;
let electron: Electron;
let folder: string;

beforeAll(() => {
  built = buildShell();
});
afterAll(() => built.remove());

async function start(purpose: "real" | "none", prepare?: (electron: Electron) => void): Promise<void> {
  if (purpose !== "none") await createLedger(folder, purpose);
  electron = await launch({ built: built.folder, folder, ...(prepare !== undefined && { prepare }) });
}

beforeEach(() => {
  folder = makeFolder();
});
afterEach(async () => {
  await endNodes(electron);
  rmSync(folder, { recursive: true, force: true });
});

describe("the program", () => {
  test("is sandboxed before it is ready, has one privileged scheme, and does not wait for being ready while it is loaded", async () => {
    await start("none");
    expect(electron.world.calls.indexOf("enableSandbox")).toBeLessThan(electron.world.calls.indexOf("ready"));
    expect(electron.world.schemes).toEqual([
      { scheme: "app", privileges: { standard: true, secure: true, supportFetchAPI: true, codeCache: true } },
    ]);
  });

  test("opens a window that is as closed as Electron can make it", async () => {
    await start("none");
    expect(consoleOf(electron).options.webPreferences).toMatchObject({
      contextIsolation: true,
      sandbox: true,
      webSecurity: true,
      nodeIntegration: false,
      nodeIntegrationInWorker: false,
      nodeIntegrationInSubFrames: false,
      webviewTag: false,
      navigateOnDragDrop: false,
      experimentalFeatures: false,
      allowRunningInsecureContent: false,
    });
  });

  test("ends at once if it runs already, and the running one comes to the front", async () => {
    await start("none");
    electron.app.emit("second-instance");
    expect(electron.world.calls).toContain("focus");
    await endNodes(electron);
    electron = await launch({
      built: built.folder,
      folder,
      prepare: ({ world }) => (world.isFirstInstance = false),
    });
    expect(electron.world.windows).toEqual([]);
    expect(electron.world.nodes).toEqual([]);
  });

  test("follows the language and theme that the console reports", async () => {
    await start("none");
    expect(electron.world.menus.at(-1)?.map(({ label }) => label)).toEqual(["编辑", "查看", "窗口"]);
    await send(electron, consoleOf(electron), { kind: "appearance", language: "en", theme: "dark" });
    expect(electron.world.menus.at(-1)?.map(({ label }) => label)).toEqual(["Edit", "View", "Window"]);
    expect(electron.nativeTheme.themeSource).toBe("dark");
  });

  test("remembers where the window stood", async () => {
    await start("none");
    const { userData } = electron.world;
    consoleOf(electron).close();
    const { loadWindowState } = await import("./window-state.ts");
    const areas = [{ x: 0, y: 0, width: 1_920, height: 1_040 }];
    expect(loadWindowState(join(userData, "window.json"), areas).bounds).toEqual({
      x: 10,
      y: 20,
      width: 1_200,
      height: 800,
    });
  });
});

test("a page that dies is loaded again, and what it had unlocked is locked; one that dies at once is not loaded for ever", async () => {
  await start("real");
  await connect(electron);
  await unlock(electron);
  const { webContents } = consoleOf(electron);
  const [port] = webContents.ports;
  const closed = new Promise<void>((resolve) => port?.on("close", resolve));
  webContents.url = "";
  webContents.emit("render-process-gone", {}, { reason: "crashed" });
  await closed;
  await vi.waitFor(() => expect(webContents.url).toBe("app://console/"));
  expect(await (await connect(electron)).session.me()).toBeNull();
  webContents.url = "";
  webContents.emit("render-process-gone", {}, { reason: "oom" });
  expect(electron.world.dialogs.map(({ message }) => message)).toEqual([
    "界面意外停止，已重新载入。",
    expect.stringContaining("一载入就意外停止"),
  ]);
  expect(webContents.url).toBe("");
});

describe("the port", () => {
  test("reaches the built node in its own process", async () => {
    await start("none");
    const client = await connect(electron);
    expect(await client.setup.state()).toEqual({ ledger: "none", folder });
  });

  test("of an earlier page of the window is closed when the page asks again", async () => {
    await start("real");
    await connect(electron);
    const [first] = consoleOf(electron).webContents.ports;
    const closed = new Promise<void>((resolve) => first?.on("close", resolve));
    const client = await connect(electron);
    await closed;
    expect((await client.setup.state()).ledger).toBe("real");
  });
});

test("the first run may explore the demo city, which the node builds in a folder that was not there", async () => {
  const parent = folder;
  folder = join(parent, "demo");
  await start("none");
  const client = await connect(electron);
  expect(await client.setup.state()).toEqual({ ledger: "none", folder });
  const controller = new AbortController();
  const events = await client.setup.demo(undefined, { signal: controller.signal });
  for await (const { done, total } of events) if (total > 1 && done > 0) break;
  controller.abort();
  folder = parent;
});

describe("the node's process", () => {
  test("is started once more if it dies, and the person is told; the second time the person decides", async () => {
    await start("real", ({ world }) => world.answers.push(0, 0));
    await connect(electron);
    const { world } = electron;
    await world.nodes[0]?.worker.terminate();
    await vi.waitFor(() => expect(world.dialogs).toHaveLength(1));
    expect(world.dialogs[0]?.message).toContain("已重新启动");
    expect(world.nodes).toHaveLength(2);
    const client = await connect(electron);
    expect((await client.system.status()).height).toBe(0);
    await world.nodes[1]?.worker.terminate();
    await vi.waitFor(() => expect(world.dialogs).toHaveLength(2));
    expect(world.dialogs[1]?.buttons).toEqual(["再试一次", "退出"]);
    await vi.waitFor(() => expect(world.nodes).toHaveLength(3));
  });

  test("a question that it dies over is answered with what to do, and nothing hangs", async () => {
    await start("real");
    const client = await connect(electron);
    await unlock(electron);
    const { digest } = await prepareAct(client);
    const outcome = send(electron, consoleOf(electron), { kind: "confirm", digest });
    await readSheet(electron);
    const accepted = accept(electron, { passphrase });
    await electron.world.nodes[0]?.worker.terminate();
    expect(await accepted).toMatchObject({ isFinal: true });
    await send(electron, await sheetOf(electron), { kind: "cancel" });
    expect(await outcome).toMatchObject({ state: "refused", problem: { code: "NODE_AWAY" } });
  });

  test("a folder that cannot be made is said to be, in words, and the program ends", async () => {
    const parent = folder;
    writeFileSync(join(parent, "file"), "");
    folder = join(parent, "file", "ledger");
    await start("none");
    folder = parent;
    await vi.waitFor(() => expect(electron.world.dialogs).toHaveLength(1), 10_000);
    expect(electron.world.dialogs[0]?.detail).toContain("FOLDER_UNWRITABLE");
    await vi.waitFor(() => expect(electron.world.calls).toContain("quit"));
  });

  test("a folder that another process works on is said to be, in words, and the program ends", async () => {
    await createLedger(folder, "real");
    const { NodeHost } = await import("#ledger-core/node/node-host.ts");
    const other = new NodeHost({ folder });
    other.open();
    try {
      await start("none");
      await vi.waitFor(() => expect(electron.world.dialogs).toHaveLength(1), 10_000);
      expect(electron.world.dialogs[0]).toMatchObject({ message: "账本无法打开", buttons: ["退出"] });
      expect(electron.world.dialogs[0]?.detail).toContain("LEDGER_LOCKED");
      await vi.waitFor(() => expect(electron.world.calls).toContain("quit"));
    } finally {
      await other.close();
    }
  });
});
