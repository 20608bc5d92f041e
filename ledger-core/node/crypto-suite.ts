/**
 * The cryptography of a node: SHA-256 from Node, Ed25519 and XChaCha20-Poly1305 from libsodium. The only file that imports
 * sodium-native, so that one library's rule decides everywhere which signature is valid.
 */
import { hash } from "node:crypto";
import sodium from "sodium-native";
import { HASH_BYTES, PUBLIC_KEY_BYTES, SIGNATURE_BYTES, type Suite } from "#ledger-core/proof/suite.ts";

const SECRET_KEY_BYTES = 64;
export const SEED_BYTES = 32;
const AEAD_KEY_BYTES = 32;
export const AEAD_NONCE_BYTES = 24;
export const AEAD_TAG_BYTES = 16;

/**
 * SHA-256 and Ed25519 as the ledger uses them. `verifyEd25519` follows libsodium: canonical encodings only, keys and
 * commitments of small order refused. It answers false for wrong lengths and never throws.
 */
export const nodeSuite = { sha256, verifyEd25519, isPrimeOrder } satisfies Suite;

export type KeyPair = {
  readonly publicKey: Uint8Array;
  /** Seed and public key, 64 bytes, in secret memory: hand it to `wipe` when done. */
  readonly secretKey: Uint8Array;
};

/** A new random key pair. */
export function generateKeyPair(): KeyPair {
  const publicKey = new Uint8Array(PUBLIC_KEY_BYTES);
  const secretKey = allocateSecret(SECRET_KEY_BYTES);
  sodium.crypto_sign_keypair(asBuffer(publicKey), asBuffer(secretKey));
  return { publicKey, secretKey };
}

/** The key pair of a 32-byte seed (RFC 8032). The seed stays the caller's to wipe. */
export function keyPairFromSeed(seed: Uint8Array): KeyPair {
  const publicKey = new Uint8Array(PUBLIC_KEY_BYTES);
  const secretKey = allocateSecret(SECRET_KEY_BYTES);
  sodium.crypto_sign_seed_keypair(asBuffer(publicKey), asBuffer(secretKey), asBuffer(seed));
  return { publicKey, secretKey };
}

/** The Ed25519 signature of a message, 64 bytes; the same key and message always give the same signature. */
export function signEd25519(secretKey: Uint8Array, message: Uint8Array): Uint8Array {
  const signature = new Uint8Array(SIGNATURE_BYTES);
  sodium.crypto_sign_detached(asBuffer(signature), asBuffer(message), asBuffer(secretKey));
  return signature;
}

/** Random bytes of the operating system. */
export function randomBytes(length: number): Uint8Array {
  const bytes = new Uint8Array(length);
  sodium.randombytes_buf(asBuffer(bytes));
  return bytes;
}

/**
 * Zeroed memory for a secret, apart from every other buffer: guarded pages that are never swapped out where the runtime allows
 * memory of its own making. Electron does not, so there it is an ordinary buffer, locked into memory if the system grants it.
 */
export function allocateSecret(length: number, isElectron = process.versions["electron"] !== undefined): Uint8Array {
  if (!isElectron) {
    const guarded = sodium.sodium_malloc(length);
    guarded.fill(0);
    return guarded;
  }
  const ordinary = new Uint8Array(length);
  try {
    sodium.sodium_mlock(asBuffer(ordinary));
  } catch {
    // The limit of locked memory is reached: the secret could be swapped out, and is still wiped after use.
  }
  return ordinary;
}

/** Overwrites a secret with zeros, in a way that no optimiser removes. */
export function wipe(secret: Uint8Array): void {
  sodium.sodium_memzero(asBuffer(secret));
}

/** What a sealed text is bound to. Key, nonce and associated data must all be the same to open it. */
export type AeadBinding = {
  readonly key: Uint8Array;
  /** 24 bytes; drawn at random for each seal, which is safe at this length. */
  readonly nonce: Uint8Array;
  /** Authenticated, not encrypted. */
  readonly associatedData: Uint8Array;
};

/** XChaCha20-Poly1305: the encrypted message with its 16-byte tag at the end. */
export function sealAead(binding: AeadBinding, message: Uint8Array): Uint8Array {
  const sealed = new Uint8Array(message.length + AEAD_TAG_BYTES);
  sodium.crypto_aead_xchacha20poly1305_ietf_encrypt(
    asBuffer(sealed),
    asBuffer(message),
    asBuffer(binding.associatedData),
    null,
    asBuffer(binding.nonce),
    asBuffer(binding.key),
  );
  return sealed;
}

/** The message in secret memory; undefined if a single bit of it, its key, nonce or associated data is another. */
export function openAead(binding: AeadBinding, sealed: Uint8Array): Uint8Array | undefined {
  if (sealed.length < AEAD_TAG_BYTES) return undefined;
  if (binding.key.length !== AEAD_KEY_BYTES || binding.nonce.length !== AEAD_NONCE_BYTES) return undefined;
  const message = allocateSecret(sealed.length - AEAD_TAG_BYTES);
  try {
    sodium.crypto_aead_xchacha20poly1305_ietf_decrypt(
      asBuffer(message),
      null,
      asBuffer(sealed),
      asBuffer(binding.associatedData),
      asBuffer(binding.nonce),
      asBuffer(binding.key),
    );
    return message;
  } catch {
    // Lengths were checked, so the only failure left is a tag that does not fit.
    wipe(message);
    return undefined;
  }
}

// A digest through a binary string is three times as fast as through a Buffer, and hashing is most of what a proof costs.
function sha256(bytes: Uint8Array): Uint8Array {
  const text = hash("sha256", bytes, "binary");
  const digest = new Uint8Array(HASH_BYTES);
  for (let i = 0; i < HASH_BYTES; i++) digest[i] = text.charCodeAt(i);
  return digest;
}

function verifyEd25519(publicKey: Uint8Array, message: Uint8Array, signature: Uint8Array): boolean {
  if (publicKey.length !== PUBLIC_KEY_BYTES || signature.length !== SIGNATURE_BYTES) return false;
  return sodium.crypto_sign_verify_detached(asBuffer(signature), asBuffer(message), asBuffer(publicKey));
}

function isPrimeOrder(publicKey: Uint8Array): boolean {
  return publicKey.length === PUBLIC_KEY_BYTES && sodium.crypto_core_ed25519_is_valid_point(asBuffer(publicKey));
}

/** The same memory, as the type that sodium-native's declarations ask for; it takes any view of bytes. */
function asBuffer(bytes: Uint8Array): Buffer {
  return bytes as Buffer;
}
