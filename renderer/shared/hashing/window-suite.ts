import { hashes, Point, verify } from "@noble/ed25519";
import { sha256, sha512 } from "@noble/hashes/sha2.js";
import { PUBLIC_KEY_BYTES, SIGNATURE_BYTES } from "#ledger-core/proof/suite.ts";
import type { Suite } from "#ledger-core/proof/suite.ts";

hashes.sha512 = sha512;

/**
 * The computations of a proof in a window. Signatures are judged at least as strictly as in the ledger: canonical encodings only,
 * and neither the key nor the commitment may have a part of small order, so that libraries cannot disagree about one.
 */
export const windowSuite: Suite = { sha256: (bytes) => sha256(bytes), verifyEd25519 };

function verifyEd25519(publicKey: Uint8Array, message: Uint8Array, signature: Uint8Array): boolean {
  if (publicKey.length !== PUBLIC_KEY_BYTES || signature.length !== SIGNATURE_BYTES) return false;
  try {
    if (!isSound(publicKey) || !isSound(signature.slice(0, PUBLIC_KEY_BYTES))) return false;
    return verify(signature, message, publicKey, { zip215: false });
  } catch {
    // The library throws for bytes that are no point or no scalar.
    return false;
  }
}

/** A point of the large prime order, in its one encoding. Throws for bytes that are no point. */
function isSound(encoded: Uint8Array): boolean {
  const point = Point.fromBytes(encoded, false);
  return !point.isSmallOrder() && point.isTorsionFree();
}
