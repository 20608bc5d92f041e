/** Bodies of requests and answers, never more than a bound. */
import type { IncomingMessage } from "node:http";

/** The whole body; undefined if it is longer than `sizeBytesMax`, in which case the rest is not read. */
export async function readBody(message: IncomingMessage, sizeBytesMax: number): Promise<Buffer | undefined> {
  if (Number(message.headers["content-length"] ?? 0) > sizeBytesMax) return undefined;
  const chunks: Buffer[] = [];
  let size = 0;
  for await (const chunk of message.iterator({ destroyOnReturn: false })) {
    if (!Buffer.isBuffer(chunk)) throw new TypeError("a body that was read as text before");
    size += chunk.length;
    if (size > sizeBytesMax) return undefined;
    chunks.push(chunk);
  }
  return Buffer.concat(chunks, size);
}

/**
 * True if whoever sent a request went away before it was whole: what fails then is nobody's fault here. A request that was read to its end
 * is `destroyed` as well, and what fails after that has to be told.
 */
export function isGivenUp(message: IncomingMessage): boolean {
  return message.destroyed && !message.complete;
}
