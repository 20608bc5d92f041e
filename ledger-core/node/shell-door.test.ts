import { EventEmitter } from "node:events";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, test, vi } from "vitest";
import type { MessageToShell } from "#ledger-core/contract/api/shell.ts";
import { createNetwork } from "./create-network.ts";
import type { ShellPort } from "./doors/port-door.ts";
import { PREPARED_ACT_LIFE_MS } from "./keystore/signing-desk.ts";
import { NodeHost } from "./node-host.ts";
import { cityRuleset } from "./rules.ts";
import { ShellDoor } from "./shell-door.ts";

const passphrase = "orchard lantern seven";
const handle = "founder";

/** The node's end of a port, and what a window at its other end does with it. */
class PlayedPort extends EventEmitter implements ShellPort {
  readonly answers: string[] = [];
  isClosed = false;
  #calls = 0;

  postMessage(message: string): void {
    this.answers.push(message);
    this.emit("answer");
  }

  start(): void {}

  close(): void {
    if (this.isClosed) return;
    this.isClosed = true;
    this.emit("close");
  }

  /** Calls a procedure as a page does; the body of the answer. */
  async call(path: string, input?: unknown): Promise<{ readonly status: number; readonly body: unknown }> {
    const id = String(++this.#calls);
    const call = { i: id, p: { u: path, b: input === undefined ? undefined : { json: input } } };
    this.emit("message", { data: JSON.stringify(call) });
    return vi.waitFor(() => {
      const found = this.answers.map((answer) => JSON.parse(answer)).find(({ i }) => i === id);
      if (found === undefined) throw new Error("no answer yet");
      return { status: found.p.s ?? 200, body: found.p.b?.json };
    }, 10_000);
  }
}

let folder: string;
let host: NodeHost;
let door: ShellDoor;
let port: PlayedPort;

async function openNode(purpose: "real" | "demo" = "real"): Promise<void> {
  await createNetwork({
    folder,
    ruleset: cityRuleset,
    name: "Test City",
    purpose,
    time: Math.floor(Date.now() / 1_000),
    department: { name: "Data Bureau", uscc: "914403001922038216", functions: ["bureau"] },
    person: handle,
    passphrase,
  });
  host = new NodeHost({ folder });
  host.open();
  door = new ShellDoor(host);
  port = new PlayedPort();
  door.admit("first", port);
}

async function unlock(window = "first"): Promise<void> {
  expect(await door.answer({ kind: "unlock", window, handle, passphrase })).toMatchObject({ kind: "answer" });
}

async function prepare(through = port): Promise<string> {
  const body = { uscc: "9144030071526726XG", name: "Parks", functions: [] };
  const answer = await through.call("/signing/prepare", { kind: "member.admit", body });
  return (answer.body as { digest: string }).digest;
}

const refusal = (code: string): Partial<MessageToShell> =>
  expect.objectContaining({ kind: "refusal", problem: expect.objectContaining({ code }) });

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "shell-door-"));
});
afterEach(async () => {
  vi.useRealTimers();
  await host.close();
  rmSync(folder, { recursive: true, force: true });
});

