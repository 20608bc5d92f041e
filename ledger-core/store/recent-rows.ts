/** Rows by table and key, those that are asked for again and again: what was not asked for while half as many others were is let go. */
import type { StoredRow } from "#ledger-core/kernel/rows.ts";
import type { AnyTable } from "#ledger-core/kernel/table.ts";

type Rows = Map<AnyTable, Map<number, StoredRow>>;

export class RecentRows {
  readonly #half: number;
  // Two generations: to move a row within one order at each look would cost more than the look.
  #young: Rows = new Map();
  #old: Rows = new Map();
  #youngCount = 0;

  /** `max`: rows that are held over all tables. */
  constructor(max: number) {
    this.#half = Math.ceil(max / 2);
  }

  get(table: AnyTable, key: number): StoredRow | undefined {
    const young = this.#young.get(table)?.get(key);
    if (young !== undefined) return young;
    const old = this.#old.get(table)?.get(key);
    if (old !== undefined) this.set(table, old);
    return old;
  }

  set(table: AnyTable, stored: StoredRow): void {
    if (this.#youngCount >= this.#half) {
      this.#old = this.#young;
      this.#young = new Map();
      this.#youngCount = 0;
    }
    let rows = this.#young.get(table);
    if (rows === undefined) this.#young.set(table, (rows = new Map()));
    if (!rows.has(stored.key)) this.#youngCount++;
    rows.set(stored.key, stored);
  }

  delete(table: AnyTable, key: number): void {
    if (this.#young.get(table)?.delete(key) === true) this.#youngCount--;
    this.#old.get(table)?.delete(key);
  }

  clear(): void {
    this.#young.clear();
    this.#old.clear();
    this.#youngCount = 0;
  }
}
