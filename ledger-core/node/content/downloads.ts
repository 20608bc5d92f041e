/** Content on its way out of this node, piece by piece, each asked for by whoever asked for the one before. */
import { randomUUID } from "node:crypto";
import { NodeError } from "#ledger-core/node/node-error.ts";

/** Bytes handed out in one piece. */
const PIECE_BYTES = 786_432;
const DOWNLOADS_MAX = 16;
const PAUSE_MS_MAX = 60_000;

type Download = {
  readonly owner: string;
  readonly iterator: AsyncIterator<Uint8Array>;
  rest: Uint8Array;
  timer: NodeJS.Timeout;
};

export class Downloads {
  readonly #open = new Map<string, Download>();

  /** The first piece, or the one after `cursor`; `next` is null with the last. Throws NO_SUCH_RECORD or CONTENT_BUSY. */
  async next(
    owner: string,
    cursor: string | undefined,
    begin: () => Promise<AsyncIterable<Uint8Array>>,
  ): Promise<{ readonly piece: Uint8Array; readonly next: string | null }> {
    const download = cursor === undefined ? await this.#begin(owner, begin) : this.#take(owner, cursor);
    const pieces: Uint8Array[] = [download.rest];
    let size = download.rest.length;
    let isOver = false;
    while (size < PIECE_BYTES) {
      const { value, done } = await download.iterator.next();
      if (done === true) {
        isOver = true;
        break;
      }
      pieces.push(value);
      size += value.length;
    }
    const bytes = Buffer.concat(pieces);
    download.rest = bytes.subarray(PIECE_BYTES);
    if (isOver && download.rest.length === 0) return { piece: bytes, next: null };
    // Each cursor is good once, so that a piece asked for twice is noticed rather than skipped.
    const next = randomUUID();
    download.timer = setTimeout(() => void this.#close(next), PAUSE_MS_MAX).unref();
    this.#open.set(next, download);
    return { piece: bytes.subarray(0, PIECE_BYTES), next };
  }

  async #begin(owner: string, begin: () => Promise<AsyncIterable<Uint8Array>>): Promise<Download> {
    if (this.#open.size >= DOWNLOADS_MAX) throw new NodeError("CONTENT_BUSY", { count: DOWNLOADS_MAX });
    const iterator = (await begin())[Symbol.asyncIterator]();
    return { owner, iterator, rest: new Uint8Array(0), timer: setTimeout(() => {}, 0) };
  }

  #take(owner: string, cursor: string): Download {
    const download = this.#open.get(cursor);
    if (download === undefined || download.owner !== owner)
      throw new NodeError("NO_SUCH_RECORD", { table: "download", key: cursor });
    this.#open.delete(cursor);
    clearTimeout(download.timer);
    return download;
  }

  async #close(cursor: string): Promise<void> {
    const download = this.#open.get(cursor);
    this.#open.delete(cursor);
    await download?.iterator.return?.();
  }
}
