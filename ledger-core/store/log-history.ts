/** The index of what entries made of rows, as it follows from the changes that the log holds. */
import type { Ruleset } from "#ledger-core/kernel/ruleset.ts";
import { parseChange } from "#ledger-core/proof/change.ts";
import { plainBytes, RowInserts } from "./database.ts";
import type { Statements } from "./database.ts";
import { pack, unpack } from "./packed.ts";
import { StoreError } from "./store-error.ts";

/** A change of an entry: of which row, and where it stands within the column of changes. */
export type PlacedChange = {
  readonly tableNumber: number;
  readonly tableName: string;
  readonly key: number;
  readonly begin: number;
  readonly size: number;
};

/** Entries whose changes are read at a time: those of one may be a megabyte. */
const ENTRIES_TOGETHER = 64;
const CHANGES_SQL = "SELECT place, changes FROM log_entry WHERE place >= ? AND place < ? ORDER BY place";
/** Where a damaged entry says two things of a row, a check of the folder names the entry. */
const INTO_HISTORY = "INSERT OR REPLACE INTO log_history (table_number, key, place, begin, size)";
const HISTORY_COLUMNS = 5;

/** The changes of an entry with their places, in their order; undefined for what is no change of a table of the rule set. */
export function placedChanges(ruleset: Ruleset, changes: readonly Uint8Array[]): readonly (PlacedChange | undefined)[] {
  const { begins } = pack(changes);
  return changes.map((bytes, i) => {
    const change = parseChange(bytes);
    const table = change === undefined ? undefined : ruleset.tables.get(change.table);
    if (change === undefined || table === undefined) return undefined;
    const place = { begin: begins[i] ?? 0, size: bytes.length };
    return { tableNumber: table.number, tableName: table.name, key: change.key, ...place };
  });
}

/**
 * Makes the index anew from the first `size` entries, some of them at each step. Only within a transaction of the writer. Throws
 * LEDGER_DAMAGED for changes that cannot be read.
 */
export function* rebuildHistory(statements: Statements, ruleset: Ruleset, size: number): Generator<void> {
  statements.prepare("DELETE FROM log_history").run();
  const rows = new RowInserts(statements, INTO_HISTORY, HISTORY_COLUMNS);
  for (const changes of changesBetween(statements, ruleset, { from: 0, below: size })) {
    for (const { tableNumber, key, place, begin, size: bytes } of changes)
      rows.add([tableNumber, key, place, begin, bytes]);
    yield;
  }
  rows.flush();
}

/** The changes of a stretch of the log, of some entries at a time, with the place of their entry. Throws LEDGER_DAMAGED for what cannot be read. */
export function* changesBetween(
  statements: Statements,
  ruleset: Ruleset,
  { from, below }: { readonly from: number; readonly below: number },
): Generator<readonly (PlacedChange & { readonly place: number })[]> {
  for (let first = from; first < below; first += ENTRIES_TOGETHER) {
    const end = Math.min(first + ENTRIES_TOGETHER, below);
    const entries = statements.rows<[number, Uint8Array]>(CHANGES_SQL, first, end);
    yield entries.flatMap(([place, column]) =>
      placedChanges(ruleset, unpack(plainBytes(column))).map((change) => {
        if (change === undefined) throw new StoreError("LEDGER_DAMAGED", { detail: "a change", place });
        return { ...change, place };
      }),
    );
  }
}
