/** Says whether a folder keeps the content that it was given, and takes nothing else for content. */
import { encodeHex } from "#ledger-core/contract/schema/bytes.ts";
import { nodeSuite } from "#ledger-core/node/crypto-suite.ts";
import { openBlobs } from "#ledger-core/store/blob-folder.ts";
import type { BlobCopy } from "#ledger-core/store/blobs.ts";
import { blobsFolder } from "#ledger-core/store/ledger-file.ts";

/** What is wrong, in words; nothing if all is well. `kept`: hashes of what somebody was told is kept. */
export async function faultsOfContents(folder: string, kept: ReadonlySet<string>): Promise<readonly string[]> {
  const blobs = openBlobs(blobsFolder(folder));
  const faults: string[] = [];
  const whole = new Set<string>();
  for await (const copy of blobs.copies()) {
    const hash = encodeHex(copy.hash);
    if (await isWhole(copy)) whole.add(hash);
    else faults.push(`${hash} is taken for content and is not whole`);
  }
  for await (const stray of blobs.strays()) faults.push(`${stray} stands in the place of content and is none`);
  for (const hash of kept) if (!whole.has(hash)) faults.push(`${hash} was said to be kept and is not there`);
  return faults;
}

async function isWhole({ hash, content }: BlobCopy): Promise<boolean> {
  const pieces: Uint8Array[] = [];
  try {
    for await (const piece of content) pieces.push(piece);
  } catch {
    return false;
  }
  return encodeHex(nodeSuite.sha256(Buffer.concat(pieces))) === encodeHex(hash);
}
