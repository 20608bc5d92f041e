/**
 * Knows of most rows that are not there that they are not. Whoever imports or publishes asks for each code and each identifier whether a
 * row has it already, mostly none has, and an index in which random values lie answers the slower the larger it is. A filter holds a few
 * bits for each row instead: what it does not hold is in no row, what it holds may be in one.
 */
import { indexColumns } from "#ledger-core/kernel/rows.ts";
import type { IndexRange, IndexValue } from "#ledger-core/kernel/rows.ts";
import type { AnyTable, RowValue } from "#ledger-core/kernel/table.ts";

/** Every row of a source, as filters are filled from it. */
export type AllRows = {
  /** The largest key of a table's rows; 0 where it has none. */
  keyMax(table: AnyTable): number;
  /** The columns of an index, of each row; null where a column is empty. */
  valuesAlong(table: AnyTable, columns: readonly string[]): Iterable<readonly (IndexValue | null)[]>;
};

/** A filter is worth filling once as many questions were asked in vain as a sixteenth of the rows that have to be read for it. */
const ROWS_PER_MISS_MAX = 16;
/** Rows for which one is filled: reading as many holds the next block up for some hundred milliseconds. */
const ROWS_MAX = 200_000;
const CAPACITY_MIN = 65_536;
const BITS_PER_ROW = 16;
const BITS_PER_VALUE = 4;

export class AbsentRows {
  readonly #source: AllRows;
  readonly #keysMax = new Map<string, number>();
  readonly #filters = new Map<string, Map<string, Filter | number>>();

  constructor(source: AllRows) {
    this.#source = source;
  }

  /** True where no row has the key. */
  lacksKey(table: AnyTable, key: number): boolean {
    return key > this.#keyMax(table);
  }

  /** True where no row is in the range; false where that is not known. */
  lacks(table: AnyTable, index: string, range: IndexRange): boolean {
    const filter = this.#filters.get(table.name)?.get(index);
    if (!(filter instanceof Filter) || !isPoint(table, index, range)) return false;
    return !filter.mayHold(range.equal ?? []);
  }

  /** To be called for a range that was read and has no row. */
  missed(table: AnyTable, index: string, range: IndexRange): void {
    if (!isPoint(table, index, range)) return;
    const filters = this.#filters.get(table.name) ?? new Map<string, Filter | number>();
    this.#filters.set(table.name, filters);
    const known = filters.get(index) ?? 0;
    if (known instanceof Filter) return;
    const rows = this.#keyMax(table);
    const isWorthIt = rows <= ROWS_MAX && (known + 1) * ROWS_PER_MISS_MAX >= rows;
    filters.set(index, isWorthIt ? this.#fill(table, index, rows) : known + 1);
  }

  /** To be called for every row that a commit has written, with the row where it was not removed. */
  wrote(table: AnyTable, key: number, row: RowValue | undefined): void {
    const keyMax = this.#keysMax.get(table.name);
    if (keyMax !== undefined && key > keyMax) this.#keysMax.set(table.name, key);
    if (row === undefined) return;
    for (const [index, filter] of this.#filters.get(table.name) ?? []) {
      if (!(filter instanceof Filter)) continue;
      filter.add(indexColumns(table, index).map((column) => (row[column] ?? null) as IndexValue | null));
      // One that is too full says of everything that it may be there.
      if (filter.isFull) this.#filters.get(table.name)?.delete(index);
    }
  }

  forgetAll(): void {
    this.#keysMax.clear();
    this.#filters.clear();
  }

  #keyMax(table: AnyTable): number {
    const known = this.#keysMax.get(table.name) ?? this.#source.keyMax(table);
    this.#keysMax.set(table.name, known);
    return known;
  }

  #fill(table: AnyTable, index: string, rows: number): Filter {
    const filter = new Filter(Math.max(CAPACITY_MIN, 2 * rows));
    for (const values of this.#source.valuesAlong(table, indexColumns(table, index))) filter.add(values);
    return filter;
  }
}

/** True for a range that names a value for each column of its index. */
function isPoint(table: AnyTable, index: string, { equal, from, below }: IndexRange): boolean {
  if (equal === undefined || equal.length === 0 || from !== undefined || below !== undefined) return false;
  return equal.length === indexColumns(table, index).length;
}

/** A Bloom filter over the values of an index; its places come from two hashes of 32 bits. */
class Filter {
  readonly #bits: Uint32Array;
  readonly #capacity: number;
  #count = 0;

  constructor(capacity: number) {
    this.#capacity = capacity;
    this.#bits = new Uint32Array(Math.ceil((capacity * BITS_PER_ROW) / 32));
  }

  get isFull(): boolean {
    return this.#count > this.#capacity;
  }

  /** Values of which one is empty are asked for by nobody. */
  add(values: readonly (IndexValue | null)[]): void {
    this.#count++;
    if (!isWhole(values)) return;
    const [first, step] = hashesOf(values);
    for (let i = 0; i < BITS_PER_VALUE; i++) {
      const bit = this.#placeOf(first, step, i);
      this.#bits[bit >>> 5] = (this.#bits[bit >>> 5] ?? 0) | (1 << (bit & 31));
    }
  }

  mayHold(values: readonly IndexValue[]): boolean {
    const [first, step] = hashesOf(values);
    for (let i = 0; i < BITS_PER_VALUE; i++) {
      const bit = this.#placeOf(first, step, i);
      if (((this.#bits[bit >>> 5] ?? 0) & (1 << (bit & 31))) === 0) return false;
    }
    return true;
  }

  #placeOf(first: number, step: number, i: number): number {
    return ((first + Math.imul(step, i)) >>> 0) % (this.#bits.length * 32);
  }
}

function isWhole(values: readonly (IndexValue | null)[]): values is readonly IndexValue[] {
  return values.every((value) => value !== null);
}

/** Two hashes by the way of FNV-1a, from different beginnings; the second is odd, so that its multiples differ. */
function hashesOf(values: readonly IndexValue[]): readonly [first: number, step: number] {
  let [first, step] = [0x811c9dc5, 0x9747b28c];
  const take = (unit: number): void => {
    first = Math.imul(first ^ unit, 0x01000193);
    step = Math.imul(step ^ unit, 0x85ebca6b);
    step ^= step >>> 15;
  };
  for (const value of values) {
    if (typeof value === "number") {
      take(value | 0);
      take(Math.floor(value / 0x1_0000_0000));
    } else if (typeof value === "string") for (let i = 0; i < value.length; i++) take(value.charCodeAt(i));
    else for (let i = 0; i < value.length; i++) take(value[i] ?? 0);
    take(0x1_0000);
  }
  return [first ^ (first >>> 15), step | 1];
}
