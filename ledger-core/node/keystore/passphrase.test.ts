import { describe, expect, it } from "vitest";
import { encodeHex } from "#ledger-core/contract/schema/bytes.ts";
import { refusal } from "./keystore.testing.ts";
import {
  derivePassphraseKey,
  findParameterFlaw,
  SCRYPT_COST_DEFAULT,
  SCRYPT_N_MAX,
  SCRYPT_N_MIN,
  verifyPassphraseStrength,
} from "./passphrase.ts";

describe("derivePassphraseKey", () => {
  it("is scrypt: the first 32 bytes of RFC 7914's answer for N = 16384", async () => {
    const salt = new TextEncoder().encode("SodiumChloride");
    const key = await derivePassphraseKey("pleaseletmein", salt, { N: 16_384, r: 8, p: 1 });
    expect(encodeHex(key)).toBe("7023bdcb3afd7348461c06cd81fd38ebfda8fbba904f8e3ea9b543f6545da1f2");
  });

  it("runs at the default and at the cheapest cost that files may have", async () => {
    for (const cost of [SCRYPT_COST_DEFAULT, { N: SCRYPT_N_MIN, r: 8, p: 4 }]) {
      expect(findParameterFlaw(cost)).toBeUndefined();
      expect(await derivePassphraseKey("pleaseletmein", new Uint8Array(32), cost)).toHaveLength(32);
    }
    expect(findParameterFlaw({ N: SCRYPT_N_MAX, r: 8, p: 1 })).toBeUndefined();
  });

  it("takes what keyboards spell in two ways as one: width and composition", async () => {
    const cost = { N: SCRYPT_N_MIN, r: 8, p: 1 };
    const salt = new Uint8Array(32);
    const key = encodeHex(await derivePassphraseKey("café 2026 数据", salt, cost));
    expect(encodeHex(await derivePassphraseKey("cafe\u0301　２０２６ 数据", salt, cost))).toBe(key);
    expect(encodeHex(await derivePassphraseKey("cafe 2026 数据", salt, cost))).not.toBe(key);
  });
});

describe("verifyPassphraseStrength", () => {
  it.each([
    "eight c!",
    "correct horse",
    "城市数据共享",
    "城市 data 26",
    "😀😁😂🤣😃😄😅😆😉😊",
    "x".repeat(1_000) + "abcde",
  ])("admits %j", (passphrase) => {
    expect(() => verifyPassphraseStrength(passphrase, "wang-fang")).not.toThrow();
  });

  it.each([
    ["", "short"],
    ["seven c", "short"],
    ["城市数", "short"],
    ["😀😁😂🤣😃", "short"],
    ["ａｂｃｄｅｆｇ", "short"],
    ["aaaaaaaaaaaaaaaa", "repetitive"],
    ["1212121212121212", "repetitive"],
    ["Wang-Fang-Office", "handle"],
    ["x".repeat(1_025), "long"],
    ["数".repeat(400), "long"],
  ])("refuses %j: %s", async (passphrase, reason) => {
    const error = await refusal("PASSPHRASE_WEAK", () => verifyPassphraseStrength(passphrase, "Wang-fang-office"));
    expect(error.data).toEqual({ reason, charactersMin: 8 });
  });
});
