import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { encodeHex } from "#ledger-core/contract/schema/bytes.ts";
import { generateKeyPair } from "#ledger-core/node/crypto-suite.ts";
import { createKeyRequest, encodeKeyRequest, parseKeyRequest } from "./key-request.ts";
import { refusal, TEST_NETWORK } from "./keystore.testing.ts";

const person = { network: TEST_NETWORK, handle: "wang-fang" };
const keyPair = generateKeyPair();
const request = createKeyRequest(person, keyPair);
const bytes = encodeKeyRequest(request);

function altered(change: Record<string, unknown>): Uint8Array {
  return Buffer.from(
    JSON.stringify({ ...(JSON.parse(Buffer.from(bytes).toString("utf8")) as object), ...change }),
    "utf8",
  );
}

describe("a key request", () => {
  it("arrives as it was made", () => {
    expect(parseKeyRequest(bytes, TEST_NETWORK)).toEqual(request);
    expect(request.publicKey).toEqual(keyPair.publicKey);
    expect(Buffer.from(bytes).toString("utf8")).not.toContain(encodeHex(keyPair.secretKey.subarray(0, 32)));
  });

  it("is refused with another handle, key or proof", async () => {
    for (const change of [
      { handle: "li-wei" },
      { publicKey: encodeHex(generateKeyPair().publicKey) },
      { publicKey: "00".repeat(32) },
      { proof: "00".repeat(64) },
      { proof: encodeHex(createKeyRequest({ ...person, network: "6b".repeat(32) }, keyPair).proof) },
    ])
      await refusal("KEY_REQUEST_FORGED", () => parseKeyRequest(altered(change), TEST_NETWORK));
  });

  it("is refused for another network", async () => {
    const error = await refusal("OTHER_NETWORK", () => parseKeyRequest(bytes, "6b".repeat(32)));
    expect(error.data).toEqual({ handle: "wang-fang", network: TEST_NETWORK });
  });

  it.each([
    ["size", ""],
    ["size", " ".repeat(4_097)],
    ["json", "PK\u0003\u0004"],
    ["json", "[]"],
    ["form", "{}"],
    ["form", '{"form":"tcc-key-1"}'],
    ["shape", '{"form":"tcc-key-request-1","handle":5}'],
  ] as const)("is malformed by its %s", async (reason, text) => {
    const error = await refusal("KEY_REQUEST_MALFORMED", () =>
      parseKeyRequest(Buffer.from(text, "utf8"), TEST_NETWORK),
    );
    expect(error.data).toEqual({ reason });
  });

  it("is malformed with a handle that is no file name", async () => {
    await refusal("HANDLE_MALFORMED", () => parseKeyRequest(altered({ handle: "../wang" }), TEST_NETWORK));
  });

  it("refuses random changes of a byte with a known code, unless they mean the same", () => {
    fc.assert(
      fc.property(fc.nat(bytes.length - 1), fc.integer({ min: 1, max: 255 }), (place, mask) => {
        const changed = Uint8Array.from(bytes);
        changed[place] = (changed[place] ?? 0) ^ mask;
        try {
          expect(parseKeyRequest(changed, TEST_NETWORK)).toEqual(request);
        } catch (error) {
          expect(error).toMatchObject({
            code: expect.stringMatching(/^(KEY_REQUEST_|HANDLE_MALFORMED$|OTHER_NETWORK$)/),
          });
        }
      }),
    );
  });
});
