import { createHash } from "node:crypto";
import { Point } from "@noble/ed25519";
import { describe, expect, it } from "vitest";
import { concatBytes, parseHex } from "#ledger-core/contract/schema/bytes.ts";
import { executeGenesis, parseGenesis } from "#ledger-core/kernel/genesis.ts";
import { isKeyProven, keyStatement } from "#ledger-core/kernel/governance/key-proof.ts";
import { MemoryRows } from "#ledger-core/kernel/testing/memory-rows.testing.ts";
import { mixedKey } from "#ledger-core/kernel/testing/mixed-key.testing.ts";
import { littleEndian } from "#ledger-core/kernel/testing/other-signature.testing.ts";
import { TestLedger } from "#ledger-core/kernel/testing/test-ledger.testing.ts";
import { testSuite } from "#ledger-core/proof/suite.testing.ts";
import {
  ALGORITHM_ED25519,
  encodeVerifierKey,
  parseVerifierKey,
  verifierKey,
} from "#ledger-core/proof/verifier-key.ts";
import { describeRealData, readRealJson } from "#ledger-core/testdata/real-data.testing.ts";
import {
  allocateSecret,
  generateKeyPair,
  keyPairFromSeed,
  nodeSuite,
  openAead,
  randomBytes,
  sealAead,
  signEd25519,
  wipe,
} from "./crypto-suite.ts";

type WycheproofGroup = {
  readonly publicKey: { readonly pk: string };
  readonly tests: readonly {
    readonly tcId: number;
    readonly comment: string;
    readonly msg: string;
    readonly sig: string;
    readonly result: "valid" | "invalid";
  }[];
};

type WycheproofFile = { readonly numberOfTests: number; readonly testGroups: readonly WycheproofGroup[] };

const WYCHEPROOF = "crypto/wycheproof-ed25519.json.gz";

/** The points whose order divides 8, in every encoding, RFC 8032 bytes: from the identity to non-canonical ones. */
const SMALL_ORDER_KEYS = [
  "0100000000000000000000000000000000000000000000000000000000000000",
  "ecffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff7f",
  "0000000000000000000000000000000000000000000000000000000000000000",
  "0000000000000000000000000000000000000000000000000000000000000080",
  "c7176a703d4dd84fba3c0b760d10670f2a2053fa2c39ccc64ec7fd7792ac037a",
  "c7176a703d4dd84fba3c0b760d10670f2a2053fa2c39ccc64ec7fd7792ac03fa",
  "26e8958fc2b227b045c3f489f2ef98f0d5dfac05d3c63339b13802886d53fc05",
  "26e8958fc2b227b045c3f489f2ef98f0d5dfac05d3c63339b13802886d53fc85",
  "0100000000000000000000000000000000000000000000000000000000000080",
  "ecffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff",
  "edffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff7f",
  "edffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff",
  "eeffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff7f",
  "eeffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff",
];

function hex(text: string): Uint8Array {
  const bytes = parseHex(text);
  if (bytes === undefined) throw new Error("not hexadecimal");
  return bytes;
}

describe("sha256", () => {
  it("agrees with the standard's answers", () => {
    expect(nodeSuite.sha256(new Uint8Array(0))).toEqual(
      hex("e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"),
    );
    expect(nodeSuite.sha256(new TextEncoder().encode("abc"))).toEqual(
      hex("ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad"),
    );
  });

  it("hashes exactly the view that it is given", () => {
    const whole = randomBytes(300);
    for (const [from, to] of [
      [0, 300],
      [1, 300],
      [17, 81],
      [299, 299],
    ] as const) {
      const view = whole.subarray(from, to);
      expect(nodeSuite.sha256(view)).toEqual(new Uint8Array(createHash("sha256").update(view).digest()));
    }
  });
});

describeRealData("verifyEd25519 on the cases of Wycheproof", WYCHEPROOF, () => {
  const wycheproof = readRealJson<WycheproofFile>(WYCHEPROOF);
  const cases = wycheproof.testGroups.flatMap((group) =>
    group.tests.map((test) => ({ key: group.publicKey.pk, test })),
  );

  it("are all run", () => {
    expect(cases).toHaveLength(wycheproof.numberOfTests);
    expect(cases.filter(({ test }) => test.result === "valid").length).toBeGreaterThan(50);
  });

  it.each(cases)("$test.tcId ($test.result) $test.comment", ({ key, test }) => {
    const accepted = nodeSuite.verifyEd25519(hex(key), hex(test.msg), hex(test.sig));
    expect(accepted).toBe(test.result === "valid");
  });
});

