/** From a passphrase to a key: what is too weak, what it costs to try one, and the derivation itself. */
import { scrypt } from "node:crypto";
import { allocateSecret, wipe } from "#ledger-core/node/crypto-suite.ts";
import { KeystoreError } from "./keystore-error.ts";

/** What scrypt (RFC 7914) costs: it takes 128 x N x r bytes of memory, and time in proportion to N x r x p. */
export type ScryptCost = { readonly N: number; readonly r: number; readonly p: number };

/** 128 MiB and about a third of a second: what OWASP recommends for stored passphrases. */
export const SCRYPT_COST_DEFAULT: ScryptCost = { N: 131_072, r: 8, p: 1 };
/** Below it a guess is cheap; nothing of ours ever wrote less. 16 MiB. */
export const SCRYPT_N_MIN = 16_384;
/** Above it a hostile file could take the machine's memory. 1 GiB with r = 8. */
export const SCRYPT_N_MAX = 1_048_576;
export const SCRYPT_P_MAX = 4;
const SCRYPT_R = 8;

export const PASSPHRASE_CHARACTERS_MIN = 8;
const PASSPHRASE_BYTES_MAX = 1_024;
const DISTINCT_CHARACTERS_MIN = 5;
const DERIVED_KEY_BYTES = 32;

/** The name of the first parameter that is out of bounds; undefined if the derivation may be run. */
export function findParameterFlaw(cost: ScryptCost): "N" | "r" | "p" | undefined {
  const isPowerOfTwo = Number.isSafeInteger(Math.log2(cost.N));
  if (!isPowerOfTwo || cost.N < SCRYPT_N_MIN || cost.N > SCRYPT_N_MAX) return "N";
  if (cost.r !== SCRYPT_R) return "r";
  if (!Number.isSafeInteger(cost.p) || cost.p < 1 || cost.p > SCRYPT_P_MAX) return "p";
  return undefined;
}

/**
 * Throws PASSPHRASE_WEAK unless a new passphrase has eight characters, five of them different, and is not the handle. A Chinese
 * character counts twice, since there are thousands of them to guess among.
 */
export function verifyPassphraseStrength(passphrase: string, handle: string): void {
  const normalized = passphrase.normalize("NFKC");
  const weak = (reason: "short" | "long" | "repetitive" | "handle"): KeystoreError =>
    new KeystoreError("PASSPHRASE_WEAK", { reason, charactersMin: PASSPHRASE_CHARACTERS_MIN });
  if (new TextEncoder().encode(normalized).length > PASSPHRASE_BYTES_MAX) throw weak("long");
  const characters = [...normalized];
  const weight = characters.reduce((sum, character) => sum + (/\p{Script=Han}/u.test(character) ? 2 : 1), 0);
  if (weight < PASSPHRASE_CHARACTERS_MIN) throw weak("short");
  if (new Set(characters).size < DISTINCT_CHARACTERS_MIN) throw weak("repetitive");
  if (normalized.toLowerCase() === handle.normalize("NFKC").toLowerCase()) throw weak("handle");
}

/**
 * The 32-byte key of a passphrase, for the caller to wipe. The passphrase is taken in NFKC, so that full-width characters of a
 * Chinese keyboard and their plain twins open the same file. The caller has checked `cost` with `findParameterFlaw`.
 */
export async function derivePassphraseKey(passphrase: string, salt: Uint8Array, cost: ScryptCost): Promise<Uint8Array> {
  const normalized = passphrase.normalize("NFKC");
  const secret = allocateSecret(Buffer.byteLength(normalized, "utf8"));
  new TextEncoder().encodeInto(normalized, secret);
  try {
    return await new Promise<Uint8Array>((resolve, reject) => {
      const options = { ...cost, maxmem: 128 * cost.N * cost.r + 4_194_304 };
      scrypt(secret, salt, DERIVED_KEY_BYTES, options, (error, key) => (error === null ? resolve(key) : reject(error)));
    });
  } finally {
    wipe(secret);
  }
}
