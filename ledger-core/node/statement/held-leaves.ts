/**
 * The leaves of a statement while they become those of the next: in order, in chunks of which only those are read and written again in which
 * something changed. They lie in a database without a name, so memory does not grow with the ledger.
 */
import { compareBytes } from "#ledger-core/contract/schema/bytes.ts";
import { Frontier } from "#ledger-core/proof/frontier.ts";
import { HASH_BYTES } from "#ledger-core/proof/suite.ts";
import type { Suite } from "#ledger-core/proof/suite.ts";
import { leafHash } from "#ledger-core/proof/tree.ts";
import { openSpill, plainBytes } from "#ledger-core/store/database.ts";
import type { Statements } from "#ledger-core/store/database.ts";
import { mergeLeaves } from "./changed-leaves.ts";
import type { ChangedLeaf } from "./changed-leaves.ts";
import { LeafFileDamaged, packRecords, unpackRecords } from "./leaf-file.ts";
import type { LeafRecord } from "./leaf-file.ts";

/** Leaves of a chunk that is new; one that has grown to twice as many is parted. */
const CHUNK = 256;
/** Leaves between two reports. */
const REPORT = 16_384;

/** `first`: the place of its first leaf. */
type Chunk = { readonly number: number; readonly first: Uint8Array };

export class HeldLeaves {
  readonly #statements: Statements;
  readonly #chunks: Chunk[] = [];
  readonly #counts = new Map<number, number>();
  #chunksMade = 0;

  private constructor() {
    this.#statements = openSpill([
      // Two tables, since the hashes of all chunks are read for each root and the records of few.
      "CREATE TABLE hashes (number INTEGER PRIMARY KEY, bytes BLOB NOT NULL) STRICT",
      "CREATE TABLE records (number INTEGER PRIMARY KEY, bytes BLOB NOT NULL) STRICT",
    ]);
  }

  /** Leaves that come in order, all but the statement's own. Throws `LeafFileDamaged` if they do not. */
  static of(leaves: Iterable<LeafRecord>): HeldLeaves {
    const held = new HeldLeaves();
    try {
      let chunk: LeafRecord[] = [];
      let last: Uint8Array = new Uint8Array(0);
      for (const leaf of leaves) {
        if (compareBytes(last, leaf.place) >= 0) throw new LeafFileDamaged();
        last = leaf.place;
        held.#count(leaf.table, 1);
        chunk.push(leaf);
        if (chunk.length < CHUNK) continue;
        held.#replace(held.#chunks.length, 0, chunk);
        chunk = [];
      }
      held.#replace(held.#chunks.length, 0, chunk);
      return held;
    } catch (error) {
      held.close();
      throw error;
    }
  }

  /** Rows of each table, by its number. */
  get counts(): ReadonlyMap<number, number> {
    return this.#counts;
  }

  /** All of them, in order. */
  *records(): Generator<LeafRecord> {
    for (const chunk of this.#chunks) yield* this.#read(chunk);
  }

  /** Puts changed leaves, which come in order, in their places. Throws `LeafFileDamaged` if one that must be there is not; what is held is then of no use. */
  apply(changed: readonly ChangedLeaf[]): void {
    for (let next = 0; next < changed.length;) {
      const at = this.#chunkAt(changed[next]?.place ?? new Uint8Array(0));
      const below = this.#chunks[at + 1]?.first;
      const isBelow = ({ place }: ChangedLeaf): boolean => below === undefined || compareBytes(place, below) < 0;
      let end = next;
      for (let one = changed[end]; one !== undefined && (end === next || isBelow(one)); one = changed[end]) end++;
      const here = changed.slice(next, end);
      const chunk = this.#chunks[at];
      const before = chunk === undefined ? [] : this.#read(chunk);
      this.#replace(at, chunk === undefined ? 0 : 1, [...mergeLeaves(before, here)]);
      for (const { table, wasThere, now } of here) this.#count(table, (now === undefined ? 0 : 1) - (wasThere ? 1 : 0));
      next = end;
    }
  }

  /** The root over the statement's own leaf and all that are held. `progress` is told how many are done; it throws to stop. */
  root(suite: Suite, head: Uint8Array, progress: (done: number) => void): Uint8Array {
    const frontier = new Frontier(suite);
    frontier.append(leafHash(suite, head));
    let reported = 0;
    for (const { number } of this.#chunks) {
      const hashes = this.#bytes("hashes", number);
      for (let begin = 0; begin < hashes.length; begin += HASH_BYTES)
        frontier.append(hashes.subarray(begin, begin + HASH_BYTES));
      if (frontier.size < reported + REPORT) continue;
      reported = frontier.size;
      progress(reported);
    }
    return frontier.root();
  }

  close(): void {
    this.#statements.connection.close();
  }

  /** The place of the last chunk that begins at or before a place; the first one's where none does. */
  #chunkAt(place: Uint8Array): number {
    let low = 0;
    let high = this.#chunks.length;
    while (high - low > 1) {
      const middle = Math.floor((low + high) / 2);
      const first = this.#chunks[middle]?.first;
      if (first !== undefined && compareBytes(first, place) <= 0) low = middle;
      else high = middle;
    }
    return low;
  }

  #read({ number }: Chunk): readonly LeafRecord[] {
    return unpackRecords(this.#bytes("records", number));
  }

  #bytes(table: "hashes" | "records", number: number): Uint8Array {
    const row = this.#statements.row<[Uint8Array]>(`SELECT bytes FROM ${table} WHERE number = ?`, number);
    if (row === undefined) throw new LeafFileDamaged();
    return plainBytes(row[0]);
  }

  /** Puts leaves in the place of so many chunks at `at`. */
  #replace(at: number, count: number, leaves: readonly LeafRecord[]): void {
    const size = leaves.length < 2 * CHUNK ? Math.max(1, leaves.length) : CHUNK;
    const made: Chunk[] = [];
    for (let begin = 0; begin < leaves.length; begin += size) made.push(this.#write(leaves.slice(begin, begin + size)));
    for (const { number } of this.#chunks.splice(at, count, ...made))
      for (const table of ["hashes", "records"])
        this.#statements.prepare(`DELETE FROM ${table} WHERE number = ?`).run(number);
  }

  #write(leaves: readonly LeafRecord[]): Chunk {
    const number = this.#chunksMade++;
    const hashes = new Uint8Array(HASH_BYTES * leaves.length);
    leaves.forEach(({ hash }, i) => hashes.set(hash, HASH_BYTES * i));
    this.#statements.prepare("INSERT INTO hashes VALUES (?, ?)").run(number, hashes);
    this.#statements.prepare("INSERT INTO records VALUES (?, ?)").run(number, packRecords(leaves));
    return { number, first: Uint8Array.from(leaves[0]?.place ?? []) };
  }

  #count(table: number, more: number): void {
    this.#counts.set(table, (this.#counts.get(table) ?? 0) + more);
  }
}