describe("an act that a window laid down", () => {
  test("is described in the node's words and confirmed with the passphrase, once", async () => {
    await openNode();
    await unlock();
    const digest = await prepare();
    expect(await door.answer({ kind: "describe", window: "first", digest })).toMatchObject({
      kind: "answer",
      value: { handle, method: "passphrase", network: host.ledger.networkHex, signer: { handle } },
    });
    const confirm = { kind: "confirm", window: "first", digest };
    expect(await door.answer(confirm)).toEqual(refusal("PASSPHRASE_WRONG"));
    expect(await door.answer({ ...confirm, passphrase: "wrong" })).toEqual(refusal("PASSPHRASE_WRONG"));
    expect(await door.answer({ ...confirm, passphrase })).toMatchObject({
      kind: "answer",
      value: { state: "sealed", id: digest },
    });
    expect(await door.answer({ ...confirm, passphrase })).toEqual(refusal("SIGNING_ITEM_MISSING"));
  });

  test("is neither described nor confirmed after five minutes", async () => {
    await openNode();
    await unlock();
    const digest = await prepare();
    vi.useFakeTimers({ toFake: ["Date"], now: Date.now() + PREPARED_ACT_LIFE_MS + 1 });
    expect(await door.answer({ kind: "describe", window: "first", digest })).toEqual(refusal("SIGNING_ITEM_MISSING"));
    expect(await door.answer({ kind: "confirm", window: "first", digest, passphrase })).toEqual(
      refusal("SIGNING_ITEM_MISSING"),
    );
  });

  test("is that window's alone", async () => {
    await openNode();
    await unlock();
    const digest = await prepare();
    door.admit("second", new PlayedPort());
    await unlock("second");
    for (const request of [
      { kind: "describe", window: "second", digest },
      { kind: "confirm", window: "second", digest, passphrase },
      { kind: "withdraw", window: "second", digest },
      { kind: "describe", window: "nobody", digest },
    ])
      expect(await door.answer(request)).toEqual(refusal("NOT_UNLOCKED"));
    expect(await door.answer({ kind: "describe", window: "first", digest })).toMatchObject({ kind: "answer" });
  });

  test("is gone once it was withdrawn", async () => {
    await openNode();
    await unlock();
    const digest = await prepare();
    expect(await door.answer({ kind: "withdraw", window: "first", digest })).toEqual({ kind: "answer", value: null });
    expect(await door.answer({ kind: "confirm", window: "first", digest, passphrase })).toEqual(
      refusal("SIGNING_ITEM_MISSING"),
    );
  });

  test("of a demo needs no passphrase", async () => {
    await openNode("demo");
    await unlock();
    const digest = await prepare();
    expect(await door.answer({ kind: "describe", window: "first", digest })).toMatchObject({
      value: { method: "click" },
    });
    expect(await door.answer({ kind: "confirm", window: "first", digest })).toMatchObject({
      value: { state: "sealed" },
    });
  });
});

describe("a window", () => {
  test("cannot confirm, unlock, change a passphrase or take out a key over its own port", async () => {
    await openNode();
    await unlock();
    const digest = await prepare();
    const attempts: readonly (readonly [string, unknown])[] = [
      ["/signing/confirm", { digest }],
      ["/signing/confirm", { digest, passphrase }],
      ["/session/unlock", { handle, passphrase }],
      ["/session/changePassphrase", { old: passphrase, new: "another orchard" }],
      ["/session/recoveryKit", { passphrase }],
    ];
    for (const [path, input] of attempts)
      expect(await port.call(path, input)).toMatchObject({ status: 422, body: { data: { code: "SHELL_CONFIRMS" } } });
    expect(host.ledger.reader.head()?.height).toBe(0);
  });

  test("that goes away leaves nothing unlocked, and nothing that could still be confirmed", async () => {
    await openNode();
    await unlock();
    const digest = await prepare();
    door.forget("first");
    door.forget("first");
    expect(port.isClosed).toBe(true);
    expect(await door.answer({ kind: "confirm", window: "first", digest, passphrase })).toEqual(
      refusal("NOT_UNLOCKED"),
    );
    const next = new PlayedPort();
    door.admit("first", next);
    await unlock();
    expect(await door.answer({ kind: "confirm", window: "first", digest, passphrase })).toEqual(
      refusal("SIGNING_ITEM_MISSING"),
    );
  });

  test("that goes away while a key is being unlocked for it leaves nothing unlocked either", async () => {
    await openNode();
    const locked: string[] = [];
    host.ledger.keystore.onLock((event) => locked.push(event.handle));
    const unlocking = door.answer({ kind: "unlock", window: "first", handle, passphrase });
    door.forget("first");
    expect(await unlocking).toEqual(refusal("NOT_UNLOCKED"));
    expect(locked).toEqual([handle]);
  });
});

test("what is no request is refused, and never throws", async () => {
  await openNode();
  const log = vi.spyOn(console, "error").mockImplementation(() => {});
  const messages = [
    null,
    undefined,
    7,
    "confirm",
    {},
    { kind: "sign" },
    { kind: "confirm", window: "first", digest: "zz" },
  ];
  for (const message of messages) expect(await door.answer(message)).toEqual(refusal("INTERNAL"));
  log.mockRestore();
});
