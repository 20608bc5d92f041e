import { hashes, Point, verify } from "@noble/ed25519";
import { sha256, sha512 } from "@noble/hashes/sha2.js";
import { strictSuite } from "#ledger-core/proof/strict-suite.ts";

hashes.sha512 = sha512;

/** The computations of a proof in the page, by the strict rule of signatures. */
export const pageSuite = strictSuite({
  sha256: (bytes) => sha256(bytes),
  isPrimeOrder: (encoded) => {
    const point = Point.fromBytes(encoded, false);
    return !point.isSmallOrder() && point.isTorsionFree();
  },
  verify: (signature, message, publicKey) => verify(signature, message, publicKey, { zip215: false }),
});
