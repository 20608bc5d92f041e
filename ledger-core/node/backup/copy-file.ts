/** Copying one file so that it is on the disk, hashed as it goes. */
import { createHash } from "node:crypto";
import { mkdir, open } from "node:fs/promises";
import { dirname, join } from "node:path";
import { openPlain } from "#ledger-core/store/plain-file.ts";
import type { ManifestFile } from "./manifest.ts";

const PIECE_BYTES = 1_048_576;

/** Copies a file from one folder into another under the same name, readable by the owner alone. Rejects with the system's error. */
export async function copyFile(name: string, from: string, to: string, signal: AbortSignal): Promise<ManifestFile> {
  const target = join(to, name);
  await mkdir(dirname(target), { recursive: true, mode: 0o700 });
  const source = await openPlain(join(from, name));
  try {
    const copy = await open(target, "wx", 0o600);
    try {
      const bytes = await eachPiece(source, signal, async (piece) => await copy.writeFile(piece));
      await copy.sync();
      return { name, ...bytes };
    } finally {
      await copy.close();
    }
  } finally {
    await source.close();
  }
}

/** Size and hash of a file as it is. */
export async function hashFile(name: string, folder: string, signal: AbortSignal): Promise<ManifestFile> {
  const file = await openPlain(join(folder, name));
  try {
    return { name, ...(await eachPiece(file, signal, () => Promise.resolve())) };
  } finally {
    await file.close();
  }
}

async function eachPiece(
  file: Awaited<ReturnType<typeof open>>,
  signal: AbortSignal,
  take: (piece: Uint8Array) => Promise<void>,
): Promise<Omit<ManifestFile, "name">> {
  const digest = createHash("sha256");
  const buffer = new Uint8Array(PIECE_BYTES);
  let bytes = 0;
  for (;;) {
    signal.throwIfAborted();
    const { bytesRead } = await file.read(buffer, 0, PIECE_BYTES, bytes);
    if (bytesRead === 0) return { bytes, sha256: digest.digest("hex") };
    const piece = buffer.subarray(0, bytesRead);
    digest.update(piece);
    await take(piece);
    bytes += bytesRead;
  }
}
