/**
 * The leaves of a statement as they are kept between two of them: of each row its place and its leaf's hash, in order, 256 in a chunk that
 * is a complete subtree of the statement's tree. A derived file, made anew whenever it is lost or does not prove to be whole: every chunk
 * and the statement itself carry a hash over what they say.
 */
import { rmSync } from "node:fs";
import { concatBytes, encodeUtf8, equalBytes } from "#ledger-core/contract/schema/bytes.ts";
import { Frontier } from "#ledger-core/proof/frontier.ts";
import { parseStatementHead, rowsOf } from "#ledger-core/proof/state-statement.ts";
import type { StatementHead } from "#ledger-core/proof/state-statement.ts";
import { HASH_BYTES } from "#ledger-core/proof/suite.ts";
import type { Suite } from "#ledger-core/proof/suite.ts";
import { leafHash, treeRoot } from "#ledger-core/proof/tree.ts";
import type { ReadHash } from "#ledger-core/proof/tree.ts";
import { openDerived, openForReading, orClose, plainBytes, Statements } from "#ledger-core/store/database.ts";

/** A row's leaf: where it stands, which row it is, and the hash. */
export type LeafRecord = {
  readonly place: Uint8Array;
  readonly table: number;
  readonly key: number;
  readonly hash: Uint8Array;
};

/** Leaves of a chunk, a power of two. */
const CHUNK = 256;
const CHUNK_LEVELS = 8;
/** Raised whenever what a leaf or the file holds is another. */
const FILE_VERSION = 1;
/** Bytes of a record beside its place: the place's length, table, key in two parts, hash. */
const RECORD_BYTES = 2 + 4 + 8 + HASH_BYTES;
const PLACE_BYTES_MAX = 0xffff;
const TWO_32 = 0x1_0000_0000;
/** Chunks whose roots are read at a time. */
const CHUNKS_AT_ONCE = 64;

const TABLES = [
  "CREATE TABLE chunk (number INTEGER PRIMARY KEY, first BLOB NOT NULL, root BLOB NOT NULL, records BLOB NOT NULL, mark BLOB NOT NULL) STRICT",
  "CREATE TABLE statement (head BLOB NOT NULL, root BLOB NOT NULL, mark BLOB NOT NULL) STRICT",
];
/** Made once all chunks are there. */
const INDEX = "CREATE INDEX chunk_by_first ON chunk (first)";

/** Writes a new file, leaf after leaf. */
export class LeafFileWriter {
  readonly #suite: Suite;
  readonly #statements: Statements;
  readonly #file: string;
  /** Of the first chunk, which begins with the statement's own leaf and so is written last. */
  #first: LeafRecord[] | undefined;
  #chunk: LeafRecord[] = [];
  #number = 0;
  #rootsBelow: Uint8Array[] = [];
  #marks: Uint8Array[] = [];

