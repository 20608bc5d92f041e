/**
 * The computations that proofs need and that a pure folder cannot bring itself. All are synchronous and never throw:
 * `verifyEd25519` answers false for whatever it cannot accept, keys and signatures of a wrong length, non-canonical encodings
 * and points of small order included.
 */
export type Suite = {
  /** SHA-256, 32 bytes. */
  readonly sha256: (bytes: Uint8Array) => Uint8Array;
  readonly verifyEd25519: (publicKey: Uint8Array, message: Uint8Array, signature: Uint8Array) => boolean;
  /**
   * Whether bytes are the one encoding of a point whose order is the large prime. About a signature by a key that has a part of small
   * order libraries disagree, so no such key may be entered anywhere.
   */
  readonly isPrimeOrder: (publicKey: Uint8Array) => boolean;
};

/** Bytes of a SHA-256 hash. */
export const HASH_BYTES = 32;
/** Bytes of an Ed25519 public key. */
export const PUBLIC_KEY_BYTES = 32;
/** Bytes of an Ed25519 signature. */
export const SIGNATURE_BYTES = 64;
