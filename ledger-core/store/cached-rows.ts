/** The writer's rows with a memory of what is read often: rows by key, and short results of scans until their table changes. */
import { valuesName } from "#ledger-core/kernel/rows.ts";
import type { IndexRange, IndexValue, RowSource, StoredRow } from "#ledger-core/kernel/rows.ts";
import type { AnyTable, RowValue } from "#ledger-core/kernel/table.ts";
import type { AbsentRows } from "./absent-rows.ts";

/** Rows held over all tables; a row of the catalogue may take tens of kilobytes. */
const ROWS_MAX = 5_000;
/** Results of scans held per table, and rows in one of them: looking up a key, a person's roles, a policy, a rule. */
const SCANS_MAX = 1_000;
const SCAN_ROWS_MAX = 8;

export class CachedRows implements RowSource {
  readonly #source: RowSource;
  readonly #absent: AbsentRows | undefined;
  // A Map keeps the order of insertion: what is read moves to its end, so the row unused for longest is the first.
  readonly #rows = new Map<string, StoredRow>();
  readonly #scans = new Map<string, Map<string, readonly StoredRow[]>>();

  /** `absent`: what is known of rows that are not in the source. */
  constructor(source: RowSource, absent?: AbsentRows) {
    this.#source = source;
    this.#absent = absent;
  }

  get(table: AnyTable, key: number): StoredRow | undefined {
    const name = rowName(table, key);
    const held = this.#rows.get(name);
    if (held !== undefined) {
      this.#rows.delete(name);
      this.#rows.set(name, held);
      return held;
    }
    if (this.#absent?.lacksKey(table, key) === true) return undefined;
    const stored = this.#source.get(table, key);
    if (stored === undefined) return undefined;
    if (this.#rows.size >= ROWS_MAX) dropFirst(this.#rows);
    this.#rows.set(name, stored);
    return stored;
  }

  scan(table: AnyTable, index: string, range: IndexRange): readonly StoredRow[] {
    const name = scanName(index, range);
    const scans = this.#scans.get(table.name) ?? new Map<string, readonly StoredRow[]>();
    const held = scans.get(name);
    if (held !== undefined) return held;
    if (this.#absent?.lacks(table, index, range) === true) return [];
    const found = this.#source.scan(table, index, range);
    if (found.length === 0) this.#absent?.missed(table, index, range);
    if (found.length > SCAN_ROWS_MAX) return found;
    if (scans.size >= SCANS_MAX) dropFirst(scans);
    scans.set(name, found);
    this.#scans.set(table.name, scans);
    return found;
  }

  /** To be called for every row that a commit has written, with what it wrote; without where the row was removed. */
  forget(table: AnyTable, key: number, row?: RowValue): void {
    this.#absent?.wrote(table, key, row);
    this.#rows.delete(rowName(table, key));
    this.#scans.delete(table.name);
  }

  forgetAll(): void {
    this.#absent?.forgetAll();
    this.#rows.clear();
    this.#scans.clear();
  }
}

function dropFirst(map: Map<string, unknown>): void {
  const first = map.keys().next().value;
  if (first !== undefined) map.delete(first);
}

function rowName(table: AnyTable, key: number): string {
  return `${table.number}:${key}`;
}

function scanName(index: string, range: IndexRange): string {
  const equal = valuesName(range.equal ?? []);
  return `${index} ${equal} ${boundName(range.from)} ${boundName(range.below)} ${range.limit}`;
}

function boundName(bound: IndexValue | undefined): string {
  return bound === undefined ? "-" : valuesName([bound]);
}
