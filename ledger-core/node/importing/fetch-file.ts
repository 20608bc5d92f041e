/** A file from a folder of this machine or an address, within limits of size and time. */
import { constants } from "node:fs";
import { open } from "node:fs/promises";
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
    // Without blocking, because opening a pipe to which nobody writes would wait for ever.
    const handle = await open(file, constants.O_RDONLY | constants.O_NONBLOCK);
    try {
      const stats = await handle.stat();
      // A device says that it has no bytes, and never ends.
      if (!stats.isFile()) throw new Error("not a plain file");
      if (stats.size > FILE_BYTES_MAX) throw new Error(`longer than ${FILE_BYTES_MAX} bytes`);
      return await collect(handle.createReadStream({ autoClose: false }));
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
    return await collect(response.body);
  } catch (cause) {
    throw new NodeError("IMPORT_FETCH", { from: address, reason: reasonOf(cause) }, { cause });
  }
}

/** All of it, unless it goes on beyond the bound. */
async function collect(source: AsyncIterable<Uint8Array>): Promise<Uint8Array> {
  const pieces: Uint8Array[] = [];
  let size = 0;
  for await (const piece of source) {
    size += piece.length;
    if (size > FILE_BYTES_MAX) throw new Error(`longer than ${FILE_BYTES_MAX} bytes`);
    pieces.push(piece);
  }
  return new Uint8Array(Buffer.concat(pieces));
}

function reasonOf(cause: unknown): string {
  const inner = cause instanceof Error && cause.cause instanceof Error ? cause.cause : cause;
  return inner instanceof Error ? inner.message : String(inner);
}
