/**
 * Many small blobs in one file, which is made durable at once: an import keeps some thousand bytes for each of its records, and a disk
 * takes as long for one of them as for all of a batch. A pack is a head (a mark, a count, then hash and size of each blob) and the
 * contents in that order; it never changes, it is only replaced by one without a blob that was erased.
 */
import { createHash } from "node:crypto";
import { closeSync, existsSync, fstatSync, readdirSync, readSync } from "node:fs";
import type { Dirent } from "node:fs";
import { join } from "node:path";
import { concatBytes, encodeHex, parseHex } from "#ledger-core/contract/schema/bytes.ts";
import { writeIncoming, writeWhole } from "./blob-incoming.ts";
import type { BlobPlace } from "./blob-incoming.ts";
import { codeOf } from "./error-code.ts";
import { isPlainFile, openPlainSync } from "./plain-file.ts";
import { syncDirectory } from "./sync-directory.ts";

/** Where a blob lies within a pack; `to` is behind its last byte. */
export type PackedBlob = { readonly file: string; readonly from: number; readonly to: number };

/** The same content may lie in a pack twice. */
type NamedBlob = readonly [hash: string, blob: PackedBlob];

type Content = { readonly hash: Uint8Array; readonly bytes: Uint8Array };

const MARK = new TextEncoder().encode("blobs 1\n");
const HASH_BYTES = 32;
const ENTRY_BYTES = HASH_BYTES + 4;
const COUNT_BYTES = 4;
/** Blobs of one pack; a count beyond it is no pack's. */
const BLOBS_MAX = 65_536;

export class BlobPacks {
  readonly #place: BlobPlace;
  readonly #folder: string;
  /** By pack, the hashes in it; packs that are no packs have none. */
  readonly #packs = new Map<string, readonly string[]>();
  readonly #blobs = new Map<string, PackedBlob>();
  #removing: Promise<unknown> = Promise.resolve();

  /** The folder need not exist. */
  constructor(place: BlobPlace) {
    this.#place = place;
    this.#folder = place.folder;
  }

  /** Where the blob lies; undefined if no pack has it. Packs that others have written since are seen. */
  find(hash: string): PackedBlob | undefined {
    const known = this.#blobs.get(hash);
    if (known !== undefined && isPlainFile(known.file)) return known;
    this.#look();
    return this.#blobs.get(hash);
  }

