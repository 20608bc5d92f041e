/** Looking into content: tables row by row, GeoJSON as a map, anything else that is text as text. */
import type { Preview } from "#ledger-core/contract/api/content.ts";
import type { VersionRow } from "#ledger-core/contract/schema/catalog.ts";
import { encodeHex } from "#ledger-core/contract/schema/bytes.ts";
import { parseJsonText } from "#ledger-core/exchange/json-text.ts";
import type { Blobs } from "#ledger-core/store/blobs.ts";
import type { ContentKey } from "./content-key.ts";
import { readContent, readHead } from "./content-store.ts";
import { guessEncoding } from "./decode-text.ts";
import { mapPartOf } from "./map-part.ts";
import { TableSession } from "./table-session.ts";

/** Bytes of a map, and of a text, that are read. */
const MAP_BYTES_MAX = 32 * 1_048_576;
const TEXT_BYTES_MAX = 262_144;
/** Tables that are kept open at a time, the ones that were asked for last. */
const TABLES_MAX = 8;

const JSON_LIMITS = { depthMax: 64, valuesMax: 4_000_000, notesMax: 10_000 } as const;

/** Whoever asks while it is being opened waits for the same session. */
type OpenTable = { readonly session: Promise<TableSession>; busy: Promise<unknown> };

export class Previews {
  readonly #tables = new Map<string, OpenTable>();
  readonly #blobs: Blobs;
  readonly #key: () => Promise<ContentKey>;

  constructor(blobs: Blobs, key: () => Promise<ContentKey>) {
    this.#blobs = blobs;
    this.#key = key;
  }

  /** Part of a version's content. The caller has asked `contentAccess` first. Throws CONTENT_NOT_HELD, or what reading throws. */
  async read(version: VersionRow, page: { readonly from: number; readonly limit: number }): Promise<Preview> {
    switch (version.mediaType) {
      case "text/csv":
      case "text/tab-separated-values":
        return await this.#readTable(version, page);
      case "application/geo+json":
        return await this.#readMap(version);
      case "application/json":
      case "application/xml":
      case "text/plain":
        return await this.#readText(version);
      default:
        return { kind: "binary", mediaType: version.mediaType };
    }
  }

  close(): void {
    for (const name of this.#tables.keys()) this.#closeTable(name);
  }

  async #readTable(version: VersionRow, page: { readonly from: number; readonly limit: number }): Promise<Preview> {
    const name = encodeHex(version.versionHash);
    const open: OpenTable = this.#tables.get(name) ?? {
      session: this.#openTable(version),
      busy: Promise.resolve(),
    };
    // The last one asked for is the last to be closed.
    this.#tables.delete(name);
    this.#tables.set(name, open);
    for (const oldest of this.#tables.keys()) {
      if (this.#tables.size <= TABLES_MAX) break;
      this.#closeTable(oldest);
    }
    // One after the other: the rows come from one reading.
    const part = open.busy.catch(() => {}).then(async () => (await open.session).read(page.from, page.limit));
    open.busy = part;
    try {
      return await part;
    } catch (error) {
      if (this.#tables.get(name) === open) this.#closeTable(name);
      throw error;
    }
  }

  async #openTable(version: VersionRow): Promise<TableSession> {
    return await TableSession.open(await readContent(this.#blobs, version, this.#key));
  }

  #closeTable(name: string): void {
    const session = this.#tables.get(name)?.session;
    this.#tables.delete(name);
    // What could not be opened has nothing to close.
    session?.then((opened) => opened.close()).catch(() => undefined);
  }

  async #readMap(version: VersionRow): Promise<Preview> {
    const { bytes, isCut } = await readHead(await readContent(this.#blobs, version, this.#key), MAP_BYTES_MAX);
    const parsed = isCut ? undefined : parseJsonText(new TextDecoder(guessEncoding(bytes)).decode(bytes), JSON_LIMITS);
    const map = parsed?.ok === true ? mapPartOf(parsed.value, isCut) : undefined;
    return map ?? (await this.#readText(version));
  }

  async #readText(version: VersionRow): Promise<Preview> {
    const { bytes, isCut } = await readHead(await readContent(this.#blobs, version, this.#key), TEXT_BYTES_MAX);
    const text = new TextDecoder(guessEncoding(bytes)).decode(bytes);
    if (isCut || version.mediaType !== "application/json") return { kind: "text", text, isCut };
    const parsed = parseJsonText(text, JSON_LIMITS);
    return { kind: "text", text: parsed.ok ? JSON.stringify(parsed.value, undefined, 2) : text, isCut };
  }
}
