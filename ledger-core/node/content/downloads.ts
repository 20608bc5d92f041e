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

/** Content that is open, and what of it was read and not yet handed out. */
type Reading = { readonly iterator: AsyncIterator<Uint8Array>; readonly rest: Uint8Array };

/** What waits to be asked for its next piece. */
type Waiting = Reading & { readonly asking: Asking; readonly timer: NodeJS.Timeout };

export class Downloads {
  /** By the cursor that the next piece is asked for with, the one that was left alone for longest first. */
  readonly #waiting = new Map<string, Waiting>();
  /** Whose next piece is being read now. Each has its place from before its content is opened. */
  readonly #reading = new Set<Asking>();

  /**
   * The first piece, or the one after `cursor`; `next` is null with the last. Throws NO_SUCH_RECORD, CONTENT_BUSY, or what `begin` and
   * reading throw.
   */
  async next(
    { client, owner }: Asking,
    cursor: string | undefined,
    begin: () => Promise<AsyncIterable<Uint8Array>>,
  ): Promise<{ readonly piece: Uint8Array; readonly next: string | null }> {
    const asking = { client, owner };
    const waiting = cursor === undefined ? undefined : this.#take(asking, cursor);
    if (waiting === undefined) this.#makeRoom(client);
    this.#reading.add(asking);
    try {
      const { iterator, rest } = waiting ?? (await opened(begin));
      const { bytes, isOver } = await readOn(iterator, rest);
      if (isOver && bytes.length <= PIECE_BYTES) return { piece: bytes, next: null };
      const next = this.#wait({ asking, iterator, rest: bytes.subarray(PIECE_BYTES) });
      return { piece: bytes.subarray(0, PIECE_BYTES), next };
    } finally {
      this.#reading.delete(asking);
    }
  }

  /** Each cursor is good once, so that a piece asked for twice is noticed rather than skipped. */
  #wait(download: Reading & { readonly asking: Asking }): string {
    const cursor = randomUUID();
    const timer = setTimeout(() => this.#close(cursor), PAUSE_MS_MAX).unref();
    this.#waiting.set(cursor, { ...download, timer });
    return cursor;
  }

  #take(asking: Asking, cursor: string): Waiting {
    const download = this.#waiting.get(cursor);
    if (download?.asking.client !== asking.client || download.asking.owner !== asking.owner)
      throw new NodeError("NO_SUCH_RECORD", { table: "download", key: cursor });
    this.#waiting.delete(cursor);
    clearTimeout(download.timer);
    return download;
  }

  /** Makes room for one more of a window. Throws CONTENT_BUSY where all that could give way to it are being read. */
  #makeRoom(client: string): void {
    const waiting = [...this.#waiting].filter(([, { asking }]) => asking.client === client);
    const reading = [...this.#reading].filter((asking) => asking.client === client);
    const [oldest] = waiting;
    if (waiting.length + reading.length >= DOWNLOADS_OF_CLIENT_MAX) {
      if (oldest === undefined) throw new NodeError("CONTENT_BUSY", { count: reading.length });
      this.#close(oldest[0]);
    }
    const all = this.#waiting.size + this.#reading.size;
    if (all >= DOWNLOADS_MAX) throw new NodeError("CONTENT_BUSY", { count: all });
  }

  /** Nobody asks for the rest any more, so that nobody need hear what is wrong with it either. */
  #close(cursor: string): void {
    const download = this.#waiting.get(cursor);
    this.#waiting.delete(cursor);
    clearTimeout(download?.timer);
    download?.iterator.return?.().catch(() => undefined);
  }
}

async function opened(begin: () => Promise<AsyncIterable<Uint8Array>>): Promise<Reading> {
  return { iterator: (await begin())[Symbol.asyncIterator](), rest: new Uint8Array(0) };
}

/** What comes next of content behind `rest`: at least the bytes of a piece, or all that is left. */
async function readOn(
  iterator: AsyncIterator<Uint8Array>,
  rest: Uint8Array,
): Promise<{ readonly bytes: Uint8Array; readonly isOver: boolean }> {
  const pieces = [rest];
  let size = rest.length;
  while (size < PIECE_BYTES) {
    const { value, done } = await iterator.next();
    if (done === true) return { bytes: Buffer.concat(pieces), isOver: true };
    pieces.push(value);
    size += value.length;
  }
  return { bytes: Buffer.concat(pieces), isOver: false };
}
