import { sha256 } from "@noble/hashes/sha2.js";
import { encodeHex } from "#ledger-core/contract/schema/bytes.ts";

/** SHA-256 of a text as UTF-8, exactly as it stands, in lower-case hexadecimal. */
export function fingerprintOfText(text: string): string {
  return encodeHex(sha256(new TextEncoder().encode(text)));
}

/** Takes bytes in pieces, so that a file of any size is never held whole. */
export type Fingerprint = {
  readonly add: (piece: Uint8Array) => void;
  /** The SHA-256 of all pieces in order, in lower-case hexadecimal. Nothing can be added afterwards. */
  readonly finish: () => string;
};

export function startFingerprint(): Fingerprint {
  const hash = sha256.create();
  return { add: (piece) => void hash.update(piece), finish: () => encodeHex(hash.digest()) };
}
