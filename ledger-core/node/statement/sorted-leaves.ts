/** Leaves of one table put in order: in memory while they are few, else as sorted runs on the disk that are merged. */
import { compareBytes } from "#ledger-core/contract/schema/bytes.ts";
import { openSpill, plainBytes } from "#ledger-core/store/database.ts";
import type { Statements } from "#ledger-core/store/database.ts";
import { packRecords, unpackRecords } from "./leaf-file.ts";
import type { LeafRecord } from "./leaf-file.ts";

/** Leaves of a run, which are held at a time: some five megabytes. */
const RUN_LEAVES = 32_768;
/** Leaves of a run that are read at a time while runs are merged. */
const PIECE_LEAVES = 256;

const PIECES =
  "CREATE TABLE piece (run INTEGER, number INTEGER, records BLOB NOT NULL, PRIMARY KEY (run, number)) STRICT, WITHOUT ROWID";

export class SortedLeaves {
  readonly #runLeaves: number;
  #held: LeafRecord[] = [];
  #spilled: Statements | undefined;
  #runs = 0;

  constructor(runLeaves = RUN_LEAVES) {
    this.#runLeaves = runLeaves;
  }

  add(record: LeafRecord): void {
    this.#held.push(record);
    if (this.#held.length >= this.#runLeaves) this.#spill();
  }

  /** All that were added, in order. */
  *inOrder(): Generator<LeafRecord> {
    if (this.#spilled === undefined) {
      yield* this.#held.sort(inPlaces);
      return;
    }
    this.#spill();
    yield* mergeRuns(Array.from({ length: this.#runs }, (_, run) => this.#run(run)));
  }

  close(): void {
    this.#spilled?.connection.close();
  }

  #spill(): void {
    if (this.#held.length === 0) return;
    this.#spilled ??= openSpill([PIECES]);
    const insert = this.#spilled.prepare("INSERT INTO piece VALUES (?, ?, ?)");
    const sorted = this.#held.sort(inPlaces);
    for (let first = 0; first < sorted.length; first += PIECE_LEAVES)
      insert.run(this.#runs, first / PIECE_LEAVES, packRecords(sorted.slice(first, first + PIECE_LEAVES)));
    this.#held = [];
    this.#runs++;
  }

  *#run(run: number): Generator<LeafRecord> {
    for (let number = 0; ; number++) {
      const sql = "SELECT records FROM piece WHERE run = ? AND number = ?";
      const records = this.#spilled?.row<[Uint8Array]>(sql, run, number)?.[0];
      if (records === undefined) return;
      yield* unpackRecords(plainBytes(records));
    }
  }
}

type Run = { next: LeafRecord; readonly rest: Iterator<LeafRecord> };

/** The leaves of sorted runs in order, from a heap of the runs by the leaf that each has next. */
function* mergeRuns(runs: readonly Iterable<LeafRecord>[]): Generator<LeafRecord> {
  const heap: Run[] = [];
  for (const run of runs) {
    const rest = run[Symbol.iterator]();
    const first = rest.next();
    if (first.done !== true) heap.push({ next: first.value, rest });
  }
  for (let i = Math.floor(heap.length / 2) - 1; i >= 0; i--) sink(heap, i);
  for (;;) {
    const [top] = heap;
    if (top === undefined) return;
    yield top.next;
    const following = top.rest.next();
    if (following.done !== true) top.next = following.value;
    else {
      const last = heap.pop();
      if (last !== undefined && last !== top) heap[0] = last;
    }
    sink(heap, 0);
  }
}

function sink(heap: Run[], from: number): void {
  for (let at = from; ;) {
    const here = heap[at];
    const left = heap[2 * at + 1];
    const right = heap[2 * at + 2];
    if (here === undefined || left === undefined) return;
    const isRight = right !== undefined && inPlaces(right.next, left.next) < 0;
    const least = isRight ? right : left;
    if (inPlaces(here.next, least.next) <= 0) return;
    heap[at] = least;
    at = 2 * at + (isRight ? 2 : 1);
    heap[at] = here;
  }
}

function inPlaces(left: LeafRecord, right: LeafRecord): number {
  return compareBytes(left.place, right.place);
}
