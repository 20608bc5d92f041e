/** Content of versions as this node holds it, read from the first byte on. */
import type { VersionRow } from "#ledger-core/contract/schema/catalog.ts";
import { NodeError } from "#ledger-core/node/node-error.ts";
import type { Blobs } from "#ledger-core/store/blobs.ts";
import type { ContentKey } from "./content-key.ts";
import { unsealContent } from "./sealing.ts";

/** What of a version its content is found by. */
export type StoredVersion = Pick<VersionRow, "number" | "dataset" | "contentHash" | "sealedHash">;

/** The bytes of a version, unsealed where they are sealed. The caller has asked `contentAccess` first. Throws CONTENT_NOT_HELD. */
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
  if (dataset === undefined || dataset === version.dataset) return content;
  // The content of another dataset, which this version only names.
  await close();
  throw new NodeError("CONTENT_NOT_HELD", { number: version.number });
}

/** The first bytes of content, at most so many, and whether there are more. */
export async function readHead(
  content: AsyncIterable<Uint8Array>,
  sizeBytesMax: number,
): Promise<{ readonly bytes: Uint8Array; readonly isCut: boolean }> {
  const pieces: Uint8Array[] = [];
  let size = 0;
  for await (const piece of content) {
    pieces.push(piece);
    size += piece.length;
    if (size > sizeBytesMax) break;
  }
  const bytes = Buffer.concat(pieces);
  return { bytes: bytes.subarray(0, sizeBytesMax), isCut: size > sizeBytesMax };
}