  /** `file` must not exist. */
  constructor(suite: Suite, file: string) {
    this.#suite = suite;
    this.#file = file;
    const connection = openDerived(file);
    this.#statements = orClose(connection, () => {
      for (const sql of TABLES) connection.exec(sql);
      connection.pragma(`user_version = ${FILE_VERSION}`);
      connection.exec("BEGIN");
      return new Statements(connection);
    });
  }

  /** The next leaf; the statement's own is not among them. */
  append(record: LeafRecord): void {
    this.#chunk.push(record);
    const isFull = this.#chunk.length === (this.#first === undefined ? CHUNK - 1 : CHUNK);
    if (isFull) this.#endChunk();
  }

  /** Writes the rest under the statement's own leaf, and closes the file. The answer is the statement's root. */
  finish(head: Uint8Array, headHash: Uint8Array): Uint8Array {
    if (this.#chunk.length > 0 || this.#first === undefined) this.#endChunk();
    const own = { place: new Uint8Array(0), table: 0, key: 0, hash: headHash };
    this.#writeChunk(0, [own, ...(this.#first ?? [])]);
    const root = treeRoot(this.#suite, this.#rootsBelow);
    const mark = markOf(this.#suite, [head, root, ...this.#marks]);
    this.#statements.prepare("INSERT INTO statement VALUES (?, ?, ?)").run(head, root, mark);
    this.#statements.connection.exec("COMMIT");
    this.#statements.connection.exec(INDEX);
    this.#statements.connection.close();
    return root;
  }

  /** Gives the file up. */
  discard(): void {
    this.#statements.connection.close();
    rmSync(this.#file, { force: true });
  }

  #endChunk(): void {
    if (this.#first === undefined) this.#first = this.#chunk;
    else this.#writeChunk(this.#number, this.#chunk);
    this.#number++;
    this.#chunk = [];
  }

  #writeChunk(number: number, records: readonly LeafRecord[]): void {
    const suite = this.#suite;
    const root = treeRoot(
      suite,
      records.map(({ hash }) => hash),
    );
    const bytes = packRecords(records);
    const mark = markOf(suite, [numberBytes(number), root, bytes]);
    const first = records[0]?.place ?? new Uint8Array(0);
    this.#statements.prepare("INSERT INTO chunk VALUES (?, ?, ?, ?, ?)").run(number, first, root, bytes, mark);
    this.#rootsBelow[number] = root;
    this.#marks[number] = mark;
  }
}

type ChunkRow = readonly [number: number, first: Uint8Array, root: Uint8Array, records: Uint8Array, mark: Uint8Array];
const CHUNK_COLUMNS = "number, first, root, records, mark";

/** Reads a file that was finished. What is not as it was written makes its methods throw `LeafFileDamaged`. */
export class LeafFile {
  readonly head: StatementHead;
  /** The bytes of the statement's own leaf. */
  readonly headBytes: Uint8Array;
  readonly root: Uint8Array;
  /** Leaves, the statement's own included. */
  readonly size: number;
  readonly #suite: Suite;
  readonly #statements: Statements;
  readonly #mark: Uint8Array;
  #roots: readonly Uint8Array[] | undefined;
  #held: { readonly number: number; readonly records: readonly LeafRecord[] } | undefined;

  private constructor(suite: Suite, statements: Statements) {
    this.#suite = suite;
    this.#statements = statements;
    // First of all: another table or index could be read in place of these, and one with expressions keep a query busy for ever.
    const made = statements.rows<[string | null]>("SELECT sql FROM sqlite_schema ORDER BY rowid");
    if (JSON.stringify(made.flat()) !== JSON.stringify([...TABLES, INDEX])) throw new LeafFileDamaged();
    const version = statements.row<[number]>("PRAGMA user_version")?.[0];
    const row = statements.row<[Uint8Array, Uint8Array, Uint8Array]>("SELECT head, root, mark FROM statement");
    const head = row === undefined ? undefined : parseStatementHead(plainBytes(row[0]));
    if (version !== FILE_VERSION || row === undefined || head === undefined) throw new LeafFileDamaged();
    this.head = head;
    this.headBytes = plainBytes(row[0]);
    this.root = plainBytes(row[1]);
    this.#mark = plainBytes(row[2]);
    this.size = rowsOf(head) + 1;
  }

  /** Opens a file; undefined if there is none or it is none. */
  static open(suite: Suite, file: string): LeafFile | undefined {
    let statements: Statements | undefined;
    try {
      statements = new Statements(openForReading(file));
      return new LeafFile(suite, statements);
    } catch {
      statements?.connection.close();
      return undefined;
    }
  }

  /** Every leaf but the statement's own, in order. Only once all were read is it certain that the file is whole. */
  *records(): Generator<LeafRecord> {
    const marks: Uint8Array[] = [];
    const sql = `SELECT ${CHUNK_COLUMNS} FROM chunk WHERE number >= ? ORDER BY number LIMIT ${CHUNKS_AT_ONCE}`;
    for (let next = 0; next * CHUNK < this.size;) {
      const chunks = this.#rows<ChunkRow>(sql, next);
      if (chunks.length === 0) throw new LeafFileDamaged();
      for (const chunk of chunks) {
        const records = this.#read(next, chunk);
        yield* next === 0 ? records.slice(1) : records;
        marks.push(plainBytes(chunk[4]));
        next++;
      }
    }
    if (!equalBytes(markOf(this.#suite, [this.headBytes, this.root, ...marks]), this.#mark))
      throw new LeafFileDamaged();
  }

  /**
   * The digest of all leaves; undefined unless they, and all chunks, come to the root that the file says, and SQLite finds nothing wrong with
   * the file: no mark covers its index. Throws `LeafFileDamaged` as `records` does.
   */
  digest(): Uint8Array | undefined {
    if (this.#rows<[string]>("PRAGMA integrity_check(1)")[0]?.[0] !== "ok") return undefined;
    const leaves = new Frontier(this.#suite);
    leaves.append(leafHash(this.#suite, this.headBytes));
    const appended = function* (records: Iterable<LeafRecord>): Generator<LeafRecord> {
      for (const record of records) {
        leaves.append(record.hash);
        yield record;
      }
    };
    const digest = leavesDigest(this.#suite, appended(this.records()));
    const chunks = treeRoot(this.#suite, this.#chunkRoots());
    return equalBytes(leaves.root(), this.root) && equalBytes(chunks, this.root) ? digest : undefined;
  }

  /** The leaf at an index from 1 on. */
  record(index: number): LeafRecord {
    const number = Math.floor(index / CHUNK);
    const record = this.#chunk(number)[index % CHUNK];
    if (record === undefined) throw new LeafFileDamaged();
    return record;
  }

  /** The index of the first leaf that does not stand before the place; `size` if all do. Throws `LeafFileDamaged`. */
  indexAt(place: Uint8Array): number {
    const sql = "SELECT number FROM chunk WHERE first < ? ORDER BY first DESC LIMIT 1";
    const number = this.#rows<[number]>(sql, place)[0]?.[0] ?? 0;
    const records = this.#chunk(number);
    const within = records.findIndex((record) => Buffer.compare(record.place, place) >= 0);
    const index = number * CHUNK + (within < 0 ? records.length : within);
    // No mark covers the index of the database: it may have led to a chunk before or behind the one that was meant.
    const isBehind = within === 0 && number > 0;
    const isBefore = within < 0 && index < this.size && Buffer.compare(this.record(index).place, place) < 0;
    if (isBehind || isBefore) throw new LeafFileDamaged();
    return index;
  }

  /** The hash of a complete subtree of the statement's tree. */
  readonly readHash: ReadHash = (level, index) => {
    if (level < CHUNK_LEVELS) {
      const first = index * 2 ** level;
      const records = this.#chunk(Math.floor(first / CHUNK)).slice(first % CHUNK, (first % CHUNK) + 2 ** level);
      return treeRoot(
        this.#suite,
        records.map(({ hash }) => hash),
      );
    }
    const count = 2 ** (level - CHUNK_LEVELS);
    return treeRoot(this.#suite, this.#chunkRoots().slice(index * count, (index + 1) * count));
  };

  close(): void {
    this.#statements.connection.close();
  }

  #chunkRoots(): readonly Uint8Array[] {
    this.#roots ??= this.#rows<[Uint8Array]>("SELECT root FROM chunk ORDER BY number").map(([root]) =>
      plainBytes(root),
    );
    return this.#roots;
  }

  #chunk(number: number): readonly LeafRecord[] {
    if (this.#held?.number !== number) {
      const [row] = this.#rows<ChunkRow>(`SELECT ${CHUNK_COLUMNS} FROM chunk WHERE number = ?`, number);
      if (row === undefined) throw new LeafFileDamaged();
      this.#held = { number, records: this.#read(number, row) };
    }
    return this.#held.records;
  }

  /** Whatever SQLite finds wrong with the file is one and the same to who asks. */
  #rows<Row extends readonly unknown[]>(sql: string, ...parameters: readonly unknown[]): readonly Row[] {
    try {
      return this.#statements.rows<Row>(sql, ...parameters);
    } catch {
      throw new LeafFileDamaged();
    }
  }

  #read(expected: number, [number, first, root, records, mark]: ChunkRow): readonly LeafRecord[] {
    const bytes = plainBytes(records);
    const isWhole = equalBytes(markOf(this.#suite, [numberBytes(number), plainBytes(root), bytes]), plainBytes(mark));
    const read = isWhole && number === expected ? unpackRecords(bytes) : undefined;
    const count = Math.min(CHUNK, this.size - expected * CHUNK);
    const place = read?.[0]?.place;
    if (read?.length !== count || place === undefined || !equalBytes(place, plainBytes(first)))
      throw new LeafFileDamaged();
    return read;
  }
}

/** A file that is not as it was written. It is derived, so nothing is lost. */
export class LeafFileDamaged extends Error {
  constructor() {
    super("the kept leaves of a statement are damaged");
  }
}

/** Records one after another, in one byte string. */
export function packRecords(records: readonly LeafRecord[]): Uint8Array {
  const length = records.reduce((sum, { place }) => sum + RECORD_BYTES + place.length, 0);
  const bytes = new Uint8Array(length);
  const view = new DataView(bytes.buffer);
  let at = 0;
  for (const { place, table, key, hash } of records) {
    if (place.length > PLACE_BYTES_MAX) throw new RangeError(`the place of row ${key} of table ${table} is too long`);
    view.setUint16(at, place.length);
    bytes.set(place, at + 2);
    at += 2 + place.length;
    view.setUint32(at, table);
    view.setUint32(at + 4, Math.floor(key / TWO_32));
    view.setUint32(at + 8, key % TWO_32);
    bytes.set(hash, at + 12);
    at += 12 + HASH_BYTES;
  }
  return bytes;
}

/** A hash over all that leaves say, in their order: of which row each is, and not only how it reads. */
export function leavesDigest(suite: Suite, records: Iterable<LeafRecord>): Uint8Array {
  let digest: Uint8Array = new Uint8Array(HASH_BYTES);
  let chunk: LeafRecord[] = [];
  const end = (): void => {
    digest = suite.sha256(concatBytes(digest, packRecords(chunk)));
    chunk = [];
  };
  for (const record of records) if (chunk.push(record) === CHUNK) end();
  end();
  return digest;
}

/** The records of such a byte string, as views into it. */
export function unpackRecords(bytes: Uint8Array): LeafRecord[] {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const records: LeafRecord[] = [];
  for (let at = 0; at < bytes.length;) {
    const length = view.getUint16(at);
    const rest = at + 2 + length;
    const table = view.getUint32(rest);
    const key = view.getUint32(rest + 4) * TWO_32 + view.getUint32(rest + 8);
    records.push({
      place: bytes.subarray(at + 2, rest),
      table,
      key,
      hash: bytes.subarray(rest + 12, rest + 12 + HASH_BYTES),
    });
    at = rest + 12 + HASH_BYTES;
  }
  return records;
}

function numberBytes(number: number): Uint8Array {
  return encodeUtf8(`${number} `) ?? new Uint8Array(0);
}

/** Parts have lengths that follow from the file's form, but for the records, which stand alone or last. */
function markOf(suite: Suite, parts: readonly Uint8Array[]): Uint8Array {
  return suite.sha256(concatBytes(...parts));
}
