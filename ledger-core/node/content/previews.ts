/** Looking into content: tables row by row, GeoJSON as a map, anything else that is text as text. */
import type { Preview } from "#ledger-core/contract/api/content.ts";
import type { VersionRow } from "#ledger-core/contract/schema/catalog.ts";
import { encodeHex } from "#ledger-core/contract/schema/bytes.ts";
import { parseJsonText } from "#ledger-core/exchange/json-text.ts";
import type { Blobs } from "#ledger-core/store/blobs.ts";
import type { ContentKey } from "./content-key.ts";
import { readContent, readHead, VERIFIED_BYTES_MAX } from "./content-store.ts";
import type { Head } from "./content-store.ts";
import { guessEncoding } from "./decode-text.ts";
import { mapPartOf } from "./map-part.ts";
import { TableSession } from "./table-session.ts";

/** Bytes of a text that are shown. */
const TEXT_BYTES_MAX = 262_144;
/** Tables that are kept open at a time, the ones that were asked for last. */
const TABLES_MAX = 8;

const JSON_LIMITS = { depthMax: 64, valuesMax: 4_000_000, notesMax: 10_000 } as const;

/** Whoever asks while it is being opened waits for the same session. */
type OpenTable = { readonly session: Promise<VerifiedTable>; busy: Promise<unknown> };

type VerifiedTable = { readonly table: TableSession; readonly isVerified: boolean };

export class Previews {
  readonly #tables = new Map<string, OpenTable>();
  readonly #blobs: Blobs;
  readonly #key: () => Promise<ContentKey>;

  constructor(blobs: Blobs, key: () => Promise<ContentKey>) {
    this.#blobs = blobs;
    this.#key = key;
  }

  /**
   * Part of a version's content, once all of it was found to be what the ledger recorded or is too long for that, which the part says.
   * The caller has asked `contentAccess` first. Throws CONTENT_NOT_HELD, or what reading throws.
   */
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
    const part = open.busy
      .catch(() => {})
      .then(async (): Promise<Preview> => {
        const { table, isVerified } = await open.session;
        return { ...(await table.read(page.from, page.limit)), isVerified };
      });
    open.busy = part;
    try {
      return await part;
    } catch (error) {
      if (this.#tables.get(name) === open) this.#closeTable(name);
      throw error;
    }
  }

  async #openTable(version: VersionRow): Promise<VerifiedTable> {
    const { isVerified } = await this.#readHead(version, 0);
    return { table: await TableSession.open(await readContent(this.#blobs, version, this.#key)), isVerified };
  }

  #closeTable(name: string): void {
    const session = this.#tables.get(name)?.session;
    this.#tables.delete(name);
    // What could not be opened has nothing to close.
    session?.then(({ table }) => table.close()).catch(() => undefined);
  }

  async #readMap(version: VersionRow): Promise<Preview> {
    const head = await this.#readHead(version, VERIFIED_BYTES_MAX);
    const parsed = head.isCut ? undefined : parseJsonText(decode(head.bytes), JSON_LIMITS);
    const map = parsed?.ok === true ? mapPartOf(parsed.value, head.isCut) : undefined;
    return map ?? textOf(version, head);
  }

  async #readText(version: VersionRow): Promise<Preview> {
    return textOf(version, await this.#readHead(version, TEXT_BYTES_MAX));
  }

  async #readHead(version: VersionRow, sizeBytesMax: number): Promise<Head> {
    return await readHead(await readContent(this.#blobs, version, this.#key), sizeBytesMax);
  }
}

function textOf({ mediaType }: VersionRow, { bytes, isCut: isHeadCut, isVerified }: Head): Preview {
  const isCut = isHeadCut || bytes.length > TEXT_BYTES_MAX;
  const text = decode(bytes.subarray(0, TEXT_BYTES_MAX));
  if (isCut || mediaType !== "application/json") return { kind: "text", text, isCut, isVerified };
  const parsed = parseJsonText(text, JSON_LIMITS);
  const laidOut = parsed.ok ? JSON.stringify(parsed.value, undefined, 2) : text;
  return { kind: "text", text: laidOut, isCut, isVerified };
}

function decode(bytes: Uint8Array): string {
  return new TextDecoder(guessEncoding(bytes)).decode(bytes);
}
