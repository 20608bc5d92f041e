/** The suite of the tests: Node's SHA-256 and noble's Ed25519 by the strict rule, which the windows use too. */
import { createHash } from "node:crypto";
import * as ed25519 from "@noble/ed25519";
import { strictSuite } from "./strict-suite.ts";

ed25519.hashes.sha512 = (message) => new Uint8Array(createHash("sha512").update(message).digest());

export const testSuite = strictSuite({
  sha256: (bytes) => new Uint8Array(createHash("sha256").update(bytes).digest()),
  isPrimeOrder: (encoded) => {
    const point = ed25519.Point.fromBytes(encoded, false);
    return !point.isSmallOrder() && point.isTorsionFree();
  },
  verify: (signature, message, publicKey) => ed25519.verify(signature, message, publicKey, { zip215: false }),
});

/** A key that signs, from a seed of 32 equal bytes: the tests are the same on every run. */
export function testKey(seedByte: number): {
  readonly publicKey: Uint8Array;
  readonly sign: (message: Uint8Array) => Uint8Array;
} {
  const seed = new Uint8Array(32).fill(seedByte);
  return { publicKey: ed25519.getPublicKey(seed), sign: (message) => ed25519.sign(message, seed) };
}

/** Leaf bytes that are told apart by their number. */
export function testLeaves(count: number): readonly Uint8Array[] {
  return Array.from({ length: count }, (_, i) => Uint8Array.of(i >> 8, i & 255));
}
