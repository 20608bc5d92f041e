import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createRouterClient, ORPCError } from "@orpc/server";
import { afterEach, beforeEach, expect, test } from "vitest";
import { createNetwork } from "#ledger-core/node/create-network.ts";
import { DEMO_PASSPHRASE_FILE } from "#ledger-core/node/demo-people.ts";
import type { ClientSession } from "#ledger-core/node/node-context.ts";
import { NodeHost } from "#ledger-core/node/node-host.ts";
import { createRouter } from "#ledger-core/node/router.ts";
import { cityRuleset } from "#ledger-core/node/rules.ts";
import { lockSession } from "./lock-session.ts";

const handle = "founder";
const passphrase = "3f9a51c07be24d8862f0a7391ce5b4d80716fa2b93ce45d8";
let folder: string;
let host: NodeHost;

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "lock-session-"));
});
afterEach(async () => {
  await host.close();
  rmSync(folder, { recursive: true, force: true });
});

/** A node, a window, and whose sessions were locked, in their order. */
async function openNode(purpose: "real" | "demo") {
  writeFileSync(join(folder, DEMO_PASSPHRASE_FILE), passphrase);
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
  const client: ClientSession = { id: "window", keystoreSession: undefined };
  const window = createRouterClient(createRouter(), { context: { host, client, door: "browser" } });
  const locked: string[] = [];
  host.ledger.keystore.onLock(({ session }) => locked.push(session));
  return { client, window, locked };
}

async function codeOf(work: Promise<unknown>): Promise<string> {
  const error: unknown = await work.then(
    () => undefined,
    (reason: unknown) => reason,
  );
  return error instanceof ORPCError && error.code === "PROBLEM" ? error.data.code : `not a problem: ${String(error)}`;
}

test("a window that goes while a demo lets it act as somebody leaves no key unlocked", async () => {
  const { client, window, locked } = await openNode("demo");
  const acting = codeOf(window.session.actAs({ handle }));
  lockSession(host, client);
  expect(await acting).toBe("NOT_UNLOCKED");
  expect([locked.length, client.keystoreSession]).toEqual([1, undefined]);
  // Nor does the demo open by itself for what is still asked in its name.
  expect(await window.session.me()).toBeNull();
});

test("a window that goes while its person's key is changed leaves neither the old nor the new key unlocked", async () => {
  const { client, window, locked } = await openNode("real");
  await window.session.unlock({ handle, passphrase });
  const old = client.keystoreSession;
  // The old key is locked once the ledger has taken the new one, which is opened after that.
  host.ledger.keystore.onLock(({ session }) => {
    if (session === old) lockSession(host, client);
  });
  expect(await codeOf(window.session.rotateKey({ passphrase }))).toBe("NOT_UNLOCKED");
  expect(locked).toEqual([old, expect.any(String)]);
  expect(client.keystoreSession).toBeUndefined();
});
