import { afterEach, expect, it } from "vitest";
import type { SignatureClaim } from "#ledger-core/engine/signature-queue.ts";
import { keyPairFromSeed, signEd25519 } from "./crypto-suite.ts";
import { VerifyingThreads } from "./verifying-thread.ts";

const { publicKey, secretKey } = keyPairFromSeed(new Uint8Array(32).fill(7));
const threads = new VerifyingThreads();
afterEach(async () => await threads.close());

function claims(count: number): SignatureClaim[] {
  return Array.from({ length: count }, (_, i) => {
    const message = new Uint8Array(1 + (i % 200)).fill(i);
    return { publicKey, message, signature: signEd25519(secretKey, message) };
  });
}

/** Few are not worth a thread, and none is up at once. */
async function untilReady(): Promise<void> {
  expect(threads.check(claims(255))).toBeUndefined();
  expect(threads.check(claims(256))).toBeUndefined();
  await expect.poll(async () => (await threads.check(claims(1))) !== undefined).toBe(true);
}

it("checks many signatures beside this thread, several batches at a time, each for itself", async () => {
  await untilReady();
  const all = claims(300);
  const [first, second] = [all[17], all[299]];
  if (first === undefined || second === undefined) throw new Error("there are so many");
  all[17] = { ...first, message: Uint8Array.of(1, 2, 3) };
  all[299] = { ...second, publicKey: new Uint8Array(32) };
  const [mixed, sound] = await Promise.all([threads.check(all), threads.check(claims(40))]);
  expect(mixed?.flatMap((isValid, place) => (isValid ? [] : [place]))).toEqual([17, 299]);
  expect(sound).toEqual(Array.from({ length: 40 }, () => true));
});

it("says so where its threads have ended before they answered, and begins anew", async () => {
  await untilReady();
  const asked = threads.check(claims(2_000));
  const [outcome] = await Promise.all([
    asked?.then(
      () => "answered",
      (error: unknown) => (error instanceof Error ? error.message : ""),
    ),
    threads.close(),
  ]);
  expect(outcome).toMatch(/answered|has ended/);
  await untilReady();
});
