/** Content in a store of its own, sealed under a key of its own. */
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { generateX25519Identity, identityToRecipient } from "age-encryption";
import { encodeHex } from "#ledger-core/contract/schema/bytes.ts";
import { nodeSuite } from "#ledger-core/node/crypto-suite.ts";
import { openBlobs } from "#ledger-core/store/blob-folder.ts";
import type { ContentKey } from "./content-key.ts";
import type { StoredVersion } from "./content-store.ts";
import { contentPieces } from "./pieces.testing.ts";
import { sealContent } from "./sealing.ts";

const SIZE_BYTES_MAX = 100_000_000;

export class StoredContent {
  readonly folder = mkdtempSync(join(tmpdir(), "stored-content-"));
  readonly blobs = openBlobs(this.folder);

  /** The version whose content is so many sealed bytes. */
  async seal(sizeBytes: number, { key, dataset }: { readonly key: ContentKey; readonly dataset: number }) {
    const content = new Uint8Array(sizeBytes).fill(65);
    const pieces = contentPieces(content, 100_000);
    const sealed = await this.blobs.put(await sealContent(pieces, key, dataset), { sizeBytesMax: SIZE_BYTES_MAX });
    const contentHash = nodeSuite.sha256(content);
    return { number: 1, dataset, contentHash, sealedHash: sealed.hash } satisfies StoredVersion;
  }

  /** Alters the last byte of what is stored under a hash. */
  damage(hash: Uint8Array): void {
    const name = encodeHex(hash);
    const file = join(this.folder, name.slice(0, 2), name);
    const bytes = readFileSync(file);
    bytes[bytes.length - 1] = (bytes.at(-1) ?? 0) ^ 1;
    writeFileSync(file, bytes);
  }

  remove(): void {
    rmSync(this.folder, { recursive: true, force: true });
  }
}

export async function newContentKey(): Promise<ContentKey> {
  const identity = await generateX25519Identity();
  return { identity, recipient: await identityToRecipient(identity) };
}
