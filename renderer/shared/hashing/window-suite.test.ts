import { describe, expect, it } from "vitest";
import { encodeUtf8, parseHex } from "#ledger-core/contract/schema/bytes.ts";
import { windowSuite } from "./window-suite.ts";

function hex(text: string): Uint8Array {
  const bytes = parseHex(text);
  if (bytes === undefined) throw new Error("not hexadecimal");
  return bytes;
}

/** RFC 8032, section 7.1, test 2. */
const key = hex("3d4017c3e843895a92b70aa74d1b7ebc9c982ccf2ec4968cc0cd55f12af4660c");
const message = hex("72");
const signature = hex(
  "92a009a9f0d4cab8720e820b5f642540a2b27b5416503f8fb3762223ebdb69da085ac1e43e15996e458f3613d0f11d8c387b2eaeb4302aeeb00d291612bb0c00",
);

/** Adds the order of the group to the scalar of a signature: the same equation, another encoding. */
function withOtherScalar(canonical: Uint8Array): Uint8Array {
  const order = hex("edd3f55c1a631258d69cf7a2def9de1400000000000000000000000000000010");
  const other = canonical.slice();
  let carry = 0;
  for (let i = 0; i < 32; i++) {
    const sum = (other[32 + i] ?? 0) + (order[i] ?? 0) + carry;
    other[32 + i] = sum & 255;
    carry = sum >> 8;
  }
  return other;
}

describe("signatures in a window", () => {
  it("hold as the standard says, and no longer with one bit changed", () => {
    expect(windowSuite.verifyEd25519(key, message, signature)).toBe(true);
    expect(windowSuite.verifyEd25519(key, hex("73"), signature)).toBe(false);
    for (const place of [0, 31, 32, 63]) {
      const changed = signature.slice();
      changed[place] = (changed[place] ?? 0) ^ 1;
      expect(windowSuite.verifyEd25519(key, message, changed)).toBe(false);
    }
  });

  it("do not hold in a second encoding, of a wrong length, or by a key of small order", () => {
    expect(windowSuite.verifyEd25519(key, message, withOtherScalar(signature))).toBe(false);
    expect(windowSuite.verifyEd25519(key, message, signature.slice(1))).toBe(false);
    expect(windowSuite.verifyEd25519(key.slice(1), message, signature)).toBe(false);
    for (const weak of [
      "0100000000000000000000000000000000000000000000000000000000000000",
      "0000000000000000000000000000000000000000000000000000000000000000",
      "c7176a703d4dd84fba3c0b760d10670f2a2053fa2c39ccc64ec7fd7792ac037a",
      "edffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff7f",
    ]) {
      // The commitment is the neutral point and the scalar 0: a careless check accepts this for any message.
      const trick = hex(`01${"00".repeat(63)}`);
      expect(windowSuite.verifyEd25519(hex(weak), message, trick)).toBe(false);
    }
  });
});

it("hashes as the standard says", () => {
  const empty = encodeUtf8("") ?? hex("00");
  expect(windowSuite.sha256(empty)).toEqual(hex("e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"));
});
