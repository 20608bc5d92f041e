import { rename } from "node:fs/promises";
import { join } from "node:path";
import { beforeEach, describe, expect, it } from "vitest";
import { nodeSuite, randomBytes } from "#ledger-core/node/crypto-suite.ts";
import { Keystore, PASSPHRASES_WAITING_MAX } from "./keystore.ts";
import { makeKeyFolder, refusal, TEST_COST, TEST_NETWORK, TEST_PASSPHRASE, TestClock } from "./keystore.testing.ts";
import { SESSIONS_MAX, type LockEvent } from "./session-table.ts";

const MINUTE_MS = 60_000;

let folder: string;
let clock: TestClock;

beforeEach(async () => {
  folder = await makeKeyFolder();
  clock = new TestClock();
});

async function keystoreWithWang(): Promise<Keystore> {
  const keystore = new Keystore({ folder, network: TEST_NETWORK, clock, cost: TEST_COST, idleLockMs: 10 * MINUTE_MS });
  await keystore.createKeyFile({ handle: "wang-fang", passphrase: TEST_PASSPHRASE });
  return keystore;
}

describe("guessing", () => {
  it("is slowed from the third wrong passphrase on, for the right one too, and per handle", async () => {
    const keystore = await keystoreWithWang();
    await keystore.createKeyFile({ handle: "li-wei", passphrase: TEST_PASSPHRASE });
    const waits: number[] = [];
    for (let i = 0; i < 12; i++) {
      const error = await refusal("PASSPHRASE_WRONG", keystore.unlock("wang-fang", `guess number ${i}`));
      waits.push(error.data.waitSeconds);
      if (error.data.waitSeconds > 0) {
        const delayed = await refusal("PASSPHRASE_DELAYED", keystore.unlock("wang-fang", TEST_PASSPHRASE));
        expect(delayed.data.waitSeconds).toBe(error.data.waitSeconds);
      }
      clock.pass(error.data.waitSeconds * 1_000);
    }
    expect(waits).toEqual([0, 0, 1, 2, 4, 8, 16, 32, 64, 128, 256, 300]);
    await expect(keystore.unlock("li-wei", TEST_PASSPHRASE)).resolves.toBeDefined();
    await expect(keystore.unlock("wang-fang", TEST_PASSPHRASE)).resolves.toBeDefined();
    const afterwards = await refusal("PASSPHRASE_WRONG", keystore.unlock("wang-fang", "guess once more"));
    expect(afterwards.data.waitSeconds).toBe(0);
  });

  it("gains nothing by sending many guesses at once, and is bounded", async () => {
    const keystore = await keystoreWithWang();
    const guesses = Array.from({ length: PASSPHRASES_WAITING_MAX + 8 }, (_, i) =>
      keystore.unlock("wang-fang", `guess ${i}`),
    );
    const codes = (await Promise.allSettled(guesses)).map((result) =>
      result.status === "rejected" ? (result.reason as { code: string }).code : "opened",
    );
    const count = (code: string): number => codes.filter((other) => other === code).length;
    expect(count("PASSPHRASE_WRONG")).toBe(3);
    expect(count("PASSPHRASE_DELAYED")).toBe(PASSPHRASES_WAITING_MAX - 3);
    expect(count("KEYSTORE_BUSY")).toBe(8);
  });

  it("does not keep a person out for longer when the clock is set back", async () => {
    const keystore = await keystoreWithWang();
    for (let i = 0; i < 3; i++) await refusal("PASSPHRASE_WRONG", keystore.unlock("wang-fang", `guess ${i}`));
    clock.setBack(86_400_000);
    const delayed = await refusal("PASSPHRASE_DELAYED", keystore.unlock("wang-fang", TEST_PASSPHRASE));
    expect(delayed.data.waitSeconds).toBe(1);
  });
});

