/** The empty ledger on which a check executes the log once more. */
import { ReplayGuard } from "#ledger-core/kernel/replay-guard.ts";
import type { Write } from "#ledger-core/kernel/overlay.ts";
import { Rows } from "#ledger-core/kernel/rows.ts";
import type { RowSource } from "#ledger-core/kernel/rows.ts";
import type { Ruleset } from "#ledger-core/kernel/ruleset.ts";
import type { IndexRange, StoredRow } from "#ledger-core/kernel/rows.ts";
import type { AnyTable } from "#ledger-core/kernel/table.ts";
import { AbsentRows } from "#ledger-core/store/absent-rows.ts";
import { CachedRows } from "#ledger-core/store/cached-rows.ts";
import { beginNameless, openNameless, orClose, Statements } from "#ledger-core/store/database.ts";
import { migrate } from "#ledger-core/store/migrations.ts";
import { layoutOf, quote } from "#ledger-core/store/state-layout.ts";
import { lastWrites, StateRows } from "#ledger-core/store/state-rows.ts";
import { createStateTables } from "#ledger-core/store/state-schema.ts";

/** Where the folder of a failure would stand. */
const NO_FOLDER = "";

/** The state as it becomes, in tables like those of a ledger's file, which are compared in the end. */
export class Scratch {
  readonly statements: Statements;
  replay = new ReplayGuard();
  readonly #state: StateRows;
  readonly #indexed: IndexedWhenAsked;
  readonly #cache: CachedRows;

  constructor(ruleset: Ruleset) {
    const connection = openNameless();
    this.statements = orClose(connection, () => {
      migrate(connection, NO_FOLDER);
      createStateTables(connection, ruleset, NO_FOLDER);
      return new Statements(connection);
    });
    this.#state = new StateRows(this.statements);
    this.#indexed = new IndexedWhenAsked(this.statements, this.#state);
    this.#cache = new CachedRows(this.#indexed, new AbsentRows(this.#state));
  }

  /** To be called before the first row is written, once the schema has been looked at. */
  begin(): void {
    this.#indexed.begin();
    beginNameless(this.statements);
  }

  get rows(): RowSource {
    return this.#cache;
  }

  /** The writes of a block, in their order. */
  apply(writes: readonly Write[]): void {
    const last = lastWrites([writes]);
    this.#state.save(last);
    for (const { table, key, row } of last) this.#cache.forget(table, key, row);
  }

  /** Takes the acts that are in force from the rows, where the block could not be executed. */
  reloadReplay(): void {
    this.replay = ReplayGuard.fromRows(new Rows(this.rows));
  }

  close(): void {
    this.statements.connection.close();
  }
}

/** Rows whose tables get an index when somebody first looks along it: most are for pages, and nobody who executes the log asks for them. */
class IndexedWhenAsked implements RowSource {
  readonly #statements: Statements;
  readonly #state: StateRows;
  /** Of the indexes that are not there yet, by their names, the statements that make them. */
  readonly #missing = new Map<string, string>();

  constructor(statements: Statements, state: StateRows) {
    this.#statements = statements;
    this.#state = state;
  }

  begin(): void {
    const sql = "SELECT name, sql FROM sqlite_schema WHERE type = 'index' AND sql IS NOT NULL";
    for (const [name, make] of this.#statements.rows<[string, string]>(sql)) {
      this.#statements.connection.exec(`DROP INDEX ${quote(name)}`);
      this.#missing.set(name, make);
    }
  }

  get(table: AnyTable, key: number): StoredRow | undefined {
    return this.#state.get(table, key);
  }

  scan(table: AnyTable, index: string, range: IndexRange): readonly StoredRow[] {
    if (index !== "key" && this.#missing.size > 0) this.#make(`${layoutOf(table).sqlName}_by_${index}`);
    return this.#state.scan(table, index, range);
  }

  #make(name: string): void {
    const make = this.#missing.get(name);
    if (make === undefined) return;
    this.#statements.connection.exec(make);
    this.#missing.delete(name);
  }
}