  /** Every blob of every pack, each as often as it lies in one: also of packs that come meanwhile, in the place of those from which one was erased. */
  *copies(): Generator<NamedBlob> {
    const seen = new Set<string>();
    const fresh = (): readonly string[] => this.#names().filter((name) => !seen.has(name));
    for (let names = fresh(); names.length > 0; names = fresh())
      for (const name of names) {
        seen.add(name);
        const file = join(this.#folder, name);
        const descriptor = openIfThere(file);
        if (descriptor !== undefined) yield* readHeadAndClose(descriptor, file);
      }
  }

  /** The names of what stands in a pack's place and is none, or is one with bytes behind its end. */
  strays(): readonly string[] {
    return this.#entries()
      .filter((entry) => !entry.isFile() || !isWhole(join(this.#folder, entry.name)))
      .map(({ name }) => name);
  }

  /** Writes a pack; it is on the disk before this answers. Throws RangeError for more than it holds. */
  async put(contents: readonly Content[]): Promise<void> {
    if (contents.length > BLOBS_MAX) throw new RangeError(`a pack holds ${BLOBS_MAX} blobs at most`);
    const head = headOf(contents);
    const name = createHash("sha256").update(head).digest("hex");
    await writeIncoming(
      this.#place,
      (file) => writeWhole(file, concatBytes(head, ...contents.map(({ bytes }) => bytes))),
      () => join(this.#folder, name),
    );
  }

  /** Takes a blob out of every pack that has it, for erasure; false if none has. One after the other: each writes anew what the others left. */
  async remove(hash: string): Promise<boolean> {
    const turn = this.#removing.then(() => this.#remove(hash));
    this.#removing = turn.catch(() => undefined);
    return await turn;
  }

  async #remove(hash: string): Promise<boolean> {
    const { files } = this.#place;
    this.#look();
    const holding = [...this.#packs].filter(([, hashes]) => hashes.includes(hash)).map(([name]) => name);
    for (const file of holding.map((name) => join(this.#folder, name))) {
      const left = this.#contentsOf(file).filter((content) => encodeHex(content.hash) !== hash);
      if (left.length > 0) await this.put(left);
      await files.rm(file, { force: true });
      await syncDirectory(this.#folder, files);
    }
    this.#look();
    return holding.length > 0;
  }

  #contentsOf(file: string): readonly Content[] {
    const contents: Content[] = [];
    const descriptor = openPlainSync(file);
    try {
      for (const [hash, { from, to }] of readHead(descriptor, file)) {
        const bytes = new Uint8Array(to - from);
        readSync(descriptor, bytes, 0, bytes.length, from);
        contents.push({ hash: parseHex(hash) ?? new Uint8Array(HASH_BYTES), bytes });
      }
    } finally {
      closeSync(descriptor);
    }
    return contents;
  }

  /** Takes in packs that have come. Where one is gone, which is rare, all are looked through anew: another may hold what it held. */
  #look(): void {
    const names = new Set(this.#names());
    if ([...this.#packs.keys()].some((name) => !names.has(name))) {
      this.#packs.clear();
      this.#blobs.clear();
    }
    for (const name of names) if (!this.#packs.has(name)) this.#load(name);
  }

  /** Of what may be a pack. */
  #names(): readonly string[] {
    return this.#entries()
      .filter((entry) => entry.isFile())
      .map(({ name }) => name);
  }

  #entries(): readonly Dirent[] {
    if (!existsSync(this.#folder)) return [];
    return readdirSync(this.#folder, { withFileTypes: true }).filter(({ name }) => /^[0-9a-f]{64}$/.test(name));
  }

  #load(name: string): void {
    const file = join(this.#folder, name);
    const blobs = readHeadAndClose(openPlainSync(file), file);
    this.#packs.set(
      name,
      blobs.map(([hash]) => hash),
    );
    for (const [hash, blob] of blobs) this.#blobs.set(hash, blob);
  }
}

/** True for a pack with a sound head and nothing behind the last blob; whether the blobs are sound is for who reads them. */
function isWhole(file: string): boolean {
  const descriptor = openIfThere(file);
  // A blob was erased meanwhile, and its pack is another.
  if (descriptor === undefined) return true;
  try {
    const blobs = readHead(descriptor, file);
    const end = blobs.at(-1)?.[1].to ?? 0;
    return blobs.length > 0 && fstatSync(descriptor).size <= end;
  } finally {
    closeSync(descriptor);
  }
}

function readHeadAndClose(descriptor: number, file: string): readonly NamedBlob[] {
  try {
    return readHead(descriptor, file);
  } finally {
    closeSync(descriptor);
  }
}

function openIfThere(file: string): number | undefined {
  try {
    return openPlainSync(file);
  } catch (error) {
    if (codeOf(error) === "ENOENT") return undefined;
    throw error;
  }
}

function headOf(contents: readonly Content[]): Uint8Array {
  const head = new Uint8Array(MARK.length + COUNT_BYTES + contents.length * ENTRY_BYTES);
  const view = new DataView(head.buffer);
  head.set(MARK);
  view.setUint32(MARK.length, contents.length);
  contents.forEach(({ hash, bytes }, i) => {
    const at = MARK.length + COUNT_BYTES + i * ENTRY_BYTES;
    head.set(hash, at);
    view.setUint32(at + HASH_BYTES, bytes.length);
  });
  return head;
}

/** What a pack's head says; nothing where it is none, or was altered: its name is the head's hash. The contents are for who reads them to check. */
function readHead(descriptor: number, file: string): readonly NamedBlob[] {
  const start = new Uint8Array(MARK.length + COUNT_BYTES);
  readSync(descriptor, start, 0, start.length, 0);
  const count = new DataView(start.buffer).getUint32(MARK.length);
  const size = start.length + count * ENTRY_BYTES;
  if (count > BLOBS_MAX || size > fstatSync(descriptor).size) return [];
  const head = new Uint8Array(size);
  readSync(descriptor, head, 0, size, 0);
  if (!file.endsWith(createHash("sha256").update(head).digest("hex"))) return [];
  const view = new DataView(head.buffer);
  const blobs: NamedBlob[] = [];
  let from = size;
  for (let at = start.length; at < size; at += ENTRY_BYTES) {
    const to = from + view.getUint32(at + HASH_BYTES);
    blobs.push([encodeHex(head.subarray(at, at + HASH_BYTES)), { file, from, to }]);
    from = to;
  }
  return blobs;
}
