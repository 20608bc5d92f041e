import { rmSync } from "node:fs";
import { join } from "node:path";
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test, vi } from "vitest";
import {
  accept,
  buildShell,
  connect,
  consoleOf,
  createLedger,
  endNodes,
  founder,
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

async function start(purpose: "real" | "demo", prepare?: (electron: Electron) => void): Promise<void> {
  await createLedger(folder, purpose);
  electron = await launch({ built: built.folder, folder, ...(prepare !== undefined && { prepare }) });
}

beforeEach(() => {
  folder = makeFolder();
});
afterEach(async () => {
  await endNodes(electron);
  rmSync(folder, { recursive: true, force: true });
});

describe("signing", () => {
  test("a person confirms in the shell's sheet, which shows the node's sentence and asks for the passphrase", async () => {
    await start("real");
    const client = await connect(electron);
    await unlock(electron);
    const { digest, sentence } = await prepareAct(client);
    const outcome = send(electron, consoleOf(electron), { kind: "confirm", digest });
    const sheet = await readSheet(electron);
    expect(sheet).toMatchObject({ asks: "passphrase", language: "zh", offersKeeping: true });
    expect(sheet.words.zh.sentence).toEqual(sentence.zh);
    expect(sheet.words.en.sentence).toEqual(sentence.en);
    expect(JSON.stringify(sheet.words.en.sentence)).toContain("Department 0");
    expect(sheet.words.en.signer).toContain("Data Bureau");
    const window = await sheetOf(electron);
    expect(window.options).toMatchObject({ modal: true, parent: consoleOf(electron) });
    expect(window.options.webPreferences).toMatchObject({
      sandbox: true,
      contextIsolation: true,
      nodeIntegration: false,
    });
    expect(window.page).not.toContain("<script");
    expect(await accept(electron, { passphrase: "not the passphrase" })).toMatchObject({
      asks: "passphrase",
      isFinal: false,
    });
    expect(await accept(electron, { passphrase })).toBeUndefined();
    expect(await outcome).toMatchObject({ state: "done", result: { state: "sealed", id: digest, code: null } });
    const again = await send(electron, consoleOf(electron), { kind: "confirm", digest });
    expect(again).toMatchObject({ state: "refused", problem: { code: "SIGNING_ITEM_MISSING" } });
    expect(electron.world.windows.filter((each) => each.options.modal === true && !each.isGone)).toEqual([]);
  });

  test("a page cannot confirm, whatever it calls", async () => {
    await start("real");
    const client = await connect(electron);
    await unlock(electron);
    const { digest } = await prepareAct(client);
    expect(await client.signing.method()).toEqual({ method: "shell" });
    for (const input of [{ digest }, { digest, passphrase }])
      await expect(client.signing.confirm(input)).rejects.toMatchObject({ data: { code: "SHELL_CONFIRMS" } });
    expect((await client.system.status()).height).toBe(0);
  });

  test("a page never brings a passphrase of its own, nor gets the key out", async () => {
    await start("real");
    const client = await connect(electron);
    await unlock(electron);
    const refused = { data: { code: "SHELL_CONFIRMS" } };
    await expect(client.session.unlock({ handle: founder, passphrase })).rejects.toMatchObject(refused);
    await expect(client.session.recoveryKit({ passphrase })).rejects.toMatchObject(refused);
    await expect(client.session.changePassphrase({ old: passphrase, new: "another orchard" })).rejects.toMatchObject(
      refused,
    );
  });

  test("messages of a hostile page are refused before anything happens", async () => {
    await start("real");
    const client = await connect(electron);
    await unlock(electron);
    const { digest } = await prepareAct(client);
    const window = consoleOf(electron);
    const hostile = [
      undefined,
      null,
      "confirm",
      {},
      { kind: "accept", passphrase, keep: false },
      { kind: "read" },
      { kind: "ask", id: 1, request: { kind: "confirm", window: "x", digest } },
      { kind: "confirm" },
      { kind: "confirm", digest: digest.toUpperCase() },
      { kind: "confirm", digest: [digest] },
      { kind: "confirm", digest: `${digest}00` },
      { kind: "unlock", handle: "a\u0000b" },
      { kind: "appearance", language: "fr", theme: "dark" },
    ];
    for (const message of hostile) await expect(send(electron, window, message)).rejects.toThrow("refused");
    const frames = [
      { parent: {} },
      { url: "app://sheet/" },
      { url: "https://example.org/" },
      { url: "app://console/x" },
    ];
    for (const frame of frames)
      await expect(send(electron, window, { kind: "confirm", digest }, frame)).rejects.toThrow("refused");
    expect(electron.world.windows.filter((each) => each.options.modal === true && !each.isGone)).toEqual([]);
    expect((await client.system.status()).height).toBe(0);
  });

  test("a digest that nobody prepared opens no sheet", async () => {
    await start("real");
    await connect(electron);
    await unlock(electron);
    const windows = electron.world.windows.length;
    const outcome = await send(electron, consoleOf(electron), { kind: "confirm", digest: "ab".repeat(32) });
    expect(outcome).toMatchObject({ state: "refused", problem: { code: "SIGNING_ITEM_MISSING" } });
    expect(electron.world.windows).toHaveLength(windows);
  });

  test("what the person went back from cannot be confirmed any more", async () => {
    await start("real");
    const client = await connect(electron);
    await unlock(electron);
    const { digest } = await prepareAct(client);
    const outcome = send(electron, consoleOf(electron), { kind: "confirm", digest });
    await send(electron, await sheetOf(electron), { kind: "cancel" });
    expect(await outcome).toEqual({ state: "withdrawn" });
    const again = await send(electron, consoleOf(electron), { kind: "confirm", digest });
    expect(again).toMatchObject({ state: "refused", problem: { code: "SIGNING_ITEM_MISSING" } });
  });

  test("one sheet at a time", async () => {
    await start("real");
    const client = await connect(electron);
    await unlock(electron);
    const { digest } = await prepareAct(client);
    const outcome = send(electron, consoleOf(electron), { kind: "confirm", digest });
    await sheetOf(electron);
    expect(await send(electron, consoleOf(electron), { kind: "confirm", digest })).toMatchObject({
      state: "refused",
      problem: { code: "SHEET_BUSY" },
    });
    (await sheetOf(electron)).close();
    expect(await outcome).toEqual({ state: "withdrawn" });
  });

  test("a demo's keys protect nothing, so a click confirms; still only in the sheet", async () => {
    await start("demo");
    const client = await connect(electron);
    await unlock(electron);
    const { digest } = await prepareAct(client);
    await expect(client.signing.confirm({ digest })).rejects.toMatchObject({ data: { code: "SHELL_CONFIRMS" } });
    const outcome = send(electron, consoleOf(electron), { kind: "confirm", digest });
    expect(await readSheet(electron)).toMatchObject({ asks: "click", offersKeeping: false });
    await accept(electron);
    expect(await outcome).toMatchObject({ state: "done", result: { state: "sealed" } });
  });
});

describe("the operating system's keychain", () => {
  async function sign(which: number, answer: { passphrase?: string; keep?: boolean }): Promise<unknown> {
    const client = await connect(electron);
    await unlock(electron);
    const { digest } = await prepareAct(client, which);
    const outcome = send(electron, consoleOf(electron), { kind: "confirm", digest });
    const sheet = await readSheet(electron);
    const trouble = await accept(electron, answer);
    if (trouble !== undefined) await accept(electron, { passphrase });
    return { sheet, trouble, outcome: await outcome };
  }

  test("keeps the passphrase if the person asks for it; from then on a click confirms", async () => {
    await start("real");
    expect(await sign(0, { passphrase })).toMatchObject({ sheet: { asks: "passphrase" }, outcome: { state: "done" } });
    expect(await sign(1, { passphrase, keep: true })).toMatchObject({
      sheet: { asks: "passphrase", offersKeeping: true },
      outcome: { state: "done" },
    });
    expect(await sign(2, {})).toMatchObject({ sheet: { asks: "click" }, outcome: { state: "done" } });
  });

  test("is not used where the system would keep it in plain text", async () => {
    await start("real", ({ world }) => (world.backend = "basic_text"));
    expect(await sign(0, { passphrase, keep: true })).toMatchObject({ sheet: { offersKeeping: false } });
    expect(await sign(1, { passphrase })).toMatchObject({ sheet: { asks: "passphrase" } });
  });

  test("a kept passphrase that no longer opens the key is forgotten, and the person is asked", async () => {
    await start("real");
    await sign(0, { passphrase, keep: true });
    const { Keystore } = await import("#ledger-core/node/keystore/keystore.ts");
    const keystore = new Keystore({ folder: join(folder, "keys") });
    const changed = "a wholly different one";
    await keystore.changePassphrase(founder, { from: passphrase, to: changed });
    const client = await connect(electron);
    const unlocking = send(electron, consoleOf(electron), { kind: "unlock", handle: founder });
    await accept(electron, { passphrase: changed });
    await unlocking;
    const { digest } = await prepareAct(client, 1);
    const outcome = send(electron, consoleOf(electron), { kind: "confirm", digest });
    expect(await readSheet(electron)).toMatchObject({ asks: "click" });
    expect(await accept(electron)).toMatchObject({ asks: "passphrase", isFinal: false });
    await accept(electron, { passphrase: changed });
    expect(await outcome).toMatchObject({ state: "done" });
  });
});
