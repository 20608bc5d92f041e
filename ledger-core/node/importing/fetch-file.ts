/** A file from a folder of this machine or an address, within limits of size and time. */
import { open, stat } from "node:fs/promises";
import { isAbsolute } from "node:path";
import { NodeError } from "#ledger-core/node/node-error.ts";
import { FILE_BYTES_MAX } from "./unpack-file.ts";

const FETCH_MS_MAX = 120_000;

/** The bytes behind an absolute path, or an http or https address. Throws IMPORT_FETCH with the reason. */
export async function fetchFile(from: string): Promise<Uint8Array> {
  if (/^https?:\/\//i.test(from)) return await download(from);
  if (!isAbsolute(from)) throw new NodeError("IMPORT_FETCH", { from, reason: "neither an address nor a whole path" });
  return await readWhole(from);
}

async function readWhole(file: string): Promise<Uint8Array> {
  try {
    const { size } = await stat(file);
    if (size > FILE_BYTES_MAX) throw new Error(`longer than ${FILE_BYTES_MAX} bytes`);
    const handle = await open(file, "r");
    try {
      return new Uint8Array(await handle.readFile());
    } finally {
      await handle.close();
    }
  } catch (cause) {
    throw new NodeError("IMPORT_FETCH", { from: file, reason: reasonOf(cause) }, { cause });
  }
}

async function download(address: string): Promise<Uint8Array> {
  try {
    const response = await fetch(address, { signal: AbortSignal.timeout(FETCH_MS_MAX), redirect: "follow" });
    if (!response.ok || response.body === null) throw new Error(`${response.status} ${response.statusText}`);
    const pieces: Uint8Array[] = [];
    let size = 0;
    for await (const piece of response.body) {
      size += piece.length;
      if (size > FILE_BYTES_MAX) throw new Error(`longer than ${FILE_BYTES_MAX} bytes`);
      pieces.push(piece);
    }
    return new Uint8Array(Buffer.concat(pieces));
  } catch (cause) {
    throw new NodeError("IMPORT_FETCH", { from: address, reason: reasonOf(cause) }, { cause });
  }
}

function reasonOf(cause: unknown): string {
  const inner = cause instanceof Error && cause.cause instanceof Error ? cause.cause : cause;
  return inner instanceof Error ? inner.message : String(inner);
}
