/** The statement by which a new key shows that somebody holds it, and that it is fit to be one. */
import { encode } from "#ledger-core/contract/schema/codec.ts";
import { record, text } from "#ledger-core/contract/schema/schema.ts";
import { handleSchema, hashSchema, publicKeySchema } from "#ledger-core/contract/schema/units.ts";
import type { Suite } from "#ledger-core/proof/suite.ts";

const statementSchema = record({
  purpose: text(16),
  network: hashSchema,
  handle: handleSchema,
  publicKey: publicKeySchema,
});

/** What a new key signs: that this person of this network holds it. */
export function keyStatement(network: Uint8Array, handle: string, publicKey: Uint8Array): Uint8Array {
  return encode(statementSchema, { purpose: "tcc-key-proof", network, handle, publicKey });
}

/**
 * True if the key signed its statement, and is one about whose signatures libraries cannot disagree: with no part of small order, in the
 * canonical encoding.
 */
export function isKeyProven(
  suite: Suite,
  key: { readonly network: Uint8Array; readonly handle: string; readonly publicKey: Uint8Array },
  proof: Uint8Array,
): boolean {
  const statement = keyStatement(key.network, key.handle, key.publicKey);
  return suite.isPrimeOrder(key.publicKey) && suite.verifyEd25519(key.publicKey, statement, proof);
}
