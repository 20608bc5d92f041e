import { beforeEach, describe, expect, it } from "vitest";
import { encodeHex } from "#ledger-core/contract/schema/bytes.ts";
import { nodeSuite, randomBytes } from "#ledger-core/node/crypto-suite.ts";
import { Keystore } from "./keystore.ts";
import { makeKeyFolder, refusal, TEST_COST, TEST_NETWORK, TEST_PASSPHRASE, TestClock } from "./keystore.testing.ts";
import { PREPARED_ACT_LIFE_MS, PREPARED_ACTS_MAX, SigningDesk, type ConfirmationProof } from "./signing-desk.ts";

const sentence = {
  zh: "同意民政局查询婚姻登记，至 12 月 31 日。",
  en: "Let Civil Affairs query marriage records until 31 December.",
};
const passphrase = { passphrase: TEST_PASSPHRASE };
const shell = { shell: true } as const;

let clock: TestClock;
let keystore: Keystore;
let desk: SigningDesk<typeof sentence>;
let publicKey: Uint8Array;
let session: string;

beforeEach(async () => {
  clock = new TestClock();
  keystore = new Keystore({ folder: await makeKeyFolder(), network: TEST_NETWORK, clock, cost: TEST_COST });
  desk = new SigningDesk(keystore, clock.now);
  publicKey = await keystore.createKeyFile({ handle: "wang-fang", passphrase: TEST_PASSPHRASE });
  session = await keystore.unlock("wang-fang", TEST_PASSPHRASE);
});

