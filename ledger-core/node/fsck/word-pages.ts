/**
 * The pages that lead to the words of a full-text index. For each page of words SQLite keeps the words from which on it is looked at (its
 * separator), and its own check asks only that the page's first word is not before it: one that was set lower sends whoever looks for the
 * last words of the page before to where they are not. The format is FTS5's, as SQLite's `fts5_index.c` describes it.
 */
import type { Statements } from "#ledger-core/store/database.ts";
import { quote } from "#ledger-core/store/state-layout.ts";

type Leaf = readonly [segment: number, separator: unknown, page: Uint8Array | null];

/** Bits of a page's number in `_data`, below those of its segment. */
const PAGE_BITS = 37;
/** Places in a page are numbers of two bytes. */
const PAGE_BYTES_MAX = 0xffff;
/** The second number of a page, where the list of the places of its words begins. */
const LIST_PLACE = 2;

/** True where each separator is behind the last word of the page before. What else may be wrong is for SQLite's own check. */
export function leadsToEachWord(statements: Statements, schema: string, index: string): boolean {
  const [leading, pages] = ["idx", "data"].map((part) => `${schema}.${quote(`${index}_${part}`)}`);
  // The lowest bit of `pgno` is not of the number.
  const sql = `SELECT segid, term, block FROM ${leading}
    LEFT JOIN ${pages} ON id = (segid << ${PAGE_BITS}) + (pgno >> 1) ORDER BY segid, pgno`;
  let last: Uint8Array | undefined;
  let lastSegment: number | undefined;
  for (const [segment, separator, page] of statements.prepare(sql).raw().iterate() as IterableIterator<Leaf>) {
    if (page !== null && page.length > PAGE_BYTES_MAX) return false;
    // A text would stand before all bytes, whatever it says.
    if (!(separator instanceof Uint8Array)) return false;
    if (last !== undefined && segment === lastSegment && Buffer.compare(last, separator) >= 0) return false;
    // While segments are joined the first pages of one are gone already, and what led to them is still there.
    last = page === null ? undefined : lastWord(page);
    lastSegment = segment;
  }
  return true;
}

/** The last word on a page, each of which is written as what it does not share with the one before; undefined where none begins on it. */
function lastWord(page: Uint8Array): Uint8Array | undefined {
  const listAt = ((page[LIST_PLACE] ?? 0) << 8) | (page[LIST_PLACE + 1] ?? 0);
  const places = new Numbers(page, listAt);
  let word: Uint8Array | undefined;
  for (let place = 0; places.at < page.length;) {
    place += places.next();
    const written = new Numbers(page, place);
    const shared = word === undefined ? 0 : written.next();
    const length = written.next();
    word = Buffer.concat([(word ?? page).subarray(0, shared), page.subarray(written.at, written.at + length)]);
  }
  return word;
}

/** Numbers in SQLite's variable length, one behind the other. */
class Numbers {
  readonly #bytes: Uint8Array;
  at: number;

  constructor(bytes: Uint8Array, at: number) {
    this.#bytes = bytes;
    this.at = at;
  }

  /** The next one; none on a page has more than four bytes. */
  next(): number {
    let number = 0;
    for (;;) {
      const byte = this.#bytes[this.at++] ?? 0;
      number = (number << 7) | (byte & 0x7f);
      if (byte < 0x80) return number;
    }
  }
}
