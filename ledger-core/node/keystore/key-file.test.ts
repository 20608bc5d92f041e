import { beforeAll, describe, expect, it } from "vitest";
import { encodeHex } from "#ledger-core/contract/schema/bytes.ts";
import { generateKeyPair, nodeSuite } from "#ledger-core/node/crypto-suite.ts";
import { encodeKeyFile, KEY_FILE_BYTES_MAX, openKeyFile, parseKeyFile, sealKeyFile, type KeyFile } from "./key-file.ts";
import { KeystoreError } from "./keystore-error.ts";
import { refusal, TEST_COST, TEST_NETWORK, TEST_PASSPHRASE } from "./keystore.testing.ts";

const owner = { handle: "wang-fang", network: TEST_NETWORK };
const keyPair = generateKeyPair();

let file: KeyFile;
let bytes: Uint8Array;

beforeAll(async () => {
  file = await sealKeyFile(owner, keyPair, { passphrase: TEST_PASSPHRASE, cost: TEST_COST });
  bytes = encodeKeyFile(file);
});

/** The file with some fields changed by somebody who knows how to mend the checksum. */
function forge(change: (content: Record<string, unknown>) => void): Uint8Array {
  const content = JSON.parse(Buffer.from(bytes).toString("utf8")) as Record<string, unknown>;
  delete content["checksum"];
  change(content);
  const checksum = encodeHex(nodeSuite.sha256(Buffer.from(JSON.stringify(content), "utf8")));
  return Buffer.from(`${JSON.stringify({ ...content, checksum }, undefined, 2)}\n`, "utf8");
}

function derivation(change: Record<string, unknown>): Uint8Array {
  return forge((content) => Object.assign(content["derivation"] as object, change));
}

describe("a key file", () => {
  it("gives back what was sealed, under its passphrase only", async () => {
    const parsed = parseKeyFile("wang-fang", bytes);
    expect(parsed).toEqual(file);
    const opened = await openKeyFile(parsed, TEST_PASSPHRASE);
    expect(opened?.publicKey).toEqual(keyPair.publicKey);
    expect([...(opened?.secretKey ?? [])]).toEqual([...keyPair.secretKey]);
    expect(await openKeyFile(parsed, `${TEST_PASSPHRASE} `)).toBeUndefined();
  });

  it("has another salt and nonce each time", async () => {
    const again = await sealKeyFile(owner, keyPair, { passphrase: TEST_PASSPHRASE, cost: TEST_COST });
    expect(again.salt).not.toEqual(file.salt);
    expect(again.nonce).not.toEqual(file.nonce);
    expect(again.sealed).not.toEqual(file.sealed);
  });

  it("is refused with any bit of any byte flipped", () => {
    const codes = new Map<string, number>();
    for (let i = 0; i < bytes.length; i++)
      for (let bit = 0; bit < 8; bit++) {
        const flipped = Uint8Array.from(bytes);
        flipped[i] = (flipped[i] ?? 0) ^ (1 << bit);
        try {
          parseKeyFile("wang-fang", flipped);
          expect.fail(`byte ${i} bit ${bit} was not noticed`);
        } catch (error) {
          if (!(error instanceof KeystoreError)) throw error;
          codes.set(error.code, (codes.get(error.code) ?? 0) + 1);
        }
      }
    expect([...codes]).toEqual([["KEY_FILE_CORRUPT", bytes.length * 8]]);
  });

  it("is refused with a byte taken out, doubled, or anything added", () => {
    const corrupt = expect.objectContaining({ code: "KEY_FILE_CORRUPT" });
    for (let i = 0; i < bytes.length; i++) {
      const without = [...bytes.subarray(0, i), ...bytes.subarray(i + 1)];
      const doubled = [...bytes.subarray(0, i + 1), ...bytes.subarray(i)];
      expect(() => parseKeyFile("wang-fang", Uint8Array.from(without))).toThrow(corrupt);
      expect(() => parseKeyFile("wang-fang", Uint8Array.from(doubled))).toThrow(corrupt);
      expect(() => parseKeyFile("wang-fang", bytes.subarray(0, i))).toThrow(corrupt);
    }
    for (const extra of [" ", "\n", "\0", "{}"])
      expect(() => parseKeyFile("wang-fang", Buffer.concat([bytes, Buffer.from(extra)]))).toThrow(corrupt);
  });

  it.each([
    ["nothing", "", "size"],
    ["too much", "[".repeat(KEY_FILE_BYTES_MAX + 1), "size"],
    ["deep nesting", "[".repeat(KEY_FILE_BYTES_MAX), "json"],
    ["another JSON", "[]", "json"],
    ["no object", "null", "json"],
    ["no JSON", "-----BEGIN PRIVATE KEY-----", "json"],
    ["an empty object", "{}", "shape"],
    ["a later form", '{"form":"tcc-key-2"}', "form"],
    ["a prototype", '{"__proto__":{"handle":"wang-fang"}}', "shape"],
  ])("is refused when it is %s", async (_what, text, reason) => {
    const error = await refusal("KEY_FILE_CORRUPT", () => parseKeyFile("wang-fang", Buffer.from(text, "utf8")));
    expect(error.data).toEqual({ handle: "wang-fang", reason });
  });
});

describe("a key file altered on purpose, its checksum mended", () => {
  it("does not open with another network, key, salt, nonce or sealed seed", async () => {
    const other = "00".repeat(32);
    const forgeries = [
      forge((content) => (content["network"] = other)),
      forge((content) => (content["network"] = null)),
      forge((content) => (content["publicKey"] = encodeHex(generateKeyPair().publicKey))),
      derivation({ salt: other }),
      derivation({ N: TEST_COST.N * 2 }),
      derivation({ p: 2 }),
      forge((content) => (content["nonce"] = "00".repeat(24))),
      forge((content) => (content["sealed"] = "00".repeat(48))),
    ];
    for (const forgery of forgeries) {
      expect(await openKeyFile(parseKeyFile("wang-fang", forgery), TEST_PASSPHRASE)).toBeUndefined();
    }
  });

  it("does not open under another handle", async () => {
    const forgery = forge((content) => (content["handle"] = "li-wei"));
    expect(await openKeyFile(parseKeyFile("li-wei", forgery), TEST_PASSPHRASE)).toBeUndefined();
    expect((await refusal("KEY_FILE_CORRUPT", () => parseKeyFile("wang-fang", forgery))).data.reason).toBe("handle");
  });

  it.each([
    ["N", 8_192],
    ["N", 0],
    ["N", 131_071],
    ["N", 2_097_152],
    ["N", 2 ** 52],
    ["N", -16_384],
    ["N", 16_384.5],
    ["r", 1],
    ["r", 1_000_000],
    ["p", 0],
    ["p", 5],
    ["p", 1.5],
  ] as const)("is not even tried with %s = %d", async (parameter, value) => {
    const error = await refusal("KEY_FILE_PARAMETERS", () =>
      parseKeyFile("wang-fang", derivation({ [parameter]: value })),
    );
    expect(error.data).toEqual({ handle: "wang-fang", parameter, value });
  });

  it("is corrupt when it names another cipher or derivation, or holds more fields", async () => {
    for (const forgery of [
      forge((content) => (content["cipher"] = "none")),
      derivation({ name: "pbkdf2" }),
      forge((content) => (content["comment"] = "harmless")),
      derivation({ N: "16384" }),
    ])
      await refusal("KEY_FILE_CORRUPT", () => parseKeyFile("wang-fang", forgery));
  });
});