describe("verifyEd25519", () => {
  it.each(SMALL_ORDER_KEYS)("refuses the small-order key %s", (key) => {
    // With such a key, R = the key's own kind of point and S = 0 would satisfy the bare equation for many messages.
    for (const commitment of SMALL_ORDER_KEYS)
      for (let i = 0; i < 16; i++) {
        const signature = new Uint8Array([...hex(commitment), ...new Uint8Array(32)]);
        expect(nodeSuite.verifyEd25519(hex(key), new Uint8Array([i]), signature)).toBe(false);
      }
  });

  it("refuses a commitment of small order under a sound key", () => {
    const { publicKey } = generateKeyPair();
    for (const commitment of SMALL_ORDER_KEYS) {
      const signature = new Uint8Array([...hex(commitment), ...new Uint8Array(32)]);
      expect(nodeSuite.verifyEd25519(publicKey, new Uint8Array([1]), signature)).toBe(false);
    }
  });

  it("holds for a key with a part of small order where others refuse it, so that no such key may be entered", () => {
    const network = new Uint8Array(32).fill(5);
    const { publicKey, sign } = mixedKey();
    const statement = keyStatement(network, "somebody", publicKey);
    const proof = sign(statement);
    expect(nodeSuite.verifyEd25519(publicKey, statement, proof)).toBe(true);
    expect(testSuite.verifyEd25519(publicKey, statement, proof)).toBe(false);
    for (const suite of [nodeSuite, testSuite]) {
      expect(isKeyProven(suite, { network, handle: "somebody", publicKey }, proof)).toBe(false);
      for (const key of [publicKey, ...SMALL_ORDER_KEYS.map(hex), new Uint8Array(31)])
        expect(suite.isPrimeOrder(key)).toBe(false);
      // Nor does a proof bring one along: the page and the command line would not agree about it.
      const vkey = encodeVerifierKey(verifierKey(suite, { name: "log", algorithm: ALGORITHM_ED25519, publicKey }));
      expect(parseVerifierKey(suite, vkey)).toBeUndefined();
      const sound = generateKeyPair();
      const own = keyStatement(network, "somebody", sound.publicKey);
      const key = { network, handle: "somebody", publicKey: sound.publicKey };
      expect(isKeyProven(suite, key, signEd25519(sound.secretKey, own))).toBe(true);
    }
    // Nor by founding a network, be it the key of its first person or that of its log.
    const { genesis, ruleset } = new TestLedger();
    const found = (bytes: Uint8Array): unknown => executeGenesis(ruleset, nodeSuite, bytes, new MemoryRows());
    expect(found(genesis)).toMatchObject({ height: 0 });
    const { person, logKey } = parseGenesis(genesis) ?? {};
    for (const sound of [person?.publicKey, logKey]) {
      const at = Buffer.from(genesis).indexOf(sound ?? "none");
      expect(() => found(concatBytes(genesis.subarray(0, at), publicKey, genesis.subarray(at + 32)))).toThrow(
        "small order",
      );
    }
  });

  it("holds for no commitment with a part of small order, so that all libraries agree about every signature", () => {
    const order = Point.CURVE().n;
    const [secret, nonce] = [0x1234_5678_9abc_def0n, 0xfedc_ba98_7654_3210n];
    const publicKey = Point.BASE.multiply(secret).toBytes();
    const message = new Uint8Array([1, 2, 3]);
    const signWith = (commitment: Uint8Array): Uint8Array => {
      const digest = createHash("sha512")
        .update(concatBytes(commitment, publicKey, message))
        .digest();
      const response = (nonce + (littleEndian(digest) % order) * secret) % order;
      return concatBytes(commitment, hex(response.toString(16).padStart(64, "0")).reverse());
    };
    const sound = Point.BASE.multiply(nonce);
    for (const suite of [nodeSuite, testSuite]) {
      expect(suite.verifyEd25519(publicKey, message, signWith(sound.toBytes()))).toBe(true);
      // With the cofactor, as some libraries verify, the part would fall away.
      const mixed = sound.add(Point.fromHex(SMALL_ORDER_KEYS[6] ?? "")).toBytes();
      expect(suite.verifyEd25519(publicKey, message, signWith(mixed))).toBe(false);
    }
  });

  it("answers false to wrong lengths", () => {
    const { publicKey, secretKey } = generateKeyPair();
    const message = randomBytes(20);
    const signature = signEd25519(secretKey, message);
    expect(nodeSuite.verifyEd25519(publicKey, message, signature)).toBe(true);
    for (const length of [0, 31, 33, 64]) {
      expect(nodeSuite.verifyEd25519(new Uint8Array(length), message, signature)).toBe(false);
    }
    for (const length of [0, 63, 65, 128]) {
      const other = new Uint8Array(length);
      other.set(signature.subarray(0, length));
      expect(nodeSuite.verifyEd25519(publicKey, message, other)).toBe(false);
    }
  });
});

