/** Writes that are not yet anybody's: rows put over a source, to be kept as a whole or thrown away. */
import { CHANGES_BYTES_PER_ENTRY_MAX, CHANGES_PER_ENTRY_MAX } from "#ledger-core/contract/schema/limits.ts";
import { encodeChange, encodeRowChange } from "#ledger-core/proof/change.ts";
import { compareAlong, indexColumns, isInRange, valuesName } from "./rows.ts";
import type { IndexRange, IndexValue, RowSource, StoredRow } from "./rows.ts";
import type { AnyTable, RowValue } from "./table.ts";

/** A row as it is after the writes; `row` is undefined where it was removed. `change` is the encoding of the change. */
export type Write = {
  readonly table: AnyTable;
  readonly key: number;
  readonly row: RowValue | undefined;
  readonly change: Uint8Array;
  readonly changedAt: number;
};

/** An entry wrote more rows, or more bytes of them, than the limit; the kernel turns this into the refusal `TOO_MANY_CHANGES`. */
export class TooManyChanges extends Error {}

export class Overlay implements RowSource {
  /** Overlays on one another are looked through in a loop: most have written nothing, and all of them are asked for each row. */
  readonly #below: Overlay | undefined;
  readonly #base: RowSource;
  readonly #changedAt: number;
  /** Made at the first write: most overlays are only read through. */
  #tables: Map<string, WrittenTable> | undefined;
  #count = 0;
  /** Of the changes. */
  #bytes = 0;

  /** `changedAt`: index of the entry whose writes these are. */
  constructor(base: RowSource, changedAt: number) {
    this.#below = base instanceof Overlay ? base : undefined;
    this.#base = base instanceof Overlay ? base.#base : base;
    this.#changedAt = changedAt;
  }

