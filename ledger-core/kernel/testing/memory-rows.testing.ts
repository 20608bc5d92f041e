/** Rows in memory: the base of a ledger without a store. */
import { compareAlong, indexColumns, isInRange } from "#ledger-core/kernel/rows.ts";
import type { IndexRange, RowSource, StoredRow } from "#ledger-core/kernel/rows.ts";
import type { Write } from "#ledger-core/kernel/overlay.ts";
import type { AnyTable } from "#ledger-core/kernel/table.ts";

export class MemoryRows implements RowSource {
  readonly #tables = new Map<string, Map<number, StoredRow>>();

  get(table: AnyTable, key: number): StoredRow | undefined {
    return this.#tables.get(table.name)?.get(key);
  }

  scan(table: AnyTable, index: string, range: IndexRange): readonly StoredRow[] {
    const columns = indexColumns(table, index);
    const rows = [...(this.#tables.get(table.name)?.values() ?? [])];
    const found = rows.filter((stored) => isInRange(columns, stored, range));
    return found.sort((left, right) => compareAlong(columns, left, right)).slice(0, range.limit);
  }

  apply(writes: Iterable<Omit<Write, "change">>): void {
    for (const write of writes) {
      const table = this.#tables.get(write.table.name) ?? new Map<number, StoredRow>();
      this.#tables.set(write.table.name, table);
      if (write.row === undefined) table.delete(write.key);
      else table.set(write.key, { key: write.key, row: write.row, changedAt: write.changedAt });
    }
  }
}
