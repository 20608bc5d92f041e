/** Writes that are not yet anybody's: rows put over a source, to be kept as a whole or thrown away. */
import { encode } from "#ledger-core/contract/schema/codec.ts";
import { CHANGES_PER_ENTRY_MAX } from "#ledger-core/contract/schema/limits.ts";
import { compareAlong, indexColumns, isInRange } from "./rows.ts";
import type { IndexRange, RowSource, StoredRow } from "./rows.ts";
import type { AnyTable, RowValue } from "./table.ts";

/** A row as it is after the writes; `row` is undefined where it was removed. `bytes` is its encoding. */
export type Write = {
  readonly table: AnyTable;
  readonly key: number;
  readonly row: RowValue | undefined;
  readonly bytes: Uint8Array | undefined;
  readonly changedAt: number;
};

/** An entry wrote more rows than the limit; the kernel turns this into the refusal `TOO_MANY_CHANGES`. */
export class TooManyChanges extends Error {}

export class Overlay implements RowSource {
  readonly #base: RowSource;
  readonly #changedAt: number;
  readonly #tables = new Map<string, Map<number, Write>>();
  #count = 0;

  /** `changedAt`: index of the entry whose writes these are. */
  constructor(base: RowSource, changedAt: number) {
    this.#base = base;
    this.#changedAt = changedAt;
  }

  get(table: AnyTable, key: number): StoredRow | undefined {
    const write = this.#tables.get(table.name)?.get(key);
    if (write === undefined) return this.#base.get(table, key);
    return write.row === undefined ? undefined : { key, row: write.row, changedAt: write.changedAt };
  }

  scan(table: AnyTable, index: string, range: IndexRange): readonly StoredRow[] {
    const writes = this.#tables.get(table.name);
    if (writes === undefined || writes.size === 0) return this.#base.scan(table, index, range);
    const columns = indexColumns(table, index);
    // Rows of the base that were written over may fall out, so as many more are asked for.
    const below = this.#base.scan(table, index, { ...range, limit: range.limit + writes.size });
    const found = below.filter((stored) => !writes.has(stored.key));
    for (const write of writes.values()) {
      if (write.row === undefined) continue;
      const stored = { key: write.key, row: write.row, changedAt: write.changedAt };
      if (isInRange(columns, stored, range)) found.push(stored);
    }
    return found.sort((left, right) => compareAlong(columns, left, right)).slice(0, range.limit);
  }

  /** Writes a row. Throws `ValueOutOfSchema` if it is not of the table's schema: a bug of the action that did it. */
  put(table: AnyTable, key: number, row: RowValue): void {
    this.#write({ table, key, row, bytes: encode(table.row, row), changedAt: this.#changedAt });
  }

  remove(table: AnyTable, key: number): void {
    this.#write({ table, key, row: undefined, bytes: undefined, changedAt: this.#changedAt });
  }

  /** Every row written, once, in the order of its first write, table by table in the order of their first writes. */
  *writes(): Generator<Write> {
    for (const table of this.#tables.values()) yield* table.values();
  }

  /** Takes over what another overlay on this one has written. */
  absorb(other: Overlay): void {
    for (const write of other.writes()) this.#write(write);
  }

  #write(write: Write): void {
    let table = this.#tables.get(write.table.name);
    if (table === undefined) {
      table = new Map();
      this.#tables.set(write.table.name, table);
    }
    if (!table.has(write.key)) this.#count++;
    table.set(write.key, write);
  }

  /** How many rows are written. */
  get count(): number {
    return this.#count;
  }

  /** Throws `TooManyChanges` if more rows are written than one action may; what the kernel itself writes about it is not counted. */
  checkCount(): void {
    if (this.#count > CHANGES_PER_ENTRY_MAX) throw new TooManyChanges();
  }
}
