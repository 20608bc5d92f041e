/** The empty ledger on which a check executes the log once more. */
import { ReplayGuard } from "#ledger-core/kernel/replay-guard.ts";
import type { Write } from "#ledger-core/kernel/overlay.ts";
import { Rows } from "#ledger-core/kernel/rows.ts";
import type { RowSource } from "#ledger-core/kernel/rows.ts";
import type { Ruleset } from "#ledger-core/kernel/ruleset.ts";
import { CachedRows } from "#ledger-core/store/cached-rows.ts";
import { openNameless, orClose, Statements } from "#ledger-core/store/database.ts";
import { migrate } from "#ledger-core/store/migrations.ts";
import { StateRows } from "#ledger-core/store/state-rows.ts";
import { createStateTables } from "#ledger-core/store/state-schema.ts";

/** Where the folder of a failure would stand. */
const NO_FOLDER = "";

/** The state as it becomes, in tables like those of a ledger's file, which are compared in the end. */
export class Scratch {
  readonly statements: Statements;
  replay = new ReplayGuard();
  readonly #state: StateRows;
  readonly #cache: CachedRows;

  constructor(ruleset: Ruleset) {
    const connection = openNameless();
    this.statements = orClose(connection, () => {
      migrate(connection, NO_FOLDER);
      createStateTables(connection, ruleset, NO_FOLDER);
      return new Statements(connection);
    });
    this.#state = new StateRows(this.statements);
    this.#cache = new CachedRows(this.#state);
  }

  get rows(): RowSource {
    return this.#cache;
  }

  /** Many writes in one go: a transaction for each block would take longer than the blocks. */
  transaction<T>(write: () => T): T {
    return this.statements.connection.transaction(write).immediate();
  }

  /** The writes of a block, in their order. */
  apply(writes: readonly Write[]): void {
    const last = new Map<string, Write>();
    for (const write of writes) last.set(`${write.table.number}:${write.key}`, write);
    for (const { table, key, row, changedAt } of last.values()) {
      if (row === undefined) this.#state.remove(table, key);
      else this.#state.put(table, { key, row, changedAt });
      this.#cache.forget(table, key);
    }
  }

  /** Takes the acts that are in force from the rows, where the block could not be executed. */
  reloadReplay(): void {
    this.replay = ReplayGuard.fromRows(new Rows(this.rows));
  }

  close(): void {
    this.statements.connection.close();
  }
}
