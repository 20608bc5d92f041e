/** Whoever holds a key can sign a message in any number of ways, all of them valid: RFC 8032 only asks that the nonce follow from key and message. */
import { createHash } from "node:crypto";
import { Point } from "@noble/ed25519";
import { concatBytes, encodeHex } from "#ledger-core/contract/schema/bytes.ts";
import { nodeSuite } from "#ledger-core/node/crypto-suite.ts";
import type { KeyPair } from "#ledger-core/node/crypto-suite.ts";
import { encodeTransaction, parseTransaction } from "#ledger-core/proof/transaction.ts";
import type { TransactionLimits } from "#ledger-core/proof/transaction.ts";

const SEED_BYTES = 32;
const SCALAR_BYTES = 32;

/** The same act with another signature of its signer, one for each `nonce` above 0. */
export function signedOtherwise(wire: Uint8Array, keys: KeyPair, limits: TransactionLimits, nonce: number): Uint8Array {
  const parsed = parseTransaction(nodeSuite, wire, limits);
  if (!parsed.ok) throw new Error(`no transaction: ${parsed.detail}`);
  const { signedPart, body } = parsed.transaction;
  return encodeTransaction({ signedPart, body, signature: otherSignature(keys, signedPart, BigInt(nonce)) });
}

function otherSignature({ publicKey, secretKey }: KeyPair, message: Uint8Array, nonce: bigint): Uint8Array {
  const order = Point.CURVE().n;
  const scalar = hash(secretKey.subarray(0, SEED_BYTES)).subarray(0, SCALAR_BYTES);
  scalar[0] = (scalar[0] ?? 0) & 0xf8;
  scalar[31] = ((scalar[31] ?? 0) & 0x7f) | 0x40;
  const commitment = Point.BASE.multiply(nonce).toBytes();
  const challenge = littleEndian(hash(concatBytes(commitment, publicKey, message))) % order;
  const response = (nonce + challenge * littleEndian(scalar)) % order;
  const bytes = Buffer.from(response.toString(16).padStart(2 * SCALAR_BYTES, "0"), "hex").reverse();
  return concatBytes(commitment, bytes);
}

function hash(bytes: Uint8Array): Uint8Array {
  return new Uint8Array(createHash("sha512").update(bytes).digest());
}

/** The number whose first byte is the least. */
export function littleEndian(bytes: Uint8Array): bigint {
  return BigInt(`0x${encodeHex(Uint8Array.from(bytes).reverse())}`);
}