describe("the signing desk", () => {
  it.each([passphrase, shell])("gives the signature of exactly what was prepared (%j)", async (proof) => {
    const signedPart = randomBytes(200);
    const shown = Uint8Array.from(signedPart);
    const { digest } = desk.prepare(session, [signedPart], sentence);
    expect(digest).toBe(encodeHex(nodeSuite.sha256(shown)));
    signedPart.fill(0);
    expect(desk.get(digest)).toMatchObject({ session, handle: "wang-fang", shown: sentence, signedParts: [shown] });
    const [signature] = await desk.confirm(digest, proof);
    expect(nodeSuite.verifyEd25519(publicKey, shown, signature ?? new Uint8Array(64))).toBe(true);
  });

  it("gives the signatures of several acts for one answer, in their order, under one digest of all of them", async () => {
    const parts = [randomBytes(200), randomBytes(90)];
    const { digest } = desk.prepare(session, parts, sentence);
    expect(digest).toBe(encodeHex(nodeSuite.sha256(Buffer.concat(parts.map((part) => nodeSuite.sha256(part))))));
    const signatures = await desk.confirm(digest, passphrase);
    expect(signatures).toHaveLength(2);
    for (const [place, part] of parts.entries())
      expect(nodeSuite.verifyEd25519(publicKey, part, signatures[place] ?? new Uint8Array(64))).toBe(true);
    await refusal("SIGNING_ITEM_MISSING", () => desk.confirm(digest, passphrase));
  });

  it("gives it once", async () => {
    const { digest } = desk.prepare(session, [randomBytes(200)], sentence);
    await desk.confirm(digest, passphrase);
    const error = await refusal("SIGNING_ITEM_MISSING", desk.confirm(digest, passphrase));
    expect(error.data).toEqual({ digest });
    await refusal("SIGNING_ITEM_MISSING", desk.confirm(digest, shell));
  });

  it("gives it once even to confirmations at the same time", async () => {
    const { digest } = desk.prepare(session, [randomBytes(200)], sentence);
    const results = await Promise.allSettled([
      desk.confirm(digest, passphrase),
      desk.confirm(digest, passphrase),
      desk.confirm(digest, shell),
    ]);
    expect(results.filter(({ status }) => status === "fulfilled")).toHaveLength(1);
  });

  it("wants the passphrase of that very person, leaves the act for another try, and slows guesses", async () => {
    await keystore.createKeyFile({ handle: "li-wei", passphrase: "li wei's own passphrase" });
    const { digest } = desk.prepare(session, [randomBytes(200)], sentence);
    await refusal("PASSPHRASE_WRONG", desk.confirm(digest, { passphrase: "li wei's own passphrase" }));
    await refusal("PASSPHRASE_WRONG", desk.confirm(digest, { passphrase: "" }));
    const third = await refusal("PASSPHRASE_WRONG", desk.confirm(digest, { passphrase: "a third guess" }));
    expect(third.data).toEqual({ handle: "wang-fang", waitSeconds: 1 });
    await refusal("PASSPHRASE_DELAYED", desk.confirm(digest, passphrase));
    await refusal("PASSPHRASE_DELAYED", keystore.unlock("wang-fang", TEST_PASSPHRASE));
    clock.pass(1_000);
    expect((await desk.confirm(digest, passphrase))[0]).toHaveLength(64);
  });

  it("does not take an empty or untrue proof for the shell's", async () => {
    const { digest } = desk.prepare(session, [randomBytes(200)], sentence);
    for (const proof of [{}, { shell: false }, { shell: "true" }])
      await refusal("SIGNING_ITEM_MISSING", desk.confirm(digest, proof as unknown as ConfirmationProof));
    expect(desk.get(digest).handle).toBe("wang-fang");
  });

  it("forgets an act after five minutes, withdrawn, or when its session is locked", async () => {
    const late = desk.prepare(session, [randomBytes(200)], sentence);
    clock.pass(PREPARED_ACT_LIFE_MS - 1);
    expect(desk.get(late.digest)).toBeDefined();
    clock.pass(1);
    await refusal("SIGNING_ITEM_MISSING", desk.confirm(late.digest, passphrase));
    const withdrawn = desk.prepare(session, [randomBytes(200)], sentence);
    desk.withdraw(withdrawn.digest);
    await refusal("SIGNING_ITEM_MISSING", desk.confirm(withdrawn.digest, passphrase));
    const locked = desk.prepare(session, [randomBytes(200)], sentence);
    const other = desk.prepare(await keystore.unlock("wang-fang", TEST_PASSPHRASE), [randomBytes(200)], sentence);
    keystore.lock(session);
    await refusal("SIGNING_ITEM_MISSING", desk.confirm(locked.digest, passphrase));
    expect((await desk.confirm(other.digest, passphrase))[0]).toHaveLength(64);
    await refusal("SESSION_LOCKED", () => desk.prepare(session, [randomBytes(200)], sentence));
  });

  it("does not sign what was locked or withdrawn while the passphrase was tried", async () => {
    for (const interrupt of [(digest: string) => desk.withdraw(digest), () => keystore.lock(session)]) {
      const { digest } = desk.prepare(session, [randomBytes(200)], sentence);
      const confirmation = desk.confirm(digest, passphrase);
      interrupt(digest);
      await refusal("SIGNING_ITEM_MISSING", confirmation);
    }
  });

  it("holds 64 acts at most, and room again when they expire", async () => {
    const first = randomBytes(200);
    desk.prepare(session, [first], sentence);
    for (let i = 1; i < PREPARED_ACTS_MAX; i++) desk.prepare(session, [randomBytes(200)], sentence);
    const error = await refusal("SIGNING_DESK_FULL", () => desk.prepare(session, [randomBytes(200)], sentence));
    expect(error.data).toEqual({ itemsMax: PREPARED_ACTS_MAX });
    expect(desk.prepare(session, [first], sentence).digest).toBe(encodeHex(nodeSuite.sha256(first)));
    clock.pass(PREPARED_ACT_LIFE_MS);
    expect(desk.prepare(session, [randomBytes(200)], sentence).digest).toMatch(/^[0-9a-f]{64}$/);
  });

  it("gives an act no longer life when the clock is set back", async () => {
    const { digest } = desk.prepare(session, [randomBytes(200)], sentence);
    clock.setBack(1_000);
    expect(desk.get(digest)).toBeDefined();
    clock.setBack(10_000);
    await refusal("SIGNING_ITEM_MISSING", desk.confirm(digest, shell));
  });
});
