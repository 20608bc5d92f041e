import fc from "fast-check";
import { afterEach, expect, it } from "vitest";
import { isSigned } from "#ledger-core/engine/signature-queue.ts";
import { encodeSignedPart, encodeTransaction } from "#ledger-core/proof/transaction.ts";
import { keyPairFromSeed, nodeSuite, signEd25519 } from "./crypto-suite.ts";
import { VerifyingThreads } from "./verifying-thread.ts";

const { publicKey, secretKey } = keyPairFromSeed(new Uint8Array(32).fill(7));
const threads = new VerifyingThreads();
afterEach(async () => await threads.close());

const HASH = new Uint8Array(32);

function wires(count: number): Uint8Array[] {
  return Array.from({ length: count }, (_, i) => wire(i));
}

/** Signed by one key, as if by the actor that is named. */
function wire(number: number, actorKey = publicKey): Uint8Array {
  const times = { claimedTime: 0, validUntil: number };
  const named = { network: HASH, kind: "member.admit", version: 1, bodyRoot: HASH, actorKey, department: 1 };
  const signedPart = encodeSignedPart({ ...named, ...times, salt: new Uint8Array(16) });
  const body = new Uint8Array(number % 200);
  return encodeTransaction({ signedPart, body, signature: signEd25519(secretKey, signedPart) });
}

/** Few are not worth a thread, and none is up at once. */
async function untilReady(): Promise<void> {
  expect(threads.check(wires(255))).toBeUndefined();
  expect(threads.check(wires(256))).toBeUndefined();
  await expect.poll(async () => (await threads.check(wires(1))) !== undefined).toBe(true);
}

it("checks many signatures beside this thread, several batches at a time, each for itself", async () => {
  await untilReady();
  const all = wires(300);
  // What is empty stands in front of those whose signatures would otherwise be looked at in the wrong place, or not at all.
  all[0] = new Uint8Array(0);
  all[17] = wire(17, new Uint8Array(32));
  all[18] = Uint8Array.of(1, 2, 3);
  all[299] = wire(299).toReversed();
  const [mixed, sound] = await Promise.all([threads.check(all), threads.check(wires(40))]);
  expect(mixed).toHaveLength(300);
  expect(mixed?.flatMap((isValid, place) => (isValid ? [] : [place]))).toEqual([0, 17, 18, 299]);
  expect(sound).toEqual(Array.from({ length: 40 }, () => true));
});

it("says of each what checking it alone says, whatever stands beside it", async () => {
  await untilReady();
  const sound = wire(1);
  const forged = Uint8Array.from(sound, (byte, at) => (at === sound.length - 1 ? byte ^ 1 : byte));
  const kinds = [sound, forged, wire(2, new Uint8Array(32)), new Uint8Array(0), new Uint8Array(4), sound.slice(0, -1)];
  const batch = fc.array(fc.constantFrom(...kinds), { minLength: 1, maxLength: 60 });
  await fc.assert(
    fc.asyncProperty(batch, async (all) => {
      expect(await threads.check(all)).toEqual(all.map((one) => isSigned(nodeSuite, one)));
    }),
    { numRuns: process.env["LONG"] === undefined ? 200 : 5_000 },
  );
});

it("says so where its threads have ended before they answered, and begins anew", async () => {
  await untilReady();
  const asked = threads.check(wires(2_000));
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
