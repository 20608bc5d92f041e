/** The one strict rule of signatures for programs without the node's own library: windows, and the one-file verifier. */
import { PUBLIC_KEY_BYTES, SIGNATURE_BYTES } from "./suite.ts";
import type { Suite } from "./suite.ts";

/** What a library of Ed25519 and SHA-256 gives; `isPrimeOrder` and `verify` may throw for bytes that are no point or no scalar. */
export type CurveLibrary = {
  readonly sha256: (bytes: Uint8Array) => Uint8Array;
  /** Whether bytes are the one encoding of a point whose order is the large prime. */
  readonly isPrimeOrder: (encoded: Uint8Array) => boolean;
  /** By RFC 8032, canonical encodings only. */
  readonly verify: (signature: Uint8Array, message: Uint8Array, publicKey: Uint8Array) => boolean;
};

/**
 * A suite at least as strict as the ledger's own: canonical encodings only, and neither the key nor the commitment may have a part of
 * small order, so that libraries cannot disagree about a signature.
 */
export function strictSuite({ sha256, isPrimeOrder, verify }: CurveLibrary): Suite {
  const isSound = (encoded: Uint8Array): boolean => {
    try {
      return encoded.length === PUBLIC_KEY_BYTES && isPrimeOrder(encoded);
    } catch {
      return false;
    }
  };
  return {
    sha256,
    verifyEd25519: (publicKey, message, signature) => {
      if (signature.length !== SIGNATURE_BYTES) return false;
      if (!isSound(publicKey) || !isSound(signature.slice(0, PUBLIC_KEY_BYTES))) return false;
      try {
        return verify(signature, message, publicKey);
      } catch {
        return false;
      }
    },
    isPrimeOrder: isSound,
  };
}