  get(table: AnyTable, key: number): StoredRow | undefined {
    let write = this.#tables?.get(table.name)?.writes.get(key);
    for (let below = this.#below; write === undefined && below !== undefined; below = below.#below)
      write = below.#tables?.get(table.name)?.writes.get(key);
    if (write === undefined) return this.#base.get(table, key);
    return write.row === undefined ? undefined : { key, row: write.row, changedAt: write.changedAt };
  }

  scan(table: AnyTable, index: string, range: IndexRange): readonly StoredRow[] {
    const written = this.#tables?.get(table.name);
    if (written !== undefined) return this.#scanWritten(written, table, index, range);
    let below = this.#below;
    while (below !== undefined && below.#tables?.has(table.name) !== true) below = below.#below;
    return (below ?? this.#base).scan(table, index, range);
  }

  /** Along an index of a table that was written here. */
  #scanWritten(written: WrittenTable, table: AnyTable, index: string, range: IndexRange): readonly StoredRow[] {
    const columns = indexColumns(table, index);
    const found = this.#scanBase(table, index, range, written.writes);
    for (const key of written.lookUp(columns, range)) {
      const write = written.writes.get(key);
      if (write?.row === undefined) continue;
      const stored = { key, row: write.row, changedAt: write.changedAt };
      if (isInRange(columns, stored, range)) found.push(stored);
    }
    return found.sort((left, right) => compareAlong(columns, left, right)).slice(0, range.limit);
  }

  /** Rows from below that were not written over; if some were, more are asked for until there are enough. */
  #scanBase(table: AnyTable, index: string, range: IndexRange, writes: ReadonlyMap<number, Write>): StoredRow[] {
    let limit = range.limit;
    for (;;) {
      const below = (this.#below ?? this.#base).scan(table, index, { ...range, limit });
      const kept = below.filter((stored) => !writes.has(stored.key));
      if (kept.length >= range.limit || below.length < limit) return kept;
      limit += writes.size;
    }
  }

  /** Writes a row. Throws `ValueOutOfSchema` if it is not of the table's schema: a bug of the action that did it. */
  put(table: AnyTable, key: number, row: RowValue): void {
    const change = encodeRowChange(table.name, key, table.row, row);
    this.#write({ table, key, row, change, changedAt: this.#changedAt });
  }

  remove(table: AnyTable, key: number): void {
    const change = encodeChange({ table: table.name, key, row: undefined });
    this.#write({ table, key, row: undefined, change, changedAt: this.#changedAt });
  }

  /** Every row written, once, in the order of its first write, table by table in the order of their first writes. */
  writes(): readonly Write[] {
    const writes: Write[] = [];
    if (this.#tables === undefined) return writes;
    for (const table of this.#tables.values()) for (const write of table.writes.values()) writes.push(write);
    return writes;
  }

  /** Takes over what another overlay on this one has written, which then holds nothing of its own. */
  absorb(other: Overlay): void {
    if (other.#tables === undefined) return;
    if (this.#tables === undefined) {
      this.#tables = other.#tables;
      this.#count = other.#count;
      this.#bytes = other.#bytes;
    } else for (const table of other.#tables.values()) for (const write of table.writes.values()) this.#write(write);
    other.#tables = undefined;
    other.#count = 0;
    other.#bytes = 0;
  }

  #write(write: Write): void {
    const tables = (this.#tables ??= new Map<string, WrittenTable>());
    let written = tables.get(write.table.name);
    if (written === undefined) {
      written = new WrittenTable();
      tables.set(write.table.name, written);
    }
    const before = written.writes.get(write.key);
    if (before === undefined) this.#count++;
    this.#bytes += write.change.length - (before?.change.length ?? 0);
    written.set(write);
  }

  /** How many rows are written. */
  get count(): number {
    return this.#count;
  }

  /** Bytes of the changes that write them. */
  get bytes(): number {
    return this.#bytes;
  }

  /** Throws `TooManyChanges` if more is written than one action may; what the kernel itself writes about it is not counted. */
  checkCount(): void {
    if (this.#count > CHANGES_PER_ENTRY_MAX || this.#bytes > CHANGES_BYTES_PER_ENTRY_MAX) throw new TooManyChanges();
  }
}

/** The writes of one table, with the keys that share the first columns of an index, once somebody has looked along it. */
class WrittenTable {
  readonly writes = new Map<number, Write>();
  #lookUps: Map<string, LookUp> | undefined;

  set(write: Write): void {
    const before = this.#lookUps === undefined ? undefined : this.writes.get(write.key);
    this.writes.set(write.key, write);
    if (this.#lookUps === undefined) return;
    for (const lookUp of this.#lookUps.values()) lookUp.move(write.key, before?.row, write.row);
  }

  /** Keys among which the rows of a range are. */
  lookUp(columns: readonly string[], range: IndexRange): Iterable<number> {
    const equal = range.equal ?? [];
    if (equal.length === 0 || columns.length < equal.length) return this.writes.keys();
    const shared = columns.slice(0, equal.length);
    const name = shared.join();
    const lookUps = (this.#lookUps ??= new Map<string, LookUp>());
    let lookUp = lookUps.get(name);
    if (lookUp === undefined) {
      lookUp = new LookUp(shared);
      for (const write of this.writes.values()) lookUp.move(write.key, undefined, write.row);
      lookUps.set(name, lookUp);
    }
    return lookUp.keysOf(equal);
  }
}

/** Keys of rows by the values of some columns. */
class LookUp {
  readonly #columns: readonly string[];
  readonly #keys = new Map<string, Set<number>>();

  constructor(columns: readonly string[]) {
    this.#columns = columns;
  }

  keysOf(values: readonly IndexValue[]): Iterable<number> {
    return this.#keys.get(valuesName(values)) ?? [];
  }

  move(key: number, before: RowValue | undefined, after: RowValue | undefined): void {
    if (before !== undefined) this.#keys.get(this.#nameOf(before))?.delete(key);
    if (after === undefined) return;
    const name = this.#nameOf(after);
    const keys = this.#keys.get(name);
    if (keys === undefined) this.#keys.set(name, new Set([key]));
    else keys.add(key);
  }

  #nameOf(row: RowValue): string {
    return valuesName(this.#columns.map((column) => row[column] as IndexValue));
  }
}
