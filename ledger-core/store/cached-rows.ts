/** The writer's rows with a memory of what is read often: rows by key, and short results of scans until their table changes. */
import type { IndexRange, RowSource, StoredRow } from "#ledger-core/kernel/rows.ts";
import type { AnyTable, RowValue } from "#ledger-core/kernel/table.ts";
import type { AbsentRows } from "./absent-rows.ts";
import { RecentRows } from "./recent-rows.ts";
import { RecentScans } from "./recent-scans.ts";

/** Rows held over all tables; a row of the catalogue may take tens of kilobytes. */
const ROWS_MAX = 5_000;
/** Results of scans held per table, and rows in one of them: looking up a key, a person's roles, a policy, a rule. */
const SCANS_MAX = 1_000;
const SCAN_ROWS_MAX = 8;

export class CachedRows implements RowSource {
  readonly #source: RowSource;
  readonly #absent: AbsentRows | undefined;
  readonly #rows = new RecentRows(ROWS_MAX);
  readonly #scans = new Map<AnyTable, RecentScans>();

  /** `absent`: what is known of rows that are not in the source. */
  constructor(source: RowSource, absent?: AbsentRows) {
    this.#source = source;
    this.#absent = absent;
  }

  get(table: AnyTable, key: number): StoredRow | undefined {
    const held = this.#rows.get(table, key);
    if (held !== undefined) return held;
    if (this.#absent?.lacksKey(table, key) === true) return undefined;
    const stored = this.#source.get(table, key);
    if (stored !== undefined) this.#rows.set(table, stored);
    return stored;
  }

  scan(table: AnyTable, index: string, range: IndexRange): readonly StoredRow[] {
    let scans = this.#scans.get(table);
    if (scans === undefined) this.#scans.set(table, (scans = new RecentScans(SCANS_MAX)));
    const held = scans.get(index, range);
    if (held !== undefined) return held;
    if (this.#absent?.lacks(table, index, range) === true) return [];
    const found = this.#source.scan(table, index, range);
    if (found.length === 0) this.#absent?.missed(table, index, range);
    if (found.length <= SCAN_ROWS_MAX) scans.set(index, range, found);
    return found;
  }

  /** To be called for every row that a commit has written, with what it wrote; without where the row was removed. */
  forget(table: AnyTable, key: number, row?: RowValue): void {
    this.#absent?.wrote(table, key, row);
    this.#rows.delete(table, key);
    this.#scans.get(table)?.clear();
  }

  forgetAll(): void {
    this.#absent?.forgetAll();
    this.#rows.clear();
    for (const scans of this.#scans.values()) scans.clear();
  }
}
