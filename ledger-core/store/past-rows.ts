/** The state after an earlier block, read straight from the changes: a row, or rows in the order of their keys. */
import { sequenceTable } from "#ledger-core/kernel/governance/tables.ts";
import type { IndexRange, IndexValue, RowSource, StoredRow } from "#ledger-core/kernel/rows.ts";
import type { AnyTable } from "#ledger-core/kernel/table.ts";
import { plainBytes } from "./database.ts";
import type { Statements } from "./database.ts";
import type { RowsPage } from "./store-types.ts";
import { rowOfChange } from "./log-reader.ts";

const LAST_SQL = `SELECT place, begin, size FROM log_history
  WHERE table_number = ? AND key = ? AND place < ? ORDER BY place DESC LIMIT 1`;
const NEXT_KEY_SQL = "SELECT key FROM log_history WHERE table_number = ? AND key >= ? ORDER BY key LIMIT 1";

/** Keys that a page looks at: of a table whose rows go soon, most are of rows that were gone by then. */
const KEYS_OF_PAGE_MAX = 256;

/** Reads the changes of an entry. A page of rows often comes from one batch, so the last one read is held. */
type ReadChanges = (place: number) => Uint8Array;

type Walk = { readonly from: number; readonly below: number; readonly limit: number; readonly keysMax: number };

export class PastRows implements RowSource {
  readonly #statements: Statements;
  readonly #size: number;

  /** `size`: entries that had been sealed by then. */
  constructor(statements: Statements, size: number) {
    this.#statements = statements;
    this.#size = size;
  }

  get(table: AnyTable, key: number): StoredRow | undefined {
    return this.#row(table, key, changesReader(this.#statements));
  }

  scan(table: AnyTable, index: string, range: IndexRange): readonly StoredRow[] {
    if (index !== "key") throw new Error(`the past of ${table.name} is ordered by key only, not by ${index}`);
    const bounds = keyBounds(range);
    return this.#walk(table, { ...bounds, limit: range.limit, keysMax: Number.POSITIVE_INFINITY }).rows;
  }

  page(table: AnyTable, { from, limit }: { readonly from: number; readonly limit: number }): RowsPage {
    return this.#walk(table, { from, below: Number.MAX_SAFE_INTEGER, limit, keysMax: KEYS_OF_PAGE_MAX });
  }

  #walk(table: AnyTable, { from, below, limit, keysMax }: Walk): RowsPage {
    const readChanges = changesReader(this.#statements);
    const end = Math.min(below, this.#keysEnd(table, readChanges));
    const rows: StoredRow[] = [];
    let key = this.#nextKey(table, from);
    for (let looked = 0; key !== undefined && key < end; looked++) {
      if (rows.length >= limit || looked >= keysMax) return { rows, next: key };
      const stored = this.#row(table, key, readChanges);
      if (stored !== undefined) rows.push(stored);
      key = this.#nextKey(table, key + 1);
    }
    return { rows, next: undefined };
  }

  #row(table: AnyTable, key: number, readChanges: ReadChanges): StoredRow | undefined {
    const last = this.#statements.row<[number, number, number]>(LAST_SQL, table.number, key, this.#size);
    if (last === undefined) return undefined;
    const [changedAt, begin, size] = last;
    const row = rowOfChange(table, readChanges(changedAt).subarray(begin, begin + size));
    return row === undefined ? undefined : { key, row, changedAt };
  }

  /**
   * Above every key that the table had by then. Keys that come from a sequence were given out in order, so what came later need not be
   * gone through; a table without one has keys of another kind.
   */
  #keysEnd(table: AnyTable, readChanges: ReadChanges): number {
    const sequence = sequenceTable as AnyTable;
    if (this.#nextKey(sequence, table.number) !== table.number) return Number.MAX_SAFE_INTEGER;
    const last = this.#row(sequence, table.number, readChanges)?.row["last"];
    return typeof last === "number" ? last + 1 : 0;
  }

  /** The next key that the table ever held: a step along the index, however often the row in between was changed. */
  #nextKey(table: AnyTable, from: number): number | undefined {
    return this.#statements.row<[number]>(NEXT_KEY_SQL, table.number, from)?.[0];
  }
}

function changesReader(statements: Statements): ReadChanges {
  let held: { readonly place: number; readonly changes: Uint8Array } | undefined;
  return (place) => {
    if (held?.place !== place) {
      const row = statements.row<[Uint8Array]>("SELECT changes FROM log_entry WHERE place = ?", place);
      if (row === undefined) throw new RangeError(`there is no entry ${place}`);
      held = { place, changes: plainBytes(row[0]) };
    }
    return held.changes;
  };
}

/** Keys at least `from` and less than `below`; fixed values narrow both to one key. */
function keyBounds(range: IndexRange): { readonly from: number; readonly below: number } {
  const equal = (range.equal ?? []).map(keyValue);
  const from = range.from === undefined ? 0 : keyValue(range.from);
  const below = range.below === undefined ? Number.MAX_SAFE_INTEGER : keyValue(range.below);
  return { from: Math.max(from, ...equal), below: Math.min(below, ...equal.map((key) => key + 1)) };
}

function keyValue(value: IndexValue): number {
  if (typeof value !== "number") throw new Error("a key is a number");
  return value;
}