describe("signing", () => {
  it("gives the answers of RFC 8032, section 7.1, tests 1 and 2", () => {
    const first = keyPairFromSeed(hex("9d61b19deffd5a60ba844af492ec2cc44449c5697b326919703bac031cae7f60"));
    expect(first.publicKey).toEqual(hex("d75a980182b10ab7d54bfed3c964073a0ee172f3daa62325af021a68f707511a"));
    expect(signEd25519(first.secretKey, new Uint8Array(0))).toEqual(
      hex(
        "e5564300c360ac729086e2cc806e828a84877f1eb8e5d974d873e065224901555fb8821590a33bacc61e39701cf9b46bd25bf5f0595bbe24655141438e7a100b",
      ),
    );
    const second = keyPairFromSeed(hex("4ccd089b28ff96da9db6c346ec114e0f5b8a319f35aba624da8cf6ed4fb8a6fb"));
    expect(signEd25519(second.secretKey, new Uint8Array([0x72]))).toEqual(
      hex(
        "92a009a9f0d4cab8720e820b5f642540a2b27b5416503f8fb3762223ebdb69da085ac1e43e15996e458f3613d0f11d8c387b2eaeb4302aeeb00d291612bb0c00",
      ),
    );
  });

  it("signs what only the same key and message verify", () => {
    const ours = generateKeyPair();
    const theirs = generateKeyPair();
    const message = randomBytes(310);
    const signature = signEd25519(ours.secretKey, message);
    expect(nodeSuite.verifyEd25519(ours.publicKey, message, signature)).toBe(true);
    expect(nodeSuite.verifyEd25519(theirs.publicKey, message, signature)).toBe(false);
    message[0] = (message[0] ?? 0) ^ 1;
    expect(nodeSuite.verifyEd25519(ours.publicKey, message, signature)).toBe(false);
  });
});

describe("sealed text", () => {
  const binding = { key: randomBytes(32), nonce: randomBytes(24), associatedData: randomBytes(40) };
  const message = randomBytes(32);
  const sealed = sealAead(binding, message);

  it("opens under the same binding", () => {
    expect(new Uint8Array(openAead(binding, sealed) ?? [])).toEqual(message);
    expect(openAead(binding, sealAead(binding, new Uint8Array(0)))).toHaveLength(0);
  });

  it("stays shut for any changed bit of it or of its binding", () => {
    for (const part of [sealed, binding.key, binding.nonce, binding.associatedData])
      for (let i = 0; i < part.length; i++) {
        part[i] = (part[i] ?? 0) ^ (1 << (i % 8));
        expect(openAead(binding, sealed)).toBeUndefined();
        part[i] = (part[i] ?? 0) ^ (1 << (i % 8));
      }
    expect(openAead(binding, sealed)).toBeDefined();
  });

  it("stays shut for wrong lengths", () => {
    for (const length of [0, 15, 16, sealed.length - 1])
      expect(openAead(binding, sealed.subarray(0, length))).toBeUndefined();
    expect(openAead({ ...binding, key: binding.key.subarray(1) }, sealed)).toBeUndefined();
    expect(openAead({ ...binding, nonce: binding.nonce.subarray(1) }, sealed)).toBeUndefined();
  });
});

describe("secret memory", () => {
  it.each([false, true])("starts at zero and is wiped (in Electron: %s)", (isElectron) => {
    const secret = allocateSecret(64, isElectron);
    expect([...secret]).toEqual([...new Uint8Array(64)]);
    secret.fill(7);
    wipe(secret);
    expect([...secret]).toEqual([...new Uint8Array(64)]);
  });
});
