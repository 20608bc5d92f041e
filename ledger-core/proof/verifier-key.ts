/** Keys that notes are checked with, and their text form, the vkey: `name+keyId+base64(algorithm || public key)` (C2SP signed-note). */
import { concatBytes, encodeHex, encodeUtf8, equalBytes, parseHex } from "#ledger-core/contract/schema/bytes.ts";
import { encodeBase64, parseBase64 } from "./base64.ts";
import { PUBLIC_KEY_BYTES } from "./suite.ts";
import type { Suite } from "./suite.ts";

/** Ed25519 over the note's text: how a log signs. */
export const ALGORITHM_ED25519 = 0x01;
/** Ed25519 over the text with a time before it (C2SP tlog-cosignature): how a witness signs. */
export const ALGORITHM_COSIGNATURE = 0x04;

export type NoteAlgorithm = typeof ALGORITHM_ED25519 | typeof ALGORITHM_COSIGNATURE;

/** `keyId` is the first 4 bytes of a hash over name, algorithm and key: a hint for finding the key, not a proof of it. */
export type VerifierKey = {
  readonly name: string;
  readonly keyId: Uint8Array;
  readonly algorithm: NoteAlgorithm;
  readonly publicKey: Uint8Array;
};

/** Bytes of a key id. */
export const KEY_ID_BYTES = 4;
/** Letters of a key's name; far above any host name, so that a text of a megabyte is not a name. */
const NAME_LENGTH_MAX = 256;

/**
 * Control characters, Unicode's white space, and the plus sign that separates the parts of a vkey. The white space is written out,
 * so that two nodes with different Unicode tables agree.
 */
const NOT_IN_NAME = /[\u0000-\u0020+\u0085\u00a0\u1680\u2000-\u200a\u2028\u2029\u202f\u205f\u3000]/;

/** The key with its id computed. Throws RangeError for a name or a public key that a note cannot carry. */
export function verifierKey(suite: Suite, { name, algorithm, publicKey }: Omit<VerifierKey, "keyId">): VerifierKey {
  const utf8 = isKeyName(name) ? encodeUtf8(name) : undefined;
  if (utf8 === undefined || publicKey.length !== PUBLIC_KEY_BYTES)
    throw new RangeError("the name or the key of a vkey");
  const hash = suite.sha256(concatBytes(utf8, Uint8Array.of(0x0a, algorithm), publicKey));
  return { name, algorithm, publicKey, keyId: hash.slice(0, KEY_ID_BYTES) };
}

/** The vkey of a key. */
export function encodeVerifierKey(key: VerifierKey): string {
  const material = concatBytes(Uint8Array.of(key.algorithm), key.publicKey);
  return `${key.name}+${encodeHex(key.keyId)}+${encodeBase64(material)}`;
}

/**
 * The key of a vkey; undefined if it is malformed, of another algorithm, if its id is not the one computed from the rest, or if its point is
 * none of prime order: libraries disagree about what such a key has signed.
 */
export function parseVerifierKey(suite: Suite, text: string): VerifierKey | undefined {
  const [name, id, ...rest] = text.split("+");
  if (name === undefined || id === undefined || !isKeyName(name) || !/^[0-9a-f]{8}$/.test(id)) return undefined;
  const material = parseBase64(rest.join("+"));
  const algorithm = material?.[0];
  if (material?.length !== 1 + PUBLIC_KEY_BYTES) return undefined;
  if (algorithm !== ALGORITHM_ED25519 && algorithm !== ALGORITHM_COSIGNATURE) return undefined;
  const key = verifierKey(suite, { name, algorithm, publicKey: material.slice(1) });
  const isSound = equalBytes(key.keyId, parseHex(id) ?? new Uint8Array(0)) && suite.isPrimeOrder(key.publicKey);
  return isSound ? key : undefined;
}

/** Whether two keys are one: the name, the algorithm, the key itself. */
export function isSameKey(left: VerifierKey, right: VerifierKey): boolean {
  return left.name === right.name && left.algorithm === right.algorithm && equalBytes(left.publicKey, right.publicKey);
}

/** Whether a text can be a key's name in a note: not empty, no white space, no plus, no control character, no lone surrogate. */
export function isKeyName(name: string): boolean {
  if (name.length === 0 || name.length > NAME_LENGTH_MAX) return false;
  return !NOT_IN_NAME.test(name) && encodeUtf8(name) !== undefined;
}
