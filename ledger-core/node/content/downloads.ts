/** Content on its way out of this node, piece by piece, each asked for by whoever asked for the one before. */
import { randomUUID } from "node:crypto";
import { NodeError } from "#ledger-core/node/node-error.ts";

/** Bytes handed out in one piece. */
const PIECE_BYTES = 786_432;
const DOWNLOADS_MAX = 64;
/** Of one window; its next one takes the place of that which it left alone for longest. */
const DOWNLOADS_OF_CLIENT_MAX = 4;
const PAUSE_MS_MAX = 60_000;

/** Who asks: the window, and for whom and what it began. */
type Asking = { readonly client: string; readonly owner: string };

type Download = {
  readonly asking: Asking;
  readonly iterator: AsyncIterator<Uint8Array>;
  rest: Uint8Array;
  timer: NodeJS.Timeout;
};

export class Downloads {
  readonly #open = new Map<string, Download>();

  /** The first piece, or the one after `cursor`; `next` is null with the last. Throws NO_SUCH_RECORD or CONTENT_BUSY. */
  async next(
    asking: Asking,
    cursor: string | undefined,
    begin: () => Promise<AsyncIterable<Uint8Array>>,
  ): Promise<{ readonly piece: Uint8Array; readonly next: string | null }> {
    const download = cursor === undefined ? await this.#begin(asking, begin) : this.#take(asking, cursor);
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

  async #begin(asking: Asking, begin: () => Promise<AsyncIterable<Uint8Array>>): Promise<Download> {
    const own = [...this.#open].filter(([, open]) => open.asking.client === asking.client);
    const [oldest] = own;
    if (oldest !== undefined && own.length >= DOWNLOADS_OF_CLIENT_MAX) await this.#close(oldest[0]);
    if (this.#open.size >= DOWNLOADS_MAX) throw new NodeError("CONTENT_BUSY", { count: DOWNLOADS_MAX });
    const iterator = (await begin())[Symbol.asyncIterator]();
    return { asking, iterator, rest: new Uint8Array(0), timer: setTimeout(() => {}, 0) };
  }

  #take(asking: Asking, cursor: string): Download {
    const download = this.#open.get(cursor);
    if (download?.asking.client !== asking.client || download.asking.owner !== asking.owner)
      throw new NodeError("NO_SUCH_RECORD", { table: "download", key: cursor });
    this.#open.delete(cursor);
    clearTimeout(download.timer);
    return download;
  }

  async #close(cursor: string): Promise<void> {
    const download = this.#open.get(cursor);
    this.#open.delete(cursor);
    clearTimeout(download?.timer);
    await download?.iterator.return?.();
  }
}
