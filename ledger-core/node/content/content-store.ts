/** Content of versions as this node holds it, read from the first byte on. */
import type { VersionRow } from "#ledger-core/contract/schema/catalog.ts";
import { NodeError } from "#ledger-core/node/node-error.ts";
import { hashedPieces } from "#ledger-core/store/hashed-pieces.ts";
import type { Blobs } from "#ledger-core/store/blobs.ts";
import type { ContentKey } from "./content-key.ts";
import { unsealContent } from "./sealing.ts";

/** Bytes of content that are read to verify it before a part is shown: as many as take less than a second, sealed as they may be. */
export const VERIFIED_BYTES_MAX = 32 * 1_048_576;

/** What of a version its content is found by. */
export type StoredVersion = Pick<VersionRow, "number" | "dataset" | "contentHash" | "sealedHash">;

/**
 * The bytes of a version, unsealed where they are sealed. The caller has asked `contentAccess` first. Throws CONTENT_NOT_HELD. Whoever
 * reads to the end has what the ledger recorded; reading throws BLOB_DAMAGED or CONTENT_ALTERED in place of the last piece otherwise.
 */
export async function readContent(
  blobs: Blobs,
  version: StoredVersion,
  key: () => Promise<ContentKey>,
): Promise<AsyncIterable<Uint8Array>> {
  const hash = version.sealedHash ?? version.contentHash;
  if (!blobs.has(hash)) throw new NodeError("CONTENT_NOT_HELD", { number: version.number });
  const stored = blobs.read(hash);
  if (version.sealedHash === undefined) return stored;
  const { dataset, content, close } = await unsealContent(stored, await key());
  // A sealed file is found by a hash of its own, which says nothing of what its owner sealed in it.
  if (dataset === undefined || dataset === version.dataset)
    return hashedPieces(content, version.contentHash, () => new NodeError("CONTENT_ALTERED"));
  // The content of another dataset, which this version only names.
  await close();
  throw new NodeError("CONTENT_NOT_HELD", { number: version.number });
}

/** The first bytes of content. */
export type Head = {
  readonly bytes: Uint8Array;
  /** Whether there are more. */
  readonly isCut: boolean;
  /** Whether content was read to its end, so that all of it is what the ledger recorded. */
  readonly isVerified: boolean;
};

/** At most so many of the first bytes, behind which it reads on until VERIFIED_BYTES_MAX. Throws what reading throws. */
export async function readHead(content: AsyncIterable<Uint8Array>, sizeBytesMax: number): Promise<Head> {
  const pieces: Uint8Array[] = [];
  let size = 0;
  for await (const piece of content) {
    if (size < sizeBytesMax) pieces.push(piece);
    size += piece.length;
    if (size > VERIFIED_BYTES_MAX) break;
  }
  const bytes = Buffer.concat(pieces);
  return {
    bytes: bytes.subarray(0, sizeBytesMax),
    isCut: size > sizeBytesMax,
    isVerified: size <= VERIFIED_BYTES_MAX,
  };
}
