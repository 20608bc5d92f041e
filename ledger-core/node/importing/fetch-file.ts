/** A file from a folder of this machine or an address, within limits of size and time. */
import { constants } from "node:fs";
import { open } from "node:fs/promises";
import { get as getPlain } from "node:http";
import type { IncomingMessage } from "node:http";
import { get as getOverTls } from "node:https";
import { isAbsolute } from "node:path";
import { NodeError } from "#ledger-core/node/node-error.ts";
import { isLocalAddress } from "./local-address.ts";
import { FILE_BYTES_MAX } from "./unpack-file.ts";

const FETCH_MS_MAX = 120_000;
/** Portals lead from http to https, to another name and to where their files lie. */
const HOPS_MAX = 5;
const REDIRECTS: ReadonlySet<number> = new Set([301, 302, 303, 307, 308]);

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

async function download(from: string): Promise<Uint8Array> {
  const signal = AbortSignal.timeout(FETCH_MS_MAX);
  try {
    let address = new URL(from);
    for (let hops = 0; hops <= HOPS_MAX; hops++) {
      const response = await ask(address, signal);
      try {
        const to = redirectOf(response, address);
        if (to === undefined) return await take(response);
        address = to;
      } finally {
        // What nobody reads keeps its connection open.
        response.destroy();
      }
    }
    throw new Error(`it leads on more than ${HOPS_MAX} times`);
  } catch (cause) {
    const reason = reasonOf(signal.aborted ? signal.reason : cause);
    throw new NodeError("IMPORT_FETCH", { from, reason }, { cause });
  }
}

/** Asks for the bytes as they are. The platform's own `fetch` unpacks them unasked, and takes what was cut for the whole. */
async function ask(address: URL, signal: AbortSignal): Promise<IncomingMessage> {
  const get = address.protocol === "https:" ? getOverTls : getPlain;
  const headers = { Accept: "*/*", "Accept-Encoding": "identity", "User-Agent": "node" };
  return await new Promise((resolve, reject) => {
    get(address, { signal, headers }, resolve).on("error", reject);
  });
}

/** Where the answer leads on to. A server must not choose what this machine asks of itself and its neighbours, unless it is one of them. */
function redirectOf({ statusCode, headers }: IncomingMessage, from: URL): URL | undefined {
  if (!REDIRECTS.has(statusCode ?? 0) || headers.location === undefined) return undefined;
  const to = new URL(headers.location, from);
  if (to.protocol !== "http:" && to.protocol !== "https:") throw new Error("it leads to what is no web address");
  if (isLocalAddress(to) && !isLocalAddress(from))
    throw new Error(`it leads to ${to.host}, an address within this machine or its network`);
  return to;
}

async function take(response: IncomingMessage): Promise<Uint8Array> {
  const { statusCode, statusMessage = "", headers } = response;
  // Others of success bring a part, nothing, or word of something that is still being made.
  if (statusCode !== 200) throw new Error(`${statusCode} ${statusMessage}`);
  // A packed body is unpacked like any packed file, by its own first bytes.
  if (!/^(?:identity|x-gzip|gzip|zstd)?$/i.test(headers["content-encoding"] ?? ""))
    throw new Error(`it comes packed as ${headers["content-encoding"]}, which is not unpacked here`);
  return await collect(response);
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