describe("sessions", () => {
  it("lock when asked, once and for good", async () => {
    const keystore = await keystoreWithWang();
    const session = await keystore.unlock("wang-fang", TEST_PASSPHRASE);
    const events: LockEvent[] = [];
    keystore.onLock((event) => events.push(event));
    keystore.lock(session);
    keystore.lock(session);
    expect(events).toEqual([{ session, handle: "wang-fang", reason: "asked" }]);
    expect(keystore.findSession(session)).toBeUndefined();
    await refusal("SESSION_LOCKED", () => keystore.sign(session, new Uint8Array(1)));
    await refusal("SESSION_LOCKED", () => keystore.touch(session));
    await refusal("SESSION_LOCKED", keystore.verifyPassphrase(session, TEST_PASSPHRASE));
    expect(clock.timers).toBe(0);
  });

  it("lock when idle; signing and touching count as use, looking does not", async () => {
    const keystore = await keystoreWithWang();
    const session = await keystore.unlock("wang-fang", TEST_PASSPHRASE);
    const events: LockEvent[] = [];
    keystore.onLock((event) => events.push(event));
    for (let i = 0; i < 5; i++) {
      clock.pass(9 * MINUTE_MS);
      if (i % 2 === 0) keystore.sign(session, new Uint8Array(1));
      else keystore.touch(session);
    }
    clock.pass(9 * MINUTE_MS);
    expect(keystore.findSession(session)).toBeDefined();
    clock.pass(MINUTE_MS);
    expect(events).toEqual([{ session, handle: "wang-fang", reason: "idle" }]);
    await refusal("SESSION_LOCKED", () => keystore.sign(session, new Uint8Array(1)));
  });

  it("are locked after a machine slept, though no timer fired", async () => {
    const keystore = await keystoreWithWang();
    const session = await keystore.unlock("wang-fang", TEST_PASSPHRASE);
    clock.jump(10 * MINUTE_MS);
    await refusal("SESSION_LOCKED", () => keystore.sign(session, new Uint8Array(1)));
  });

  it("lock by their timer even if the clock was set back", async () => {
    const keystore = await keystoreWithWang();
    const session = await keystore.unlock("wang-fang", TEST_PASSPHRASE);
    clock.setBack(24 * 60 * MINUTE_MS);
    clock.pass(20 * MINUTE_MS - 1);
    expect(keystore.findSession(session)).toBeDefined();
    clock.pass(1);
    expect(keystore.findSession(session)).toBeUndefined();
  });

  it("of several people stand side by side", async () => {
    const keystore = await keystoreWithWang();
    const liKey = await keystore.createKeyFile({ handle: "li-wei", passphrase: "another long passphrase" });
    const wang = await keystore.unlock("wang-fang", TEST_PASSPHRASE);
    const li = await keystore.unlock("li-wei", "another long passphrase");
    const message = randomBytes(20);
    expect(nodeSuite.verifyEd25519(liKey, message, keystore.sign(li, message))).toBe(true);
    expect(nodeSuite.verifyEd25519(liKey, message, keystore.sign(wang, message))).toBe(false);
    keystore.lockAll();
    await refusal("SESSION_LOCKED", () => keystore.sign(wang, message));
    await refusal("SESSION_LOCKED", () => keystore.sign(li, message));
  });

  it("are bounded: the longest unused gives way", async () => {
    const keystore = await keystoreWithWang();
    const sessions: string[] = [];
    for (let i = 0; i < SESSIONS_MAX; i++) {
      sessions.push(await keystore.unlock("wang-fang", TEST_PASSPHRASE));
      clock.pass(1_000);
    }
    const [first = "", second = ""] = sessions;
    keystore.touch(first);
    await keystore.unlock("wang-fang", TEST_PASSPHRASE);
    expect(keystore.findSession(first)).toBeDefined();
    expect(keystore.findSession(second)).toBeUndefined();
  }, 30_000);

  it("do not vouch for a key file that was exchanged beneath them", async () => {
    const keystore = await keystoreWithWang();
    const session = await keystore.unlock("wang-fang", TEST_PASSPHRASE);
    await expect(keystore.verifyPassphrase(session, TEST_PASSPHRASE)).resolves.toBeUndefined();
    await rename(join(folder, "wang-fang.key"), join(folder, "old"));
    await keystore.createKeyFile({ handle: "wang-fang", passphrase: TEST_PASSPHRASE });
    await refusal("SESSION_LOCKED", keystore.verifyPassphrase(session, TEST_PASSPHRASE));
  });
});
