/** The index of what entries made of rows, against the changes that the log holds. */
import { parseChange } from "#ledger-core/proof/change.ts";
import type { Ruleset } from "#ledger-core/kernel/ruleset.ts";
import { plainBytes } from "#ledger-core/store/database.ts";
import type { Statements } from "#ledger-core/store/database.ts";
import type { CheckCode } from "./check-codes.ts";
import { tableInWords } from "./part-words.ts";
import type { Problems } from "./problems.ts";

/** A change of an entry: of which row, and where it stands within the column of changes. */
export type PlacedChange = {
  readonly tableNumber: number;
  readonly tableName: string;
  readonly key: number;
  readonly begin: number;
  readonly size: number;
};

const FIND_SQL = "SELECT begin, size FROM log_history WHERE table_number = ? AND key = ? AND place = ?";
const ALL_SQL = `SELECT history.table_number, history.key, history.place, substr(entry.changes, history.begin + 1, history.size)
  FROM log_history AS history LEFT JOIN log_entry AS entry ON entry.place = history.place`;

export class HistoryCheck {
  readonly #problems: Problems;
  readonly #stored: Statements;
  readonly #names: ReadonlyMap<number, string>;
  #found = 0;

  constructor(problems: Problems, stored: Statements, ruleset: Ruleset) {
    this.#problems = problems;
    this.#stored = stored;
    this.#names = new Map([...ruleset.tables.values()].map((table) => [table.number, table.name]));
  }

  /** The changes of the entry at `place`. */
  compare(place: number, changes: readonly PlacedChange[]): void {
    for (const change of changes) {
      const row = this.#stored.row<[number, number]>(FIND_SQL, change.tableNumber, change.key, place);
      if (row === undefined) {
        this.#report("HISTORY_MISSING", change.tableName, change.key, place);
        continue;
      }
      this.#found++;
      if (row[0] !== change.begin || row[1] !== change.size)
        this.#report("HISTORY_DIFFERS", change.tableName, change.key, place);
    }
  }

  /** To be called at the end of the log: whether the index holds more than was looked up. */
  end(): void {
    const count = this.#stored.row<[number]>("SELECT count(*) FROM log_history")?.[0] ?? 0;
    if (count === this.#found) return;
    for (const row of this.#stored.prepare(ALL_SQL).raw().iterate()) {
      const [number, key, place, bytes] = row as readonly [number, number, number, Uint8Array | null];
      const name = this.#names.get(number);
      const change = bytes === null ? undefined : parseChange(plainBytes(bytes));
      if (name !== undefined && change?.table === name && change.key === key) continue;
      this.#report("HISTORY_UNFOUNDED", name ?? String(number), key, place);
      if (this.#problems.isFull) return;
    }
  }

  #report(code: CheckCode & `HISTORY_${string}`, table: string, key: number, place: number): void {
    this.#problems.add(`history ${table} ${key} ${place}`, code, (language) => ({
      table: tableInWords(language, table),
      key: String(key),
      index: String(place),
    }));
  }
}
