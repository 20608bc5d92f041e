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
import { codeOf } from "#ledger-core/store/error-code.ts";

const FETCH_MS_MAX = 120_000;
/** Portals lead from http to https, to another name and to where their files lie. */
const HOPS_MAX = 5;
const REDIRECTS: ReadonlySet<number> = new Set([301, 302, 303, 307, 308]);

/** Why a file is not fetched; `contract/text` has words for each. What they leave open is said beside them: a host, a status, a code. */
export const FETCH_FLAWS = [
  "place",
  "missing",
  "closed",
  "kind",
  "size",
  "unread",
  "slow",
  "unreachable",
  "status",
  "hops",
  "scheme",
  "local",
  "packed",
] as const;
type FetchFlaw = (typeof FETCH_FLAWS)[number];

/** The bytes behind an absolute path, or an http or https address. Throws IMPORT_FETCH with the reason, a word of `FETCH_FLAWS`. */
export async function fetchFile(from: string): Promise<Uint8Array> {
  if (/^https?:\/\//i.test(from)) return await download(from);
  if (!isAbsolute(from)) throw unfetched(from, new Flaw("place"), "unread");
  return await readWhole(from);
}

async function readWhole(file: string): Promise<Uint8Array> {
  try {
    // Without blocking, because opening a pipe to which nobody writes would wait for ever.
    const handle = await open(file, constants.O_RDONLY | constants.O_NONBLOCK);
    try {
      const stats = await handle.stat();
      // A device says that it has no bytes, and never ends.
      if (!stats.isFile()) throw new Flaw("kind");
      if (stats.size > FILE_BYTES_MAX) throw new Flaw("size");
      return await collect(handle.createReadStream({ autoClose: false }));
    } finally {
      await handle.close();
    }
  } catch (cause) {
    throw unfetched(file, cause, "unread");
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
    throw new Flaw("hops", String(HOPS_MAX));
  } catch (cause) {
    throw unfetched(from, signal.aborted ? new Flaw("slow") : cause, "unreachable");
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
  if (to.protocol !== "http:" && to.protocol !== "https:") throw new Flaw("scheme");
  if (isLocalAddress(to) && !isLocalAddress(from)) throw new Flaw("local", to.host);
  return to;
}

async function take(response: IncomingMessage): Promise<Uint8Array> {
  const { statusCode, headers } = response;
  // Others of success bring a part, nothing, or word of something that is still being made.
  if (statusCode !== 200) throw new Flaw("status", String(statusCode));
  // A packed body is unpacked like any packed file, by its own first bytes.
  if (!/^(?:identity|x-gzip|gzip|zstd)?$/i.test(headers["content-encoding"] ?? ""))
    throw new Flaw("packed", headers["content-encoding"]);
  return await collect(response);
}

/** All of it, unless it goes on beyond the bound. */
async function collect(source: AsyncIterable<Uint8Array>): Promise<Uint8Array> {
  const pieces: Uint8Array[] = [];
  let size = 0;
  for await (const piece of source) {
    size += piece.length;
    if (size > FILE_BYTES_MAX) throw new Flaw("size");
    pieces.push(piece);
  }
  return new Uint8Array(Buffer.concat(pieces));
}

class Flaw extends Error {
  readonly reason: FetchFlaw;
  readonly detail: string;

  constructor(reason: FetchFlaw, detail = "") {
    super(reason);
    this.reason = reason;
    this.detail = detail;
  }
}

/** By the code of the operating system; any other is said as it is. */
const FLAWS_OF_FILES: ReadonlyMap<string, FetchFlaw> = new Map([
  ["ENOENT", "missing"],
  ["ENOTDIR", "missing"],
  ["EACCES", "closed"],
  ["EPERM", "closed"],
]);

/** The problem that a person is told; an error that neither this module nor the platform names is a bug, and stays what it is. */
function unfetched(from: string, cause: unknown, other: FetchFlaw): unknown {
  const flaw = cause instanceof Flaw ? cause : flawOfCode(cause, other);
  if (flaw === undefined) return cause;
  const { reason, detail } = flaw;
  return new NodeError("IMPORT_FETCH", { from, reason, detail }, { cause });
}

function flawOfCode(cause: unknown, other: FetchFlaw): Flaw | undefined {
  const code = codeOf(cause);
  if (code === undefined) return undefined;
  const known = FLAWS_OF_FILES.get(code);
  return known === undefined ? new Flaw(other, code) : new Flaw(known);
}
