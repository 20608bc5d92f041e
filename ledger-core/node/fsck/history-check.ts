/** The index of what entries made of rows, against the changes that the log holds. */
import type { SealedEntry } from "#ledger-core/kernel/block.ts";
import type { Ruleset } from "#ledger-core/kernel/ruleset.ts";
import { plainBytes } from "#ledger-core/store/database.ts";
import type { Statements } from "#ledger-core/store/database.ts";
import { placedChanges } from "#ledger-core/store/log-history.ts";
import type { PlacedChange } from "#ledger-core/store/log-history.ts";
import type { CheckCode } from "./check-codes.ts";
import { unpacked } from "./compare-entry.ts";
import { Fingerprint } from "./fingerprint.ts";
import { tableInWords } from "./part-words.ts";
import type { Problems } from "./problems.ts";

const FIND_SQL = "SELECT begin, size FROM log_history WHERE table_number = ? AND key = ? AND place = ?";
const FIRST_PAGE_SQL =
  "SELECT table_number, key, place, begin, size FROM log_history ORDER BY table_number, key, place LIMIT ?";
const PAGE_SQL = `SELECT table_number, key, place, begin, size FROM log_history
  WHERE (table_number, key, place) > (?, ?, ?) ORDER BY table_number, key, place LIMIT ?`;
const PAGE_ROWS = 1_024;
const CHANGES_SQL = "SELECT place, changes FROM log_entry WHERE place >= 0 ORDER BY place";
const ONE_CHANGES_SQL = "SELECT changes FROM log_entry WHERE place = ?";
const ALL_SQL = "SELECT table_number, key, place, begin, size FROM log_history ORDER BY place";

type HistoryRow = readonly [tableNumber: number, key: number, place: number, begin: number, size: number];

/**
 * Looking up each change in the index takes as long as hashing it. So all changes are taken into a fingerprint that knows no order, the
 * index is read through once, and only where the two differ is each looked up, to say which.
 */
export class HistoryCheck {
  readonly #problems: Problems;
  readonly #stored: Statements;
  readonly #ruleset: Ruleset;
  readonly #expected = new Fingerprint();
  /** By place, the changes of entries whose column of changes holds others. Each such entry is a problem, and there is an end of those. */
  readonly #others = new Map<number, readonly PlacedChange[]>();

  constructor(problems: Problems, stored: Statements, ruleset: Ruleset) {
    this.#problems = problems;
    this.#stored = stored;
    this.#ruleset = ruleset;
  }

  /** An entry as it was made anew; `begins` says where its changes stand in their column. `isStored`: the file has the same column. */
  addMade(made: SealedEntry, begins: readonly number[], isStored: boolean): void {
    made.writes.forEach(({ table, key }, i) => {
      this.#expected.add(table.number, key, made.index, begins[i] ?? 0, made.changes[i]?.length ?? 0);
    });
    if (!isStored) this.#others.set(made.index, placed(made, begins));
  }

  /** An entry whose changes are believed as they are stored. */
  addStored(place: number, changes: Uint8Array): void {
    for (const change of placedIn(this.#ruleset, changes))
      this.#expected.add(change.tableNumber, change.key, place, change.begin, change.size);
  }

  /** An entry of whose changes nothing can be said. */
  leaveOut(place: number): void {
    this.#others.set(place, []);
  }

  /** To be called at the end of the log. */
  end(): void {
    if (this.#found().equals(this.#expected)) return;
    const count = this.#lookUpAll();
    if ((this.#stored.row<[number]>("SELECT count(*) FROM log_history")?.[0] ?? 0) !== count) this.#findUnfounded();
  }

  #found(): Fingerprint {
    const found = new Fingerprint();
    let page = this.#stored.rows<HistoryRow>(FIRST_PAGE_SQL, PAGE_ROWS);
    for (;;) {
      for (const row of page) found.add(...row);
      const last = page.at(-1);
      if (last === undefined || page.length < PAGE_ROWS || !last.every(Number.isSafeInteger)) return found;
      page = this.#stored.rows<HistoryRow>(PAGE_SQL, last[0], last[1], last[2], PAGE_ROWS);
    }
  }

  /** Names the changes that the index lacks or has elsewhere, in the log's order; returns how many it has. */
  #lookUpAll(): number {
    let count = 0;
    const lookUp = (place: number, change: PlacedChange): void => {
      const row = this.#stored.row<[number, number]>(FIND_SQL, change.tableNumber, change.key, place);
      if (row !== undefined) count++;
      if (row === undefined) this.#report("HISTORY_MISSING", change.tableName, change.key, place);
      else if (row[0] !== change.begin || row[1] !== change.size)
        this.#report("HISTORY_DIFFERS", change.tableName, change.key, place);
    };
    for (const row of this.#stored.prepare(CHANGES_SQL).raw().iterate()) {
      const [place, column] = row as readonly [number, Uint8Array];
      const changes = this.#others.get(place) ?? placedIn(this.#ruleset, plainBytes(column));
      for (const change of changes) lookUp(place, change);
      if (this.#problems.isFull) break;
    }
    return count;
  }

  /** Names what is no change of its entry, whatever stands in the entry's column at the place that it names. */
  #findUnfounded(): void {
    const names = new Map([...this.#ruleset.tables.values()].map((table) => [table.number, table.name]));
    let known: { readonly place: number; readonly changes: ReadonlySet<string> } | undefined;
    for (const row of this.#stored.prepare(ALL_SQL).raw().iterate()) {
      const [number, key, place, begin, size] = row as HistoryRow;
      if (known?.place !== place) known = { place, changes: this.#changesAt(place) };
      if (known.changes.has([number, key, begin, size].join())) continue;
      this.#report("HISTORY_UNFOUNDED", names.get(number) ?? String(number), key, place);
      if (this.#problems.isFull) return;
    }
  }

  #changesAt(place: number): ReadonlySet<string> {
    const [column] = this.#stored.row<[Uint8Array]>(ONE_CHANGES_SQL, place) ?? [];
    const stored = column === undefined ? [] : placedIn(this.#ruleset, plainBytes(column));
    const changes = this.#others.get(place) ?? stored;
    return new Set(changes.map(({ tableNumber, key, begin, size }) => [tableNumber, key, begin, size].join()));
  }

  #report(code: CheckCode & `HISTORY_${string}`, table: string, key: number, place: number): void {
    this.#problems.add(`history ${table} ${key} ${place}`, code, (language) => ({
      table: tableInWords(language, table),
      key: String(key),
      index: String(place),
    }));
  }
}

/** The changes of a stored column, as far as they are of tables that are known. */
function placedIn(ruleset: Ruleset, column: Uint8Array): readonly PlacedChange[] {
  return placedChanges(ruleset, unpacked(column) ?? []).filter((change) => change !== undefined);
}

function placed(made: SealedEntry, begins: readonly number[]): readonly PlacedChange[] {
  return made.writes.map(({ table, key }, i) => ({
    tableNumber: table.number,
    tableName: table.name,
    key,
    begin: begins[i] ?? 0,
    size: made.changes[i]?.length ?? 0,
  }));
}
