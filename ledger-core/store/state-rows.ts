/** Rows of the state, read from and written to SQLite. */
import { indexColumns } from "#ledger-core/kernel/rows.ts";
import type { IndexRange, IndexValue, RowSource, StoredRow } from "#ledger-core/kernel/rows.ts";
import type { DatabaseValue } from "#ledger-core/kernel/ports.ts";
import type { Write } from "#ledger-core/kernel/overlay.ts";
import type { AnyTable } from "#ledger-core/kernel/table.ts";
import type { AllRows } from "./absent-rows.ts";
import { asStoreError, RowInserts } from "./database.ts";
import type { Statements } from "./database.ts";
import { layoutOf, loadRow, quote, saveRow } from "./state-layout.ts";
import type { StateLayout } from "./state-layout.ts";

/** The current state as the connection sees it; nothing is held in memory. */
export class StateRows implements RowSource, AllRows {
  readonly #statements: Statements;

  constructor(statements: Statements) {
    this.#statements = statements;
  }

  get(table: AnyTable, key: number): StoredRow | undefined {
    const layout = layoutOf(table);
    const values = this.#statements.row<readonly DatabaseValue[]>(layout.getSql, key);
    return values === undefined ? undefined : loadRow(layout, values);
  }

  scan(table: AnyTable, index: string, range: IndexRange): readonly StoredRow[] {
    const layout = layoutOf(table);
    const columns = indexColumns(table, index);
    const bounds = [range.from, range.below].filter((bound) => bound !== undefined);
    const parameters = [...(range.equal ?? []), ...bounds, Math.min(range.limit, Number.MAX_SAFE_INTEGER)];
    // Whoever looks for one row mostly finds none, and to be told so about the key takes a quarter of the time that all columns take.
    if (range.limit === 1) {
      const [found] = this.#statements.rows<[number]>(scanSql(layout, columns, range, quote("key")), ...parameters);
      const stored = found === undefined ? undefined : this.get(table, found[0]);
      return stored === undefined ? [] : [stored];
    }
    const sql = scanSql(layout, columns, range, layout.columnList);
    return this.#statements.rows<readonly DatabaseValue[]>(sql, ...parameters).map((values) => loadRow(layout, values));
  }

  keyMax(table: AnyTable): number {
    const sql = `SELECT max("key") FROM ${quote(layoutOf(table).sqlName)}`;
    return this.#statements.row<[number | null]>(sql)?.[0] ?? 0;
  }

  *valuesAlong(table: AnyTable, columns: readonly string[]): Generator<readonly (IndexValue | null)[]> {
    const sql = `SELECT ${columns.map(quote).join(", ")} FROM ${quote(layoutOf(table).sqlName)}`;
    try {
      yield* this.#statements.prepare(sql).raw().iterate() as Iterable<readonly (IndexValue | null)[]>;
    } catch (error) {
      throw asStoreError(error, {});
    }
  }

  /** Puts and removes rows, of which no two are the same. Only within a transaction of the writer. */
  save(writes: Iterable<Omit<Write, "change">>): void {
    const puts = new Map<AnyTable, RowInserts>();
    for (const { table, key, row, changedAt } of writes) {
      const layout = layoutOf(table);
      if (row === undefined) {
        this.#statements.prepare(layout.removeSql).run(key);
        continue;
      }
      let rows = puts.get(table);
      if (rows === undefined) {
        rows = new RowInserts(this.#statements, layout.putInto, layout.columns.length + 2);
        puts.set(table, rows);
      }
      rows.add(saveRow(layout, { key, row, changedAt }));
    }
    for (const rows of puts.values()) rows.flush();
  }
}

/** The last write of each row among those of several entries, in their order: the rows as they are after them, table by table. */
export function lastWrites(entries: Iterable<readonly Write[]>): readonly Write[] {
  const tables = new Map<AnyTable, Map<number, Write>>();
  for (const writes of entries) {
    for (const write of writes) {
      let last = tables.get(write.table);
      if (last === undefined) {
        last = new Map();
        tables.set(write.table, last);
      }
      last.set(write.key, write);
    }
  }
  return [...tables.values()].flatMap((last) => [...last.values()]);
}

/** Rows of a range in the order of the index. Where all columns are fixed the bounds are for the key, as in memory. */
function scanSql(layout: StateLayout, columns: readonly string[], range: IndexRange, selected: string): string {
  const place = (i: number): string => quote(columns[i] ?? "key");
  const equalCount = range.equal?.length ?? 0;
  const conditions = Array.from({ length: equalCount }, (_, i) => `${place(i)} = ?`);
  if (range.from !== undefined) conditions.push(`${place(equalCount)} >= ?`);
  if (range.below !== undefined) conditions.push(`${place(equalCount)} < ?`);
  const where = conditions.length === 0 ? "" : ` WHERE ${conditions.join(" AND ")}`;
  const order = [...columns.slice(equalCount), "key"].map(quote).join(", ");
  return `SELECT ${selected} FROM ${quote(layout.sqlName)}${where} ORDER BY ${order} LIMIT ?`;
}
