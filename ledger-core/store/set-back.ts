/** A copy of a ledger's file that is set back to an earlier block: the log ends there, and every row is as it was then. */
import type { Write } from "#ledger-core/kernel/overlay.ts";
import type { Ruleset } from "#ledger-core/kernel/ruleset.ts";
import type { AnyTable } from "#ledger-core/kernel/table.ts";
import { asStoreError, Statements } from "./database.ts";
import { changesBetween } from "./log-history.ts";
import type { PlacedChange } from "./log-history.ts";
import { readBlockUpTo, readHead } from "./log-reader.ts";
import { PastRows } from "./past-rows.ts";
import { StateRows } from "./state-rows.ts";
import type { StoreOptions } from "./store-types.ts";
import { openLedgerFile } from "./writer.ts";

/** What came after the block, table by table. A full tile of level n stands for 256 to the power of n + 1 entries. */
const LATER = [
  "DELETE FROM log_history WHERE place >= ?",
  "DELETE FROM log_tile WHERE (number + 1) * (1 << (8 * (level + 1))) > ?",
  "DELETE FROM log_block WHERE first_place >= ?",
  "DELETE FROM log_entry WHERE place >= ?",
];

/**
 * Takes back all that came after the block of that height, or after the last one below it, from the changes that the log holds. The index of
 * ids and the projections are the next writer's to make anew. Only for a copy: what is taken back is gone. `progress` is told how many of
 * the later entries are done, and may throw to stop; the file is then as it was. Throws `StoreError`.
 */
export function setBackLedger(
  options: StoreOptions,
  height: number,
  progress: (done: number, total: number) => void,
): void {
  try {
    const connection = openLedgerFile(options);
    try {
      const statements = new Statements(connection);
      connection.transaction(() => setBack(statements, options.ruleset, height, progress)).immediate();
    } finally {
      connection.close();
    }
  } catch (error) {
    throw asStoreError(error, { folder: options.folder });
  }
}

function setBack(
  statements: Statements,
  ruleset: Ruleset,
  height: number,
  progress: (done: number, total: number) => void,
): void {
  const block = readBlockUpTo(statements, height);
  const size = block === undefined ? 0 : block.firstIndex + block.count;
  const below = readHead(statements)?.size ?? 0;
  const past = new PastRows(statements, size);
  const state = new StateRows(statements);
  for (const changes of changesBetween(statements, ruleset, { from: size, below })) {
    state.save(rowsBefore(past, ruleset, changes));
    progress((changes.at(-1)?.place ?? size) - size, below - size);
  }
  for (const sql of LATER) statements.prepare(sql).run(size);
}

/** The rows that these changes are of, each once, as they were then. */
function* rowsBefore(
  past: PastRows,
  ruleset: Ruleset,
  changes: readonly PlacedChange[],
): Generator<Omit<Write, "change">> {
  const keys = new Map<AnyTable, Set<number>>();
  for (const { tableName, key } of changes) {
    const table = ruleset.tables.get(tableName);
    if (table !== undefined) keys.set(table, (keys.get(table) ?? new Set<number>()).add(key));
  }
  for (const [table, changed] of keys)
    for (const key of changed) {
      const stored = past.get(table, key);
      yield { table, key, row: stored?.row, changedAt: stored?.changedAt ?? 0 };
    }
}
