/** What the tests of the keystore share: folders that go away again, a clock that a test moves, and cheap derivations. */
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, expect } from "vitest";
import { KeystoreError, type KeystoreCode } from "./keystore-error.ts";
import { SCRYPT_N_MIN, type ScryptCost } from "./passphrase.ts";
import type { KeystoreClock } from "./session-table.ts";

export const TEST_COST: ScryptCost = { N: SCRYPT_N_MIN, r: 8, p: 1 };
export const TEST_NETWORK = "5a".repeat(32);
export const TEST_PASSPHRASE = "correct horse 电池 staple";

const folders: string[] = [];

afterEach(async () => {
  for (const folder of folders.splice(0)) await rm(folder, { recursive: true, force: true });
});

/** A path for a key folder that does not exist yet; its parent is removed after the test. */
export async function makeKeyFolder(): Promise<string> {
  const parent = await mkdtemp(join(tmpdir(), "keystore-"));
  folders.push(parent);
  return join(parent, "keys");
}

/** A clock that stands still until `pass` is called, which runs the timers that come due, in order. */
export class TestClock implements KeystoreClock {
  #time = 1_790_000_000_000;
  #timers: { at: number; readonly run: () => void }[] = [];

  readonly now = (): number => this.#time;

  readonly after = (delayMs: number, run: () => void): (() => void) => {
    const timer = { at: this.#time + delayMs, run };
    this.#timers.push(timer);
    return () => {
      this.#timers = this.#timers.filter((other) => other !== timer);
    };
  };

  get timers(): number {
    return this.#timers.length;
  }

  pass(durationMs: number): void {
    const end = this.#time + durationMs;
    for (;;) {
      const next = this.#timers.filter((timer) => timer.at <= end).sort((a, b) => a.at - b.at)[0];
      if (next === undefined) break;
      this.#timers = this.#timers.filter((timer) => timer !== next);
      this.#time = next.at;
      next.run();
    }
    this.#time = end;
  }

  /** The time goes on, but no timer fires: a machine that slept. */
  jump(durationMs: number): void {
    this.#time += durationMs;
  }

  /** Somebody sets the clock back; timers count on as they were. */
  setBack(durationMs: number): void {
    this.#time -= durationMs;
    this.#timers = this.#timers.map((timer) => Object.assign(timer, { at: timer.at - durationMs }));
  }
}

/** The refusal of a promise or of a function, which must have the code. */
export async function refusal<C extends KeystoreCode>(
  code: C,
  work: Promise<unknown> | (() => unknown),
): Promise<KeystoreError<C>> {
  let caught: unknown;
  try {
    await (typeof work === "function" ? work() : work);
  } catch (error) {
    caught = error;
  }
  expect(caught).toBeInstanceOf(KeystoreError);
  const error = caught as KeystoreError<C>;
  expect(error.code).toBe(code);
  return error;
}
