/** Kept fields one by one, where an import writes those of a batch together. */
import { randomBytes } from "#ledger-core/node/crypto-suite.ts";
import type { Blobs } from "#ledger-core/store/blobs.ts";
import { joinKept, KEPT_BYTES_MAX, keptText, SALT_BYTES } from "./kept-fields.ts";
import type { KeptFields } from "./kept-fields.ts";

/** The bytes of the blob. */
export function encodeKept({ logSize, catalog, fields }: KeptFields, salt: Uint8Array): Uint8Array {
  return joinKept({ logSize, catalog: keptText(catalog), fields: keptText(fields) }, salt);
}

/** Writes the blob and returns its hash once it is durable. */
export async function saveKept(blobs: Blobs, kept: KeptFields): Promise<Uint8Array> {
  const { hash } = await blobs.put(oneOf(encodeKept(kept, randomBytes(SALT_BYTES))), { sizeBytesMax: KEPT_BYTES_MAX });
  return hash;
}

async function* oneOf(bytes: Uint8Array): AsyncGenerator<Uint8Array> {
  yield bytes;
}
