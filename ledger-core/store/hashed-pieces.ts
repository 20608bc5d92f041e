/** Content that streams by, held against its SHA-256. */
import { createHash } from "node:crypto";
import { encodeHex } from "#ledger-core/contract/schema/bytes.ts";

/** The same pieces; the last one comes only once the hash was found right. Otherwise what `fault` makes is thrown in its place. */
export async function* hashedPieces(
  content: AsyncIterable<Uint8Array>,
  hash: Uint8Array,
  fault: () => Error,
): AsyncGenerator<Uint8Array> {
  const digest = createHash("sha256");
  let last: Uint8Array | undefined;
  for await (const piece of content) {
    digest.update(piece);
    if (last !== undefined) yield last;
    last = piece;
  }
  if (digest.digest("hex") !== encodeHex(hash)) throw fault();
  if (last !== undefined) yield last;
}
